"""Where a measure stands now: by the phase of its chart, never by one month. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FEWEST, MOST = 3, 6
"""Months of which the median is taken where a phase has no limits: fewer than 3 say nothing."""


@dataclass(frozen=True)
class Level:
    """A level in the unit of the measure, and in words how it was found."""

    value: float
    words: str


def level_of(figures: Sequence[float], *, centre: float | None, word: str) -> Level | None:
    """The level of a phase with these figures, the oldest first; None where they are too few.

    `centre` is the phase's own centre line, a `word` "mean" or "median", where it has limits. Without, the
    median of the last months stands for it.
    """
    if centre is not None:
        return Level(centre, f"{word} of the {len(figures)} months of its phase")
    last = figures[-MOST:]
    if len(last) < FEWEST:
        return None
    return Level(median(last), f"median of the last {len(last)} months")
