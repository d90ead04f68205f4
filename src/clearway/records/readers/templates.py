"""Reader of Clearway's own templates: one CSV or XLSX file a canonical table, headed by its columns."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from python_calamine import CalamineError, CalamineWorkbook

from clearway.common.errors import ClearwayError
from clearway.records.contracts import Contract, contracts
from clearway.records.readers.csv_files import CarefulRow
from clearway.records.readers.loading import check_standing, finish, make_loaded
from clearway.records.readers.report import Records
from clearway.records.readers.staging import SourceFile, Staging, stage, stage_rows
from clearway.records.readers.standing import stand
from clearway.records.sources import Field, SourceTable

INSTRUCTION = "#"
"""A row whose first cell begins with this tells how to fill in the template; it is no record."""


@cache
def _differences() -> dict[str, dict[str, Any]]:
    text = resources.files(__package__).joinpath("templates.yaml").read_text("utf-8")
    read: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return read


def template_table(table: Contract) -> SourceTable:
    """The template of a canonical table as a kind of file."""
    own = _differences().get(table.name, {})
    key = tuple(own.get("key", [name for name in table.key if name != "provider"]))
    fields = tuple(
        Field(column.name, column.type, column.name == "provider")
        for column in table.columns
        if column.name != own.get("numbered")
    )
    return SourceTable(
        name=table.name,
        fields=fields,
        key=key,
        provider_field="provider",
        restated_by=key,
        several_rows=own.get("several_rows", False),
        known=table.column_names,
    )


def filled_columns(table: Contract) -> frozenset[str]:
    """Columns of a template that are made from others where they were left empty."""
    own = _differences().get(table.name, {})
    return frozenset(own.get("fill", {})) | ({own["numbered"]} if "numbered" in own else set())


def read_templates(path: Path, staging: Staging) -> Records:
    """The records of a folder of templates, of one workbook with a sheet a table, or of one file.

    Raises ClearwayError when there is nothing that is named like a table.
    """
    files = _files(path)
    restated = {}
    for done, table in enumerate(contracts().values()):
        staging.tell(done, len(contracts()) + 1)
        source = template_table(table)
        plain = [SourceFile(file, file.name) for file in files if _names(file, table, ".csv")]
        stage(staging, source, plain)
        for file in files:
            if file.suffix.lower() == ".xlsx":
                _stage_workbook(staging, source, table, file, len(files) == 1)
        _drop_instructions(staging, source)
        restated[table.name] = stand(staging, source)
    check_standing(staging)
    make_loaded(staging.connection)
    for table in contracts().values():
        _load(staging, table)
    return finish(staging, restated)


def _drop_instructions(staging: Staging, source: SourceTable) -> None:
    """Take the rows away that tell how to fill in the template; they are not counted either."""
    dropped = staging.connection.execute(
        f"DELETE FROM {source.staged} WHERE starts_with(provider, '{INSTRUCTION}') RETURNING _file"  # noqa: S608
    ).fetchall()
    lost = Counter(number for (number,) in dropped)
    staging.files = [
        replace(file, rows=file.rows - lost[staging.file_number(file.file)])
        if file.table == source.name
        else file
        for file in staging.files
    ]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = [file for file in sorted(path.iterdir()) if file.suffix.lower() in (".csv", ".xlsx")]
    else:
        found = [path] if path.is_file() else []
    known = set(contracts())
    named = [file for file in found if file.stem.lower() in known or (file.suffix.lower() == ".xlsx")]
    if not named:
        raise ClearwayError(
            "There is no file named like a table",
            where=str(path),
            mend=f"Make templates by: records template --out DIR. The tables are {', '.join(contracts())}",
        )
    return named


def _names(file: Path, table: Contract, suffix: str) -> bool:
    return file.suffix.lower() == suffix and file.stem.lower() == table.name


def _stage_workbook(staging: Staging, source: SourceTable, table: Contract, file: Path, alone: bool) -> None:
    """Sheets named like the table; the first sheet of a workbook that is itself named like it."""
    try:
        workbook = CalamineWorkbook.from_path(str(file))
    except (CalamineError, OSError) as error:
        raise ClearwayError(
            f"The workbook cannot be read: {error}", where=file.name, mend="Save it again as XLSX"
        ) from None
    sheets = [name for name in workbook.sheet_names if name.strip().lower() == table.name]
    if not sheets and file.stem.lower() == table.name:
        sheets = workbook.sheet_names[:1]
    for sheet in sheets:
        cells = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        rows = [CarefulRow(n, [_text(cell) for cell in row]) for n, row in enumerate(cells, start=1)]
        filled = [row for row in rows if any(row.cells)]
        label = file.name if file.stem.lower() == table.name else f"{file.name}, sheet {sheet}"
        stage_rows(staging, source, label, filled)


def _text(cell: object) -> str:
    """A cell as it would be typed: days as 2025-04-30, whole numbers without a decimal point."""
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _load(staging: Staging, table: Contract) -> None:
    own = _differences().get(table.name, {})
    fill: dict[str, str] = own.get("fill", {})
    values = (f"coalesce(t.{n}, {fill[n]}) AS {n}" if n in fill else f"t.{n}" for n in table.column_names)
    staging.connection.execute(
        f"INSERT INTO loaded_{table.name} BY NAME SELECT {_listed(values)}, t._file, t._row "  # noqa: S608
        f"FROM standing_{table.name} t {own.get('joined', '')}"
    )


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
