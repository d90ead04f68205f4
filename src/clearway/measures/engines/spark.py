"""Apache Spark: the same expressions for a nation over many years, on this machine or on a cluster.

Reads canonical Parquet. Needs the extra `spark` (pyspark) and Java 17; both are asked for only here.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from clearway.common.errors import ClearwayError
from clearway.measures.computation import Computation, results
from clearway.measures.computation import prepare as prepare_with
from clearway.measures.results import Result
from clearway.measures.teamwork import TeamComputation, begin_team
from clearway.pathway import Settings
from clearway.records.contracts import Contract, contracts
from clearway.records.team_logs import table_names, team_log_contract

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import DataFrame, SparkSession

LOCAL = "local[2]"
_TYPES = {
    "text": "string",
    "date": "date",
    "timestamp": "timestamp",
    "integer": "int",
    "number": "double",
    "boolean": "boolean",
}
_SETTINGS = {
    "spark.app.name": "clearway",
    "spark.ui.showConsoleProgress": "false",
    # A day is a day wherever the machine stands.
    "spark.sql.session.timeZone": "UTC",
}
_LOCAL_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "4g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # The default of 200 is for clusters: on two cores most of the time would go into starting tasks.
    "spark.sql.shuffle.partitions": "8",
}


_PLACES = 40
"""Bits of a number that are left for the pregnancies of one provider."""


class Spark:
    """An engine over a Spark session that has the canonical tables as views."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        self._ibis = ibis.pyspark.connect(session)
        self._local = on_this_machine(session.sparkContext.master or "")

    def store(self, name: str, table: ir.Table, number: str = "") -> None:
        """As `Engine.store`; kept in the memory and on the disks of the executors.

        On one machine the rows are cut off from the plan they came from, which would otherwise be
        planned again with every query that reads them. On a cluster the plan is kept: rows that are
        lost with a machine are computed again.
        """
        rows = self._session.sql(self._ibis.compile(table))
        if number:
            rows = numbered(rows, number)
        kept = rows.localCheckpoint() if self._local else rows.cache()
        kept.createOrReplaceTempView(name)

    def fetch(self, table: ir.Table) -> dict[str, list[Any]]:
        """As `Engine.fetch`."""
        rows = self._session.sql(self._ibis.compile(table)).collect()
        return {name: [row[place] for row in rows] for place, name in enumerate(table.columns)}


def numbered(rows: DataFrame, number: str) -> DataFrame:
    """Rows with their place among those of their provider, after the place of the provider.

    The same whenever they are computed: a machine that is lost on the way changes no number.
    """
    from pyspark.sql import Window, functions

    codes = sorted(row.provider for row in rows.select("provider").distinct().collect())
    if not codes:
        return rows.withColumn(number, functions.lit(0).cast("bigint"))
    places = rows.sparkSession.createDataFrame(
        [(code, place << _PLACES) for place, code in enumerate(codes)], "provider string, _before bigint"
    )
    within = functions.row_number().over(Window.partitionBy("provider").orderBy("pregnancy_id"))
    found = rows.join(functions.broadcast(places), "provider")
    return found.withColumn(number, found["_before"] + within).drop("_before")


def session(master: str = LOCAL) -> SparkSession:
    """The Spark session at `master` (`local[2]`, `spark://host:7077`, `yarn`), started when there is none.

    Raises ClearwayError without pyspark or Java, or when the cluster does not answer.
    """
    try:
        import ibis.backends.pyspark  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError:
        raise ClearwayError(
            "Spark is not installed", mend="Install the extra 'spark', or leave out --engine spark"
        ) from None
    if not java_found():
        raise ClearwayError(
            "Spark needs Java, which was not found", mend="Install Java 17, or set JAVA_HOME to where it is"
        )
    builder = SparkSession.builder.master(master)
    local = _LOCAL_SETTINGS if on_this_machine(master) else {}
    quiet = resources.files(__package__).joinpath("spark_log4j2.properties")
    options = {"spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile=file:{quiet}"}
    for key, value in (_SETTINGS | local | options).items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise ClearwayError(
            f"Spark at {master} did not start: {reason[0]}", mend="Check the address and the cluster's log"
        ) from error


