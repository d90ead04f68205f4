"""Clearway's own layout for values, which teams fill in and upload."""

from datetime import date
from pathlib import Path

import pytest
from publication_files import Cell, write_csv, write_xlsx

from clearway.records.publications import Publication, State, read_publication

HEADINGS = [
    "organisation_code",
    "period",
    "measure",
    "component",
    "parameter",
    "numerator",
    "denominator",
    "value_status",
    "comment",
]


def row(**cells: Cell) -> list[Cell]:
    given: dict[str, Cell] = {
        "organisation_code": "R0A",
        "period": "2025-04",
        "measure": "co-test-booking",
        "numerator": 90,
        "denominator": 120,
    }
    given |= cells
    return [given.get(heading, "") for heading in HEADINGS]


def read(tmp_path: Path, *rows: list[Cell]) -> Publication:
    return read_publication(write_xlsx(tmp_path / "f.xlsx", HEADINGS, *rows))


def test_a_row_is_a_value(tmp_path: Path) -> None:
    publication = read(tmp_path, row(comment="New monitors"))
    (value,) = publication.values
    assert (value.measure, value.org_level, value.org_code, value.period) == (
        "co-test-booking",
        "provider",
        "R0A",
        "2025-04",
    )
    assert (value.numerator, value.denominator, value.value, value.note) == (90, 120, 0.75, "New monitors")
    assert publication.findings == ()


def test_components_and_parameters_are_kept_apart(tmp_path: Path) -> None:
    rows = [
        row(measure="quit-success", component="4-weeks"),
        row(measure="quit-success", component="12-weeks"),
        row(measure="staff-trained-subject", parameter="Very brief advice", denominator=""),
    ]
    values = read(tmp_path, *rows).values
    assert [(value.component, value.parameter) for value in values] == [
        ("4-weeks", ""),
        ("12-weeks", ""),
        ("", "Very brief advice"),
    ]


def test_without_a_denominator_the_value_is_the_count(tmp_path: Path) -> None:
    (value,) = read(tmp_path, row(measure="listening-events", numerator=3, denominator="")).values
    assert (value.numerator, value.denominator, value.value) == (3, None, 3)


@pytest.mark.parametrize("period", ["2025-04", "Apr-25", "April 2025", "01/04/2025", date(2025, 4, 1)])
def test_a_month_may_be_written_as_people_and_spreadsheets_do(tmp_path: Path, period: Cell) -> None:
    (value,) = read(tmp_path, row(period=period)).values
    assert value.period == "2025-04"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("not_collected", State.NOT_COLLECTED),
        ("Not collected", State.NOT_COLLECTED),
        ("not yet due", State.NOT_YET_DUE),
        ("withheld", State.WITHHELD),
        ("not_applicable", State.NOT_APPLICABLE),
    ],
)
def test_a_row_without_a_number_says_why(tmp_path: Path, text: str, state: State) -> None:
    blank = row(numerator="", denominator="", value_status=text, comment="Midwife on leave")
    (value,) = read(tmp_path, blank).values
    assert (value.numerator, value.denominator, value.value) == (None, None, None)
    assert (value.state, value.note) == (state, "Midwife on leave")


def test_zero_of_zero_is_not_applicable(tmp_path: Path) -> None:
    for said in ("", "value", "not_applicable"):
        (value,) = read(tmp_path, row(numerator=0, denominator=0, value_status=said)).values
        assert (value.numerator, value.denominator, value.value) == (0, 0, None)
        assert value.state is State.NOT_APPLICABLE


@pytest.mark.parametrize("first", ["Required: the ODS code", "Optional"])
def test_a_row_of_instructions_is_passed_over(tmp_path: Path, first: str) -> None:
    publication = read(tmp_path, row(organisation_code=first, period="as 2025-04"), row())
    assert [value.row for value in publication.values] == [3]
    assert publication.findings == ()


def test_the_short_headings_of_a_template_are_enough(tmp_path: Path) -> None:
    headings = ["organisation_code", "period", "measure_code", "numerator", "denominator"]
    path = write_csv(tmp_path / "f.csv", headings, ["r0a", "2025-04", "co-test-booking", "1,090", "1,200"])
    (value,) = read_publication(path).values
    assert (value.org_code, value.numerator) == ("R0A", 1090)


def test_a_file_about_the_synthetic_trust_alone_is_said_to_be_made_up(tmp_path: Path) -> None:
    made_up = read(tmp_path, row(organisation_code="SYNTH"))
    mixed = read(tmp_path, row(organisation_code="SYNTH"), row())
    assert "made-up data" in made_up.source.title
    assert "made-up data" not in mixed.source.title


def test_a_site_has_its_level(tmp_path: Path) -> None:
    (value,) = read(tmp_path, row(organisation_code="R0A05")).values
    assert value.org_level == "site"
