"""The grid, and the health of a collaborative, as files for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from clearway.common.cells import safe_cell
from clearway.web.coordination.grid import Field
from clearway.web.coordination.presenters_health import Health, ProjectLine, TrustCard
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


HEALTH_COLUMNS = (
    "trust", "name", "place_in_order", "reasons", "months_on_time", "tests_begun_90_days", "last_activity",
    "leadership", "barriers_overdue", "approvals_waiting", "project", "project_title", "score",
    "score_three_months_before", "movement", "above_evidence",
)  # fmt: skip
PEOPLE_COLUMNS = ("pathway_lead", "contacts")


def health_csv(health: Health, *, named: bool) -> str:
    """A line for each open project, one for a trust without any; people only where `named`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*HEALTH_COLUMNS, *(PEOPLE_COLUMNS if named else ())])
    for place, card in enumerate(health.everything, start=1):
        for project in card.projects or (None,):
            cells = [*_health_cells(place, card, project), *(_people(card) if named else ())]
            writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


def _health_cells(place: int, card: TrustCard, project: ProjectLine | None) -> Iterable[object]:
    yield from (
        card.code, card.name, place, "; ".join(reason.words for reason in card.reasons), card.reports,
        card.tests, card.last_activity or "", card.leadership, card.overdue_barriers, card.waiting_approvals,
    )  # fmt: skip
    if project is None:
        yield from ("",) * 6
    else:
        scores = _score(project.now), _score(project.before)
        yield from (project.number, project.title, *scores, project.tag, project.gap)


def _score(text: str) -> str:
    return "" if text == "–" else text


def _people(card: TrustCard) -> tuple[str, str]:
    return card.lead_name, "; ".join(" ".join(filter(None, (one.name, one.email))) for one in card.contacts)


def _yes(said: bool) -> str:
    return "yes" if said else "no"
