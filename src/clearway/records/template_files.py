"""Templates for people without an extract: a CSV file a table, its columns, a row that explains them."""

import csv
import io
from collections.abc import Iterable, Mapping

from clearway.records.contracts import Column, Contract, contracts
from clearway.records.readers.templates import INSTRUCTION, filled_columns

_TYPES = {
    "text": "text",
    "date": "a date as 2025-04-30",
    "timestamp": "a date and time as 2025-05-20 09:30:00",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "Y or N",
}


def templates(tables: Iterable[Contract] | None = None) -> Mapping[str, str]:
    """The text of every template by its file name; the row that explains is left out when read."""
    chosen = contracts().values() if tables is None else tables
    return {f"{table.name}.csv": _template(table) for table in chosen}


def _template(table: Contract) -> str:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(table.column_names)
    cells = [_instruction(table, column) for column in table.columns]
    out.writerow([f"{INSTRUCTION} {cells[0]}", *cells[1:]])
    return text.getvalue()


def _instruction(table: Contract, column: Column) -> str:
    kind = " or ".join(column.values) if column.values else _TYPES[column.type]
    need = "; must be filled in" if column.name in table.required else ""
    if column.name in filled_columns(table):
        need = "; may be left empty"
    example = f"; for example {column.example}" if column.example else ""
    return f"{column.meaning}: {kind}{need}{example}"
