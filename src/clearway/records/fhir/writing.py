"""Canonical records as FHIR R4: one Bundle a provider, by the same mapping that reads them.

What the mapping cannot say is not written: codes of activities outside the code lists, and the places of
organisations. Reading a Bundle back gives the records it was written from.
"""

from collections.abc import Iterator
from typing import Any

import duckdb

from clearway.records.fhir.mapping import mapping
from clearway.records.fhir.writing_care import care, contact, labour
from clearway.records.fhir.writing_elements import Element, Rows, bundle, organisation, report
from clearway.records.fhir.writing_pregnancy import birth, pregnancy, quit_attempt, referral

_TABLES = {
    "pregnancies": pregnancy,
    "contacts": contact,
    "labours": labour,
    "activities": care,
    "births": birth,
    "referrals": referral,
    "quit_attempts": quit_attempt,
}


def bundles(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Element]]:
    """Provider and Bundle, for every provider that the canonical tables of the connection name.

    The Bundle is of type collection, stamped with the newest submission's creation; a MeasureReport of
    type data-collection stands for each submission.
    """
    named = " UNION ".join(f"SELECT provider FROM {table}" for table in ("submissions", *_TABLES))  # noqa: S608
    providers = connection.execute(f"{named} ORDER BY provider").fetchall()
    for (provider,) in providers:
        yield provider, _bundle(connection, provider)


def _bundle(connection: duckdb.DuckDBPyConnection, provider: str) -> Element:
    submissions = _rows(connection, "submissions", provider)
    resources: list[Element] = [organisation(provider)]
    resources += [report(row, mapping().version) for row in submissions]
    women: dict[str, Element] = {}
    for table, write in _TABLES.items():
        for row in _rows(connection, table, provider):
            for resource in write(row):
                if resource["resourceType"] == "Patient":
                    women.setdefault(resource["id"], resource)
                else:
                    resources.append(resource)
    made = [row["created"] for row in submissions if row["created"]]
    return bundle([*resources, *women.values()], max(made, default=None))


def _rows(connection: duckdb.DuckDBPyConnection, table: str, provider: str) -> Rows:
    found = connection.execute(f"SELECT * FROM {table} WHERE provider = ? ORDER BY ALL", [provider])  # noqa: S608
    names = [column[0] for column in found.description or ()]
    return [_row(names, values) for values in found.fetchall()]


def _row(names: list[str], values: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(names, values, strict=True))
