"""How numbers and dates are written on a page, in one place.

A missing number is written as words, never as 0.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from markupsafe import Markup, escape

from clearway.common.periods import parse_period
from clearway.measures.model import Kind

MISSING = "no figure"


def percent(value: float | None, digits: int = 1) -> str:
    """A fraction as a percentage: 0.0886 is "8.9%"."""
    return MISSING if value is None else f"{100 * value:.{digits}f}%"


def count(value: float | None) -> str:
    """A count with thousands separators; a modelled count that is not whole keeps one decimal."""
    if value is None:
        return MISSING
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def figure(value: float | None, kind: Kind) -> str:
    """A figure of a measure: a fraction in per cent, a count, or a score with up to two decimals."""
    if kind is Kind.PROPORTION:
        return percent(value)
    if value is None or kind not in (Kind.MEAN, Kind.SCORE):
        return count(value)
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def day(value: date | datetime | None) -> str:
    """A date as "22 November 2026"."""
    return "no date" if value is None else f"{value.day} {value:%B %Y}"


def period(value: str) -> str:
    """A stored period such as "2025-04" as "April 2025"."""
    return parse_period(value).label


def ended(value: str) -> str:
    """A text as a sentence: with one full stop at its end."""
    return f"{value.rstrip('. ')}." if value.strip() else ""


def spaced(value: str) -> str:
    """A code such as `not_collected` or `two_of_three` as words."""
    return value.replace("_", " ").replace("-", " ")


def breakable(value: str) -> Markup:
    """A long id or address that may break after its separators on a narrow screen."""
    return Markup("<wbr>").join(escape(part) for part in _keep_separators(value))


def _keep_separators(value: str) -> list[str]:
    parts, current = [], ""
    for letter in value:
        current += letter
        if letter in "/-_.":
            parts.append(current)
            current = ""
    return [*parts, current] if current else parts


FILTERS: Mapping[str, Callable[..., str]] = {
    "percent": percent,
    "count": count,
    "day": day,
    "period": period,
    "ended": ended,
    "spaced": spaced,
    "breakable": breakable,
}
