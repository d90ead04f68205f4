"""How levels and figures are called on the organisation pages."""

from clearway.common.organisations import Level
from clearway.web.charts.comparison import reason_of
from clearway.web.design.filters import count, percent
from clearway.web.organisations.series import Series
from clearway.web.publications.models import Value

LEVELS = {
    Level.PROVIDER: "Trust",
    Level.ICB: "Integrated care board (LMNS footprint)",
    Level.REGION: "NHS England region",
    Level.NATIONAL: "Nation",
    Level.SITE: "Site where women book or give birth",
    Level.SUB_ICB: "Sub-ICB location",
    Level.LOCAL_AUTHORITY: "Local authority",
    Level.MBRRACE: "MBRRACE-UK comparator group",
    Level.SYNTHETIC: "Trust that does not exist, with made-up data",
}
PLURALS = {
    Level.PROVIDER: ("trust", "trusts"),
    Level.ICB: ("integrated care board", "integrated care boards"),
    Level.REGION: ("region", "regions"),
    Level.SITE: ("site", "sites"),
    Level.SUB_ICB: ("sub-ICB location", "sub-ICB locations"),
    Level.LOCAL_AUTHORITY: ("local authority", "local authorities"),
    Level.MBRRACE: ("comparator group", "comparator groups"),
}


def many(number: int, level: Level) -> str:
    """A number with its noun: "1 trust", "20 trusts"."""
    one, more = PLURALS[level]
    return f"{number:,} {one if number == 1 else more}"


def figure(series: Series, value: float | None) -> str:
    """A figure of a series as people read it."""
    return percent(value) if series.is_share else count(value)


def counts(series: Series, row: Value) -> str:
    """The counts behind a share, or an empty text where the figure is itself the count."""
    if not series.is_share or row.denominator is None or row.numerator is None:
        return ""
    unit = f" {series.sheet.unit}" if series.sheet else ""
    return f"{count(row.numerator)} of {count(row.denominator)}{unit}"


def state(row: Value) -> str:
    """Why a row has no figure, in words; an empty text where it has one."""
    return "" if row.value is not None else sentence(reason_of(row))


def sentence(text: str) -> str:
    """The text with a capital, other letters as they are (`DNS` stays `DNS`)."""
    return text[:1].upper() + text[1:]
