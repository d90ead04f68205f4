"""Funnel plots: organisations of different size compared fairly on a proportion, ratio or rate.

`build.funnel` is the way in. `exact` and `mixtures` hold the distributions behind the limits, `scales`
the transformations on which z-scores are taken, `dispersion` the test and size of overdispersion,
`lines` the limits drawn from all of them, and `words` says what was found.
"""

from clearway.spc.funnels.build import funnel
from clearway.spc.funnels.kinds import Kind, Limits, Overdispersion, Scale
from clearway.spc.funnels.model import Dispersion, Funnel, FunnelUnit

__all__ = [
    "Dispersion",
    "Funnel",
    "FunnelUnit",
    "Kind",
    "Limits",
    "Overdispersion",
    "Scale",
    "funnel",
]
