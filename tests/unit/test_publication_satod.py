"""Smoking status at time of delivery as Fingertips publishes it."""

from pathlib import Path

import pytest
from publication_files import Cell, write_csv, write_xlsx

from clearway.records.publications import State, bundled_publications, read_publication

HEADINGS = ["IndicatorId", "AreaCode", "AreaName", "Year", "CategoryType", "Count", "Denominator", "Value"]
BUNDLED = next(path for path in bundled_publications() if "satod" in path.name)


def row(code: str = "E92000001", year: Cell = "2023", **cells: Cell) -> list[Cell]:
    given: dict[str, Cell] = {
        "category": "",
        "count": 100,
        "denominator": 1000,
        "value": 10,
        "indicator": "93085",
    }
    given |= cells
    return [
        given["indicator"],
        code,
        "A NAME",
        year,
        given["category"],
        given["count"],
        given["denominator"],
        given["value"],
    ]


@pytest.mark.parametrize(
    ("ons_code", "level", "code"),
    [
        ("E92000001", "national", "ENG"),
        ("E38000014", "sub_icb", "00Q"),
        ("E54000048", "icb", "QE1"),
        ("E07000117", "local_authority", "E07000117"),
        ("E06000008", "local_authority", "E06000008"),
    ],
)
def test_an_area_is_the_organisation_that_maternity_files_name(
    tmp_path: Path, ons_code: str, level: str, code: str
) -> None:
    publication = read_publication(write_csv(tmp_path / "f.csv", HEADINGS, row(ons_code)))
    (value,) = publication.values
    assert (value.org_level, value.org_code) == (level, code)
    assert publication.findings == ()


@pytest.mark.parametrize("year", ["2023", "2023/24", "2023-24", 2023.0])
def test_the_year_is_the_financial_year_that_starts_in_it(tmp_path: Path, year: Cell) -> None:
    (value,) = read_publication(write_xlsx(tmp_path / "f.xlsx", HEADINGS, row(year=year))).values
    assert value.period == "2023/24"


def test_estimated_counts_keep_their_fractions(tmp_path: Path) -> None:
    estimate = row("E07000117", count="163.798763736264", denominator="1009.21978021978", value="16.23")
    (value,) = read_publication(write_csv(tmp_path / "f.csv", HEADINGS, estimate)).values
    assert (value.numerator, value.denominator) == (163.798763736264, 1009.21978021978)
    assert value.note == "Estimated by the publisher from sub-ICB counts"


def test_an_area_given_twice_is_counted_once(tmp_path: Path) -> None:
    publication = read_publication(
        write_csv(tmp_path / "f.csv", HEADINGS, row("E38000014"), row("E38000014"))
    )
    assert len(publication.values) == 1
    assert [finding.rule for finding in publication.findings] == ["repeated-row"]


def test_an_area_given_twice_with_different_counts_is_not_used(tmp_path: Path) -> None:
    rows = [row("E38000014"), row("E38000014", count=101, value=10.1), row("E38000014")]
    publication = read_publication(write_csv(tmp_path / "f.csv", HEADINGS, *rows))
    assert publication.values == ()
    assert "conflicting-rows" in {finding.rule for finding in publication.findings}


def test_a_suppressed_area_is_withheld_and_not_zero(tmp_path: Path) -> None:
    (value,) = read_publication(
        write_csv(tmp_path / "f.csv", HEADINGS, row(count="", denominator="", value=""))
    ).values
    assert (value.numerator, value.denominator, value.value) == (None, None, None)
    assert value.state is State.WITHHELD


def test_other_indicators_and_area_types_are_counted(tmp_path: Path) -> None:
    rows = [row(), row(indicator="20101"), row("E12000002"), row("W92000004")]
    publication = read_publication(write_csv(tmp_path / "f.csv", HEADINGS, *rows))
    assert publication.unused == {"indicator 20101": 1, "area type E12": 1, "area type W92": 1}
    assert len(publication.values) == 1


def test_the_headings_of_the_fingertips_site_are_known(tmp_path: Path) -> None:
    site = [
        "Indicator ID",
        "Area Code",
        "Area Name",
        "Time period",
        "Category Type",
        "Count",
        "Denominator",
        "Value",
    ]
    by_site = read_publication(write_csv(tmp_path / "a.csv", site, row(year="2023/24")))
    assert by_site.values == read_publication(write_csv(tmp_path / "b.csv", HEADINGS, row())).values


def test_the_bundled_extract_accounts_for_every_row() -> None:
    publication = read_publication(BUNDLED)
    repeated = sum(finding.rule == "repeated-row" for finding in publication.findings)
    rows = len(BUNDLED.read_text(encoding="utf-8").splitlines()) - 1
    assert (len(publication.values), repeated, sum(publication.unused.values())) == (179, 50, 100)
    assert rows == 179 + 50 + 100


def test_the_four_percentages_that_do_not_follow_from_their_counts_are_named() -> None:
    findings = [f for f in read_publication(BUNDLED).findings if f.rule == "percentage-differs"]
    lines = BUNDLED.read_text(encoding="utf-8").splitlines()
    places = {lines[finding.row - 1].split(",")[2] for finding in findings if finding.row}
    assert places == {"Fylde", "Hyndburn", "Rossendale", "Wyre"}
