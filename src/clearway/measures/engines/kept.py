"""Computes the measures from what was kept of the last time and the pregnancies whose records changed.

A folder keeps the fingerprint of every pregnancy's records and its marks (`clearway.measures.marks`). On
the next reading, pregnancies whose fingerprint is another one, that are new or that are gone are
computed again and the others are not, whatever made the difference: a new month, a submission sent
again or taken back, a service's file. Months, levels and the as-of date are worked out afresh. The
folder holds local identifiers and no NHS number.
"""

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from clearway.common.errors import ClearwayError
from clearway.common.files import replaced_folder
from clearway.measures.computation import Computation, Progress, parts
from clearway.measures.computed import computed_measures
from clearway.measures.engines.duckdb import DuckDB, begin
from clearway.measures.levels import Coverage, all_levels
from clearway.measures.marks import MARKS, MOTHERS, SCHEMA, count_marks, marks, questions
from clearway.measures.results import Result
from clearway.measures.stamps import code_version, definition_versions
from clearway.pathway import Settings, Tables, default_settings
from clearway.records.fingerprints import FINGERPRINTS, data_version, make_fingerprints, of_pregnancies

_ABOUT = "kept.json"
_FILES = {MARKS: "marks.parquet", FINGERPRINTS: "fingerprints.parquet"}
_CHANGED, _FRESH = "changed_pregnancies", "marks_fresh"
_SAME = "{0}.provider = c.provider AND coalesce({0}.pregnancy_id, '') = c.pregnancy_id"


@dataclass(frozen=True)
class Kept:
    """The figures, and how much of them was computed now: of `pregnancies`, `recomputed`.

    `why_whole` says why everything was computed, empty when what was kept could be used; `data` is the
    version of the records (`clearway.records.fingerprints.data_version`).
    """

    results: tuple[Result, ...]
    coverage: Coverage
    as_of: date
    pregnancies: int
    recomputed: int
    why_whole: str
    data: str


def run_kept(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    as_of: date | None = None,
    settings: Settings | None = None,
    *,
    internal: bool = False,
    progress: Progress | None = None,
) -> Kept:
    """All measures at all levels, equal to `clearway.measures.engines.duckdb.run`; `folder` is renewed.

    Raises ClearwayError where the folder holds something else, and when no submission was read.
    """
    chosen = settings or default_settings()
    version = _version(chosen)
    why_whole = _unusable(folder, version)
    with closing(connection.cursor()) as cursor:  # its temporary tables are its own and go with it
        computation = begin(cursor, as_of, chosen)
        make_fingerprints(cursor)
        why_whole = why_whole or _find_changed(cursor, folder)
        _start_marks(cursor, whole=bool(why_whole))
        pregnancies = recomputed = _count(cursor, FINGERPRINTS)
        if why_whole:
            _add_fresh(cursor, computation, progress)
        else:
            recomputed = _count(cursor, f"{_CHANGED} SEMI JOIN {FINGERPRINTS} USING (provider, pregnancy_id)")
            if recomputed:
                _add_changed(cursor, as_of, chosen, progress)
        counts = count_marks(DuckDB(cursor), computation.as_of)
        wanted = [measure for measure in computed_measures() if internal or not measure.internal]
        coverage = computation.coverage
        found = tuple(row for one in wanted for row in all_levels(one, counts[one.key], coverage))
        data = data_version(cursor, made=True)
        _write(cursor, folder, version)
        return Kept(found, coverage, computation.as_of, pregnancies, recomputed, why_whole, data)


def _version(settings: Settings) -> dict[str, object]:
    """Everything besides records that marks rest on; any change of it and all are computed again."""
    return {
        "code": code_version(),
        "definitions": definition_versions(),
        "questions": [repr(question) for question in questions()],
        "settings": settings.model_dump(mode="json"),
        "engine": duckdb.__version__,
    }


