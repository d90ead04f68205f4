"""Who is counted: one member for each unit that a rule puts into a denominator."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Member:
    """One unit in the denominator of a measure in a month; `numerator` says whether also in that.

    `unit` is what is counted once: the mother, the pregnancy or the quit attempt. `pregnancy_id` is
    empty for a quit attempt whose pregnancy was not sent. `month` is the first day of the month.
    """

    measure: str
    component: str
    provider: str
    month: date
    unit: str
    pregnancy_id: str
    numerator: bool


def month_of(day: date) -> date:
    """The first day of the month that the day is in."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the following month."""
    return month_of(month.replace(day=28) + timedelta(days=4))
