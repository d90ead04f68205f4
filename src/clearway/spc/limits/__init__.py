"""Centre lines and limits: one small module for each family of charts.

`FAMILIES` maps the name of a chart to its `Family`. A new chart is a new function from a `Stack`
to `Lines` and one entry here.
"""

from clearway.common.errors import ClearwayError
from clearway.spc.limits.base import Family, Lines, Stack
from clearway.spc.limits.individuals import individuals
from clearway.spc.limits.proportions import proportions, proportions_prime
from clearway.spc.limits.runs import run_chart

__all__ = ["FAMILIES", "Family", "Lines", "Stack", "family"]

_FAMILIES = (
    Family("run", "run chart", run_chart, centre_word="median", has_limits=False),
    Family("i", "XmR (individuals) chart", individuals),
    Family("p", "P chart", proportions, proportion=True, bounds=(0.0, 1.0)),
    Family("pp", "P′ (Laney) chart", proportions_prime, proportion=True, bounds=(0.0, 1.0)),
)

FAMILIES: dict[str, Family] = {family.name: family for family in _FAMILIES}


def family(name: str) -> Family:
    """The chart of that name. Raises ClearwayError with the names that exist."""
    try:
        return FAMILIES[name]
    except KeyError:
        raise ClearwayError(
            f"There is no chart '{name}'", mend=f"Use one of: {', '.join(FAMILIES)}"
        ) from None
