"""A maternity file is read the same whatever year, program or spelling it comes in."""

from datetime import date
from pathlib import Path

import pytest
from publication_files import MEASURES, MONTHLY, rate_rows, status_rows, write_csv, write_xlsx

from clearway.records.publications import (
    PublishedValue,
    State,
    read_publication,
)

DATA = Path(__file__).parents[1] / "data"
COUNTS = {
    "Smoker": 20,
    "Non-Smoker / Ex-Smoker": 170,
    "Missing Value / Value outside reporting parameters": 10,
}


def shares(values: tuple[PublishedValue, ...]) -> dict[str, float | None]:
    return {value.component: value.value for value in values}


def only(values: tuple[PublishedValue, ...]) -> PublishedValue:
    (value,) = values
    return value


def test_the_share_of_a_category_is_of_all_categories_of_that_organisation(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "f.csv", MONTHLY, *status_rows(COUNTS), *status_rows({"Smoker": 5}, code="R0B")
    )
    values = read_publication(path).values
    mine = tuple(value for value in values if value.org_code == "R0A")
    assert shares(mine) == {"smoker": 0.1, "non-smoker": 0.85, "missing": 0.05}
    assert {value.denominator for value in mine} == {200}


def test_a_category_without_a_row_has_no_value_rather_than_zero(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows({"Smoker": 20, "Non-Smoker / Ex-Smoker": 80}))
    assert shares(read_publication(path).values) == {"smoker": 0.2, "non-smoker": 0.8}


def test_a_category_printed_as_zero_is_zero(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows({"Smoker": 0, "Non-Smoker / Ex-Smoker": 80}))
    smoker = read_publication(path).values[0]
    assert (smoker.numerator, smoker.denominator, smoker.value, smoker.state) == (0, 80, 0, State.VALUE)


def test_a_table_with_nobody_in_it_has_no_share(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows({"Smoker": 0, "Non-Smoker / Ex-Smoker": 0}))
    for value in read_publication(path).values:
        assert (value.denominator, value.value, value.state) == (0, None, State.NOT_APPLICABLE)


def test_where_one_category_is_withheld_the_total_is_not_known(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows({"Smoker": "*", "Non-Smoker / Ex-Smoker": 80}))
    smoker, non_smoker = read_publication(path).values
    assert (smoker.numerator, smoker.value, smoker.state) == (None, None, State.WITHHELD)
    assert (non_smoker.numerator, non_smoker.denominator, non_smoker.value) == (80, None, None)
    assert non_smoker.state is State.WITHHELD


def test_a_total_is_a_bare_count(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows({"": 1650}, dimension="TotalBookings"))
    value = only(read_publication(path).values)
    assert (value.measure, value.numerator, value.denominator, value.value) == (
        "msds-total-bookings",
        1650,
        None,
        1650,
    )


@pytest.mark.parametrize("dimension", ["SmokingStatusGroupBooking", "SmokingAtBooking", "SMOKINGATBOOKING"])
@pytest.mark.parametrize(
    "missing",
    [
        "Missing Value / Value outside reporting parameters",
        "Missing value / Value outside reporting parameters",
        "Missing Value / value outside reporting parameters",
        "Missing value",
    ],
)
def test_the_spellings_of_the_years_are_one_dimension(tmp_path: Path, dimension: str, missing: str) -> None:
    rows = status_rows({"Smoker": 20, "Non-smoker/Ex-smoker": 70, missing: 10}, dimension=dimension)
    publication = read_publication(write_csv(tmp_path / "f.csv", MONTHLY, *rows))
    assert shares(publication.values) == {"smoker": 0.2, "non-smoker": 0.7, "missing": 0.1}
    assert publication.unused == {}


def test_the_old_names_of_the_columns_are_read_as_the_new(tmp_path: Path) -> None:
    old = [
        "RPStartDate",
        "RPEndDate",
        "Indicator",
        "OrgLevel",
        "OrgCode",
        "OrgName",
        "Currency",
        "IndicatorFamily",
    ]
    new_names = read_publication(write_csv(tmp_path / "new.csv", MONTHLY, *status_rows(COUNTS)))
    old_names = read_publication(write_csv(tmp_path / "old.csv", [*old, "Value"], *status_rows(COUNTS)))
    assert old_names.values == new_names.values


def test_the_measures_are_read_under_the_names_of_the_data_file_too(tmp_path: Path) -> None:
    rows = rate_rows({"Denominator": 200, "Numerator": 20, "Rate": 10})
    names = dict(
        zip(
            ["RPStartDate", "RPEndDate", "Indicator", "Currency", "IndicatorFamily", "Value"],
            [
                "ReportingPeriodStartDate",
                "ReportingPeriodEndDate",
                "Dimension",
                "Measure",
                "Count_Of",
                "Final_value",
            ],
            strict=True,
        )
    )
    renamed = [names.get(name, name) for name in MEASURES]
    published = read_publication(write_csv(tmp_path / "a.csv", MEASURES, *rows))
    assert read_publication(write_csv(tmp_path / "b.csv", renamed, *rows)).values == published.values
    assert only(published.values).value == 0.1


def test_case_of_headings_order_of_columns_and_outer_spaces_do_not_matter(tmp_path: Path) -> None:
    plain = write_csv(tmp_path / "plain.csv", MONTHLY, *status_rows(COUNTS))
    rows = [[f"  {cell}\t" for cell in reversed(row)] for row in status_rows(COUNTS)]
    odd = write_csv(tmp_path / "odd.csv", [f" {name.lower()} " for name in reversed(MONTHLY)], *rows)
    assert read_publication(odd).values == read_publication(plain).values


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_coding_do_not_matter(tmp_path: Path, delimiter: str, coding: str) -> None:
    plain = write_csv(tmp_path / "plain.csv", MONTHLY, *status_rows(COUNTS))
    other = write_csv(
        tmp_path / "other.csv", MONTHLY, *status_rows(COUNTS), delimiter=delimiter, coding=coding
    )
    assert read_publication(other).values == read_publication(plain).values
    assert read_publication(other).findings == ()


