"""How often the department meant to meet, and how often it did. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

LOOKED_BACK = timedelta(weeks=26)
TOO_LONG = timedelta(weeks=6)
"""After so long without a meeting the page says so."""


@dataclass(frozen=True)
class Agreed:
    """From that day on: a meeting every so many weeks."""

    since: date
    every_weeks: int


@dataclass(frozen=True)
class Rhythm:
    """Meetings from `first` to `last`: `expected` is None where nobody said how often to meet."""

    first: date
    last: date
    expected: int | None
    held: int
    newest: date | None
    every_weeks: int | None = None

    @property
    def quiet(self) -> bool:
        """Whether no meeting was held for six weeks, or never."""
        return self.newest is None or self.last - self.newest > TOO_LONG

    @property
    def weeks_quiet(self) -> int | None:
        """Whole weeks since the last meeting; None without one."""
        return None if self.newest is None else (self.last - self.newest).days // 7


def rhythm(held: Collection[date], agreed: Sequence[Agreed], today: date) -> Rhythm:
    """The last half year, or as far back as it was agreed how often to meet."""
    come = sorted(agreed, key=lambda one: one.since)
    first = today - LOOKED_BACK
    if come and first < come[0].since <= today:
        first = come[0].since
    there = [day for day in held if day <= today]
    now = [one for one in come if one.since <= today]
    return Rhythm(
        first,
        today,
        expected=expected(come, first, today) if now else None,
        held=sum(day >= first for day in there),
        newest=max(there, default=None),
        every_weeks=now[-1].every_weeks if now else None,
    )


def expected(agreed: Sequence[Agreed], first: date, last: date) -> int:
    """How many meetings fall due from `first` to `last`, both included; whole ones only.

    Each agreement counts for the days until the next one: a quarter at every 4 weeks and a quarter at every
    2 weeks make 3 and 6 meetings, and parts of both go together.
    """
    due = Fraction(0)
    end = last + timedelta(days=1)
    for number, one in enumerate(agreed):
        begins = max(one.since, first)
        ends = min(agreed[number + 1].since, end) if number + 1 < len(agreed) else end
        if begins < ends:
            due += Fraction((ends - begins).days, 7 * one.every_weeks)
    return int(due)
