"""Centre lines and limits: one small module for each family of charts.

`FAMILIES` maps the name of a chart to its `Family`. A new chart is a new function from a `Stack`
to `Lines` and one entry here.
"""

from clearway.common.errors import ClearwayError
from clearway.spc.limits.base import Family, Lines, SameDate, Stack
from clearway.spc.limits.counts import between_events, rates, rates_exact, rates_prime
from clearway.spc.limits.individuals import differences, individuals, individuals_prime, ranges, times
from clearway.spc.limits.proportions import proportions, proportions_exact, proportions_prime
from clearway.spc.limits.runs import run_chart
from clearway.spc.limits.subgroups import subgroup_means, subgroup_spreads
from clearway.spc.words import Rule

__all__ = ["FAMILIES", "Family", "Lines", "SameDate", "Stack", "family"]

_SHARE = (0.0, 1.0)
_POSITIVE = (0.0, None)

_FAMILIES = (
    Family("run", "run chart", run_chart, centre_word="median", has_limits=False),
    Family("i", "XmR (individuals) chart", individuals),
    # Neighbouring ranges share a point, so runs and trends of ranges say nothing.
    Family(
        "mr",
        "moving range chart",
        ranges,
        plotted=differences,
        bounds=_POSITIVE,
        only_rules=(Rule.OUTSIDE,),
    ),
    Family("ip", "I′ chart", individuals_prime, denominators="needed"),
    Family(
        "p",
        "P chart",
        proportions,
        proportion=True,
        denominators="needed",
        bounds=_SHARE,
        exact=proportions_exact,
    ),
    Family(
        "pp", "P′ (Laney) chart", proportions_prime, proportion=True, denominators="needed", bounds=_SHARE
    ),
    Family("c", "C chart", rates, denominators="none", bounds=_POSITIVE, least=0.0, exact=rates_exact),
    Family("cp", "C′ (Laney) chart", rates_prime, denominators="none", bounds=_POSITIVE, least=0.0),
    Family(
        "u",
        "U chart",
        rates,
        rate=True,
        denominators="needed",
        bounds=_POSITIVE,
        least=0.0,
        exact=rates_exact,
    ),
    Family(
        "up", "U′ (Laney) chart", rates_prime, rate=True, denominators="needed", bounds=_POSITIVE, least=0.0
    ),
    Family(
        "g",
        "G chart (counts between events)",
        between_events,
        centre_word="median",
        denominators="none",
        bounds=_POSITIVE,
        least=0.0,
        same_date="apart",
        calendar=False,
    ),
    Family(
        "t",
        "T chart (times between events)",
        times,
        denominators="none",
        bounds=_POSITIVE,
        positive=True,
        same_date="apart",
        calendar=False,
    ),
    Family(
        "xbar", "Xbar chart (means of subgroups)", subgroup_means, denominators="none", same_date="subgroup"
    ),
    Family(
        "s",
        "S chart (standard deviations of subgroups)",
        subgroup_spreads,
        denominators="none",
        bounds=_POSITIVE,
        same_date="subgroup",
    ),
)

FAMILIES: dict[str, Family] = {family.name: family for family in _FAMILIES}
ALSO_CALLED = {"xmr": "i", "i'": "ip", "p'": "pp", "u'": "up"}
"""Other names by which people ask for a chart."""


def family(name: str) -> Family:
    """The chart of that name, in capitals or not. Raises ClearwayError with the names that exist."""
    asked = name.lower()
    try:
        return FAMILIES[ALSO_CALLED.get(asked, asked)]
    except KeyError:
        raise ClearwayError(
            f"There is no chart '{name}'", mend=f"Use one of: {', '.join(FAMILIES)}"
        ) from None
