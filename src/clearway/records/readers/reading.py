"""The one way into records, whatever they are kept in."""

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from clearway.common.errors import ClearwayError
from clearway.records.readers.msds import read_msds
from clearway.records.readers.report import Records
from clearway.records.readers.staging import Progress, Staging

READERS: Mapping[str, Callable[[Path, Staging], Records]] = {"msds": read_msds}


def read_records(
    kind: str, path: Path, *, progress: Progress | None = None, database: str = ":memory:"
) -> Records:
    """Read the records at `path` into canonical tables, check them, and report.

    `kind` is msds (a tree of submissions), csv (templates, CSV or XLSX) or parquet (a folder that
    Clearway wrote). `progress` is called with (steps done, steps in all). `database` may name a file
    for more records than fit in memory. Raises ClearwayError when nothing can be read there.
    """
    if kind not in READERS:
        raise ClearwayError(f"There is no reader for '{kind}'", mend=f"Choose from: {', '.join(READERS)}")
    return READERS[kind](Path(path), Staging(duckdb.connect(database), progress))
