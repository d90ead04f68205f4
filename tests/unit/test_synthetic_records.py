"""Made-up records: the same from the same seed, whole, marked as made up, and the same in every form."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pa_parquet
import pytest

from clearway.common.errors import ClearwayError
from clearway.records.contracts import arrow_schema, contracts
from clearway.records.readers import read_records
from clearway.records.synthetic import (
    default_calibration,
    make_plan,
    make_trust,
    read_calibration,
    synthesise,
)

FEW = {"pregnancies": 900, "seed": 11, "providers": 3, "months": 14}


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "parquet"
    synthesise(**FEW, out=out)
    return out


@pytest.fixture(scope="module")
def tables(parquet: Path) -> Mapping[str, pa.Table]:
    return {name: pa_parquet.read_table(parquet / f"{name}.parquet") for name in contracts()}


def asked(tables: Mapping[str, pa.Table], query: str) -> list[tuple[object, ...]]:
    connection = duckdb.connect()
    for name, table in tables.items():
        connection.register(name, table)
    return connection.execute(query).fetchall()


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("form", ["parquet", "csv", "msds"])
def test_the_same_seed_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    for name in ("first", "second"):
        synthesise(pregnancies=60, seed=5, providers=2, months=9, form=form, out=tmp_path / name)
    assert digests(tmp_path / "first") == digests(tmp_path / "second")


def test_another_seed_gives_other_records(parquet: Path, tmp_path: Path) -> None:
    synthesise(**(FEW | {"seed": 12}), out=tmp_path / "other")
    other, own = digests(tmp_path / "other"), digests(parquet)
    assert other["activities.parquet"] != own["activities.parquet"]


def test_a_trust_comes_out_the_same_whatever_other_trusts_are_made() -> None:
    plan = make_plan(600, 3, default_calibration(), providers=3)
    alone = make_trust(plan, 2)
    make_trust(plan, 0)
    again = make_trust(plan, 2)
    assert all(alone.tables[name].equals(again.tables[name]) for name in alone.tables)


@pytest.mark.parametrize("name", list(contracts()))
def test_each_table_is_as_its_contract_says(name: str, tables: Mapping[str, pa.Table]) -> None:
    table, contract = tables[name], contracts()[name]
    assert table.schema.equals(arrow_schema(contract))
    assert all(table[column].null_count == 0 for column in contract.required)
    key = ", ".join(contract.key)
    assert asked(tables, f"SELECT {key} FROM {name} GROUP BY ALL HAVING count(*) > 1") == []  # noqa: S608
    for column in contract.columns:
        allowed = set(column.values)
        if allowed and column.type == "text":
            assert set(table[column.name].unique().to_pylist()) - {None} <= allowed


@pytest.mark.parametrize(
    ("name", "other", "columns"),
    [
        (name, reference.table, reference.columns)
        for name, contract in contracts().items()
        for reference in contract.references
    ],
)
def test_what_a_row_refers_to_is_there(
    name: str, other: str, columns: tuple[str, ...], tables: Mapping[str, pa.Table]
) -> None:
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    orphans = f"SELECT * FROM {name} ANTI JOIN {other} USING ({', '.join(columns)}) WHERE {filled}"  # noqa: S608
    assert asked(tables, orphans) == []


def test_every_local_identifier_says_that_it_is_made_up(tables: Mapping[str, pa.Table]) -> None:
    for name, contract in contracts().items():
        for column in contract.columns:
            if column.name.endswith("_id"):
                found = tables[name][column.name].drop_null().to_pylist()
                assert all(value.startswith("SYN") for value in found), (name, column.name)


def test_nhs_numbers_are_of_the_range_that_nobody_has_and_check(tables: Mapping[str, pa.Table]) -> None:
    numbers = {
        key
        for key, local in zip(
            tables["pregnancies"]["mother_key"].to_pylist(),
            tables["pregnancies"]["mother_local_id"].to_pylist(),
            strict=True,
        )
        if not key.endswith(f":{local}")
    }
    assert numbers
    for number in numbers:
        assert len(number) == 10
        assert number.startswith("999")
        total = sum((10 - place) * int(digit) for place, digit in enumerate(number[:9]))
        assert (11 - total % 11) % 11 == int(number[9])


def test_the_folder_says_that_its_data_are_made_up(parquet: Path) -> None:
    text = (parquet / "README.md").read_text(encoding="utf-8")
    assert "Made-up data" in text
    assert "No row stands for a person" in text


def test_nothing_is_later_than_the_last_month(tables: Mapping[str, pa.Table]) -> None:
    last = max(tables["submissions"]["period_end"].to_pylist())
    for name in ("contacts", "activities", "labours", "births", "referrals", "quit_attempts", "pregnancies"):
        for field in tables[name].schema:
            if field.type == pa.date32() and field.name not in ("edd", "lmp"):
                assert all(day <= last for day in tables[name][field.name].drop_null().to_pylist()), (
                    field.name
                )


def test_tables_are_sorted_by_trust_and_pregnancy(tables: Mapping[str, pa.Table]) -> None:
    """Engines that group by pregnancy read sorted rows faster."""
    for name in ("pregnancies", "contacts", "activities", "labours", "births"):
        trusts = tables[name]["provider"].to_pylist()
        order = {code: place for place, code in enumerate(dict.fromkeys(trusts))}
        found = [(order[a], b) for a, b in zip(trusts, tables[name]["pregnancy_id"].to_pylist(), strict=True)]
        assert found == sorted(found), name


@pytest.mark.parametrize("form", ["msds", "csv"])
def test_forms_read_back_equal_to_parquet(form: str, tables: Mapping[str, pa.Table], tmp_path: Path) -> None:
    rows = synthesise(**FEW, form=form, out=tmp_path / form)
    records = read_records(form, tmp_path / form)
    assert records.report.error_count == 0, records.report.findings[:3]
    for name, contract in contracts().items():
        columns = ", ".join(c for c in contract.column_names if (name, c) != ("submissions", "folder"))
        read = records.connection.execute(f"SELECT {columns} FROM {name} ORDER BY ALL").fetchall()  # noqa: S608
        assert read == asked(tables, f"SELECT {columns} FROM {name} ORDER BY ALL"), name  # noqa: S608
        assert rows.get(name, len(read)) == len(read)


def test_a_month_sent_twice_is_there_twice_and_its_first_version_is_not_read(tmp_path: Path) -> None:
    figures = default_calibration()
    often = figures.model_copy(update={"trusts": figures.trusts.model_copy(update={"resubmitted": 1.0})})
    synthesise(
        pregnancies=50, seed=1, providers=1, months=2, form="msds", out=tmp_path / "m", calibration=often
    )
    assert len(list((tmp_path / "m").glob("*/*-first/MSD000.csv"))) == 2
    records = read_records("msds", tmp_path / "m")
    folders = {
        folder for (folder,) in records.connection.execute("SELECT folder FROM submissions").fetchall()
    }
    assert len(folders) == 2
    assert not any(folder.endswith("-first") for folder in folders)


def test_some_trusts_send_nothing_and_some_months_are_missing() -> None:
    plan = make_plan(5_000, 2, default_calibration(), providers=40)
    silent = [not months.any() for months in plan.sent]
    assert 0 < sum(silent) < 10
    assert any(0 < months.sum() < len(months) for months in plan.sent)
    made = make_trust(plan, silent.index(True))
    assert {len(table) for table in made.tables.values()} == {0}


def test_a_pregnancy_that_moves_is_at_both_trusts_under_one_nhs_number(tmp_path: Path) -> None:
    figures = default_calibration()
    changes = {
        "pregnancies": figures.pregnancies.model_copy(update={"transfer": 0.3, "lost_before_24_weeks": 0.0})
    }
    synthesise(
        pregnancies=400,
        seed=4,
        providers=2,
        out=tmp_path / "m",
        calibration=figures.model_copy(update=changes),
    )
    made = {"pregnancies": pa_parquet.read_table(tmp_path / "m/pregnancies.parquet")}
    both = asked(
        made,
        "SELECT least(a.discharge_date, b.discharge_date) < greatest(a.booking_date, b.booking_date) "
        "FROM pregnancies a JOIN pregnancies b ON a.mother_key = b.mother_key AND a.ethnic_category = "
        "b.ethnic_category AND a.booking_date < b.booking_date AND a.provider <> b.provider "
        "WHERE a.discharge_date IS NOT NULL AND abs(a.edd - b.edd) = 0",
    )
    assert len(both) > 20
    assert set(both) == {(True,)}


@pytest.mark.parametrize(
    ("wrong", "word"),
    [({"pregnancies": 0}, "at least one"), ({"seed": -1}, "below 0"), ({"form": "xml"}, "Choose from")],
)
def test_what_cannot_be_made_is_said_in_one_line(wrong: dict[str, object], word: str, tmp_path: Path) -> None:
    with pytest.raises(ClearwayError, match=word):
        synthesise(**({"pregnancies": 10, "seed": 1, "out": tmp_path / "made"} | wrong))


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ClearwayError, match="not empty"):
        synthesise(pregnancies=10, seed=1, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_figure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("published: {smoke_at_bookings: 0.1}\n")
    with pytest.raises(ClearwayError, match=r"own\.yaml"):
        read_calibration(path)
