"""The SQL by which the text columns of a file become the typed fields of a source table."""

from collections.abc import Sequence

from clearway.records.contracts import DUCKDB_TYPES
from clearway.records.sources import Field, SourceTable

_READ_AS = {
    "date": "as_date",
    "integer": "as_integer",
    "number": "as_number",
    "boolean": "as_boolean",
    "timestamp": "as_timestamp",
}
LINEAGE = ("_file INTEGER", "_row INTEGER", "_rank INTEGER", "_blank BOOLEAN")


def create_staged_sql(table: SourceTable) -> str:
    """The table for rows as read: lineage, provider, fields, and beside every typed field `<field>_bad`,
    which says what kind of value stood there when it could not be read."""
    columns = [*LINEAGE, "provider VARCHAR"]
    columns += [f'"{f.name}" {DUCKDB_TYPES[f.type]}' for f in table.fields if f.name != "provider"]
    columns += [f'"{f.name}_bad" VARCHAR' for f in table.typed]
    return f"CREATE TABLE {table.staged} ({', '.join(columns)})"


def select_fields(table: SourceTable, header: Sequence[str]) -> str:
    """The SELECT list that turns the text columns c0, c1 ... below `header` into the table's fields."""
    place = {name.lower(): number for number, name in reversed(list(enumerate(header)))}
    given = [f"tidy(c{place[f.name.lower()]})" if f.name.lower() in place else "NULL" for f in table.fields]
    own = {f.name: text for f, text in zip(table.fields, given, strict=True)}
    provider = own.get(table.provider_field, "CAST(NULL AS VARCHAR)")
    parts = [f"coalesce(upper({provider}), f.provider)"]
    parts += [_value(f, text) for f, text in zip(table.fields, given, strict=True) if f.name != "provider"]
    parts += [_bad(f, own[f.name]) for f in table.typed]
    return ", ".join(parts)


def _value(field: Field, text: str) -> str:
    if text == "NULL":
        return f"CAST(NULL AS {DUCKDB_TYPES[field.type]})"
    if field.type == "text":
        return f"upper({text})" if field.upper else text
    return f"{_READ_AS[field.type]}({text})"


def _bad(field: Field, text: str) -> str:
    if text == "NULL":
        return "CAST(NULL AS VARCHAR)"
    return f"CASE WHEN {_READ_AS[field.type]}({text}) IS NULL THEN nullif(value_kind({text}), 'nothing') END"
