"""Spark gives what DuckDB gives, cell by cell; where engines could differ, it is held that they do not.

Starting Java takes longer than the comparison, so many nasty sets of records are compared in one run.
"""

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pa_parquet
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.lib.engine_comparison import differences
from tests.lib.record_strategies import record_sets
from tests.lib.team_log_strategies import logs_by_chance

from clearway.cli.main import main
from clearway.common.errors import ClearwayError
from clearway.common.periods import parse_month
from clearway.measures.computation import Computation, results
from clearway.measures.computed import team_measure
from clearway.measures.engines import duckdb as duckdb_engine
from clearway.measures.engines import spark
from clearway.measures.strata import by_stratum
from clearway.measures.teamwork import begin_team, team_members
from clearway.pathway.expressions import days, flag, month_number, plus_days
from clearway.pathway.readings import number
from clearway.records.contracts import arrow_schema, contracts
from clearway.records.readers import read_records
from clearway.records.synthetic import synthesise
from clearway.records.team_logs.database import opened

needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or not spark.java_found(),
    reason="Spark needs the extra 'spark' and Java 17",
)
quiet = pytest.mark.filterwarnings(
    # Spark leaves the sockets between Python and Java to the collector.
    "ignore:unclosed <socket:ResourceWarning",
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning",
)
NASTY_SETS = 30
Both = Callable[[Any], list[dict[str, list[Any]]]]


