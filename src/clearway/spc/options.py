"""The choices for one chart, checked once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TypeVar

from clearway.common.errors import ClearwayError
from clearway.spc.limits import Family, family
from clearway.spc.profiles import Profile, profile
from clearway.spc.series import When, as_day
from clearway.spc.words import Direction, Unit

W = TypeVar("W", Direction, Unit)


@dataclass(frozen=True)
class Options:
    """How one series is to be judged; see `clearway.spc.spc` for the meaning of each."""

    family: Family
    profile: Profile
    direction: Direction
    target: float | None
    baseline_points: int | None
    rebase_days: tuple[date, ...]
    excluded_days: frozenset[date]
    screen: bool
    unit: Unit | None
    bounds: tuple[float | None, float | None] | None


def read_options(
    chart: str,
    profile_name: str,
    direction: str,
    target: float | None,
    baseline_points: int | None,
    rebase_dates: Iterable[When],
    exclude_dates: Iterable[When],
    screen: bool | None,
    unit: str | None,
    bounds: tuple[float | None, float | None] | None,
) -> Options:
    """The options these arguments mean. Raises ClearwayError on a word or number that does not fit."""
    rules = profile(profile_name)
    if target is not None and not isfinite(target):
        raise ClearwayError("The target is not a number", mend="Leave it out if there is none")
    if baseline_points is not None and baseline_points < max(rules.minimum_baseline, 2):
        raise ClearwayError(
            f"A baseline of {baseline_points} points is too short for the profile {rules.name}",
            mend=f"Use at least {max(rules.minimum_baseline, 2)} points, or none for all points",
        )
    return Options(
        family=family(chart),
        profile=rules,
        direction=_word(Direction, direction, "direction"),
        target=target,
        baseline_points=baseline_points,
        rebase_days=tuple(sorted({as_day(day) for day in rebase_dates})),
        excluded_days=frozenset(as_day(day) for day in exclude_dates),
        screen=rules.screen if screen is None else screen,
        unit=None if unit is None else _word(Unit, unit, "unit"),
        bounds=bounds,
    )


def _word(kind: type[W], word: str, name: str) -> W:
    try:
        return kind(word)
    except ValueError:
        raise ClearwayError(f"There is no {name} '{word}'", mend=f"Use one of: {', '.join(kind)}") from None
