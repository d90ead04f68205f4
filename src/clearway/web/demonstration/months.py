"""The chapter of the months: choices, figures, submissions, approvals, what is accepted and locked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TypeVar

from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.calendar import actions as calendar
from clearway.web.calendar.guard import dates_of
from clearway.web.demonstration.figures import cell_of, entered_on
from clearway.web.demonstration.people import VIA, Cast
from clearway.web.demonstration.plan import Correction, Reason, Reopened, Spot, Story, Trust, Why
from clearway.web.jobs.when import WALL
from clearway.web.projects.models import Project
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.choices import choose
from clearway.web.returns.models import CellDetail
from clearway.web.returns.obligations import owed
from clearway.web.team_logs.computing import compute_figures

AnySpot = TypeVar("AnySpot", bound=Spot)
COMPUTER = Person("Daily job: compute the measures of improvement work", VIA)
COMPUTED_AT = time(5, 40)
SETTLED = "Checked with the unit: it is right"


@dataclass(frozen=True)
class Happening:
    """One thing that somebody does at a moment. `order` keeps what happens at the same moment in order."""

    at: datetime
    order: int
    do: Callable[[], object]


def happenings(story: Story, cast: Cast, today: date) -> Iterator[Happening]:
    """Everything of this chapter, in no order; what lies after today is left to the visitor."""
    newest = Month.of(today).previous()
    for trust in story.trusts:
        yield _choice(story, trust, cast, newest)
        for back in range(story.months):
            if back not in trust.skips:
                yield from _month(story, trust, cast, newest.shift(-back), back)
    yield from _exceptions(story, cast, newest, today)
    yield from _computed(story, newest, today)


def _computed(story: Story, newest: Month, today: date) -> Iterator[Happening]:
    """The daily job, on some of the mornings on which a month is over, and for all trusts on the last one."""
    over = (newest.shift(1 - back).first_day for back in range(0, story.months, story.work.every))
    days = dict.fromkeys(over, story.work.trusts)
    days[today - timedelta(days=1)] = tuple(trust.code for trust in story.trusts)
    for day, codes in days.items():
        morning = datetime.combine(day, COMPUTED_AT, WALL)
        yield Happening(morning, 9, partial(compute_figures, by=COMPUTER, codes=codes))


def _choice(story: Story, trust: Trust, cast: Cast, newest: Month) -> Happening:
    first = newest.shift(1 - story.months)
    return Happening(
        _at(first.first_day, 9),
        0,
        partial(
            choose,
            organisation=directory().get(trust.code),
            period=first,
            drivers=trust.drivers,
            measures=trust.supporting,
            parameters=trust.blanks,
            by=cast.enters(trust.code),
        ),
    )


def _month(story: Story, trust: Trust, cast: Cast, period: Month, back: int) -> Iterator[Happening]:
    organisation, dates = directory().get(trust.code), dates_of(period)
    entered = entered_on(story, trust, period, back)
    approved = entered + timedelta(days=trust.approves_after)
    types = cast.enters(trust.code)

    def step(day: date, hour: int, order: int, take: Callable[..., object], by: Person) -> Happening:
        return Happening(
            _at(day, hour), order, partial(take, organisation=organisation, period=period, by=by)
        )

    yield Happening(_at(entered, 10), 1, partial(_enter, story, trust, organisation, period, back, types))
    if _of(story.blanks, trust, back):
        return  # it stays in part
    yield step(entered, 11, 2, calendar.submit, types)
    yield step(approved, 14, 3, calendar.approve, cast.approves(trust.code))
    corrections = _of(story.corrections, trust, back)
    for spot in corrections:
        changed = _at(approved + timedelta(days=2), 15)
        yield Happening(changed, 4, partial(_correct, organisation, period, spot, types))
    if not corrections:  # a changed month waits for the coordinator's second look
        accepted = max(approved, dates.timely) + timedelta(days=5)
        lead = cast.coordinates(trust.code)
        yield step(accepted, 9, 5, calendar.accept, lead)
        yield step(dates.closing + timedelta(days=3), 9, 6, calendar.lock, lead)


def _exceptions(story: Story, cast: Cast, newest: Month, today: date) -> Iterator[Happening]:
    for one in story.exceptions:
        organisation, period = directory().get(one.code), newest.shift(-one.back)
        granted = today - timedelta(days=one.ago)
        yield Happening(_at(granted, 10), 7, partial(_grant, organisation, period, one, cast, today))
        yield Happening(
            _at(granted + timedelta(days=1), 11),
            8,
            partial(_correct, organisation, period, one, cast.enters(one.code)),
        )


def _grant(organisation: Organisation, period: Month, one: Reopened, cast: Cast, today: date) -> None:
    calendar.grant_exception(
        organisation=organisation,
        period=period,
        until=today + timedelta(days=one.until),
        reason=one.reason,
        by=cast.coordinates(one.code),
    )


def _enter(
    story: Story, trust: Trust, organisation: Organisation, period: Month, back: int, by: Person
) -> None:
    blank = {spot.measure for spot in _of(story.blanks, trust, back)}
    reasons = {spot.measure: spot for spot in _of(story.reasons, trust, back)}
    cells = []
    for cell in owed(organisation, period):
        if not cell.to_enter or cell.measure in blank:
            continue
        why: Why | Reason | None = reasons.get(cell.measure)
        if cell.measure in story.work.measures:
            begun = Project.objects.filter(org_code=trust.code, started_on__lte=period.last_day)
            why = None if begun.exists() else story.work.before
        if why is not None:
            cells.append(CellEntry(*cell.key, state=why.state, reason=why.reason))
        elif cell.measure in story.measures:
            cells.append(cell_of(story, trust, back, *cell.key))
    _save(organisation, period, cells, by)


def _correct(organisation: Organisation, period: Month, spot: Correction | Reopened, by: Person) -> None:
    """Take one woman off a count, with the reason."""
    held = next(cell for cell in owed(organisation, period) if cell.measure == spot.measure)
    row = held.value
    if row is None or row.numerator is None:
        raise ValueError(f"the story corrects {spot.measure} of {spot.code}, which has no figure")
    entry = CellEntry(
        *held.key,
        numerator=row.numerator - 1,
        denominator=row.denominator,
        comment=spot.comment,
        seen=row.pk,
    )
    _save(organisation, period, [entry], by)


def _save(organisation: Organisation, period: Month, cells: list[CellEntry], by: Person) -> None:
    """Enter cells; those at which a rule wonders are entered again with a comment, as people do."""
    enter = partial(enter_cells, organisation=organisation, period=period, by=by, origin=CellDetail.TYPED)
    waiting = enter(cells=cells).waiting
    if waiting:
        enter(cells=[replace(cell, comment=SETTLED) for cell in cells if cell.key in waiting])


def _of(spots: tuple[AnySpot, ...], trust: Trust, back: int) -> list[AnySpot]:
    return [spot for spot in spots if (spot.code, spot.back) == (trust.code, back)]


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), WALL)
