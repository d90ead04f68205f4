"""A published file is known by what is in it: its year, its format, its status, its digest."""

from pathlib import Path

import pytest
from publication_files import ANNUAL, MEASURES, MONTHLY, rate_rows, status_rows, write_csv, write_xlsx

from clearway.records.publications import (
    Status,
    bundled_publications,
    read_publication,
)

DATA = Path(__file__).parents[1] / "data"
COUNTS = {
    "Smoker": 20,
    "Non-Smoker / Ex-Smoker": 170,
    "Missing Value / Value outside reporting parameters": 10,
}


def annual(year: str) -> Path:
    return next(path for path in bundled_publications() if path.stem.endswith(year))


@pytest.mark.parametrize("year", ["2019-20", "2020-21", "2021-22", "2022-23", "2023-24"])
def test_each_annual_layout_is_a_financial_year_of_deliveries(year: str) -> None:
    publication = read_publication(annual(year))
    assert publication.source.layout == "msds-annual"
    assert publication.source.periods == (year.replace("-", "/"),)
    assert {value.note for value in publication.values} == {"Counts deliveries, not women"}
    assert {value.org_level for value in publication.values} == {"national", "region", "provider"}
    assert publication.findings == ()


def test_the_headings_of_2019_20_are_not_those_of_later_years() -> None:
    first_line = annual("2019-20").read_text(encoding="utf-8").splitlines()[0]
    assert first_line == "period,dimension,org_level,org_code,org_name,measure1,count_of,value"
    assert annual("2020-21").read_bytes().startswith(b"\xef\xbb\xbfPeriod")


def test_a_published_workbook_and_the_csv_of_it_give_the_same_values() -> None:
    workbook = read_publication(DATA / "hosp-epis-stat-mat-msdscsv-2019-20-smoking.xlsx")
    assert workbook.values == read_publication(annual("2019-20")).values
    assert len(workbook.values) == 267


def test_csv_and_workbook_of_one_content_give_the_same_values(tmp_path: Path) -> None:
    annual_rows = [["2019-20", "SmokingAtBooking", "Provider", "R0A", "A NAME", "Smoker", "Deliveries", 20]]
    measures = rate_rows({"Denominator": 200, "Numerator": 20, "Rate": 10.0, "Result": "Pass"})
    for heading, rows in ((MONTHLY, status_rows(COUNTS)), (ANNUAL, annual_rows), (MEASURES, measures)):
        as_csv = read_publication(write_csv(tmp_path / "f.csv", heading, *rows))
        as_workbook = read_publication(write_xlsx(tmp_path / "f.xlsx", heading, *rows))
        assert as_workbook.values == as_csv.values
        assert as_csv.values


def test_what_a_file_is_goes_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    workbook = write_xlsx(tmp_path / "april.csv", MONTHLY, *status_rows(COUNTS))
    text = write_csv(tmp_path / "april.xlsx", MONTHLY, *status_rows(COUNTS))
    assert read_publication(workbook).values == read_publication(text).values


@pytest.mark.parametrize(
    ("name", "argument", "status"),
    [
        ("msds-apr2025Provisional-exp-measures.csv", None, Status.PROVISIONAL),
        ("msds-apr2025-PROVISIONAL.csv", None, Status.PROVISIONAL),
        ("msds-apr2025-exp-measures.csv", None, Status.FINAL),
        ("msds-apr2025Provisional-exp-measures.csv", "final", Status.FINAL),
        ("msds-apr2025-exp-measures.csv", Status.PROVISIONAL, Status.PROVISIONAL),
    ],
)
def test_the_name_of_a_file_says_how_settled_it_is_unless_a_person_does(
    tmp_path: Path, name: str, argument: str | None, status: Status
) -> None:
    path = write_csv(tmp_path / name, MONTHLY, *status_rows(COUNTS))
    assert read_publication(path, status=argument).source.status is status


def test_the_source_of_a_file_can_be_named_beside_its_figures(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows(COUNTS))
    source = read_publication(path).source
    assert source.publisher == "NHS England"
    assert source.title == "Maternity Services Monthly Statistics, February 2025"
    assert "Open Government Licence v3.0" in source.licence
    assert "1 to 7 becomes 5" in source.rounding
    assert len(source.sha256) == 64


def test_progress_ends_with_all_rows_done(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", MONTHLY, *status_rows(COUNTS))
    told: list[tuple[int, int]] = []
    read_publication(path, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]
