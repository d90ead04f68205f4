"""Figures and dates written for people."""

from collections.abc import Iterable
from datetime import date
from math import floor, isfinite, log10

from clearway.common.periods import FinancialYear
from clearway.spc.words import Unit


def decimals_for(figures: Iterable[float | None], unit: Unit) -> int:
    """How many decimals tell these figures apart: two significant digits of their spread, or three."""
    known = [figure for figure in figures if figure is not None and isfinite(figure)]
    if not known:
        return 1 if unit is Unit.PERCENT else 0
    spread = max(known) - min(known)
    scale = 100 if unit is Unit.PERCENT else 1
    if spread == 0:
        spread = max(abs(known[0]), 1 / scale)
    digits = (1 if unit is Unit.PERCENT else 2) - floor(log10(spread * scale))
    return max(1 if unit is Unit.PERCENT else 0, min(digits, 6))


def figure(value: float, unit: Unit, decimals: int = 1) -> str:
    """`12.3%` or `1,234.5`."""
    if unit is Unit.PERCENT:
        return f"{_no_minus_zero(value * 100, decimals):.{decimals}f}%"
    return f"{_no_minus_zero(value, decimals):,.{decimals}f}"


def target_figure(value: float, unit: Unit) -> str:
    """A target as it was set, without digits it has not."""
    number = value * 100 if unit is Unit.PERCENT else value
    text = f"{round(number, 6):,.6f}".rstrip("0").rstrip(".")
    return f"{text}%" if unit is Unit.PERCENT else text


def when(day: date | None, days: Iterable[date | None]) -> str:
    """A date for people, as the dates of its series suggest: a financial year, a month or a day."""
    if day is None:
        return ""
    known = {other for other in days if other is not None}
    if len(known) > 1 and all((other.month, other.day) == (4, 1) for other in known):
        return str(FinancialYear(day.year))
    monthly = all(other.day == 1 for other in known)
    return f"{day:%B %Y}" if monthly else f"{day:%-d %B %Y}"


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, noun: str) -> str:
    """`1 point`, `2 points`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _no_minus_zero(value: float, decimals: int) -> float:
    return round(value, decimals) + 0.0
