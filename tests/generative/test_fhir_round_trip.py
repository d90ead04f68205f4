"""Records written as FHIR and read back are the same records, and give the same figures cell by cell."""

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest
from tests.lib.engine_comparison import cells, connection, fill
from tests.lib.record_strategies import Tables, sets_by_chance

from clearway.measures.engines import duckdb as fast
from clearway.records.code_lists import code_list
from clearway.records.contracts import contracts
from clearway.records.fhir import bundles
from clearway.records.readers import Records, read_records
from clearway.records.synthetic import synthesise

AS_OF = date(2025, 12, 1)
NUMBERS = {"M1": "4010232137"}
LISTED = {
    code
    for name in ("smoker-findings", "non-smoker-findings", "unknown-findings", "co-declined-findings")
    for code in code_list(name).codes
}


def through_fhir(database: duckdb.DuckDBPyConnection, folder: Path) -> Records:
    for provider, bundle in bundles(database):
        (folder / f"{provider}.json").write_text(json.dumps(bundle), encoding="utf-8")
    return read_records("fhir", folder)


def with_one_key_a_mother(tables: Tables) -> Tables:
    """A mother is one person; the strategy draws a key a pregnancy."""
    women = [
        row
        | {"mother_key": NUMBERS.get(row["mother_local_id"]) or f"{row['provider']}:{row['mother_local_id']}"}
        for row in tables["pregnancies"]
    ]
    return tables | {"pregnancies": women}


@pytest.mark.parametrize("seed", [3, 11])
def test_any_records_give_the_same_figures_through_fhir(seed: int, tmp_path: Path) -> None:
    tables = with_one_key_a_mother(sets_by_chance(seed, 4, 120, AS_OF))
    with connection() as database:
        fill(database, tables)
        records = through_fhir(database, tmp_path)
        places = database.sql("FROM organisations").to_arrow_table()
        records.connection.execute("DELETE FROM loaded_organisations")  # the strategy has places of its own
        records.connection.register("places", places)
        records.connection.execute("INSERT INTO loaded_organisations BY NAME FROM places")
        expected = cells(fast.run(database, AS_OF))
        found = cells(fast.run(records.connection, AS_OF))
    assert {c: (figures, found.get(c)) for c, figures in expected.items() if figures != found.get(c)} == {}
    assert expected.keys() == found.keys()


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Records, Records]:
    """Made-up submissions read as MSDS-shaped files, and the same records read as FHIR."""
    folder = tmp_path_factory.mktemp("made-up")
    synthesise(pregnancies=300, seed=5, out=folder / "msds", form="msds")
    (folder / "fhir").mkdir()
    records = read_records("msds", folder / "msds")
    return records, through_fhir(records.connection, folder / "fhir")


@pytest.mark.parametrize("table", [t for t in contracts() if t not in ("activities", "submissions")])
def test_every_table_comes_back_as_it_went(submissions: tuple[Records, Records], table: str) -> None:
    before, after = (r.connection.execute(f"FROM {table} ORDER BY ALL").fetchall() for r in submissions)
    assert before
    assert after == before


def test_submissions_come_back_with_their_moment_of_creation(submissions: tuple[Records, Records]) -> None:
    asked = "SELECT provider, period, period_end, created FROM submissions ORDER BY ALL"
    before, after = (r.connection.execute(asked).fetchall() for r in submissions)
    assert after == before


def test_activities_of_the_code_lists_come_back(submissions: tuple[Records, Records]) -> None:
    asked = (
        "SELECT * EXCLUDE (line) FROM activities WHERE list_contains($codes, finding_code) "
        "OR list_contains($codes, observation_code) OR list_contains($codes, procedure_code) ORDER BY ALL"
    )
    codes = [*LISTED, "251900003", "230056004", *code_list("brief-intervention-procedures").codes]
    before, after = (r.connection.execute(asked, {"codes": codes}).fetchall() for r in submissions)
    assert before
    assert after == before


def test_made_up_submissions_give_the_same_figures(submissions: tuple[Records, Records]) -> None:
    expected, found = (cells(fast.run(records.connection)) for records in submissions)
    assert found == expected


def test_reading_back_finds_no_fault_that_was_not_there(submissions: tuple[Records, Records]) -> None:
    before, after = ({c.rule for c in r.report.counts} for r in submissions)
    assert {rule for rule in after - before if not rule.startswith("fhir-not-read")} == set()
