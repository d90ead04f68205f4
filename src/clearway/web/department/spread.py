"""How the progress scores of several projects lie: mean, median and spread. Pure.

A mean of scores hides that one project flies and another stands still, so it never stands alone. A project
without a score is counted as such and is no zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

FEWEST_FOR_QUARTILES = 4
"""Quartiles of fewer projects would be the projects themselves."""


@dataclass(frozen=True)
class Spread:
    """Of `scored` projects: mean, median, lowest, highest and quartiles; None where there are too few.

    `without` counts the projects that went on and had no score.
    """

    scored: int
    without: int
    mean: float | None = None
    median: float | None = None
    low: float | None = None
    high: float | None = None
    quartiles: tuple[float, float] | None = None

    @property
    def interquartile(self) -> float | None:
        """The distance between the quartiles: the middle half of the projects lies within it."""
        return None if self.quartiles is None else self.quartiles[1] - self.quartiles[0]


def spread(scores: Sequence[float], projects: int) -> Spread:
    """The spread of the scores of `projects` projects, of which some may have none.

    Raises ValueError for more scores than projects.
    """
    if len(scores) > projects:
        raise ValueError(f"{len(scores)} scores of {projects} projects")
    if not scores:
        return Spread(0, projects)
    return Spread(
        scored=len(scores),
        without=projects - len(scores),
        mean=fmean(scores),
        median=median(scores),
        low=min(scores),
        high=max(scores),
        quartiles=(quantile(scores, 0.25), quantile(scores, 0.75))
        if len(scores) >= FEWEST_FOR_QUARTILES
        else None,
    )


def quantile(figures: Sequence[float], share: float) -> float:
    """The figure below which that share lies, between two figures on the straight line between them.

    Definition 7 of Hyndman and Fan (1996), the one of NumPy and of spreadsheets (QUARTILE.INC).
    """
    ordered = sorted(figures)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
