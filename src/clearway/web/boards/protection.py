"""Figures before everybody sees them: published ones as they are, own ones with small numbers protected.

Counts are rounded as NHS England rounds them (`clearway.measures.rounding`): 0 stays, 1 to 7 becomes 5, any
other goes to the nearest 5. A rate must not be falser than that. Each rounded count stands for an interval,
so two of them stand for a range of rates: 50 of 50 may be 48 of 52, which is 92.3%, or 52 of 52. What is
drawn is the middle of the range, and it is told in whole per cent with "about" before it. 0% is told where
nobody was counted, which rounding keeps; 100% never is, because two counts that round alike need not be the
same.

A month is shown from LEAST people on, by the rounded count. That is the smallest one from which on every
possible range is narrower than WIDEST, so that no rate that is drawn is 5 points or more from the true one:

    rounded      from             to               range    told
    35 of 70     33/72 = 45.8%    37/68 = 54.4%    8.6      left out, for 60 of 70 would be wider than 10
    60 of 70     58/72 = 80.6%    62/68 = 91.2%    10.6     left out
    75 of 80     73/82 = 89.0%    77/78 = 98.7%    9.7      about 94%
    40 of 80     38/82 = 46.3%    42/78 = 53.8%    7.5      about 50%
    100 of 100   98/102 = 96.1%   100%             3.9      more than 96%
    5 of 900     1/902 = 0.1%     7/898 = 0.8%     0.7      less than 1%

Whether a month is shown hangs on the denominator alone. Were it to hang on the rate, months would vanish
from a chart because of what they say, and their absence would tell of it.

Nothing is told of two counts by which they could be told apart when they round alike: everything here is
reckoned from the rounded counts. The same holds beside a published figure, whose counts are rounded by the
same rule, and between a unit and its trust, each rounded by itself and never made to add up. What protects
the figures of people is left away where things are counted (`of_people` of the sheet): 3 of 4 projects are
75%.
"""

import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from fractions import Fraction

from clearway.measures.definitions import Definition
from clearway.measures.model import Kind
from clearway.measures.rounding import rounded, unrounded
from clearway.web.design.filters import figure
from clearway.web.publications.models import COMPUTED, RETURN, Value

WIDEST = Fraction(1, 10)
"""The range of a rate that is shown is narrower than this: a choice of Clearway."""
LEAST = 80
"""The smallest rounded denominator that is shown; it follows from WIDEST."""
TOO_FEW = f"left out: fewer than {LEAST} people"
WITHOUT_COUNTS = "left out: its counts are not known"
ROUNDED = "Own figures: counts are rounded to the nearest 5."
MIDDLE = "A rate is the middle of what such counts allow: the true one is within 5 points of it."


@dataclass(frozen=True)
class Rates:
    """The lowest and the highest true rate that two rounded counts allow, as fractions."""

    lowest: Fraction
    highest: Fraction

    @property
    def width(self) -> Fraction:
        """How far apart they are."""
        return self.highest - self.lowest

    @property
    def middle(self) -> float:
        """What is drawn."""
        return float((self.lowest + self.highest) / 2)

    @property
    def words(self) -> str:
        """What is told: "about 92%"; "0%" where that is sure, and never "100%"."""
        if self.highest == 0:
            return "0%"
        whole = round(100 * self.middle)
        if whole == 0:
            return f"less than {math.floor(100 * self.highest) + 1}%"
        if whole == 100 or self.highest == 1:
            return f"more than {math.ceil(100 * self.lowest) - 1}%"
        return f"about {whole}%"


def rates(numerator: int, denominator: int) -> Rates:
    """The true rates behind two rounded counts; the denominator is not 0."""
    (few, many), (least, most) = unrounded(numerator), unrounded(denominator)
    return Rates(Fraction(few, most), Fraction(min(many, least), least))


def is_own(row: Value) -> bool:
    """Whether the organisation entered or computed the figure itself."""
    return row.source.layout in (RETURN, *COMPUTED)


def protected(sheet: Definition, row: Value) -> Value:
    """The row as everybody may see it: a published one as it is, an own one without what somebody typed."""
    if not is_own(row):
        return row
    if row.value is None or not sheet.of_people:
        return _without_note(row)
    if sheet.kind is Kind.COUNT and row.denominator is None:
        return _with(row, None, None, float(rounded(round(row.value))))
    if sheet.kind is not Kind.PROPORTION or row.numerator is None or row.denominator is None:
        return _left_out(row, WITHOUT_COUNTS)
    numerator, denominator = (rounded(round(count)) for count in (row.numerator, row.denominator))
    if denominator < LEAST:
        return _left_out(row, TOO_FEW)
    return _with(row, float(numerator), float(denominator), rates(numerator, denominator).middle)


def told(sheet: Definition, row: Value) -> str:
    """A figure as `protected` gave it, in words: an own one of people with how sure it is."""
    if row.value is None or not is_own(row) or not sheet.of_people:
        return figure(row.value, sheet.kind)
    if row.numerator is not None and row.denominator is not None:
        return rates(round(row.numerator), round(row.denominator)).words
    few, many = unrounded(round(row.value))
    if few == 1:
        return f"{few} to {many}"
    return f"{'about ' if many else ''}{figure(row.value, sheet.kind)}"


def how_rounded(sheet: Definition) -> str:
    """What a reader of own figures of that measure is told; nothing where they are as they are."""
    if not sheet.of_people:
        return ""
    return f"{ROUNDED} {MIDDLE}" if sheet.is_share else ROUNDED


def left_out(rows: Sequence[Value]) -> int:
    """How many figures were held and are not shown."""
    return sum(1 for row in rows if row.note in (TOO_FEW, WITHOUT_COUNTS) and row.value is None)


def _with(row: Value, numerator: float | None, denominator: float | None, value: float) -> Value:
    shown = copy(row)
    shown.numerator, shown.denominator, shown.value, shown.note = numerator, denominator, value, ""
    return shown


def _without_note(row: Value) -> Value:
    shown = copy(row)
    shown.note = ""
    return shown


def _left_out(row: Value, why: str) -> Value:
    shown = copy(row)
    shown.numerator = shown.denominator = shown.value = None
    shown.state, shown.note = "withheld", why
    return shown
