"""Whether predictions came true, and whether a team is as sure as it may be. Pure: numbers in, verdicts out.

A prediction is a statement with a chance: "between 60 and 70%, 80% sure". It comes true or it does not. The
squared distance between the chance and what happened is the Brier score (Brier 1950): 0 is perfect, 0.25 is
what "50%" always gets, 1 is being certain and wrong. Calibration compares, for all predictions with about
the same chance, how many came true with how many should have.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clearway.spc import wilson

BANDS = ((50, 59), (60, 69), (70, 79), (80, 89), (90, 99))
"""How sure, in percent: predictions of one band are judged together."""


@dataclass(frozen=True)
class Scored:
    """A prediction that met its answer: the chance in percent, and whether it came true."""

    sure: int
    came_true: bool

    @property
    def brier(self) -> float:
        """Squared distance of the chance from what happened."""
        return (self.sure / 100 - self.came_true) ** 2


@dataclass(frozen=True)
class Band:
    """The predictions of about the same chance: how many, how many came true, and the 95% interval of that.

    `verdict` is "as sure as it may be", "too sure", "not sure enough", or "too few to say".
    """

    low: int
    high: int
    n: int
    came_true: int
    mean_sure: float
    interval: tuple[float, float] | None
    verdict: str


@dataclass(frozen=True)
class Calibration:
    """All of a team's scored predictions. `brier` is None while there is none."""

    n: int
    came_true: int
    brier: float | None
    bands: tuple[Band, ...]


def came_true(low: float | None, high: float | None, number: float) -> bool:
    """Whether the number lies in the predicted range; its ends belong to it, an open end has no limit."""
    return (low is None or number >= low) and (high is None or number <= high)


def calibration(scored: Iterable[Scored]) -> Calibration:
    """How the chances that were given compare with what happened."""
    all_of_them = list(scored)
    n = len(all_of_them)
    return Calibration(
        n=n,
        came_true=sum(one.came_true for one in all_of_them),
        brier=sum(one.brier for one in all_of_them) / n if n else None,
        bands=tuple(
            _band(low, high, [one for one in all_of_them if low <= one.sure <= high]) for low, high in BANDS
        ),
    )


def _band(low: int, high: int, scored: Sequence[Scored]) -> Band:
    n, hits = len(scored), sum(one.came_true for one in scored)
    mean = sum(one.sure for one in scored) / n / 100 if n else (low + high) / 200
    interval = wilson(hits, n) if n else None
    return Band(low, high, n, hits, mean, interval, _verdict(n, mean, interval))


FEWEST = 5
"""Fewer predictions than this say nothing about how sure a team may be."""


def _verdict(n: int, mean: float, interval: tuple[float, float] | None) -> str:
    if interval is None or n < FEWEST:
        return "too few to say"
    if mean > interval[1]:
        return "too sure"
    if mean < interval[0]:
        return "not sure enough"
    return "as sure as it may be"
