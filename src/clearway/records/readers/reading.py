"""The one way into records, whatever they are kept in."""

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from clearway.common.errors import ClearwayError
from clearway.records.readers.fhir import read_fhir
from clearway.records.readers.msds import read_msds
from clearway.records.readers.parquet import check_parquet, read_parquet
from clearway.records.readers.report import Records
from clearway.records.readers.staging import Progress, Staging
from clearway.records.readers.templates import read_templates

Reader = Callable[[Path, Staging], Records]

READERS: Mapping[str, Reader] = {
    "msds": read_msds,
    "csv": read_templates,
    "fhir": read_fhir,
    "parquet": read_parquet,
}
# What is read unchecked otherwise, because Clearway wrote it.
_CHECKED: Mapping[str, Reader] = {"parquet": check_parquet}


def read_records(
    kind: str,
    path: Path,
    *,
    progress: Progress | None = None,
    database: str = ":memory:",
    check: bool = False,
) -> Records:
    """Read the records at `path` into canonical tables, check them, and report.

    `kind` is msds (a tree of submissions), csv (templates, CSV or XLSX), fhir (Bundles, NDJSON) or
    parquet (a folder that Clearway wrote, which is checked only with `check`). `progress` is called
    with (steps done, steps in all). `database` may name a file for more records than fit in memory.
    Raises ClearwayError when nothing can be read there.
    """
    if kind not in READERS:
        raise ClearwayError(f"There is no reader for '{kind}'", mend=f"Choose from: {', '.join(READERS)}")
    if not Path(path).exists():
        raise ClearwayError("There is no such file or folder", where=str(path), mend="Check the name")
    reader = _CHECKED.get(kind, READERS[kind]) if check else READERS[kind]
    return reader(Path(path), Staging(duckdb.connect(database), progress))
