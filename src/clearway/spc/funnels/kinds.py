"""The choices behind a funnel, in the field's words."""

from enum import StrEnum
from typing import TypeVar

from clearway.common.errors import ClearwayError


class Kind(StrEnum):
    """What is compared.

    A `proportion` is a part of a whole (women who smoke, of women booked). A `ratio` is observed over
    expected, the expected number coming from a model of case mix (SHMI). A `rate` is one count over
    another of which it is no part (incidents a bed day).
    """

    PROPORTION = "proportion"
    RATIO = "ratio"
    RATE = "rate"


class Scale(StrEnum):
    """The transformation that makes the spread of a figure depend on size alone.

    Arcsine of the square root for proportions, logarithm for rates and for ratios (as SHMI), square
    root for ratios (as the CQC).
    """

    ARCSINE = "arcsine"
    LOG = "log"
    SQUARE_ROOT = "square-root"


class Overdispersion(StrEnum):
    """How the limits allow for spread beyond chance; `none` leaves them to chance alone."""

    NONE = "none"
    WINSORISED = "winsorised"
    TRUNCATED = "truncated"
    BETA_BINOMIAL = "beta-binomial"
    NEGATIVE_BINOMIAL = "negative-binomial"


class Limits(StrEnum):
    """Where limits come from: exact distributions, the normal formulas, or those of FunnelPlotR 0.6.0."""

    EXACT = "exact"
    NORMAL = "normal"
    FUNNELPLOTR = "funnelplotr-0.6.0"


SCALES: dict[Kind, tuple[Scale, ...]] = {
    Kind.PROPORTION: (Scale.ARCSINE,),
    Kind.RATIO: (Scale.LOG, Scale.SQUARE_ROOT),
    Kind.RATE: (Scale.LOG,),
}
MIXTURES: dict[Overdispersion, tuple[Kind, ...]] = {
    Overdispersion.BETA_BINOMIAL: (Kind.PROPORTION,),
    Overdispersion.NEGATIVE_BINOMIAL: (Kind.RATIO, Kind.RATE),
}


Choice = TypeVar("Choice", bound=StrEnum)


def chosen(choices: type[Choice], value: str, what: str) -> Choice:
    """The member that `value` names. Raises ClearwayError with the possible values for any other."""
    try:
        return choices(value)
    except ValueError:
        known = ", ".join(choices)
        raise ClearwayError(f"The {what} '{value}' is not known", mend=f"Known are {known}") from None
