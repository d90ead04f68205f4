"""Whether a project's progress score moves. Pure: scores by month in, one word and its figures out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clearway.common.periods import Month

SPAN = 3
"""Months: a score that is no higher than three months before is flat."""

TOP = 5.0


class Movement(StrEnum):
    """How the score moves."""

    NONE = "no score"
    STALE = "not scored lately"
    NEW = "too new to say"
    RISING = "rising"
    FLAT = "flat for three months"
    FALLING = "lower than three months before"
    TOP = "at the top of the scale"


STUCK = frozenset({Movement.FLAT, Movement.FALLING})


@dataclass(frozen=True)
class Progress:
    """The newest score, its month, the score that stood three months before that, and what follows.

    `since` is the first month of the unbroken run of the newest score.
    """

    kind: Movement
    now: float | None = None
    month: Month | None = None
    before: float | None = None
    since: Month | None = None

    @property
    def stuck(self) -> bool:
        """Whether it is worth a call: flat or falling."""
        return self.kind in STUCK


def movement(scores: Mapping[Month, float], last: Month) -> Progress:
    """How the scores move; `last` is the last month that has ended.

    A score stands until the next one. The newest is set beside the one that stood three months before its
    own month. A project whose newest score is older than the last three months is not judged: nobody knows.
    """
    if not scores:
        return Progress(Movement.NONE)
    newest = max(scores)
    now, before = scores[newest], standing(scores, newest.shift(-SPAN))
    return Progress(_kind(now, before, newest, last), now, newest, before, _since(scores, newest))


def standing(scores: Mapping[Month, float], month: Month) -> float | None:
    """The score that stood in a month: its own, or the last one before it."""
    until = [each for each in scores if each <= month]
    return scores[max(until)] if until else None


def _kind(now: float, before: float | None, newest: Month, last: Month) -> Movement:
    if newest < last.shift(1 - SPAN):
        return Movement.STALE
    if now >= TOP:
        return Movement.TOP
    if before is None:
        return Movement.NEW
    if now > before:
        return Movement.RISING
    return Movement.FALLING if now < before else Movement.FLAT


def _since(scores: Mapping[Month, float], newest: Month) -> Month:
    run = newest
    for month in sorted(scores, reverse=True):
        if scores[month] != scores[newest]:
            break
        run = month
    return run


def went_on(month: Month, started: date, ends: Iterable[tuple[date, bool]]) -> bool:
    """Whether a project was open on any day of the month.

    `ends` are the days on which it was closed (True) or opened again (False), in their order.
    """
    if started > month.last_day:
        return False
    closed = False
    for day, closing in ends:
        if day > month.last_day:
            break
        if day >= month.first_day:
            return True
        closed = closing
    return not closed
