"""What a funnel says: its units, its limits, how dispersed the units are, and the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from clearway.spc.arrays import Floats
from clearway.spc.figures import decimals_for, figure, target_figure
from clearway.spc.funnels.kinds import Kind, Limits, Overdispersion
from clearway.spc.funnels.lines import LimitRule
from clearway.spc.words import Unit

Pairs = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Dispersion:
    """How the units vary about the target. `treatment` is what was done with the most extreme units.

    `phi` is the mean squared z-score of `units` units, about 1 when nothing but chance is at work. `tau2` is
    the variance between units beyond chance, on the transformed scale. `p` is the chance of as large a
    phi without overdispersion; `clear` says that it is below 0.01.
    """

    phi: float
    tau2: float
    p: float
    units: int
    treatment: Overdispersion
    clear: bool


@dataclass(frozen=True)
class FunnelUnit:
    """One organisation. `lower` and `upper` are the limits used, in the order of the levels.

    `outside` is the highest level that it lies outside of, None when inside all; `side` is `high`, `low`
    or empty. `chance` are the limits of chance alone and `adjusted` those that allow for overdispersion
    (empty where it cannot be measured), a (lower, upper) pair a level. `z` is its z-score by chance alone,
    `z_adjusted` the one with the variance between units added.
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
    z: float = 0.0
    z_adjusted: float | None = None
    chance: Pairs = ()
    adjusted: Pairs = ()


@dataclass(frozen=True)
class Funnel:
    """The comparison. `target` is the line compared with, `pooled` whether it is the units' own mean.

    `left_out` lists the units without a usable figure, with the reason. `dispersion` is None with fewer
    than five units. `overdispersion` says what the limits used allow for. `method` names these limits and
    `text` says what was found. `unit_name` is what the units are called and `target_name` what the line
    is; `per` is the number of the denominator for which a rate is written.
    """

    target: float
    pooled: bool
    levels: tuple[float, ...]
    units: tuple[FunnelUnit, ...]
    left_out: tuple[tuple[str, str], ...]
    method: str
    text: str
    rule: LimitRule
    dispersion: Dispersion | None = None
    overdispersion: Overdispersion = Overdispersion.NONE
    unit_name: str = "units"
    target_name: str = "the target"
    per: float = 1.0

    @property
    def kind(self) -> Kind:
        """Proportion, ratio or rate."""
        return self.rule.kind

    @property
    def limits(self) -> Limits:
        """Where the limits of chance come from."""
        return self.rule.limits

    @property
    def unit(self) -> Unit:
        """How figures are written: as percentages or as numbers."""
        return Unit.PERCENT if self.kind is Kind.PROPORTION else Unit.NUMBER

    def limits_at(
        self, denominators: Sequence[float], *, adjusted: bool | None = None
    ) -> list[tuple[Floats, Floats]]:
        """For each level, the lower and upper limits at these denominators: fractions, ratios or rates.

        Without `adjusted` they are the limits used; True or False asks for those that allow for
        overdispersion or for those of chance.
        """
        allow = self.overdispersion is not Overdispersion.NONE if adjusted is None else adjusted
        draw = self.rule.adjusted if allow else self.rule.chance
        sizes = np.asarray(denominators, dtype=np.float64)
        return [draw(sizes, level) for level in self.levels]

    @cached_property
    def decimals(self) -> int:
        """The decimals that tell the units' figures apart."""
        return decimals_for([one.value * self.per for one in self.units], self.unit)

    def written(self, value: float) -> str:
        """A figure as it is written in text and picture."""
        return figure(value * self.per, self.unit, self.decimals)

    @property
    def target_written(self) -> str:
        """The target: as it was set when that is short, else with the decimals of the units' figures."""
        value = self.target * self.per
        finest = self.decimals + (3 if self.unit is Unit.PERCENT else 1)
        if not self.pooled and abs(round(value, finest) - value) < 1e-9:
            return target_figure(value, self.unit)
        return self.written(self.target)
