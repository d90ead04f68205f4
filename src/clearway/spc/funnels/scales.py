"""Transformed scales: there, a unit's distance from the target has a spread known from its size.

Formulas as in Spiegelhalter (2005, Statistics in Medicine 24: 1185-1202; 2005, Quality and Safety in
Health Care 14: 347-351), for ratios as NHS England's SHMI (logarithm) and the CQC (square root).
"""

import numpy as np

from clearway.spc.arrays import Floats
from clearway.spc.funnels.kinds import Kind, Scale


def forward(scale: Scale, figures: Floats) -> Floats:
    """Figures on the scale; a figure of 0 is minus infinity on the logarithm."""
    if scale is Scale.ARCSINE:
        return np.asarray(np.arcsin(np.sqrt(np.clip(figures, 0.0, 1.0))), dtype=np.float64)
    if scale is Scale.SQUARE_ROOT:
        return np.asarray(np.sqrt(figures), dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(figures), dtype=np.float64)


def back(scale: Scale, places: Floats) -> Floats:
    """The figures at these places; a place beyond the end of the scale is its end."""
    if scale is Scale.ARCSINE:
        return np.asarray(np.sin(np.clip(places, 0.0, np.pi / 2)) ** 2, dtype=np.float64)
    if scale is Scale.SQUARE_ROOT:
        return np.asarray(np.maximum(places, 0.0) ** 2, dtype=np.float64)
    return np.asarray(np.exp(places), dtype=np.float64)


def distances(
    kind: Kind, scale: Scale, tops: Floats, bottoms: Floats, target: float
) -> tuple[Floats, Floats]:
    """Each unit's distance from the target on the scale, and its standard error by chance alone.

    A numerator of 0 has no logarithm. A ratio then counts it as one half, or as the expected number
    where that is below one half; a rate adds one half to both counts of every unit, as FunnelPlotR does.
    """
    if target <= 0 and kind is not Kind.PROPORTION:  # not one event in any unit: none is far from the rest
        return np.zeros_like(tops), np.ones_like(tops)
    goal = forward(scale, np.array([target]))[0]
    if kind is Kind.RATE:
        top, bottom = tops + 0.5, bottoms + 0.5
        error = np.sqrt(tops / top**2 + bottoms / bottom**2)
        # Without a single event the formula forgets the numerator's own spread.
        error = np.where(tops == 0, np.sqrt(1 / top + bottoms / bottom**2), error)
        return np.log(top / bottom) - goal, error
    if kind is Kind.RATIO and scale is Scale.LOG:
        top = np.where(tops == 0, np.minimum(0.5, bottoms * target), tops)
        return np.log(top / bottoms) - goal, 1 / np.sqrt(bottoms * target)
    return forward(scale, tops / bottoms) - goal, 1 / (2 * np.sqrt(bottoms))


def spread(kind: Kind, scale: Scale, sizes: Floats, target: float) -> Floats:
    """The standard error by chance of a unit on the target, at each size."""
    if scale is not Scale.LOG:
        return np.asarray(1 / (2 * np.sqrt(sizes)), dtype=np.float64)
    counted = 1 / sizes if kind is Kind.RATE else 0.0
    return np.asarray(np.sqrt(1 / (sizes * target) + counted), dtype=np.float64)
