"""NHS England's own made-up pregnancy, as a submission: both readers and both engines say the same of it."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.lib.engine_comparison import differences, judged
from tests.lib.plain_reader import read_folder

from clearway.measures.engines import duckdb as fast
from clearway.records.readers import Records, read_records

SAMPLE = json.loads((Path(__file__).parents[1] / "data/msds_sample/pregnancy.json").read_text("utf-8"))
TABLES = {
    "CareContacts": "MSD201",
    "CareActivities": "MSD202",
    "LaboursAndDeliveries": "MSD301",
    "CareActivityLaboursAndDeliveries": "MSD302",
    "BabyDemographics": "MSD401",
}


def rows_by_table(record: dict[str, Any], table: str) -> dict[str, list[dict[str, Any]]]:
    """The record and those inside it, each under the table that it is sent in."""
    found = {table: [{field: v for field, v in record.items() if not isinstance(v, dict | list)}]}
    for name, inner in TABLES.items():
        for child in record.get(name, ()):
            for deeper, rows in rows_by_table(child, inner).items():
                found.setdefault(deeper, []).extend(rows)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sample")
    header = SAMPLE["Header"] | {"FileCreationTime": SAMPLE["Header"]["FileCreationTime"].split("T")[1]}
    for table, rows in ({"MSD000": [header]} | rows_by_table(SAMPLE, "MSD101")).items():
        with (root / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return root


@pytest.fixture(scope="module")
def records(folder: Path) -> Records:
    return read_records("msds", folder)


def test_the_pregnancy_and_its_contact_are_read(records: Records) -> None:
    pregnancy = "SELECT provider, booking_date, edd, lmp, discharge_date FROM pregnancies"
    assert records.connection.execute(pregnancy).fetchall() == [
        ("RAL", date(2018, 3, 7), date(2019, 2, 8), date(2017, 10, 5), date(2018, 8, 16))
    ]
    contact = "SELECT contact_date, attended FROM contacts"
    assert records.connection.execute(contact).fetchall() == [(date(2018, 8, 2), True)]


def test_a_baby_whose_labour_was_not_sent_belongs_to_no_pregnancy(records: Records) -> None:
    births = records.connection.execute("SELECT pregnancy_id, birth_date FROM births").fetchall()
    assert births == [(None, date(2018, 8, 27))]


def test_nothing_of_smoking_is_said_in_the_month_so_no_share_applies(records: Records) -> None:
    shares = [row for row in fast.run(records.connection) if row.denominator is not None]
    assert {row.period for row in shares} == {"2018-08"}
    assert {str(row.state) for row in shares} == {"not_applicable"}


def test_both_readers_and_engines_agree_on_it(folder: Path, records: Records) -> None:
    plain = read_folder(folder)
    columns = ("provider", "first_day", "last_day", "icb", "region")
    places = records.connection.execute(f"SELECT {', '.join(columns)} FROM organisations").fetchall()  # noqa: S608
    plain["organisations"] = [dict(zip(columns, place, strict=True)) for place in places]
    assert differences(fast.run(records.connection), judged(plain, None)) == {}
