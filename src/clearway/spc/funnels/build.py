"""`funnel`: from counts to the comparison."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.spc.arrays import Floats
from clearway.spc.funnels import dispersion as spread_of
from clearway.spc.funnels.intake import Intake, take_in
from clearway.spc.funnels.kinds import MIXTURES, SCALES, Kind, Limits, Overdispersion, Scale, chosen
from clearway.spc.funnels.lines import LimitRule
from clearway.spc.funnels.mixtures import fitted
from clearway.spc.funnels.model import Dispersion, Funnel, FunnelUnit, Pairs
from clearway.spc.funnels.scales import distances
from clearway.spc.funnels.words import method_of, text_of


@dataclass(frozen=True)
class _Choices:
    """The options of a funnel, checked."""

    kind: Kind
    scale: Scale
    limits: Limits
    overdispersion: Overdispersion
    levels: tuple[float, ...]


def funnel(
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    labels: Sequence[str],
    *,
    kind: str = Kind.PROPORTION,
    levels: Sequence[float] = (0.95, 0.998),
    target: float | None = None,
    overdispersion: str = Overdispersion.NONE,
    limits: str = Limits.EXACT,
    scale: str | None = None,
    rows: Sequence[str | int] | None = None,
    unit_name: str = "units",
    target_name: str = "",
    per: float = 1.0,
) -> Funnel:
    """Compares units of different size with limits that depend on their size.

    `kind` is `proportion`, `ratio` (observed and expected numbers) or `rate` (one count over another).
    `target` is a fraction, ratio or rate; without it a ratio is compared with 1 and the others with
    the units' own pooled figure. `overdispersion` is `none`, `winsorised`, `truncated`, and `beta-binomial`
    for proportions or `negative-binomial` for the others. `limits` is `exact`, `normal` (Spiegelhalter's
    formulas on `scale`) or `funnelplotr-0.6.0` (as that program draws them). A unit with a missing figure
    or no cases is left out and listed. Counts that a publisher has rounded are used as they are.
    `unit_name` ("trusts") and `target_name` ("England's published figure") are used in the words.

    Raises ClearwayError, naming the row, for a part above its whole, a negative count or a label that
    comes twice; when no unit has a figure; for an option that is not known or does not go with the
    kind; and when overdispersion is to be allowed for with fewer than five units.
    """
    choices = _choices(kind, levels, overdispersion, limits, scale)
    given = take_in(numerators, denominators, labels, rows, choices.kind)
    _check_target(target, choices, per)
    pooled = target is None and choices.kind is not Kind.RATIO
    draft = replace(
        _compared(given, choices, target, pooled=pooled),
        unit_name=unit_name,
        target_name=target_name or _line_name(choices.kind, pooled=pooled, given=target is not None),
        per=per,
    )
    return replace(draft, text=text_of(draft))


def _compared(given: Intake, choices: _Choices, target: float | None, *, pooled: bool) -> Funnel:
    """The comparison in figures; its words come after."""
    line = _line(given, choices.kind) if target is None else float(target)
    distance, error = distances(choices.kind, choices.scale, given.tops, given.bottoms, line)
    found = _dispersion(distance, error, choices, pooled=pooled)
    rule = _rule(given, choices, line, found)
    return Funnel(
        target=line,
        pooled=pooled,
        levels=choices.levels,
        units=_units(given, choices, rule, found, distance, error),
        left_out=given.left_out,
        method=method_of(rule, choices.overdispersion, found),
        text="",
        rule=rule,
        dispersion=found,
        overdispersion=choices.overdispersion,
    )


def _choices(
    kind: str, levels: Sequence[float], overdispersion: str, limits: str, scale: str | None
) -> _Choices:
    sort = chosen(Kind, kind, "kind of funnel")
    allow = chosen(Overdispersion, overdispersion, "treatment of overdispersion")
    source = chosen(Limits, limits, "kind of limits")
    place = SCALES[sort][0] if scale is None else chosen(Scale, scale, "scale")
    if place not in SCALES[sort]:
        raise ClearwayError(f"A {sort} has no {place} scale", mend=f"Possible: {', '.join(SCALES[sort])}")
    if sort not in MIXTURES.get(allow, tuple(Kind)):
        fits = next(name for name, kinds in MIXTURES.items() if sort in kinds)
        raise ClearwayError(f"{allow} does not go with a {sort}", mend=f"Use {fits} or winsorised")
    if not levels or any(not 0 < level < 1 for level in levels):
        raise ClearwayError(
            "A level of a funnel lies between 0 and 1", mend="Use levels such as 0.95 and 0.998"
        )
    return _Choices(sort, place, source, allow, tuple(sorted(set(levels))))


def _check_target(target: float | None, choices: _Choices, per: float) -> None:
    if not per > 0:
        raise ClearwayError(f"A rate per {per:g} has no meaning", mend="Use a number such as 1000")
    if target is None:
        return
    if choices.kind is Kind.PROPORTION:
        if not 0 <= target <= 1:
            raise ClearwayError(f"The target {target:g} is not a fraction", mend="Write 6% as 0.06")
    elif not 0 < target < float("inf"):
        raise ClearwayError(f"The target {target:g} is not a {choices.kind}", mend="It is above 0")
    if choices.kind is Kind.RATIO and choices.limits is Limits.FUNNELPLOTR and target != 1:
        raise ClearwayError("FunnelPlotR compares ratios with 1 only", mend="Leave out the target")


def _line(given: Intake, kind: Kind) -> float:
    """What units are compared with when nothing is given; sums are the same in any order."""
    if kind is Kind.RATIO:
        return 1.0
    return float(np.sort(given.tops).sum() / np.sort(given.bottoms).sum())


def _line_name(kind: Kind, *, pooled: bool, given: bool) -> str:
    if pooled:
        return "their own mean"
    return "the target" if given or kind is not Kind.RATIO else "the number expected, a ratio"


def _dispersion(distance: Floats, error: Floats, choices: _Choices, *, pooled: bool) -> Dispersion | None:
    """The dispersion; winsorised where no other treatment is asked for."""
    if distance.size < spread_of.FEWEST_UNITS:
        if choices.overdispersion is Overdispersion.NONE:
            return None
        raise ClearwayError(
            f"Overdispersion cannot be measured on {distance.size} units",
            mend=f"It takes {spread_of.FEWEST_UNITS}; use none with fewer",
        )
    truncated = choices.overdispersion is Overdispersion.TRUNCATED
    treatment = Overdispersion.TRUNCATED if truncated else Overdispersion.WINSORISED
    return spread_of.measure(distance, error, treatment, pooled=pooled)


def _rule(given: Intake, choices: _Choices, line: float, found: Dispersion | None) -> LimitRule:
    mixture = None
    if choices.overdispersion in MIXTURES:
        mixture = fitted(choices.kind, given.tops, given.bottoms, line)
    return LimitRule(
        kind=choices.kind,
        scale=choices.scale,
        limits=choices.limits,
        target=line,
        tau2=found.tau2 if found else 0.0,
        mixture=mixture,
    )


def _units(
    given: Intake,
    choices: _Choices,
    rule: LimitRule,
    found: Dispersion | None,
    distance: Floats,
    error: Floats,
) -> tuple[FunnelUnit, ...]:
    chance = _pairs([rule.chance(given.bottoms, level) for level in choices.levels])
    adjusted = _pairs([rule.adjusted(given.bottoms, level) for level in choices.levels] if found else [])
    used = chance if choices.overdispersion is Overdispersion.NONE else adjusted
    z, wide = distance / error, distance / np.sqrt(error**2 + rule.tau2)
    units = []
    for place, label in enumerate(given.labels):
        value = float(given.tops[place] / given.bottoms[place])
        pairs = used[place]
        beyond = [q for q, (low, high) in zip(choices.levels, pairs, strict=True) if not low <= value <= high]
        units.append(
            FunnelUnit(
                label=label,
                numerator=float(given.tops[place]),
                denominator=float(given.bottoms[place]),
                value=value,
                lower=tuple(low for low, _ in pairs),
                upper=tuple(high for _, high in pairs),
                outside=max(beyond, default=None),
                side="" if not beyond else "high" if value > rule.target else "low",
                row=given.rows[place],
                z=float(z[place]),
                z_adjusted=float(wide[place]) if found else None,
                chance=chance[place],
                adjusted=adjusted[place] if found else (),
            )
        )
    return tuple(units)


def _pairs(limits: list[tuple[Floats, Floats]]) -> list[Pairs]:
    """For each unit, a (lower, upper) pair a level."""
    sides = [(low.tolist(), high.tolist()) for low, high in limits]
    if not sides:
        return []
    return [tuple((low[place], high[place]) for low, high in sides) for place in range(len(sides[0][0]))]
