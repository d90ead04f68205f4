"""Reader of MSDS-shaped folder trees with the two files of stop smoking services.

Of several submissions of one provider and month only the one created last is read. Of several copies
of a record the one from the submission created last stands; absence from a later month removes
nothing. Nothing is joined across providers.
"""

import csv
from functools import cache
from importlib import resources
from pathlib import Path

import pyarrow as pa
import yaml

from clearway.records.contracts import arrow_schema, contract
from clearway.records.readers.choosing import Chosen, choose, source_files
from clearway.records.readers.loading import check_standing, finish, make_loaded
from clearway.records.readers.memory import put_rows
from clearway.records.readers.report import Records
from clearway.records.readers.staging import Staging, stage
from clearway.records.readers.standing import stand
from clearway.records.readers.submissions import find_folders
from clearway.records.sources import Field, SourceTable


@cache
def msds_tables() -> dict[str, SourceTable]:
    """The files that are read, by table, from `msds.yaml`; other fields of the data set are known by name."""
    text = resources.files(__package__).joinpath("msds.yaml").read_text("utf-8")
    known = _known_fields()
    return {
        name: SourceTable(
            name=name,
            fields=tuple(Field(f, kind, f in entry.get("upper", ())) for f, kind in entry["fields"].items()),
            key=tuple(entry["key"]),
            provider_field=entry.get("provider_field", ""),
            restated_by=tuple(entry.get("restated_by", entry["key"])),
            several_rows=entry.get("several_rows", False),
            known=known.get(name, ()),
        )
        for name, entry in yaml.safe_load(text).items()
    }


def _known_fields() -> dict[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("msds_fields.csv").read_text("utf-8")
    fields: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        fields[row["table"]] = (*fields.get(row["table"], ()), row["field"])
    return fields


def read_msds(path: Path, staging: Staging) -> Records:
    """The records of every submission at or below `path`. Raises ClearwayError when it is no folder."""
    staging.headings = True
    folders = list(find_folders(path))
    tables, restated = msds_tables(), {}
    chosen = choose(staging, folders, frozenset(tables))
    for done, table in enumerate(tables.values()):
        staging.tell(done, len(tables) + 2)
        stage(staging, table, source_files(table, folders, chosen))
        restated[table.name] = stand(staging, table)
    staging.tell(len(tables), len(tables) + 2)
    check_standing(staging)
    make_loaded(staging.connection)
    _load_submissions(staging, chosen)
    staging.connection.execute(
        resources.files(__package__).joinpath("sql", "msds_canonical.sql").read_text("utf-8")
    )
    for table in tables.values():
        staging.connection.execute(f"DROP TABLE {table.standing}")  # half the memory of a nation
    return finish(staging, restated)


def _load_submissions(staging: Staging, chosen: Chosen) -> None:
    """The canonical table of the submissions read; the row below the header of MSD000.csv is row 2."""
    rows = [
        (s.provider, s.period, s.period_end, s.created, s.label, staging.file_number(s.header), 2)
        for s in chosen.submissions
    ]
    schema = arrow_schema(contract("submissions"))
    lineage = pa.schema([*schema, pa.field("_file", pa.int32()), pa.field("_row", pa.int32())])
    put_rows(staging.connection, "loaded_submissions", rows, lineage)