def _unusable(folder: Path, version: dict[str, object]) -> str:
    """Why what is kept cannot be used, or an empty text. Raises ClearwayError for a folder in other use."""
    about = folder / _ABOUT
    if not about.is_file():
        if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
            raise ClearwayError(
                "The folder holds something else",
                where=str(folder),
                mend="Name a new folder, or an empty one",
            )
        return "nothing was kept yet"
    try:
        held = json.loads(about.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "what was kept cannot be read"
    if not isinstance(held, dict):
        return "what was kept cannot be read"
    changed = [name for name, value in version.items() if held.get(name) != value]
    return f"since then other {' and '.join(changed)}" if changed else ""


def _find_changed(cursor: duckdb.DuckDBPyConnection, folder: Path) -> str:
    """Make the table of pregnancies whose records differ; why not, where the kept files cannot be read."""
    try:
        for table, name in _FILES.items():
            file = str(folder / name).replace("'", "''")
            path = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in file)
            cursor.execute(f"CREATE TEMP VIEW held_{table} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608
        cursor.execute(
            f"CREATE TEMP TABLE {_CHANGED} AS SELECT provider, pregnancy_id "  # noqa: S608
            f"FROM held_{FINGERPRINTS} h FULL JOIN {FINGERPRINTS} f USING (provider, pregnancy_id) "
            "WHERE h.digest IS DISTINCT FROM f.digest OR h.rows IS DISTINCT FROM f.rows"
        )
        cursor.execute(f"SELECT {', '.join(SCHEMA)} FROM held_{MARKS} LIMIT 0")  # noqa: S608
    except duckdb.InterruptException:
        raise
    except duckdb.Error:
        return "what was kept cannot be read"
    return ""


def _start_marks(cursor: duckdb.DuckDBPyConnection, *, whole: bool) -> None:
    """The table of marks with those that stay, and the table of what is counted once a mother."""
    types = {"string": "VARCHAR", "int64": "BIGINT", "int32": "INTEGER", "date": "DATE"}
    columns = ", ".join(f"{name} {types[kind]}" for name, kind in SCHEMA.items())
    cursor.execute(f"CREATE TEMP TABLE {MARKS} ({columns})")
    if not whole:
        cursor.execute(
            f"INSERT INTO {MARKS} SELECT {', '.join(SCHEMA)} FROM held_{MARKS} m "  # noqa: S608
            f"ANTI JOIN {_CHANGED} c ON {_SAME.format('m')}"
        )
    once = sorted({question.distinct for question in questions() if question.distinct})
    columns = ", ".join(["provider", "pregnancy_id", *once])
    ((place,),) = cursor.execute("SELECT current_database()").fetchall()
    cursor.execute(
        f'CREATE TEMP VIEW {MOTHERS} AS SELECT {columns} FROM "{place}".main.pregnancies'  # noqa: S608
    )


def _add_changed(
    cursor: duckdb.DuckDBPyConnection, as_of: date | None, settings: Settings, progress: Progress | None
) -> None:
    """Compute the changed pregnancies, in a database that holds no other records, and add their marks."""
    ((place,),) = cursor.execute("SELECT current_database()").fetchall()
    cursor.execute(f"ATTACH ':memory:' AS {_CHANGED}")
    try:
        of_one = of_pregnancies()
        for name in Tables.names():
            chosen = f" SEMI JOIN temp.{_CHANGED} c ON {_SAME.format('t')}" if name in of_one else ""
            cursor.execute(
                f"CREATE TABLE {_CHANGED}.main.{name} AS "  # noqa: S608
                f'SELECT t.* FROM "{place}".main.{name} t{chosen}'
            )
        cursor.execute(f"USE {_CHANGED}")
        _add_fresh(cursor, begin(cursor, as_of, settings), progress)
    finally:
        cursor.execute(f'USE "{place}"')
        cursor.execute(f"DETACH {_CHANGED}")


def _add_fresh(
    cursor: duckdb.DuckDBPyConnection, computation: Computation, progress: Progress | None
) -> None:
    """Add the marks of all records of a computation, a part at a time."""
    with closing(parts(computation, progress)) as taken:
        for part in taken:
            part.engine.store(_FRESH, marks(part.settings))
            cursor.execute(f"INSERT INTO {MARKS} BY NAME FROM {_FRESH}")


def _write(cursor: duckdb.DuckDBPyConnection, folder: Path, version: dict[str, object]) -> None:
    """Keep it for the next time: the whole folder or nothing."""
    with replaced_folder(folder) as draft:
        for table, name in _FILES.items():
            target = str(draft / name).replace("'", "''")
            cursor.execute(
                f"COPY {table} TO '{target}' (FORMAT parquet, COMPRESSION lz4_raw)"  # quick, for our own use
            )
        (draft / _ABOUT).write_text(json.dumps(version, indent=2) + "\n", encoding="utf-8")


def _count(cursor: duckdb.DuckDBPyConnection, rows: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])  # noqa: S608
