"""Rows of the value table as they leave the site: unrounded, with state, source and date of record."""

from collections.abc import Iterable, Iterator

from clearway.common.cells import safe_cell
from clearway.common.organisations import directory
from clearway.web.publications.models import Value

COLUMNS = (
    "measure", "component", "parameter", "version", "org_level", "org_code", "org_name", "period",
    "numerator", "denominator", "value", "state", "note", "status", "publisher", "file", "recorded_at",
)  # fmt: skip


def export_rows(values: Iterable[Value]) -> Iterator[tuple[object, ...]]:
    """One tuple of COLUMNS a row; a missing number is an empty cell, never 0. Each row once."""
    seen: set[int] = set()
    for value in values:
        if value.pk in seen:
            continue
        seen.add(value.pk)
        organisation = directory().find(value.org_code)
        cells: list[object] = [
            value.measure,
            value.component,
            value.parameter,
            value.version,
            value.org_level,
            value.org_code,
            organisation.name if organisation else "",
            value.period,
            *(number_cell(number) for number in (value.numerator, value.denominator, value.value)),
            value.state,
            value.note,
            value.status,
            value.source.publisher,
            value.source.name,
            value.recorded_at.isoformat(timespec="seconds"),
        ]
        yield tuple(safe_cell(cell) for cell in cells)


def number_cell(number: float | None) -> object:
    """Whole counts without a decimal point, so that they read as they were published."""
    if number is None:
        return ""
    return int(number) if float(number).is_integer() else number
