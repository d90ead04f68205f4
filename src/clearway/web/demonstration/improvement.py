"""The chapter of the projects: charters, teams, plans, barriers, tests of change, scores, chart events."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.spc.history import Event, EventKind
from clearway.web.audit.models import Person
from clearway.web.charts.actions import record_chart_event
from clearway.web.cycles.scoring import score_due
from clearway.web.demonstration.figures import entered_on
from clearway.web.demonstration.improvement_plan import (
    IdeaTold,
    Improvement,
    NeedTold,
    ProjectTold,
    QuestionTold,
    ShiftTold,
    UnitTold,
    improvement,
)
from clearway.web.demonstration.improvement_projects import ProjectTelling
from clearway.web.demonstration.months import Happening
from clearway.web.demonstration.people import VIA, Cast
from clearway.web.demonstration.plan import Story, Trust
from clearway.web.jobs.when import WALL
from clearway.web.projects.actions import offering
from clearway.web.projects.models import Need, NeedStep, Suggestion
from clearway.web.units.actions import change_unit, close_unit, open_unit
from clearway.web.units.models import Unit

SCORER = Person("Daily job: score predictions", VIA)
ANSWERED_AFTER = 3
STEP_AFTER = 4
FIRST_ORDER = 100
"""After whatever the months do at the same moment."""


class Days:
    """The days of the chapter: week 0 begins on the first Monday of the story's first month."""

    def __init__(self, first: Month) -> None:
        self.first = first
        self._monday = first.first_day + timedelta(days=-first.first_day.weekday() % 7)
        self._order = count(FIRST_ORDER)

    def day(self, week: int) -> date:
        """Monday of that week."""
        return self._monday + timedelta(weeks=week)

    def happening(self, week: int, weekday: int, do: Callable[[], object]) -> Happening:
        """Something on a weekday of a week; what is told later happens later on the day."""
        order = next(self._order)
        return Happening(datetime.combine(self.day(week) + timedelta(days=weekday), time(9), WALL), order, do)


def happenings(story: Story, cast: Cast, today: date) -> Iterator[Happening]:
    """Everything of this chapter, in no order."""
    told, days = improvement(), Days(Month.of(today).shift(-story.months))
    tellings: dict[str, list[ProjectTelling]] = {}
    for number, one in enumerate(told.projects):
        telling = ProjectTelling(one, told, cast, days.first, number)
        tellings.setdefault(one.code, []).append(telling)
        for week, do in telling.steps(days.day):
            yield days.happening(week, number % 5, do)
    for unit in told.units:
        yield from _unit(unit, cast, days)
    for idea in told.ideas:
        yield from _idea(idea, cast, days, tellings[idea.code])
    for need in told.needs:
        yield from _need(need, cast, days)
    for trust in story.trusts:
        yield from _scored(told, story, trust, days.first)
    for shift in told.shifts:
        yield _phase(shift, cast, days)


def _unit(told: UnitTold, cast: Cast, days: Days) -> Iterator[Happening]:
    kept: list[Unit] = []
    by = cast.improves(told.code)

    def begin() -> None:
        organisation = directory().get(told.code)
        kept.append(open_unit(organisation=organisation, name=told.name, kind=told.kind, by=by))

    yield days.happening(told.week, 0, begin)
    if told.renamed is not None:
        called = told.renamed.words
        rename = partial(change_unit, name=called, kind=told.kind, site_code="", by=by)
        yield days.happening(told.renamed.week, 0, lambda: rename(unit=kept[0]))
    if told.closed is not None:
        why = told.closed.words
        yield days.happening(told.closed.week, 0, lambda: close_unit(unit=kept[0], reason=why, by=by))


def _idea(told: IdeaTold, cast: Cast, days: Days, projects: list[ProjectTelling]) -> Iterator[Happening]:
    kept: list[Suggestion] = []

    def offer() -> None:
        kept.append(
            offering.offer_idea(
                organisation=directory().get(told.code),
                title=told.title,
                words=told.words,
                driver=told.driver,
                by=cast.offers(told.code),
            )
        )

    def answer() -> None:
        by = cast.improves(told.code)
        if told.declined:
            offering.decline_idea(suggestion=kept[0], reason=told.declined, by=by)
        elif told.taken_by is not None:
            offering.take_up_idea(suggestion=kept[0], project=projects[told.taken_by - 1].project, by=by)

    yield days.happening(told.week, 1, offer)
    if told.declined or told.taken_by is not None:
        yield days.happening(told.week + ANSWERED_AFTER, 2, answer)


def _need(told: NeedTold, cast: Cast, days: Days) -> Iterator[Happening]:
    kept: list[Need] = []

    def ask() -> None:
        kept.append(
            offering.ask_for(
                organisation=directory().get(told.code),
                kind=told.kind,
                title=told.title,
                words=told.words,
                by=cast.improves(told.code),
            )
        )

    def answer(step: str) -> None:
        reason = told.reason if step == NeedStep.REFUSED else ""
        offering.answer_need(need=kept[0], step=step, reason=reason, by=cast.approves(told.code))

    yield days.happening(told.week, 1, ask)
    for place, step in enumerate(told.steps, start=1):
        yield days.happening(told.week + STEP_AFTER * place, 3, partial(answer, step))


def _scored(told: Improvement, story: Story, trust: Trust, first: Month) -> Iterator[Happening]:
    """The daily job, on the mornings on which it finds something: the day after a month was entered."""
    for month in sorted({one.month for one in _questions(told.projects, trust.code) if one.month}):
        period, back = first.shift(month - 1), story.months - month
        entered = entered_on(story, trust, period, back)
        morning = datetime.combine(entered + timedelta(days=1), time(6, 10), WALL)
        score = partial(score_due, organisation=directory().get(trust.code), by=SCORER)
        yield Happening(morning, FIRST_ORDER, score)


def _questions(projects: tuple[ProjectTold, ...], code: str) -> Iterator[QuestionTold]:
    for project in projects:
        if project.code == code:
            for cycle in project.cycles:
                yield from cycle.questions


def _phase(told: ShiftTold, cast: Cast, days: Days) -> Happening:
    """Limits begin anew where a change shifted the figures; decided when five months have shown it."""
    month = days.first.shift(told.month - 1)
    when = datetime.combine(month.shift(5).last_day, time(15), WALL)

    def decide() -> None:
        by = cast.improves(told.code)
        record_chart_event(
            organisation=directory().get(told.code),
            measure=told.measure,
            component="",
            event=Event(
                id=f"made-up-{told.code}-{told.measure}".lower(),
                kind=EventKind.PHASE,
                effective=month.first_day,
                reason=told.reason,
                author=by.name,
                recorded_at=when,
            ),
            by=by,
        )

    return Happening(when, FIRST_ORDER, decide)
