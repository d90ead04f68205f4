"""Months of organisations side by side: state, dates, how much is held, what changed since approval."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from clearway.common.periods import Month
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.deadlines import MonthDates
from clearway.web.calendar.guard import dates_of, is_open
from clearway.web.calendar.states import MonthState, State, Step, states_of
from clearway.web.design.filters import day as in_words
from clearway.web.publications.models import RETURN, Value
from clearway.web.returns.obligations import Owed, Status, owed_of


@dataclass(frozen=True)
class MonthCard:
    """One month of one organisation."""

    org_code: str
    period: Month
    state: MonthState
    dates: MonthDates
    owed: tuple[Owed, ...]
    modified: int

    @property
    def missing(self) -> int:
        """How many cells hold nothing."""
        return sum(not each.held for each in self.owed)

    @property
    def held(self) -> int:
        """How many cells hold a figure or a reason, wherever it comes from."""
        return len(self.owed) - self.missing

    @property
    def entered(self) -> int:
        """How many the organisation entered itself."""
        return sum(each.status is Status.ENTERED for each in self.owed)

    def open_on(self, day: date) -> bool:
        """Whether figures may be changed on that day."""
        return is_open(self.state, self.period, day)

    def label(self, day: date) -> str:
        """Where it stands, in a word or two; a month that closed as it was is not called open."""
        if self.state.state is State.OPEN and not self.open_on(day):
            return "Not begun" if self.period.first_day > day else "Closed, not submitted"
        return str(self.state.state).capitalize()

    def late_on(self, day: date) -> bool:
        """Whether it can no longer come on time: the last timely day has passed and it is not handed in."""
        return day > self.dates.timely and self.state.reached(Step.SUBMIT) is None

    def due_words(self, day: date) -> str:
        """When it is or was due, and until when it still counts as on time."""
        if day <= self.dates.due or self.state.reached(Step.SUBMIT) is not None:
            return f"Due {in_words(self.dates.due)}"
        if day <= self.dates.timely:
            return f"Was due {in_words(self.dates.due)}, on time until {in_words(self.dates.timely)}"
        return f"Late: was due {in_words(self.dates.due)}"


def cards(
    org_codes: Collection[str], periods: Collection[Month], package_id: str = MAIN_PACKAGE
) -> Mapping[tuple[str, Month], MonthCard]:
    """The months of the organisations, in four queries however many there are."""
    states = states_of(org_codes, periods)
    held = owed_of(org_codes, periods, package_id)
    modified = modifications(states)
    return {
        (code, period): MonthCard(
            code,
            period,
            states[code, period],
            dates_of(period, package_id),
            held[code, period],
            modified.get((code, period), 0),
        )
        for code in org_codes
        for period in periods
    }


def modifications(states: Mapping[tuple[str, Month], MonthState]) -> dict[tuple[str, Month], int]:
    """How many cells were changed after the approval that stands, by organisation and month. One query."""
    approved = {key: event.at for key, state in states.items() if (event := state.reached(Step.APPROVE))}
    if not approved:
        return {}
    rows = Value.objects.filter(
        source__layout=RETURN,
        org_code__in={code for code, _ in approved},
        period__in={str(period) for _, period in approved},
        recorded_at__gt=min(approved.values()),
    )
    counted: dict[tuple[str, Month], set[tuple[str, str, str]]] = {key: set() for key in approved}
    by_text = {(code, str(period)): (code, period) for code, period in approved}
    for row in rows:
        key = by_text.get((row.org_code, row.period))
        if key and row.recorded_at > approved[key]:
            counted[key].add((row.measure, row.component, row.parameter))
    return {key: len(cells) for key, cells in counted.items()}
