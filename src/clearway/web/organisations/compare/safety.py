"""Small numbers made safe before anything is drawn, judged or handed out.

Side by side, figures leave the organisation that they are of. What a publisher printed is safe already.
Counts that were computed from an organisation's own records are rounded first, as NHS England rounds
them (0 stays 0, 1 to 7 become 5, all else the nearest 5); rates, verdicts and limits come from the rounded
counts alone, so that nothing derived gives away what was taken out.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from clearway.measures.definitions import Definition
from clearway.measures.model import Kind
from clearway.measures.rounding import SMALL, rounded
from clearway.web.organisations.compare.selectors import Figure

WITHHELD = "small number"


def made_safe(sheet: Definition, figures: Sequence[Figure], safe: Collection[int]) -> list[Figure]:
    """The figures with the small counts of unrounded sources rounded or withheld."""
    return [one if one.source in safe or one.value is None else _safe(sheet, one) for one in figures]


def _safe(sheet: Definition, one: Figure) -> Figure:
    if sheet.kind is Kind.PROPORTION and one.numerator is not None and one.denominator:
        top, bottom = rounded(round(one.numerator)), rounded(round(one.denominator))
        return replace(one, numerator=float(top), denominator=float(bottom), value=top / bottom)
    if sheet.kind is Kind.COUNT and one.value is not None:
        count = float(rounded(round(one.value)))
        return replace(one, numerator=count if one.numerator is not None else None, value=count)
    if sheet.kind is Kind.MEAN and (one.denominator is None or one.denominator <= SMALL):
        return replace(one, numerator=None, denominator=None, value=None, state="withheld", note=WITHHELD)
    return one