@contextmanager
def running(master: str = LOCAL) -> Iterator[SparkSession]:
    """A session that ends with the block; one that was there before stays."""
    there = "pyspark.sql" in sys.modules and sys.modules["pyspark.sql"].SparkSession.getActiveSession()
    started = session(master)
    try:
        yield started
    finally:
        if not there:
            started.stop()


def on_this_machine(master: str) -> bool:
    """Whether Spark runs inside this process, without a cluster."""
    return master.startswith("local")


def java_found() -> bool:
    """Whether there is a Java to start Spark with."""
    home = os.environ.get("JAVA_HOME")
    return bool(home and (Path(home) / "bin" / "java").exists()) or shutil.which("java") is not None


def load(spark: SparkSession, folder: Path, tables: Iterable[Contract] | None = None) -> None:
    """Make a view of each table from `<table>.parquet` or the folder `<table>` of such files.

    `tables` are those of patient records when none are named. A table that is not there is empty; columns
    are as the contract has them. The folder has to stand at the same place on every machine of a cluster.
    Raises ClearwayError when it holds no table.
    """
    found = 0
    for table in contracts().values() if tables is None else tables:
        place = next((p for p in (folder / f"{table.name}.parquet", folder / table.name) if p.exists()), None)
        rows = _read(spark, table, place) if place else _empty(spark, table)
        rows.createOrReplaceTempView(table.name)
        found += place is not None
    if not found:
        raise ClearwayError(
            "There is no Parquet file named like a table",
            where=str(folder),
            mend="Make the folder with: records import --from msds PATH --out DIR",
        )


def _read(spark: SparkSession, table: Contract, place: Path) -> DataFrame:
    read = spark.read.option("mergeSchema", "true").option("recursiveFileLookup", "true")
    rows = read.parquet(place.resolve().as_uri())
    missing = set(table.key) - set(rows.columns)
    if missing:
        raise ClearwayError(
            f"There is no column '{min(missing)}'", where=place.name, mend="It is part of the key"
        )
    return rows.selectExpr(
        *(
            f"CAST({column.name if column.name in rows.columns else 'NULL'} AS {_TYPES[column.type]}) "
            f"AS {column.name}"
            for column in table.columns
        )
    )


def _empty(spark: SparkSession, table: Contract) -> DataFrame:
    return spark.createDataFrame([], ", ".join(f"{c.name} {_TYPES[c.type]}" for c in table.columns))


def write_parquet(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: Iterable[Contract] | None = None
) -> None:
    """Write the tables of a DuckDB connection as Parquet into `folder`; those of `load`."""
    for table in contracts().values() if tables is None else tables:
        place = str(folder / f"{table.name}.parquet").replace("'", "''")
        columns = ", ".join(table.column_names)
        connection.execute(f"COPY (SELECT {columns} FROM {table.name}) TO '{place}' (FORMAT parquet)")  # noqa: S608


def prepare(
    spark: SparkSession, folder: Path, as_of: date | None = None, settings: Settings | None = None
) -> Computation:
    """The pathway from the canonical Parquet in `folder`. Raises ClearwayError."""
    load(spark, folder)
    return prepare_with(Spark(spark), as_of, settings)


def prepare_team(spark: SparkSession, connection: duckdb.DuckDBPyConnection, folder: Path) -> TeamComputation:
    """The team logs that a DuckDB connection holds, by way of Parquet in `folder`. Raises ClearwayError."""
    tables = [team_log_contract(name) for name in table_names()]
    write_parquet(connection, folder, tables)
    load(spark, folder, tables)
    return begin_team(Spark(spark))


def run(
    spark: SparkSession,
    folder: Path,
    as_of: date | None = None,
    settings: Settings | None = None,
    *,
    internal: bool = False,
) -> list[Result]:
    """All measures at all levels from the canonical Parquet in `folder`. Raises ClearwayError."""
    return results(prepare(spark, folder, as_of, settings), internal=internal)
