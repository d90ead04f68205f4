"""The rhythm of a series of dates, and the periods that are absent from it."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

# A rhythm is believed when at least this share of the steps is one step long. Dates of events
# have no rhythm, and nothing is missing between them.
BELIEVED = 0.5


@dataclass(frozen=True)
class Rhythm:
    """One step of a calendar: so many `months`, or so many `days`, of working days when `weekdays`."""

    months: int = 0
    days: int = 0
    month_ends: bool = False
    weekdays: bool = False

    def between(self, start: date, end: date) -> Iterator[date]:
        """The dates of the rhythm strictly between two dates."""
        step = 1
        while (day := self.after(start, step)) < end:
            if not (self.weekdays and day.weekday() > 4):
                yield day
            step += 1

    def after(self, start: date, steps: int) -> date:
        """The date so many steps after `start`, or before it when negative."""
        if not self.months:
            return start + timedelta(days=self.days * steps)
        years, month = divmod(start.year * 12 + start.month - 1 + self.months * steps, 12)
        last = calendar.monthrange(years, month + 1)[1]
        return date(years, month + 1, last if self.month_ends else start.day)


def find_rhythm(dates: Sequence[date]) -> Rhythm | None:
    """The rhythm of sorted, different dates, or None where there is none to be seen."""
    if len(dates) < 3:
        return None
    month_ends = all(day.day == calendar.monthrange(day.year, day.month)[1] for day in dates)
    if month_ends or (len({day.day for day in dates}) == 1 and dates[0].day <= 28):
        numbers = [day.year * 12 + day.month for day in dates]
        step = _step([later - earlier for earlier, later in pairwise(numbers)])
        return Rhythm(months=step, month_ends=month_ends) if step else None
    gaps = [(later - earlier).days for earlier, later in pairwise(dates)]
    step = _step(gaps)
    if step == 1:
        return Rhythm(days=1, weekdays=all(day.weekday() < 5 for day in dates))
    return Rhythm(days=step) if step else None


def absent(dates: Sequence[date], rhythm: Rhythm | None) -> tuple[date, ...]:
    """The dates of the rhythm that lie between the first and the last date and are not there."""
    if rhythm is None:
        return ()
    return tuple(day for earlier, later in pairwise(dates) for day in rhythm.between(earlier, later))


def _step(gaps: Sequence[int]) -> int:
    """The shortest gap when all others are multiples of it and it is the usual one; else 0."""
    shortest = min(gaps)
    regular = all(gap % shortest == 0 for gap in gaps)
    usual = sum(gap == shortest for gap in gaps) >= BELIEVED * len(gaps)
    return shortest if regular and usual else 0
