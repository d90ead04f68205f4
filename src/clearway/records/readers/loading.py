"""The last step of every reader: loaded rows are checked, unusable ones set aside, the rest is the records.

A reader fills `loaded_<table>`: the columns of the contract and `_file`, `_row`, where the row came
from. What reads the records sees views of the contract's columns alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import duckdb
import pyarrow as pa

from clearway.common.findings import Severity
from clearway.records.contracts import DUCKDB_TYPES, Contract, contracts
from clearway.records.readers.memory import put_rows
from clearway.records.readers.places import fill_known_codes, fill_organisations
from clearway.records.readers.report import ReadReport, Records
from clearway.records.readers.staging import Staging
from clearway.records.readers.told import counts, findings
from clearway.records.validation import canonical_rules, check, severities, standing_rules


def make_loaded(connection: duckdb.DuckDBPyConnection, tables: Iterable[Contract] | None = None) -> None:
    """The empty `loaded_` table of every contract, or of those named."""
    for table in contracts().values() if tables is None else tables:
        columns = ", ".join(f"{column.name} {DUCKDB_TYPES[column.type]}" for column in table.columns)
        connection.execute(f"CREATE TABLE loaded_{table.name} ({columns}, _file INTEGER, _row INTEGER)")


def check_standing(staging: Staging) -> None:
    """Run the rules about standing rows as they came: unreadable values, codes that contracts leave out."""
    for table in staging.staged.values():
        if _count(staging.connection, table.standing):
            for rule in standing_rules(table):
                check(staging.connection, rule)


def finish(staging: Staging, restated: Mapping[str, int]) -> Records:
    """Check what was loaded, set unusable rows aside, and show the rest. Returns the records.

    `restated` says by source table how many rows a later copy replaced.
    """
    connection = staging.connection
    _fill_organisations(connection)
    fill_known_codes(connection)
    for table in contracts().values():
        if _count(connection, f"loaded_{table.name}"):
            for rule in canonical_rules(table):
                check(connection, rule)
    _note_severities(connection)
    for table in contracts().values():
        connection.execute(
            f"DELETE FROM loaded_{table.name} l USING findings f JOIN severities s USING (rule) "  # noqa: S608
            f"WHERE s.severity = '{Severity.ERROR}' AND f.source_table = '{table.name}' "
            "AND f.file = l._file AND f.row = l._row"
        )
    return show(staging, restated)


def show(staging: Staging, restated: Mapping[str, int]) -> Records:
    """Views of the contracts' columns over what was loaded, and the report."""
    connection = staging.connection
    staging.flush()
    _fill_organisations(connection)
    _note_severities(connection)
    _sources(staging)
    loaded = {}
    for table in contracts().values():
        columns = ", ".join(table.column_names)
        connection.execute(f"CREATE VIEW {table.name} AS SELECT {columns} FROM loaded_{table.name}")  # noqa: S608
        loaded[table.name] = _count(connection, f"loaded_{table.name}")
    return Records(connection, _report(staging, restated, loaded), _as_of(connection))


def _fill_organisations(connection: duckdb.DuckDBPyConnection) -> None:
    """Where providers belonged, unless that was loaded: a view is, for it shows a file."""
    made = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'loaded_organisations'"
    if connection.execute(made).fetchall() and not _count(connection, "loaded_organisations"):
        fill_organisations(connection)


def _note_severities(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE OR REPLACE TABLE severities (rule VARCHAR, severity VARCHAR)")
    schema = pa.schema([("rule", pa.string()), ("severity", pa.string())])
    put_rows(connection, "severities", ((rule, str(s)) for rule, s in severities().items()), schema)


def _sources(staging: Staging) -> None:
    """The files by the number that stands for them."""
    staging.connection.execute("CREATE OR REPLACE TABLE files (file INTEGER, label VARCHAR)")
    schema = pa.schema([("label", pa.string()), ("file", pa.int32())])
    put_rows(staging.connection, "files", staging.labels.items(), schema)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])  # noqa: S608


def _as_of(connection: duckdb.DuckDBPyConnection) -> date | None:
    newest: date | None = connection.execute("SELECT max(period_end) FROM submissions").fetchall()[0][0]
    return newest


def _report(staging: Staging, restated: Mapping[str, int], loaded: Mapping[str, int]) -> ReadReport:
    read: dict[str, int] = {}
    for file in staging.files:
        read[file.table] = read.get(file.table, 0) + (0 if file.left_out else file.rows)
    rejected = staging.connection.execute(
        "SELECT source_table, count(DISTINCT (file, row)) FROM findings JOIN severities USING (rule) "
        "WHERE severity = ? AND row IS NOT NULL AND rule <> 'missing-column' GROUP BY source_table",
        [str(Severity.ERROR)],
    ).fetchall()
    return ReadReport(
        files=tuple(staging.files),
        rows_read=read,
        rows_loaded=dict(loaded),
        restated=dict(restated),
        rejected=dict(rejected),
        findings=findings(staging.connection, headings=staging.headings),
        counts=counts(staging.connection),
        headings=staging.headings,
    )
