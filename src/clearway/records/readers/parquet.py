"""Reader of Parquet folders: `<table>.parquet`, or a folder `<table>` of such files, headed by contract.

Clearway writes these itself, so they are shown as they are, without a copy; checking them reads them
like any other source.
"""

from pathlib import Path

import duckdb

from clearway.common.errors import ClearwayError
from clearway.records.contracts import DUCKDB_TYPES, Contract, contracts
from clearway.records.readers.loading import finish, make_loaded, show
from clearway.records.readers.report import FileRead, Records
from clearway.records.readers.staging import Staging


def read_parquet(path: Path, staging: Staging) -> Records:
    """The records of a folder, as they stand: unchecked, read only when asked for.

    Raises ClearwayError when the folder holds no table, or a column cannot be what the contract says.
    """
    found = _found(path)
    make_loaded(staging.connection, [table for table in contracts().values() if table.name not in found])
    for name, files in found.items():
        select = _select(staging, contracts()[name], files)
        staging.connection.execute(f"CREATE VIEW loaded_{name} AS {select}")
    return show(staging, {})


def check_parquet(path: Path, staging: Staging) -> Records:
    """As `read_parquet`, with every row copied and checked."""
    make_loaded(staging.connection)
    for name, files in _found(path).items():
        select = _select(staging, contracts()[name], files)
        try:
            staging.connection.execute(f"INSERT INTO loaded_{name} BY NAME {select}")
        except duckdb.ConversionException as error:
            raise ClearwayError(
                str(error).split("\n")[0], where=str(files[0]), mend="Write the column with its type"
            ) from None
    return finish(staging, {})


def _found(path: Path) -> dict[str, list[Path]]:
    found = {}
    for name in contracts():
        files = [path / f"{name}.parquet"] if (path / f"{name}.parquet").is_file() else []
        files += sorted((path / name).glob("**/*.parquet"))
        if files:
            found[name] = files
    if not found:
        raise ClearwayError(
            "There is no Parquet file named like a table",
            where=str(path),
            mend=f"The tables are {', '.join(contracts())}",
        )
    return found


def _select(staging: Staging, table: Contract, files: list[Path]) -> str:
    """The contract's columns out of the files; a column that is not there is empty, others are told."""
    root = files[0].parent if files[0].stem == table.name else files[0].parent.parent
    return " UNION ALL ".join(_select_one(staging, table, file, root) for file in files)


def _select_one(staging: Staging, table: Contract, file: Path, root: Path) -> str:
    label = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    scan = f"read_parquet('{_escaped(file)}', file_row_number = true)"
    try:
        described = staging.connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()  # noqa: S608
    except duckdb.Error as error:
        raise ClearwayError(
            f"It cannot be read: {str(error).splitlines()[0]}", where=label, mend="Write it again"
        ) from None
    there = {row[0] for row in described}
    number = staging.file_number(label)
    for name in sorted(there - set(table.column_names) - {"file_row_number"}):
        staging.find("extra-column", table.name, label, None, name)
    for name in sorted(set(table.key) - there):
        raise ClearwayError(f"There is no column '{name}'", where=label, mend="It is part of the key")
    columns = [
        f"CAST({c.name if c.name in there else 'NULL'} AS {DUCKDB_TYPES[c.type]}) AS {c.name}"
        for c in table.columns
    ]
    counted = staging.connection.execute(f"SELECT count(*) FROM {scan}").fetchall()[0][0]  # noqa: S608
    staging.files.append(FileRead(label, table.name, int(counted)))
    lineage = f"{number} AS _file, CAST(file_row_number + 2 AS INTEGER) AS _row"
    return f"SELECT {', '.join(columns)}, {lineage} FROM {scan}"  # noqa: S608


def _escaped(file: Path) -> str:
    """A path inside quotes; signs that DuckDB takes for patterns stand for themselves."""
    text = str(file).replace("'", "''")
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)
