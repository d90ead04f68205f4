"""The stable shift algorithm: where a chart's limits could start anew, in arrays.

The first points set limits, which are extended to the end. The next run of enough points on one side
of the centre (a shift) proposes new limits from its first point on. They are taken when the process
stays there: under the new limits no shift back begins among the points that set them, and those points
do not end in an unfinished run back that lasts to the end of the data. Described in the documentation
of the R package autospc; written here from that description and held to its printed results.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.spc.arrays import TOLERANCE, Bools, Floats, Ints

Lines = tuple[Floats, Floats, Floats]
LinesFrom = Callable[[Ints, Bools], Lines]
"""Centre, lower and upper limit at every point, from the points chosen to set them; the second
argument marks the points left out as extreme."""


@dataclass(frozen=True)
class Settings:
    """Lengths count points. `period` sets limits; `shift` is a run that may propose new ones.

    `most_left_out` is how many extreme points of a period may be left out of its limits.
    `no_regrets` refuses limits that an unfinished run at the end of the data may soon overturn.
    `every_shift` takes every shift and asks neither question.
    """

    period: int = 21
    shift: int = 8
    most_left_out: int = 3
    no_regrets: bool = True
    every_shift: bool = False

    def __post_init__(self) -> None:
        if self.period < 2 or self.shift < 2 or self.most_left_out < 0:
            raise ClearwayError("A period and a shift need at least 2 points", mend="Use 21 and 8, the usual")


class Reason(StrEnum):
    """Why new limits were taken or not."""

    STABLE = "stable"
    EVERY_SHIFT = "every_shift"
    SHIFT_BACK = "shift_back"
    UNFINISHED_RUN_BACK = "unfinished_run_back"
    TOO_FEW_POINTS = "too_few_points"


@dataclass(frozen=True)
class Trial:
    """One proposal: places count points from 0. `side` is 1 for a shift up, -1 for one down.

    `run` is the length of the shift from `start` on. `back` is where a run the other way begins, if
    one was found. The lines are those at `start`, None where too few points follow to set them.
    """

    start: int
    side: int
    run: int
    reason: Reason
    back: int | None = None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None

    @property
    def accepted(self) -> bool:
        """Whether new limits were taken."""
        return self.reason in (Reason.STABLE, Reason.EVERY_SHIFT)


@dataclass(frozen=True)
class StableShift:
    """The lines that follow when every accepted trial is applied, and all trials in order."""

    centre: Floats
    lower: Floats
    upper: Floats
    left_out: Bools
    starts: tuple[int, ...]
    trials: tuple[Trial, ...]


Run = tuple[int, int, int]
"""First place, place after the last, side (0 on the centre)."""


def stable_shift(values: Floats, lines_from: LinesFrom, settings: Settings) -> StableShift | None:
    """Runs the algorithm over points in order of time; None where too few points set a first period."""
    if values.size < settings.period:
        return None
    lines, left_out = _period(values, 0, lines_from, settings)
    centre, lower, upper = (line.copy() for line in lines)
    starts: list[int] = []
    trials: list[Trial] = []
    start, look = 0, settings.period
    while (shift := _next_shift(values, centre, start, look, settings)) is not None:
        if shift[0] + settings.period > values.size:
            trials.append(Trial(shift[0], shift[2], shift[1] - shift[0], Reason.TOO_FEW_POINTS))
            break
        new, out = _period(values, shift[0], lines_from, settings)
        trials.append(_trial(values, shift, new, settings))
        look = shift[0] + 1
        if trials[-1].accepted:
            start, look = shift[0], shift[0] + settings.period
            starts.append(start)
            left_out[start:] = out[start:]
            for line, replacement in zip((centre, lower, upper), new, strict=True):
                line[start:] = replacement[start:]
    return StableShift(centre, lower, upper, left_out, tuple(starts), tuple(trials))


def _period(
    values: Floats, start: int, lines_from: LinesFrom, settings: Settings
) -> tuple[tuple[Floats, Floats, Floats], Bools]:
    """The lines of a period and its extreme points, left out one at a time (equals together)."""
    period = np.arange(start, start + settings.period)
    left_out = np.zeros(values.size, dtype=np.bool_)
    while True:
        lines = lines_from(period[~left_out[period]], left_out)
        centre, lower, upper = lines
        room = settings.most_left_out - int(left_out.sum())
        near = TOLERANCE * np.abs(values).max()
        outside = (values > upper + near) | (values < lower - near)
        far = np.where(outside, np.abs(values - centre), 0.0)[period]
        far[left_out[period]] = 0.0
        if room <= 0 or not far.max() > 0:
            return lines, left_out
        left_out[period[far == far.max()][:room]] = True


def _next_shift(values: Floats, centre: Floats, start: int, look: int, settings: Settings) -> Run | None:
    """The first run that has enough points at or after `look`, cut to begin there."""
    for first, end, side in _runs(values, centre, start):
        if side and end - max(first, look) >= settings.shift:
            return max(first, look), end, side
    return None


def _trial(values: Floats, shift: Run, lines: Lines, settings: Settings) -> Trial:
    start, end, side = shift
    reason, back = _judged(_runs(values, lines[0], start), start + settings.period, side, settings)
    centre, lower, upper = (float(line[start]) for line in lines)
    return Trial(start, side, end - start, reason, back, centre, lower, upper)


def _judged(runs: list[Run], period_end: int, side: int, settings: Settings) -> tuple[Reason, int | None]:
    """Whether the process stays where the new limits put it; the first run is the shift itself."""
    if settings.every_shift:
        return Reason.EVERY_SHIFT, None
    backward = [run for run in runs[1:] if run[0] < period_end and run[2] == -side]
    for first, end, _ in backward:
        if end - first >= settings.shift:
            return Reason.SHIFT_BACK, first
    if settings.no_regrets and backward and backward[-1] == runs[-1] and runs[-1][1] >= period_end:
        return Reason.UNFINISHED_RUN_BACK, runs[-1][0]
    return Reason.STABLE, None


def _runs(values: Floats, centre: Floats, start: int) -> list[Run]:
    """Runs of points on one side of the centre from `start` on; points on it are runs of their own."""
    near = TOLERANCE * np.abs(values).max()
    away = values[start:] - centre[start:]
    side = np.where(np.abs(away) <= near, 0, np.sign(away)).astype(int)
    first = np.flatnonzero(np.concatenate(([True], side[1:] != side[:-1])))
    end = np.append(first[1:], side.size)
    return [
        (int(one) + start, int(other) + start, int(side[one])) for one, other in zip(first, end, strict=True)
    ]
