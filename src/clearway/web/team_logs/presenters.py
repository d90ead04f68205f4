"""The measures of the work by month."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.measures.definitions import Definition, definition
from clearway.web.people.access import Access
from clearway.web.publications.models import COMPUTED, Value
from clearway.web.returns.past import Past, counts_text, figure_text, past_of
from clearway.web.team_logs.subjects import words

SHOWN = 6
"""Months side by side; the line beside them goes back further."""


@dataclass(frozen=True)
class Cell:
    """One figure: as it is read, with its counts for who cannot see it, and whether its records are known."""

    period: str
    text: str
    said: str
    has_records: bool


@dataclass(frozen=True)
class Line:
    """One measure: its sheet, the course of its last year, and its last months."""

    sheet: Definition
    past: Past
    cells: Sequence[Cell]


@dataclass(frozen=True)
class WorkPage:
    """The months shown, the newest first, the lines, and the months on both sides where there are any.

    What happened in the `provisional` month may still be logged.
    """

    months: Sequence[Month]
    lines: Sequence[Line]
    earlier: Month | None
    later: Month | None
    provisional: Month

    @property
    def empty(self) -> bool:
        """Whether no figure is held."""
        return all(line.past.empty for line in self.lines)


def work_page(organisation: Organisation, access: Access, today: date, until: Month | None) -> WorkPage:
    """The figures of an organisation that the visitor may see, up to a month."""
    newest = Month.of(today).previous()
    last = min(until or newest, newest)
    held: dict[str, list[Value]] = defaultdict(list)
    names = tuple(words())
    rows = Value.objects.visible_to(access).current().of(organisation).filter(measure__in=names)
    for row in rows.select_related("source"):
        held[row.measure].append(row)
    first = min((row.period for found in held.values() for row in found), default=str(last))
    months = [last.shift(-back) for back in range(SHOWN)]
    lines = [_line(definition(name), held[name], months) for name in names]
    earlier = last.shift(-SHOWN)
    return WorkPage(
        months,
        lines,
        earlier if str(earlier) >= first else None,
        min(last.shift(SHOWN), newest) if last < newest else None,
        newest,
    )


def _line(sheet: Definition, rows: Sequence[Value], months: Sequence[Month]) -> Line:
    by_month = {row.period: row for row in rows}
    cells = [_cell(sheet, str(month), by_month.get(str(month))) for month in months]
    return Line(sheet, past_of(sheet, rows, months[0].next()), cells)


def _cell(sheet: Definition, period: str, row: Value | None) -> Cell:
    if row is None:
        return Cell(period, "–", "nothing held", has_records=False)
    return Cell(period, figure_text(sheet, row), counts_text(sheet, row), row.source.layout in COMPUTED)
