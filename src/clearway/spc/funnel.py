"""Funnel plots: organisations of different size compared fairly on one proportion.

The limits are exact. A unit lies outside a level when the binomial chance of a result as far or
further from the target, on its side, is below half of what the level leaves over (0.025 for 95 %,
0.001 for 99.8 %). The drawn limits are the binomial quantiles interpolated between whole cases
(Spiegelhalter 2005, Statistics in Medicine 24: 1185-1202, appendix A.1.1), mirrored for the upper
side, so a unit lies beyond the drawn line exactly when that test says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isnan

import numpy as np
from scipy.stats import binom

from clearway.common.errors import ClearwayError
from clearway.spc.arrays import Floats

METHOD = "exact binomial limits, interpolated"


@dataclass(frozen=True)
class FunnelUnit:
    """One organisation. `lower` and `upper` are its limits as fractions, in the order of the levels.

    `outside` is the highest level that it lies outside of, None when inside all; `side` is `high`, `low`
    or empty.
    """

    label: str
    numerator: float
    denominator: float
    value: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    outside: float | None
    side: str
    row: str


@dataclass(frozen=True)
class Funnel:
    """The comparison. `target` is the line compared with, `pooled` whether it is the units' own mean.

    `left_out` lists the units without a usable figure, with the reason. `text` says it in words.
    """

    target: float
    pooled: bool
    levels: tuple[float, ...]
    units: tuple[FunnelUnit, ...]
    left_out: tuple[tuple[str, str], ...]
    method: str
    text: str

    def limits_at(self, denominators: Sequence[float]) -> list[tuple[Floats, Floats]]:
        """For each level, the lower and upper limits at these denominators, as fractions."""
        return [binomial_limits(np.asarray(denominators, dtype=float), self.target, q) for q in self.levels]


def binomial_limits(denominators: Floats, target: float, level: float) -> tuple[Floats, Floats]:
    """Lower and upper limit of the proportion at each denominator, for a two-sided `level`."""
    tail = (1 - level) / 2
    n = np.round(denominators)
    return _lower(n, target, tail), 1 - _lower(n, 1 - target, tail)


def _lower(n: Floats, target: float, tail: float) -> Floats:
    """The interpolated quantile as a fraction: counts below it have a chance below `tail`."""
    count = np.maximum(binom.ppf(tail, n, target), 0.0)
    reached, before = binom.cdf(count, n, target), binom.cdf(count - 1, n, target)
    step = np.where(reached > before, reached - before, 1.0)
    part = np.clip((reached - tail) / step, 0.0, 1.0)
    return np.asarray(np.clip((count - part) / n, 0.0, 1.0), dtype=np.float64)


def funnel(
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    labels: Sequence[str],
    *,
    levels: tuple[float, ...] = (0.95, 0.998),
    target: float | None = None,
    rows: Sequence[str | int] | None = None,
) -> Funnel:
    """Compares units on a proportion with exact binomial limits.

    `target` is a fraction; by default the units' own pooled proportion. A unit with a missing figure
    or no cases is left out and listed. Counts that a publisher has rounded are used as they are.
    Raises ClearwayError, naming the row, for a numerator above its denominator, a negative count or
    a label that comes twice, and when no unit has a figure.
    """
    if not levels or any(not 0 < level < 1 for level in levels):
        raise ClearwayError(
            "A level of a funnel lies between 0 and 1", mend="Use levels such as 0.95 and 0.998"
        )
    if not len(numerators) == len(denominators) == len(labels):
        raise ClearwayError("Numerators, denominators and labels differ in number")
    names = [f"row {name}" for name in (rows if rows is not None else range(1, len(labels) + 1))]
    kept, left_out = _sort_out(numerators, denominators, labels, names)
    if not kept:
        raise ClearwayError("No unit has a figure to compare", mend="Check the columns of the file")
    if target is not None and not 0 <= target <= 1:
        raise ClearwayError(f"The target {target:g} is not a fraction", mend="Write 6 % as 0.06")
    line = sum(top for _, top, _, _ in kept) / sum(bottom for _, _, bottom, _ in kept)
    found = _units(kept, line if target is None else target, tuple(sorted(levels)))
    return _with_text(
        found, left_out, line if target is None else target, target is None, tuple(sorted(levels))
    )


_Kept = list[tuple[str, float, float, str]]


def _sort_out(
    tops: Sequence[float | None],
    bottoms: Sequence[float | None],
    labels: Sequence[str],
    names: list[str],
) -> tuple[_Kept, tuple[tuple[str, str], ...]]:
    """The units that have figures, and those that have not with the reason."""
    kept: _Kept = []
    left_out: list[tuple[str, str]] = []
    seen: dict[str, str] = {}
    for top, bottom, label, row in zip(tops, bottoms, labels, names, strict=True):
        if label in seen:
            raise ClearwayError(f"'{label}' is in {seen[label]} and in {row}", mend="Keep one row a unit")
        seen[label] = row
        if top is None or bottom is None or isnan(top) or isnan(bottom):
            left_out.append((label, "no figure"))
            continue
        _check(top, bottom, row)
        if bottom == 0:
            left_out.append((label, "no cases"))
        else:
            kept.append((label, float(top), float(bottom), row))
    return kept, tuple(left_out)


def _check(top: float, bottom: float, row: str) -> None:
    if top < 0 or bottom < 0 or not (isfinite(top) and isfinite(bottom)):
        raise ClearwayError(f"{top:g} of {bottom:g} is not a count", where=row)
    if top > bottom:
        raise ClearwayError(
            f"The numerator {top:g} is above the denominator {bottom:g}",
            where=row,
            mend="Correct the row; a part cannot be larger than the whole",
        )


def _units(kept: _Kept, line: float, levels: tuple[float, ...]) -> tuple[FunnelUnit, ...]:
    sizes = np.array([bottom for _, _, bottom, _ in kept])
    limits = [binomial_limits(sizes, line, level) for level in levels]
    units = []
    for place, (label, top, bottom, row) in enumerate(kept):
        value = top / bottom
        lower = tuple(float(low[place]) for low, _ in limits)
        upper = tuple(float(high[place]) for _, high in limits)
        beyond = [q for q, low, high in zip(levels, lower, upper, strict=True) if not low <= value <= high]
        side = "" if not beyond else "high" if value > line else "low"
        units.append(
            FunnelUnit(label, top, bottom, value, lower, upper, max(beyond, default=None), side, row)
        )
    return tuple(units)


def _with_text(
    units: tuple[FunnelUnit, ...],
    left_out: tuple[tuple[str, str], ...],
    line: float,
    pooled: bool,
    levels: tuple[float, ...],
) -> Funnel:
    """The funnel with its two to four sentences."""
    widest = levels[-1]
    high = [unit.label for unit in units if unit.outside == widest and unit.side == "high"]
    low = [unit.label for unit in units if unit.outside == widest and unit.side == "low"]
    compared = "their own mean" if pooled else "the target"
    text = [f"{len(units)} units are compared with {compared} of {line * 100:.1f}%."]
    text.append(
        f"Beyond the {widest * 100:g}% limits, {_named(high)} above and {_named(low)} below; "
        f"chance alone would put {_expected(len(units) * (1 - widest))} there."
    )
    if left_out:
        text.append(f"Left out, without a figure or without cases: {len(left_out)}.")
    return Funnel(line, pooled, levels, units, left_out, METHOD, " ".join(text))


def _expected(number: float) -> str:
    return f"about {number:.1f}" if number >= 0.1 else "fewer than 0.1"


def _named(labels: list[str]) -> str:
    """The number, with the names while they are few."""
    if not labels:
        return "none lie"
    names = f" ({', '.join(labels)})" if len(labels) <= 3 else ""
    return f"{len(labels)}{names} {'lies' if len(labels) == 1 else 'lie'}"
