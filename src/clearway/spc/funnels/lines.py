"""The limits of a funnel at any size: by chance alone, and allowing for overdispersion."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from clearway.spc.arrays import Floats
from clearway.spc.funnels.exact import chi_square_limits, exact_limits
from clearway.spc.funnels.kinds import Kind, Limits, Scale
from clearway.spc.funnels.mixtures import mixture_limits
from clearway.spc.funnels.scales import back, forward, spread

Pair = tuple[Floats, Floats]


@dataclass(frozen=True)
class LimitRule:
    """All that a limit depends on but size and level.

    `tau2` is the variance between units on the scale; `mixture` the spread of a beta-binomial or negative
    binomial, None where the additive model is used.
    """

    kind: Kind
    scale: Scale
    limits: Limits
    target: float
    tau2: float = 0.0
    mixture: float | None = None

    def chance(self, sizes: Floats, level: float) -> Pair:
        """Limits of chance alone."""
        tail = (1 - level) / 2
        if self.limits is Limits.EXACT or self.target <= 0:
            return exact_limits(self.kind, sizes, self.target, tail)
        if self.limits is Limits.FUNNELPLOTR and self.kind is Kind.RATIO:
            return chi_square_limits(sizes, tail)
        return self._normal(sizes, tail, 0.0)

    def adjusted(self, sizes: Floats, level: float) -> Pair:
        """Limits that allow for overdispersion; those of chance where there is none.

        With exact limits, tau2 is added to the squared distance of the exact limit on the scale: at any
        size the result is as wide as the exact limit or wider, and for large units it is
        Spiegelhalter's.
        """
        tail = (1 - level) / 2
        if self.mixture is not None:
            if self.mixture == 0:
                return self.chance(sizes, level)
            return mixture_limits(self.kind, sizes, self.target, self.mixture, tail)
        if self.limits is not Limits.EXACT and self.target > 0:
            return self._normal(sizes, tail, self.tau2)
        lower, upper = self.chance(sizes, level)
        if self.tau2 == 0:
            return lower, upper
        goal = forward(self.scale, np.array([self.target]))[0]
        more = float(norm.isf(tail)) * np.sqrt(self.tau2)
        down = np.hypot(goal - forward(self.scale, lower), more)
        up = np.hypot(forward(self.scale, upper) - goal, more)
        return back(self.scale, goal - down), back(self.scale, goal + up)

    def _normal(self, sizes: Floats, tail: float, tau2: float) -> Pair:
        """The target and so many standard errors either side of it, on the scale."""
        z = float(norm.isf(tail))
        compatible = self.limits is Limits.FUNNELPLOTR
        error = spread(self.kind, self.scale, sizes, self.target)
        if compatible and self.kind is Kind.RATE:
            error = 1 / (2 * np.sqrt(sizes))  # what it uses, though its z-scores use the right one
        reach = z * np.sqrt(error**2 + tau2)
        if compatible and self.scale is Scale.SQUARE_ROOT:
            return 1 - reach, 1 + reach  # it does not square its limits
        goal = forward(self.scale, np.array([self.target]))[0]
        return back(self.scale, goal - reach), back(self.scale, goal + reach)
