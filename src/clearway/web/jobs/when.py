"""Due times in words: "daily at 06:30", "weekly on Monday at 08:00", "monthly on 5 at 08:00", "hourly at 15".

Times of day are those of the clock on the wall in England. Where the clocks go forward over a due time it is
an hour later by the new clock; where they go back, the first of the two counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from clearway.common.errors import ClearwayError

WALL = ZoneInfo("Europe/London")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORDS = re.compile(
    r"(?:(?P<daily>daily)|weekly on (?P<weekday>[a-z]+)|monthly on (?P<day>\d{1,2}))"
    r" at (?P<hour>\d{2}):(?P<minute>\d{2})|hourly at (?P<past>\d{2})"
)
_FURTHEST = 63  # days: longer than two months


@dataclass(frozen=True)
class When:
    """A rule for due times. Without `hour` it is due every hour."""

    words: str
    minute: int
    hour: int | None = None
    weekday: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, words: str) -> Self:
        """Read a rule. Raises ClearwayError when it is none of the four kinds."""
        found = _WORDS.fullmatch(words.strip().lower())
        try:
            return cls._of(words.strip(), found.groupdict() if found else {})
        except (KeyError, ValueError):
            raise ClearwayError(
                f"“{words}” is not a due time",
                mend="Write it as: daily at 06:30, weekly on Monday at 08:00, monthly on 5 at 08:00 "
                "(a day from 1 to 28), or hourly at 15",
            ) from None

    @classmethod
    def _of(cls, words: str, part: dict[str, str | None]) -> Self:
        if part["past"] is not None:
            return cls(words, time(0, int(part["past"])).minute)
        at = time(int(part["hour"] or ""), int(part["minute"] or ""))
        weekday = WEEKDAYS.index(part["weekday"]) if part["weekday"] else None
        day = int(part["day"]) if part["day"] else None
        if day is not None and not 1 <= day <= 28:  # every month has it
            raise ValueError
        return cls(words, at.minute, at.hour, weekday, day)

    def latest(self, now: datetime) -> datetime:
        """The last due time that is not after `now`, in UTC."""
        return next(due for due in self._around(now, -1) if due <= now)

    def next(self, now: datetime) -> datetime:
        """The first due time after `now`, in UTC."""
        return next(due for due in self._around(now, 1) if due > now)

    def _around(self, now: datetime, step: int) -> Iterator[datetime]:
        """Due times day by day, from the day before or after `now` away from it."""
        today = now.astimezone(WALL).date() - timedelta(days=step)
        for away in range(_FURTHEST):
            yield from self._on(today + timedelta(days=step * away), reverse=step < 0)

    def _on(self, day: date, *, reverse: bool) -> list[datetime]:
        if self.hour is None:  # the offset of England is a whole hour: minutes past are the same in UTC
            return sorted(
                (datetime.combine(day, time(hour, self.minute), UTC) for hour in range(24)), reverse=reverse
            )
        if self.weekday not in (None, day.weekday()) or self.day not in (None, day.day):
            return []
        return [datetime.combine(day, time(self.hour, self.minute), WALL).astimezone(UTC)]
