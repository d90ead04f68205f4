"""Targets: one for all time, one that steps at dates, or one for every point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite, nan

from clearway.common.errors import ClearwayError
from clearway.spc.series import When, as_day

Stepped = Mapping[When, float]
Trajectory = Mapping[When, float] | Sequence[float | None]


@dataclass(frozen=True)
class Target:
    """The target at any date or row; not a number where there is none.

    `constant` holds everywhere. `steps` hold each from its date until the next. `points` hold on their
    date only, past or future. `rows` are one for each row of the input.
    """

    constant: float = nan
    steps: tuple[tuple[date, float], ...] = ()
    points: tuple[tuple[date, float], ...] = ()
    rows: tuple[float, ...] = ()

    @property
    def varies(self) -> bool:
        """Whether it is more than one number for all time."""
        return bool(self.steps or self.points or self.rows)

    def at(self, day: date | None, position: int | None = None) -> float:
        """The target of the point on `day`, which is row `position` of the input."""
        if self.rows:
            return self.rows[position] if position is not None else nan
        if day is None:
            return self.constant
        if self.points:
            return dict(self.points).get(day, nan)
        reached = [value for start, value in self.steps if start <= day]
        return reached[-1] if reached else self.constant

    def last(self, days: Sequence[date | None], positions: Sequence[int]) -> float:
        """The last target of points in order of time."""
        found = [
            value
            for day, position in zip(days, positions, strict=True)
            if isfinite(value := self.at(day, position))
        ]
        return found[-1] if found else nan

    def dated(self) -> tuple[tuple[date, float], ...]:
        """The dates at which it is set, future ones too."""
        return self.steps or self.points


def read_target(target: float | Stepped | None, trajectory: Trajectory | None, rows: int | None) -> Target:
    """The target that these arguments mean. Raises ClearwayError for what is not a number.

    `rows` is the number of rows of the series, None where it is not known.
    """
    if target is not None and trajectory is not None:
        raise ClearwayError("There is a target and a trajectory", mend="Use one of them")
    if isinstance(trajectory, Mapping):
        return Target(points=_dated(trajectory))
    if trajectory is not None:
        if rows is not None and len(trajectory) != rows:
            raise ClearwayError(f"There are {rows} values and {len(trajectory)} targets in the trajectory")
        return Target(rows=tuple(nan if one is None else _number(one) for one in trajectory))
    if isinstance(target, Mapping):
        return Target(steps=_dated(target))
    return Target() if target is None else Target(constant=_number(target))


def _dated(given: Mapping[When, float]) -> tuple[tuple[date, float], ...]:
    return tuple(sorted((as_day(day), _number(value)) for day, value in given.items()))


def _number(value: float) -> float:
    if not isfinite(value):
        raise ClearwayError("The target is not a number", mend="Leave it out if there is none")
    return float(value)
