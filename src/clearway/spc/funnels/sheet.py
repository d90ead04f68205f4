"""The units of a funnel as a sheet; the columns are a contract with other programs."""

from clearway.spc.funnels.model import Funnel, FunnelUnit, Pairs
from clearway.spc.sheet import Cell, Sheet, as_count

FIRST = ("label", "numerator", "denominator", "value")


def funnel_sheet(found: Funnel) -> Sheet:
    """One row a unit: its limits as used, then those of chance and those that allow for overdispersion.

    `outside` is the level in percent.
    """
    names = [f"{side}_{level * 100:g}" for level in found.levels for side in ("lower", "upper")]
    both = [f"{sort}_{name}" for sort in ("chance", "adjusted") for name in names]
    header = (*FIRST, *names, "outside", "side", "z", "z_adjusted", *both)
    return Sheet("Funnel", header, [_cells(one) for one in found.units])


def _cells(one: FunnelUnit) -> tuple[Cell, ...]:
    used = _listed(tuple(zip(one.lower, one.upper, strict=True)))
    chance = _listed(one.chance)
    adjusted: tuple[Cell, ...] = _listed(one.adjusted) or (None,) * len(chance)
    outside = None if one.outside is None else as_count(round(one.outside * 100, 10))
    counts = as_count(one.numerator), as_count(one.denominator), one.value
    return one.label, *counts, *used, outside, one.side, one.z, one.z_adjusted, *chance, *adjusted


def _listed(pairs: Pairs) -> tuple[float, ...]:
    return tuple(line for pair in pairs for line in pair)
