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

SHEET = ", sheet "
"""Between the name of a workbook and that of a sheet, where findings name both."""
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
                _stage_workbook(staging, source, table, file)
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


def _stage_workbook(staging: Staging, source: SourceTable, table: Contract, file: Path) -> None:
    """Sheets named like the table; the first sheet of a workbook that is itself named like it."""
    named = file.stem.lower() == table.name
    sheets = [name for name in sheet_names(file) if name.strip().lower() == table.name]
    for sheet in sheets or ([""] if named else []):
        label = f"{file.name}{SHEET}{sheet}" if sheet and not named else file.name
        stage_rows(staging, source, label, sheet_rows(file, sheet))


def sheet_names(file: Path) -> list[str]:
    """The names of the sheets of a workbook. Raises ClearwayError when it cannot be read."""
    return _workbook(file).sheet_names


def sheet_rows(file: Path, sheet: str = "") -> list[CarefulRow]:
    """The rows of a sheet, of the first without a name, as text, with their numbers; the header is the first.

    Raises ClearwayError when the workbook cannot be read.
    """
    workbook = _workbook(file)
    cells = workbook.get_sheet_by_name(sheet or workbook.sheet_names[0]).to_python(skip_empty_area=False)
    rows = (CarefulRow(number, [_text(cell) for cell in row]) for number, row in enumerate(cells, start=1))
    return [row for row in rows if any(row.cells)]


def _workbook(file: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(file))
    except (CalamineError, OSError) as error:
        raise ClearwayError(
            f"The workbook cannot be read: {error}", where=file.name, mend="Save it again as XLSX"
        ) from None


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
