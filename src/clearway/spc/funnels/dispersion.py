"""Overdispersion: do the units differ by more than chance, and by how much?

Spiegelhalter (2005, Quality and Safety in Health Care 14: 347-351). The most extreme units are first
pulled in (winsorised) or set aside (truncated), so that the few whom the funnel is to find do not set
the width of its limits.
"""

import numpy as np
from scipy.stats import chi2, rankdata

from clearway.spc.arrays import Floats
from clearway.spc.funnels.kinds import Overdispersion
from clearway.spc.funnels.model import Dispersion

SHARE = 0.1
"""The share of units pulled in or set aside at either end."""
FEWEST_UNITS = 5
CLEARLY = 0.01
"""Chance alone would give as much dispersion in fewer than one comparison of a hundred."""


def measure(distance: Floats, error: Floats, treatment: Overdispersion, *, pooled: bool) -> Dispersion:
    """The dispersion of units at these distances from the target, with these standard errors.

    phi is the mean squared z-score, tau2 the variance between units beyond chance (0 when the squared
    z-scores sum to less than their number less one), p the chance of as large a phi were there no spread
    but chance: phi times the number of units against chi-square. Pulling units in makes phi smaller, so the
    test is on the safe side.
    """
    z = distance / error
    if treatment is Overdispersion.TRUNCATED:
        kept = _kept(z)
        z, error = z[kept], error[kept]
    else:
        z = np.clip(z, *np.quantile(z, [SHARE, 1 - SHARE]))
    units = z.size
    total = float(np.sum(z**2))
    weights = 1 / error**2
    room = float(weights.sum() - (weights**2).sum() / weights.sum())
    tau2 = max(0.0, (total - (units - 1)) / room) if room > 0 else 0.0
    p = float(chi2.sf(total, units - 1 if pooled else units))
    return Dispersion(total / units, tau2, p, units, treatment, clear=p < CLEARLY)


def _kept(z: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """The units of the eight middle groups of ten by rank, as the SHMI forms them."""
    tenth = np.floor(rankdata(z) / (z.size + 1) / SHARE + 1e-9)
    return np.asarray((tenth > 0) & (tenth < 9), dtype=np.bool_)
