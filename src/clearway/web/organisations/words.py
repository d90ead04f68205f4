"""How figures and their absence are written on the organisation pages."""

from clearway.web.charts.comparison import reason_of
from clearway.web.design.filters import count
from clearway.web.design.filters import figure as as_figure
from clearway.web.organisations.series import Series
from clearway.web.publications.models import Value


def figure(series: Series, value: float | None) -> str:
    """A figure of a series as people read it."""
    return as_figure(value, series.kind)


def counts(series: Series, row: Value) -> str:
    """The counts behind a share, or an empty text where the figure is itself the count."""
    if not series.is_share or row.denominator is None or row.numerator is None:
        return ""
    # Where a note says what the file counts instead, the unit of the sheet would contradict it.
    unit = f" {series.sheet.unit}" if series.sheet and not row.note.startswith("Counts") else ""
    return f"{count(row.numerator)} of {count(row.denominator)}{unit}"


def state(row: Value) -> str:
    """Why a row has no figure, in words; an empty text where it has one."""
    return "" if row.value is not None else sentence(reason_of(row))


def sentence(text: str) -> str:
    """The text with a capital, other letters as they are (`DNS` stays `DNS`)."""
    return text[:1].upper() + text[1:]
