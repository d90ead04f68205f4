"""What the centre sent for a month: every version of a figure, and what breaks its series."""

from collections.abc import Iterable

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.records.plausibility import Break, plausibility
from clearway.web.publications.models import Value
from clearway.web.returns.obligations import Owed, Status


def versions(organisation: Organisation, period: Month, cells: Iterable[Owed]) -> dict[int, list[Value]]:
    """All versions of each figure that is filled from elsewhere, newest first, by the id of the current row.

    One query. A figure that was provisional, final and reissued has three.
    """
    filled = [each.value for each in cells if each.value and each.status in (Status.CENTRE, Status.RECORDS)]
    rows = Value.objects.of(organisation).filter(
        period=str(period), measure__in={row.measure for row in filled}
    )
    by_id = {row.pk: row for row in rows.select_related("source")}
    return {row.pk: _chain(row, by_id) for row in filled}


def breaks(cell: Owed) -> list[Break]:
    """What breaks the published series that stand for a measure: other definitions, other sources."""
    published = set(cell.definition.published_as)
    return [
        each
        for each in plausibility().breaks
        if (each.kind == "together" and len(published & set(each.measures)) > 1)
        or (each.kind in ("at", "definition") and published & set(each.measures))
    ]


def _chain(row: Value, by_id: dict[int, Value]) -> list[Value]:
    chain = [row]
    while chain[-1].supersedes_id in by_id:
        chain.append(by_id[chain[-1].supersedes_id])
    return chain
