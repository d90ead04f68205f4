"""A funnel in words: two to five sentences that say who differs, by which limits, and what it means."""

from clearway.spc.figures import listed
from clearway.spc.funnels.kinds import Kind, Limits, Overdispersion, Scale
from clearway.spc.funnels.lines import LimitRule
from clearway.spc.funnels.model import Dispersion, Funnel, FunnelUnit

_EXACT = {
    Kind.PROPORTION: "exact binomial",
    Kind.RATIO: "exact Poisson",
    Kind.RATE: "exact for two counts",
}
_SCALES = {
    Scale.ARCSINE: "normal on the arcsine scale",
    Scale.LOG: "normal on the log scale",
    Scale.SQUARE_ROOT: "normal on the square-root scale",
}
_NAMED = 3


def method_of(rule: LimitRule, overdispersion: Overdispersion, found: Dispersion | None) -> str:
    """The limits used, in a few words."""
    if rule.limits is Limits.FUNNELPLOTR:
        base = "those of FunnelPlotR 0.6.0"
    else:
        base = _EXACT[rule.kind] if rule.limits is Limits.EXACT else _SCALES[rule.scale]
    if overdispersion is Overdispersion.NONE or found is None:
        return f"{base}, for chance alone"
    if _spread(rule) == 0:
        return f"{base}, as there is no overdispersion to allow for ({overdispersion})"
    if rule.mixture is not None:
        return f"{overdispersion}, widened for overdispersion (spread {rule.mixture:.3g})"
    return f"{base}, widened for overdispersion ({overdispersion}, τ² {rule.tau2:.3g})"


def _spread(rule: LimitRule) -> float:
    """The variance between units that widens the limits."""
    return rule.tau2 if rule.mixture is None else rule.mixture


def text_of(funnel: Funnel) -> str:
    """The comparison, the limits, who lies outside, whether units are overdispersed, and who is left out."""
    number = len(funnel.units)
    verb = "is" if number == 1 else "are"
    name = "its own figure" if number == 1 and funnel.pooled else funnel.target_name
    parts = [
        f"{counted_units(funnel, number)} {verb} compared with {name} of {figure_of(funnel)}.",
        f"The limits are {funnel.method}.",
        _outside(funnel),
        _overdispersion(funnel),
        _left_out(funnel),
    ]
    return " ".join(part for part in parts if part)


def figure_of(funnel: Funnel) -> str:
    """The target with what a rate is per."""
    per = "" if funnel.per == 1 else f" per {funnel.per:,g}"
    return f"{funnel.target_written}{per}"


def counted_units(funnel: Funnel, number: int) -> str:
    """`75 trusts`, `1 trust`."""
    return f"{number:,} {one_of(funnel.unit_name) if number == 1 else funnel.unit_name}"


def one_of(name: str) -> str:
    """`trust` of `trusts`, `authority` of `authorities`."""
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def _outside(funnel: Funnel) -> str:
    widest = funnel.levels[-1]
    high, low = beyond(funnel.units, widest)
    by_chance = _expected(len(funnel.units) * (1 - widest))
    allowed = funnel.overdispersion is not Overdispersion.NONE and _spread(funnel.rule) > 0
    cause = "chance and the spread usual among them" if allowed else "chance alone"
    sides = f"{_named(high)} above and {_named(low)} below"
    return f"Beyond the {widest * 100:g}% limits, {sides}; {cause} would put {by_chance} there."


def beyond(units: tuple[FunnelUnit, ...], level: float) -> tuple[list[str], list[str]]:
    """The labels of the units above and below the limits of a level."""
    sides: tuple[list[str], list[str]] = ([], [])
    for one in units:
        if one.outside is not None and one.outside >= level:
            sides[one.side == "low"].append(one.label)
    return sides


def _named(labels: list[str]) -> str:
    """The number, with the names while they are few."""
    if not labels:
        return "none lie"
    names = f" ({listed(labels)})" if len(labels) <= _NAMED else ""
    return f"{len(labels)}{names} {'lies' if len(labels) == 1 else 'lie'}"


def _expected(number: float) -> str:
    return f"about {number:.1f}" if number >= 0.1 else "fewer than 0.1"


def _overdispersion(funnel: Funnel) -> str:
    """Whether the units differ by more than chance, by the test, and what that means for the reader."""
    found = funnel.dispersion
    if found is None:
        return ""
    test = f"(dispersion {found.phi:.1f}, chance gives about 1; chi-square test, p {_chance(found.p)})"
    allowed = funnel.overdispersion is not Overdispersion.NONE
    if not found.clear:
        return f"There is no clear sign that they differ by more than chance {test}." if allowed else ""
    plain = f"The {funnel.unit_name} differ by more than chance {test}"
    if allowed:
        return f"{plain}; the limits allow for this."
    return (
        f"{plain}, as they do when those they serve or the way they record differ: a place beyond a limit is"
        f" then no proof of good or poor care. {_widened(funnel)}"
    )


def _widened(funnel: Funnel) -> str:
    """How many would lie outside limits that allow for overdispersion."""
    pairs = [(one.value, one.adjusted[-1]) for one in funnel.units if one.adjusted]
    high = sum(value > upper for value, (_, upper) in pairs)
    low = sum(value < lower for value, (lower, _) in pairs)
    left = f"{high or 'none'} above and {low or 'none'} below" if high or low else "none outside"
    return f"Limits widened for this (winsorised) would leave {left}."


def _chance(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"= {p:.3f}"


def _left_out(funnel: Funnel) -> str:
    labels = [label for label, _ in funnel.left_out]
    if not labels:
        return ""
    names = f" ({listed(labels)})" if len(labels) <= _NAMED else ""
    return f"Left out, without a figure or without cases: {len(labels)}{names}."
