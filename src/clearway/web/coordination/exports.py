"""The grid as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from clearway.common.cells import safe_cell
from clearway.web.coordination.grid import Field
from clearway.web.coordination.selectors import Grid

COLUMNS = (
    "trust", "name", "month", "stage", "timeliness", "owed", "from_centre", "from_records", "figures_entered",
    "reasons_given", "missing", "completeness", "open", "closed_by_date", "exception_until",
    "changed_since_approval", "last_changed_at", "last_changed_by", "due", "timely", "closing",
)  # fmt: skip


def grid_csv(grid: Grid) -> str:
    """One line a trust and month, newest month first. Nothing in it runs in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for period in grid.months:
        for field in grid.of_month(period):
            writer.writerow([safe_cell(cell) for cell in _cells(field)])
    return out.getvalue()


def _cells(field: Field) -> Iterable[object]:
    counts, last = field.counts, field.last
    share = counts.completeness
    return (
        field.trust.code, field.trust.name, str(field.period), field.stage.value, field.timeliness.value,
        counts.owed, counts.centre, counts.records, counts.figures, counts.reasons, counts.missing,
        "" if share is None else round(share, 4), _yes(field.open_now), _yes(field.closed_by_date),
        field.exception_until or "", field.changed_since_approval,
        last.at.isoformat(timespec="seconds") if last else "", last.by if last else "",
        field.dates.due, field.dates.timely, field.dates.closing,
    )  # fmt: skip


def _yes(said: bool) -> str:
    return "yes" if said else "no"