def test_a_windows_file_keeps_its_accents(tmp_path: Path) -> None:
    rows = status_rows(COUNTS)
    rows[0][5] = "CAFÉ"
    path = write_csv(tmp_path / "f.csv", MONTHLY, *rows, coding="cp1252")
    assert read_publication(path).values[0].org_name == "CAFÉ"


def test_thousands_separators_are_read(tmp_path: Path) -> None:
    rows = status_rows({"Smoker": "4,450", "Non-Smoker / Ex-Smoker": "45,550"})
    values = read_publication(write_csv(tmp_path / "f.csv", MONTHLY, *rows)).values
    assert [value.numerator for value in values] == [4450, 45550]


@pytest.mark.parametrize("text", ["4,45", "44,50", "1,2345", "5%", "1e3", "nan", "inf", "1.2.3", "five"])
def test_other_text_is_no_number(tmp_path: Path, text: str) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows({"Smoker": text}))
    publication = read_publication(path)
    assert publication.values == ()
    assert publication.findings[0].rule == "not-a-number"


def test_blank_rows_count_in_row_numbers_and_mean_nothing_else(tmp_path: Path) -> None:
    blank = [""] * len(MONTHLY)
    first, second = status_rows({"Smoker": 20, "Non-Smoker / Ex-Smoker": 80})
    for path in (
        write_csv(tmp_path / "f.csv", MONTHLY, blank, first, [], second, blank, []),
        write_xlsx(tmp_path / "f.xlsx", MONTHLY, blank, first, [], second, blank, []),
    ):
        publication = read_publication(path)
        assert [value.row for value in publication.values] == [3, 5]
        assert publication.findings == ()


def test_the_headings_need_not_stand_in_the_first_row(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", [], MONTHLY, *status_rows({"Smoker": 20}))
    assert only(read_publication(path).values).row == 3


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("01/02/2025", "28/02/2025"),
        ("2025-02-01", "2025-02-28"),
        ("2025-01-02", "28/02/2025"),
        (date(2025, 1, 2), "28/02/2025"),
        (date(2025, 2, 1), date(2025, 2, 28)),
    ],
)
def test_february_is_february_whatever_a_spreadsheet_made_of_its_dates(
    tmp_path: Path, start: str | date, end: str | date
) -> None:
    rows = status_rows({"Smoker": 20}, start=start, end=end)
    publication = read_publication(write_xlsx(tmp_path / "f.xlsx", MONTHLY, *rows))
    assert only(publication.values).period == "2025-02"
    assert publication.source.periods == ("2025-02",)


def test_day_and_month_swapped_by_a_spreadsheet_is_said_once(tmp_path: Path) -> None:
    rows = status_rows(COUNTS, start="2025-01-02")
    findings = read_publication(write_csv(tmp_path / "f.csv", MONTHLY, *rows)).findings
    assert [finding.rule for finding in findings] == ["swapped-date"]


@pytest.mark.parametrize("code", ["ALL", "National", "E92000001", ""])
@pytest.mark.parametrize("level", ["National", "ALL SUBMITTERS", "national"])
def test_the_nation_has_one_code(tmp_path: Path, code: str, level: str) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows({"Smoker": 20}, code=code, level=level))
    value = only(read_publication(path).values)
    assert (value.org_level, value.org_code) == ("national", "ENG")


@pytest.mark.parametrize(
    ("spelling", "level"),
    [
        ("Provider", "provider"),
        ("PROVIDER", "provider"),
        ("NHS England (Region)", "region"),
        ("REGION", "region"),
        ("Local Maternity System", "icb"),
        ("SubICB of Responsibility", "sub_icb"),
        ("CCG of Responsibility", "sub_icb"),
        ("Local Authority of Residence", "local_authority"),
        ("MBRRACE Grouping", "mbrrace"),
        ("Booking Site", "booking_site"),
        ("Delivery Site", "delivery_site"),
    ],
)
def test_levels_have_one_word_each(tmp_path: Path, spelling: str, level: str) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows({"Smoker": 20}, code="XX", level=spelling))
    assert only(read_publication(path).values).org_level == level


def test_an_organisation_the_directory_does_not_know_is_kept_and_told_once(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows(COUNTS, code="QQQ9"))
    publication = read_publication(path)
    assert {value.org_code for value in publication.values} == {"QQQ9"}
    assert [finding.rule for finding in publication.findings] == ["unknown-organisation"]


@pytest.mark.parametrize("code", ["", "Unknown", "UNKNOWN"])
def test_women_of_no_known_organisation_are_counted_as_unused(tmp_path: Path, code: str) -> None:
    rows = status_rows(COUNTS, code=code, level="Local Authority of Residence")
    publication = read_publication(write_csv(tmp_path / "f.csv", MONTHLY, *rows, *status_rows({"Smoker": 5})))
    assert publication.unused == {"SmokingStatusGroupBooking: organisation not known": 3}
    assert len(publication.values) == 1


def test_rows_of_other_dimensions_are_counted_by_dimension(tmp_path: Path) -> None:
    other = status_rows({"20 to 24": 5, "25 to 29": 5}, dimension="AgeAtBookingMotherGroup")
    path = write_csv(tmp_path / "f.csv", MONTHLY, *other, *status_rows({"Smoker": 5}))
    assert read_publication(path).unused == {"AgeAtBookingMotherGroup": 2}
