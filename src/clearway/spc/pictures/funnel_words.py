"""What is written in a funnel: the finding above it, lines and limits below it."""

from collections.abc import Sequence

from clearway.spc.figures import listed
from clearway.spc.funnels import Funnel, FunnelUnit
from clearway.spc.funnels.words import counted_units, figure_of

WITHIN = "Within the limits"


def kind_of(one: FunnelUnit) -> str:
    """Where a unit lies, as the legend calls it."""
    if one.outside is None:
        return WITHIN
    return f"{'Above' if one.side == 'high' else 'Below'} {one.outside * 100:g}%"


def _finding(one: FunnelUnit) -> str:
    kind = f"{kind_of(one)[0].lower()}{kind_of(one)[1:]}"
    return kind if one.outside is None else f"{kind.split()[0]} the {kind.split()[1]} limit"


def subtitle(funnel: Funnel, chosen: str) -> str:
    """The chosen unit's figure and place, or how many lie beyond a limit."""
    for one in funnel.units:
        if one.label == chosen:
            return f"{chosen} (ringed): {funnel.written(one.value)}, {_finding(one)}"
    outside = sum(one.outside is not None for one in funnel.units)
    lies = "lies" if outside == 1 else "lie"
    return f"{outside} of {counted_units(funnel, len(funnel.units))} {lies} beyond a limit"


def footer(funnel: Funnel, source: str, status: str) -> str:
    """The line and the limits, how many units, what is missing, source and status, in one paragraph."""
    levels = listed([f"{level * 100:g}%" for level in funnel.levels])
    parts = [f"Line: {funnel.target_name} of {figure_of(funnel)}. Limits (dashed) {levels}: {funnel.method}."]
    found = funnel.dispersion
    if found is not None and found.clear:
        parts.append(f"Dispersion {found.phi:.1f}: more than chance.")
    parts.append(f"{counted_units(funnel, len(funnel.units))}{_absent(funnel)}.")
    parts += [f"Source: {source.rstrip('.')}."] if source else []
    parts += [f"{status[:1].upper()}{status[1:].rstrip('.')}."] if status else []
    return " ".join(parts)


def _absent(funnel: Funnel) -> str:
    labels = [label for label, _ in funnel.left_out]
    if not labels:
        return ""
    names = f": {listed(labels)}" if len(labels) <= 3 else ""
    return f"; {len(labels)} left out, without a figure or cases{names}"


def apart(places: Sequence[float], gap: float) -> list[float]:
    """Rising places moved apart to this gap; those that touched keep their middle."""
    groups: list[tuple[float, int]] = []  # middle of a group, and how many it holds
    for place in places:
        middle, number = place, 1
        while groups and middle - (number - 1) * gap / 2 < groups[-1][0] + (groups[-1][1] + 1) * gap / 2:
            other, held = groups.pop()
            middle = (middle * number + other * held) / (number + held)
            number += held
        groups.append((middle, number))
    return [middle + (rank - (number - 1) / 2) * gap for middle, number in groups for rank in range(number)]
