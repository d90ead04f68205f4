"""What a funnel is given: units sorted into those with figures and those left out, bad rows refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isnan

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.spc.arrays import Floats
from clearway.spc.funnels.kinds import Kind


@dataclass(frozen=True)
class Intake:
    """The units with figures, in the order given, and those left out with the reason."""

    labels: tuple[str, ...]
    tops: Floats
    bottoms: Floats
    rows: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def take_in(
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    labels: Sequence[str],
    rows: Sequence[str | int] | None,
    kind: Kind,
) -> Intake:
    """Sorts the units. Raises ClearwayError, naming the row, for one that cannot be."""
    if not len(numerators) == len(denominators) == len(labels):
        raise ClearwayError("Numerators, denominators and labels differ in number")
    names = [f"row {name}" for name in (rows if rows is not None else range(1, len(labels) + 1))]
    kept: list[tuple[str, float, float, str]] = []
    left_out: list[tuple[str, str]] = []
    seen: dict[str, str] = {}
    for top, bottom, label, row in zip(numerators, denominators, labels, names, strict=True):
        if label in seen:
            raise ClearwayError(f"'{label}' is in {seen[label]} and in {row}", mend="Keep one row a unit")
        seen[label] = row
        if top is None or bottom is None or isnan(top) or isnan(bottom):
            left_out.append((label, "no figure"))
            continue
        _check(top, bottom, row, kind)
        if bottom == 0:
            left_out.append((label, "no cases"))
        else:
            kept.append((label, float(top), float(bottom), row))
    if not kept:
        raise ClearwayError("No unit has a figure to compare", mend="Check the columns of the file")
    units, tops, bottoms, places = zip(*kept, strict=True)
    return Intake(units, np.array(tops), np.array(bottoms), places, tuple(left_out))


def _check(top: float, bottom: float, row: str, kind: Kind) -> None:
    if top < 0 or bottom < 0 or not (isfinite(top) and isfinite(bottom)):
        raise ClearwayError(f"{top:g} of {bottom:g} is not a count", where=row)
    if kind is Kind.PROPORTION and top > bottom:
        raise ClearwayError(
            f"The numerator {top:g} is above the denominator {bottom:g}",
            where=row,
            mend="Correct the row; a part cannot be larger than the whole",
        )
    if bottom == 0 and top > 0:
        raise ClearwayError(
            f"The numerator is {top:g} and the denominator 0", where=row, mend="Correct the row"
        )