def nasty_records() -> dict[str, list[dict[str, Any]]]:
    """Many sets drawn from the strategies, each with providers of its own."""
    together: dict[str, list[dict[str, Any]]] = {name: [] for name in contracts()}
    drawn = 0

    @settings(
        max_examples=NASTY_SETS, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(record_sets())
    def gather(made: tuple[Mapping[str, list[dict[str, Any]]], date | None]) -> None:
        nonlocal drawn
        drawn += 1
        for name, rows in made[0].items():
            together[name] += [row | {"provider": f"{row['provider']}{drawn}"} for row in rows]

    gather()
    return together


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up records of three trusts and the nasty sets, as one folder of canonical Parquet."""
    out = tmp_path_factory.mktemp("spark") / "records"
    synthesise(pregnancies=500, seed=8, providers=3, months=15, out=out)
    for name, rows in nasty_records().items():
        schema = arrow_schema(contracts()[name])
        complete = [{column: row.get(column) for column in schema.names} for row in rows]
        made = pa_parquet.read_table(out / f"{name}.parquet", schema=schema)
        with pa_parquet.ParquetWriter(out / f"{name}.parquet", schema) as writer:
            writer.write_table(made)
            writer.write_table(pa.Table.from_pylist(complete, schema=schema))
    return out


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    started = spark.session()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def on_spark(folder: Path, session: Any) -> Computation:
    return spark.prepare(session, folder)


@needs_spark
@quiet
def test_all_measures_at_all_levels_are_those_of_duckdb(folder: Path, on_spark: Computation) -> None:
    by_duckdb = duckdb_engine.run(read_records("parquet", folder).connection, internal=True)
    by_spark = results(on_spark, internal=True)
    assert len(by_duckdb) > 1000
    assert differences(by_spark, by_duckdb) == {}
    assert by_spark == by_duckdb, "the order of the rows differs"


@needs_spark
@quiet
def test_a_pregnancy_has_a_number_of_its_own_however_the_rows_lie(folder: Path, session: Any) -> None:
    rows = session.read.parquet(str(folder / "pregnancies.parquet")).select("provider", "pregnancy_id")
    once, again = (
        {(row.provider, row.pregnancy_id): row.n for row in spark.numbered(laid, "n").collect()}
        for laid in (rows, rows.repartition(5))
    )
    assert once == again
    assert len(set(once.values())) == rows.count()


@needs_spark
@quiet
@pytest.mark.parametrize("kind", ["ethnic-group", "site"])  # codes and joins; bands are whole numbers alone
def test_breakdowns_are_those_of_duckdb(kind: str, folder: Path, on_spark: Computation) -> None:
    by_duckdb = by_stratum(duckdb_engine.prepare(read_records("parquet", folder).connection), kind)
    assert by_stratum(on_spark, kind) == by_duckdb


DAYS = (
    (date(2024, 3, 1), date(2024, 2, 28)),
    (date(2025, 3, 1), date(2025, 2, 28)),
    (date(2025, 1, 1), date(2024, 12, 31)),
    (date(2025, 10, 27), date(2025, 10, 25)),
    (None, date(2020, 1, 1)),
    (date(1999, 12, 31), None),
)
VALUES = (
    "4", " 4.0 ", "+4", ".5", "4.", "1e1", "4,0", "NaN", "inf", "", None, "0", "-0", "--4", "١",
)  # fmt: skip
HELD = {
    "odd_rows": pa.table(
        {
            "text": ["10", "9", "A10", "A9", "", None],
            "later": pa.array([later for later, _ in DAYS], pa.date32()),
            "earlier": pa.array([earlier for _, earlier in DAYS], pa.date32()),
            "number": pa.array([7, -7, 0, 2, None, 3], pa.int64()),
            "row": pa.array(range(6), pa.int64()),
        }
    ),
    "odd_values": pa.table(
        {
            "value": list(VALUES),
        }
    ).append_column("row", pa.array(range(15), pa.int64())),
}
ROWS, TEXTS = (
    ibis.table(ibis.Schema.from_pyarrow(table.schema), name=name) for name, table in HELD.items()
)  # fmt: skip


@pytest.fixture(scope="module")
def odd(session: Any, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Answers of both engines, which hold the rows above."""
    place, database = tmp_path_factory.mktemp("odd"), duckdb.connect()
    for name, table in HELD.items():
        pa_parquet.write_table(table, place / f"{name}.parquet")
        database.register(name, table)
        session.read.parquet(str(place / f"{name}.parquet")).createOrReplaceTempView(name)
    engines = (duckdb_engine.DuckDB(database), spark.Spark(session))
    return lambda table: [engine.fetch(table) for engine in engines]


@needs_spark
@quiet
class TestSemantics:
    """Differences between engines that the expressions of the pathway avoid; the list is the manual."""

    def test_days_between_dates_are_whole_days_over_leap_days_and_clock_changes(self, odd: Both) -> None:
        rows = ROWS.select("row", between=days(ROWS.later, ROWS.earlier)).order_by("row")
        expected = [(later - earlier).days if later and earlier else None for later, earlier in DAYS]
        for answer in odd(rows):
            assert answer["between"] == expected

    def test_a_date_moved_by_days_is_a_date(self, odd: Both) -> None:
        moved = ROWS.select("row", moved=plus_days(ROWS.later, 30)).order_by("row")
        for answer in odd(moved):
            assert answer["moved"][0] == date(2024, 3, 1) + timedelta(days=30)
            assert type(answer["moved"][0]) is date

    def test_not_known_counts_as_no(self, odd: Both) -> None:
        counted = ROWS.select("row", above=flag(ROWS.number > 0)).order_by("row")
        for answer in odd(counted):
            assert answer["above"] == [1, 0, 0, 1, 0, 1]

    def test_not_known_is_in_no_list(self, odd: Both) -> None:
        listed = ROWS.select("row", listed=flag(ROWS.text.isin(["9", ""]))).order_by("row")
        for answer in odd(listed):
            assert answer["listed"] == [0, 1, 0, 0, 1, 0]

    def test_the_largest_text_goes_by_code_points_and_skips_what_is_not_known(self, odd: Both) -> None:
        for answer in odd(ROWS.agg(largest=ROWS.text.max(), smallest=ROWS.text.min())):
            assert answer == {"largest": ["A9"], "smallest": [""]}

    def test_the_remainder_of_a_positive_number_is_its_rank(self, odd: Both) -> None:
        """Packed facts (day times eight plus rank) are unpacked by remainder: positive days only."""
        packed = (ROWS.row * 8 + 5) % 8
        for answer in odd(ROWS.select("row", rank=packed).order_by("row")):
            assert answer["rank"] == [5] * 6

    def test_sums_and_months_are_whole_numbers(self, odd: Both) -> None:
        rows = ROWS.filter(ROWS.later.notnull())
        months = rows.select("row", month=month_number(rows.later)).order_by("row")
        for answer in odd(months):
            assert answer["month"][0] == 2024 * 12 + 2
        for answer in odd(ROWS.agg(total=ROWS.number.sum().cast("int64"))):
            assert answer["total"] == [5]
            assert type(answer["total"][0]) is int

    def test_the_same_texts_are_numbers(self, odd: Both) -> None:
        by_duckdb, by_spark = odd(TEXTS.select("row", read=number(TEXTS.value)).order_by("row"))
        assert by_spark == by_duckdb
        assert by_spark["read"][:5] == [4.0, 4.0, 4.0, 0.5, 4.0]
        assert by_spark["read"][5:11] == [None] * 6

    def test_a_key_that_is_not_known_joins_nothing(self, odd: Both) -> None:
        other = ROWS.select(text=ROWS.text, other=ROWS.row)
        joined = ROWS.inner_join(other, "text").select("row", "other").order_by("row")
        for answer in odd(joined):
            assert answer["row"] == [0, 1, 2, 3, 4]


@needs_spark
@quiet
def test_a_table_that_is_not_there_is_empty_and_a_folder_without_any_is_told(
    session: Any, tmp_path: Path
) -> None:
    with pytest.raises(ClearwayError, match="no Parquet file"):
        spark.load(session, tmp_path)
    synthesise(pregnancies=20, seed=1, providers=1, out=tmp_path / "some")
    (tmp_path / "some" / "quit_attempts.parquet").unlink()
    spark.load(session, tmp_path / "some")
    assert session.table("quit_attempts").count() == 0
    assert session.table("pregnancies").count() > 0


def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(ClearwayError, match="Install Java 17"):
        spark.session()


@needs_spark
@quiet
def test_the_command_gives_the_same_file_with_either_engine(session: Any, tmp_path: Path) -> None:
    synthesise(pregnancies=40, seed=3, providers=1, months=11, form="msds", out=tmp_path / "sent")
    for engine in ("duckdb", "spark"):
        place = str(tmp_path / f"{engine}.csv")
        asked = [
            "measures",
            "run",
            "--from",
            "msds",
            str(tmp_path / "sent"),
            "--engine",
            engine,
            "--out",
            place,
        ]
        assert main(asked) == 0
    assert (tmp_path / "spark.csv").read_bytes() == (tmp_path / "duckdb.csv").read_bytes()


@needs_spark
@quiet
def test_measures_of_team_logs_are_those_of_duckdb(session: Any, tmp_path: Path) -> None:
    with opened(logs_by_chance(7, 120)) as database:
        by_duckdb = begin_team(duckdb_engine.DuckDB(database))
        by_spark = spark.prepare_team(session, database, tmp_path)
        assert by_spark.results() == by_duckdb.results()
        measure, month = team_measure("projects-multidisciplinary"), parse_month("2025-05")
        assert team_members(by_spark, measure, month) == team_members(by_duckdb, measure, month)
