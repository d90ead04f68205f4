"""Whether a month came on time, and rates that cannot pass 100%. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clearway.package.deadlines import MonthDates
from clearway.web.coordination.counting import Counts


class Timeliness(StrEnum):
    """How an organisation stands to the dates of a month."""

    NOT_DUE = "not due yet"
    DUE = "due"
    """The due date has passed; until the timely date it still counts as on time."""
    ON_TIME = "on time"
    LATE = "handed in late"
    OVERDUE = "overdue"
    """The timely date has passed and nothing was handed in."""
    EMPTY = "handed in empty"
    """Handed in although nothing was entered of what there was to enter: that is not on time."""


LATE = frozenset({Timeliness.LATE, Timeliness.OVERDUE, Timeliness.EMPTY})


def timeliness(counts: Counts, handed_in: date | None, dates: MonthDates, today: date) -> Timeliness:
    """How a month stands; `handed_in` is the day of the submission that holds, None without one."""
    if handed_in is not None:
        if counts.empty or counts.held == 0:
            return Timeliness.EMPTY
        return Timeliness.ON_TIME if handed_in <= dates.timely else Timeliness.LATE
    if today > dates.timely:
        return Timeliness.OVERDUE
    return Timeliness.DUE if today > dates.due else Timeliness.NOT_DUE


@dataclass(frozen=True)
class Rate:
    """So many of so many. Raises ValueError where the part is more than the whole."""

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise ValueError(f"{self.count} of {self.of} is no part of a whole")

    @property
    def share(self) -> float | None:
        """From 0 to 1; None, not 0, where there is no whole."""
        return self.count / self.of if self.of else None

    @property
    def words(self) -> str:
        """Such as "5 of 8"."""
        return f"{self.count} of {self.of}"
