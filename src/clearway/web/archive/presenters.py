"""What the page of the export shows."""

from collections import Counter
from dataclasses import dataclass

from clearway.web.archive.selectors import counted
from clearway.web.design.pictures import Table

PARTS = {
    "people": "People with a role, and the roles they held",
    "publications": "Your own figures, as they were entered, restated and computed",
    "charts": "Decisions about charts",
    "calendar": "Months: their steps, and what was sent to other systems",
    "returns": "What was said with figures: comments, choices, samples",
    "uploads": "Files of figures that were uploaded, row by row",
    "exchange": "Files of figures that programs sent",
    "projects": "Projects, actions, barriers, ideas, needs and their files",
    "cycles": "Tests of change, predictions, progress scores",
    "library": "What was shared with other trusts",
    "boards": "With whom boards were shared",
    "department": "Meetings, the department’s plan, reach of staff",
    "audit": "The change log and the access log",
}
"""What the tables of an app hold, as people call it, in the order of the page."""


@dataclass(frozen=True)
class ExportPage:
    """How much there is of what."""

    table: Table
    rows: int


def export_page(code: str) -> ExportPage:
    """Count what an export of the organisation would hold."""
    counts: Counter[str] = Counter()
    for name, count in counted(code):
        counts[name.split(".")[0]] += count
    order = [*PARTS, *sorted(set(counts) - set(PARTS))]
    lines = tuple((PARTS.get(app, app), f"{counts[app]:,}") for app in order if counts[app])
    return ExportPage(Table(("What", "Rows"), lines), sum(counts.values()))
