"""What the folder of kept figures is good for, when it is not used, and that it is never half written."""

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.tiny_records import SMOKER, Records

from clearway.common.errors import ClearwayError
from clearway.measures.engines import duckdb as whole
from clearway.measures.engines import kept as engine
from clearway.measures.engines.kept import run_kept
from clearway.pathway import Tables, default_settings
from clearway.records.contracts import contract
from clearway.records.fingerprints import data_version, of_pregnancies


@pytest.fixture
def records() -> Records:
    made = Records("2025-04", "2025-05")
    for booked in ("2025-04-14", "2025-04-20", "2025-05-02"):
        woman = made.pregnancy(booked)
        made.finding(woman, booked, SMOKER)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def test_the_first_time_everything_is_computed(records: Records, folder: Path) -> None:
    found = run_kept(records.connection(), folder)
    assert (found.pregnancies, found.recomputed, found.why_whole) == (3, 3, "nothing was kept yet")
    assert list(found.results) == whole.run(records.connection())


def test_without_a_change_nothing_is_computed(records: Records, folder: Path) -> None:
    run_kept(records.connection(), folder)
    found = run_kept(records.connection(), folder)
    assert (found.recomputed, found.why_whole) == (0, "")
    assert list(found.results) == whole.run(records.connection())


def test_a_new_month_computes_the_pregnancies_it_speaks_of(records: Records, folder: Path) -> None:
    run_kept(records.connection(), folder)
    records.submission("2025-06")
    new = records.pregnancy("2025-06-03")
    records.co(new, "2025-06-03", 5)
    records.birth("P1", "2025-06-28")
    found = run_kept(records.connection(), folder)
    assert (found.pregnancies, found.recomputed) == (4, 2)
    assert list(found.results) == whole.run(records.connection())


def test_a_later_day_closes_follow_ups_without_computing_a_pregnancy(records: Records, folder: Path) -> None:
    records.attempt("P1", "2025-04-20", outcome_4_week="quit")
    run_kept(records.connection(), folder, date.fromisoformat("2025-06-01"))
    for day in ("2025-06-02", "2025-06-03"):
        found = run_kept(records.connection(), folder, date.fromisoformat(day))
        closed = [
            row.denominator
            for row in found.results
            if (row.measure, row.component, row.period) == ("quit-success", "4-weeks", "2025-04")
        ]
        assert found.recomputed == 0
        assert set(closed) == {0 if day == "2025-06-01" else 1}


def test_one_mother_with_two_pregnancies_of_which_one_is_new_stays_one(folder: Path) -> None:
    made = Records("2025-04")
    first = made.pregnancy("2025-04-02", mother_key="9990000360")
    made.finding(first, "2025-04-02", "266919005")
    run_kept(made.connection(), folder)
    second = made.pregnancy("2025-04-28", mother_key="9990000360")
    made.finding(second, "2025-04-28", SMOKER)
    found = run_kept(made.connection(), folder)
    booked = [(r.numerator, r.denominator) for r in found.results if r.measure == "smoke-booking"]
    assert set(booked) == {(1, 1)}
    assert found.recomputed == 1


@pytest.mark.parametrize("what", ["code_version", "definition_versions"])
def test_other_code_or_definitions_compute_everything_again(
    what: str, records: Records, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_kept(records.connection(), folder)
    monkeypatch.setattr(engine, what, lambda: {"another": 2})
    found = run_kept(records.connection(), folder)
    assert found.recomputed == 3
    assert found.why_whole == f"since then other {what.split('_')[0].replace('definition', 'definitions')}"


def test_other_settings_compute_everything_again(records: Records, folder: Path) -> None:
    run_kept(records.connection(), folder)
    stricter = default_settings().model_copy(update={"elevated_ppm": 3})
    found = run_kept(records.connection(), folder, None, stricter)
    assert found.why_whole == "since then other settings"
    assert list(found.results) == whole.run(records.connection(), None, stricter)


@pytest.mark.parametrize("file", ["marks.parquet", "fingerprints.parquet", "kept.json"])
def test_a_damaged_file_is_told_and_everything_computed(file: str, records: Records, folder: Path) -> None:
    run_kept(records.connection(), folder)
    (folder / file).write_text("[]")
    found = run_kept(records.connection(), folder)
    assert found.why_whole == "what was kept cannot be read"
    assert list(found.results) == whole.run(records.connection())


def test_a_folder_with_something_else_in_it_is_left_alone(records: Records, folder: Path) -> None:
    folder.mkdir()
    (folder / "letters.txt").write_text("mine")
    with pytest.raises(ClearwayError, match="holds something else"):
        run_kept(records.connection(), folder)
    assert [path.name for path in folder.iterdir()] == ["letters.txt"]


def test_stopped_while_writing_the_folder_stays_as_it_was(
    records: Records, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_kept(records.connection(), folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    records.pregnancy("2025-05-09")

    def stop(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(engine.json, "dumps", stop)
        with pytest.raises(KeyboardInterrupt):
            run_kept(records.connection(), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in folder.parent.iterdir()] == ["kept"]


def test_no_nhs_number_is_kept(folder: Path) -> None:
    made = Records("2025-04")
    made.finding(made.pregnancy("2025-04-02", mother_key="9990000360"), "2025-04-02", SMOKER)
    run_kept(made.connection(), folder)
    held = [pq.read_table(path).to_pylist() for path in folder.glob("*.parquet")]
    assert "9990000360" not in json.dumps(held, default=str)


def test_every_table_of_the_pathway_is_followed_by_pregnancy_or_read_afresh_each_time() -> None:
    followed = set(of_pregnancies())
    assert set(Tables.names()) - followed == {"submissions", "organisations"}
    assert all("provider" in contract(name).column_names for name in followed)


def test_the_data_version_is_that_of_the_records_not_of_their_order(records: Records) -> None:
    version = data_version(records.connection())
    for rows in records.rows.values():
        rows.reverse()
    assert data_version(records.connection()) == version


def test_values_that_trade_places_are_another_version(records: Records) -> None:
    version = data_version(records.connection())
    one, two = records.rows["pregnancies"][:2]
    one["booking_date"], two["booking_date"] = two["booking_date"], one["booking_date"]
    assert data_version(records.connection()) != version
