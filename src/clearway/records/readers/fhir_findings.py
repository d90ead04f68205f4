"""Findings about FHIR resources: NHS numbers by the rules there are, elements in the words of FHIR."""

import duckdb
import pyarrow as pa

from clearway.records.fhir import mapping
from clearway.records.fhir.mapping import ResourceRule
from clearway.records.readers.fhir_staging import fhir_tables
from clearway.records.readers.memory import put_rows
from clearway.records.validation import Check, check, rules

_FIELD = "NHSNumberMother"
_COMMON_ELEMENTS = {"self": "id", "part": "id", "local": "identifier", "updated": "meta.lastUpdated"}


def check_nhs_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """Ask of `Patient.identifier` what is asked of the data set's NHS number."""
    for rule in rules().standing:
        if rule.places == (_FIELD,):
            when = rule.when.replace(_FIELD, "nhs_number")
            check(
                connection,
                Check(
                    rule.id,
                    f"SELECT '{rule.id}', 'woman', _file, _row, 'nhs_number', value_kind(nhs_number) "  # noqa: S608
                    f"FROM standing_woman WHERE {when}",
                ),
            )


def name_elements(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn columns of staged and canonical tables in findings into elements, as Encounter.period.start."""
    schema = pa.schema([(name, pa.string()) for name in ("named", "col", "type", "element")])
    connection.execute(
        "CREATE TEMP TABLE elements (named VARCHAR, col VARCHAR, type VARCHAR, element VARCHAR)"
    )
    put_rows(connection, "elements", sorted({*_staged_elements(), *_canonical_elements()}), schema)
    union = " UNION ALL ".join(
        f"SELECT _file, _row, split_part(self, '/', 1) AS type FROM standing_{name}"  # noqa: S608
        for name in fhir_tables()
        if name not in ("withdrawn", "submission")
    )
    connection.execute(
        f"CREATE TEMP TABLE placed AS SELECT DISTINCT f.source_table, f.column_name, f.file, f.row, "  # noqa: S608
        f"coalesce(min(e.element) FILTER (e.type = p.type), min(e.element)) AS element FROM findings f "
        f"JOIN elements e ON e.named = f.source_table AND e.col = f.column_name "
        f"LEFT JOIN ({union}) p ON p._file = f.file AND p._row = f.row GROUP BY ALL"
    )
    connection.execute(
        "UPDATE findings f SET column_name = p.element FROM placed p WHERE p.source_table = f.source_table "
        "AND p.column_name = f.column_name AND p.file = f.file AND p.row = f.row"
    )


def _staged_elements() -> set[tuple[str, str, str, str]]:
    found = set()
    for type_, rule in mapping().resources.items():
        for kind in rule.kinds:
            columns = {name: field.paths[0] for name, field in kind.fields.items()}
            columns |= {**_COMMON_ELEMENTS, **rule.common, "provider": _provider(rule)}
            found |= {(kind.into, name, type_, f"{type_}.{path}") for name, path in columns.items()}
    return found


def _provider(rule: ResourceRule) -> str:
    """Where the provider would be looked for."""
    return (
        rule.common.get("organisation") or rule.common.get("encounter") or rule.common.get("patient") or "id"
    )


def _canonical_elements() -> set[tuple[str, str, str, str]]:
    return {
        (table, column, element.split(".")[0], element)
        for table, columns in mapping().columns.items()
        for column, listed in columns.items()
        for element in listed.split(" | ")
    }
