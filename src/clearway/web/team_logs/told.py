"""Values collected, uploads, boards shared and news told, as rows of team logs."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from clearway.common.organisations import Level, directory
from clearway.common.periods import Month, parse_month, parse_period
from clearway.measures.definitions import definitions
from clearway.web.boards.models import Share
from clearway.web.boards.showing import showings
from clearway.web.calendar.models import ReturnEvent, Submission
from clearway.web.calendar.replay import Step
from clearway.web.projects.models import CommunicationDone, PlannedMeasure, Project
from clearway.web.publications.models import COMPUTED, RETURN, Value
from clearway.web.team_logs.days import day_of
from clearway.web.team_logs.of_projects import Row
from clearway.web.team_logs.places import BOARD, HANDED_IN
from clearway.web.team_logs.subjects import words

LOCAL_SYSTEM = ("lmns", "local maternity and neonatal system")
"""What the local system of a trust may be called in its log of submissions, beside its name."""
AUDIENCES = {"staff": "staff", "women-families": "women"}


@dataclass(frozen=True)
class Figure:
    """A figure: of which month, known from which day on, and whether the trust collected it."""

    period: Month
    known_on: date
    collected: bool


class Figures:
    """The figures of some organisations that projects plan to watch, read once."""

    def __init__(self, codes: Collection[str], plans: Sequence[PlannedMeasure]) -> None:
        wanted = {name for plan in plans for name in shown_as(plan.measure)}
        rows = Value.objects.filter(org_code__in=codes, measure__in=wanted, state="value")
        self._held: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        for code, measure, period, at, layout, before in rows.values_list(
            "org_code", "measure", "period", "recorded_at", "source__layout", "supersedes__state"
        ):
            when = parse_period(period)
            if isinstance(when, Month):
                first = before != "value"  # a correction was collected when the first figure was
                collected = first and layout in (*COMPUTED, RETURN)
                self._held[code, measure].append(Figure(when, day_of(at), collected))

    def of(self, code: str, measure: str) -> Sequence[Figure]:
        """All that are held of a measure."""
        return self._held.get((code, measure), ())


def shown_as(measure: str) -> tuple[str, ...]:
    """The measure and the published ones that stand for it.

    Nothing for one about the work itself, which is computed from these very rows: a project that plans it
    collects nothing by it.
    """
    sheet = definitions().get(measure)
    return () if sheet is None or measure in words() else (measure, *sheet.published_as)


def measure_values(plans: Sequence[PlannedMeasure], figures: Figures) -> Iterator[Row]:
    """What the trust entered or computed of the measures in a project's plan, since the project began.

    What the centre publishes was collected by somebody else.
    """
    found: dict[tuple[object, ...], Row] = {}
    for plan in plans:
        project = plan.project
        for each in figures.of(project.org_code, plan.measure) if shown_as(plan.measure) else ():
            if each.collected and each.known_on >= project.started_on:
                row: Row = {
                    "provider": project.org_code,
                    "project": str(project.number),
                    "measure": plan.measure,
                    "collected_on": each.known_on,
                    "period": each.period.first_day,
                    "recorded_on": each.known_on,
                }
                found[tuple(row.values())] = row
    yield from found.values()


def uploads(codes: Collection[str]) -> Iterator[Row]:
    """The log of submissions, without what was withdrawn; and each month that a trust approved here.

    A month handed in counts once, on the day of its first approval, and not when the log has a line for the
    same month and local system.
    """
    rows = Submission.objects.filter(org_code__in=codes, withdraws=None, withdrawn_by=None)
    logged, months = set(), set()
    for code, system, day, period in rows.values_list("org_code", "system", "sent_on", "period"):
        logged.add((code, system.casefold(), day))
        months.add((code, _system(system), period))
    found = {*logged, *_handed_in(codes, months)}
    for code, system, day in sorted(found):
        yield {"provider": code, "system": system, "day": day}


def _handed_in(
    codes: Collection[str], logged: Collection[tuple[str, str, str]]
) -> Iterator[tuple[str, str, date]]:
    """Months that were approved for the local system, each as an upload to it."""
    steps = ReturnEvent.objects.filter(month__org_code__in=codes, step=Step.APPROVE)
    first = steps.values_list("month__org_code", "month__period").annotate(first=Min("at")).order_by()
    for code, period, at in first:
        month = parse_month(period)
        above = directory().parent(code, month.last_day)
        if above is None or above.level is not Level.ICB:  # nobody above asks for the month
            continue
        called = {_system(name) for name in (above.name, above.code, *LOCAL_SYSTEM)}
        if not any((code, name, period) in logged for name in called):
            yield code, f"{above.name}{HANDED_IN}{period}", day_of(at)


def _system(name: str) -> str:
    return " ".join(name.casefold().split())


def board_showings(
    projects: Sequence[Project], plans: Sequence[PlannedMeasure], figures: Figures
) -> Iterator[Row]:
    """Each day on which a board that showed the project was shared, with the points of its fullest chart."""
    planned: dict[int, set[str]] = defaultdict(set)
    for plan in plans:
        planned[plan.project_id].update(shown_as(plan.measure))
    for project, day in {(project, share.on) for project, share in showings(projects)}:
        counts = [
            len({each.period for each in figures.of(project.org_code, measure) if each.known_on <= day})
            for measure in planned[project.pk]
        ]
        yield {
            "provider": project.org_code,
            "project": str(project.number),
            "day": day,
            "points": max(counts, default=0),
        }


def sharings(projects: Sequence[Project]) -> Iterator[Row]:
    """Boards that were shared (figures), and what was told as planned (news).

    Whoever puts a board up for everybody, or renews it, shares it with women and families by that
    (`boards.actions`), so the steps of a public page are in the shares already.
    """
    found: dict[tuple[object, ...], Row] = {}

    def add(project: Project, way: str, day: date, audience: str, *, figures: bool) -> None:
        key = (project.org_code, str(project.number), " ".join(way.casefold().split()), day, audience)
        held = found.get(key, {})
        row = dict(zip(("provider", "project", "way", "day", "audience"), key, strict=True))
        found[key] = {**row, "figures": figures or bool(held.get("figures")), "news": True}

    for project, share in showings(projects):
        add(project, BOARD, share.on, audience_of(share), figures=True)
    done = CommunicationDone.objects.filter(communication__project__in=projects)
    for each in done.select_related("communication__project"):
        plan = each.communication
        add(plan.project, plan.how, each.on, AUDIENCES.get(plan.audience, "other"), figures=False)
    yield from found.values()


def audience_of(share: Share) -> str:
    """Whom a shared board reached; staff where nobody was asked, since boards hang among them."""
    return "staff" if share.audience is None else AUDIENCES.get(share.audience, "other")
