"""Reads NHS England's maternity files: long tables of one dimension, organisation and number a row.

Rows of one measure, organisation and period are gathered first and turned into values afterwards,
because a rate takes three rows and the denominator of a category takes all categories.
"""

from functools import cache

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month, parse_date
from clearway.records.publications.category_tables import table_values
from clearway.records.publications.cells import Problem, count, month_of, problem_of, year_of
from clearway.records.publications.gather import Entry, Group, Key, left_out
from clearway.records.publications.layouts import CategoryTable, Rate, known, plain
from clearway.records.publications.model import PublishedValue
from clearway.records.publications.places import Places, is_nobody, level_of
from clearway.records.publications.rates import rate_values
from clearway.records.publications.recognise import Recognised
from clearway.records.publications.report import Report
from clearway.records.publications.rows import Progress, Row, rows_of
from clearway.records.publications.tables import Cell

Wanted = Rate | CategoryTable


def read_msds(source: Recognised, report: Report, progress: Progress | None) -> list[PublishedValue]:
    """The values of a monthly or annual maternity file, in the order of the file."""
    gatherer = _Gatherer(source, report)
    for row in rows_of(source, progress):
        gatherer.add(row)
    return gatherer.values()


@cache
def _wanted() -> dict[str, Wanted]:
    """What is used, by dimension as compared."""
    found: dict[str, Wanted] = {}
    for rate in known().rates:
        found |= {plain(name): rate for name in rate.indicators}
    for table in known().tables:
        found |= {plain(name): table for name in table.dimensions}
    return found


class _Gatherer:
    """Sorts rows into groups, and remembers those that belong to no group that can be told."""

    def __init__(self, source: Recognised, report: Report) -> None:
        self._source, self._report = source, report
        self._places = Places(report, source.heading("org_code"))
        self._groups: dict[Key, Group] = {}
        self._by_measure: dict[str, Wanted] = {wanted.measure: wanted for wanted in _wanted().values()}
        self._unplaced: dict[tuple[str, str], int] = {}  # (measure, code as published): row
        self._periods: dict[tuple[Cell, ...], str | Problem] = {}

    def add(self, row: Row) -> None:
        dimension = row.text("dimension")
        wanted = _wanted().get(plain(dimension))
        if wanted is None:
            self._report.unused[dimension or "(no dimension)"] += 1
            return
        if row.overflow:
            self._not_placed(row, wanted, "value", row.overflow)
            return
        level = level_of(row.text("org_level"))
        if isinstance(level, Problem):
            self._not_placed(row, wanted, "org_level", level)
            return
        if level != "national" and is_nobody(row.text("org_code")):
            self._report.unused[f"{dimension}: organisation not known"] += 1
            return
        period = self._period(row)
        if isinstance(period, Problem):
            self._not_placed(row, wanted, "start" if "start" in self._source.positions else "year", period)
            return
        self._add_to_group(row, wanted, level, period)

    def _add_to_group(self, row: Row, wanted: Wanted, level: str, period: str) -> None:
        published_code = row.text("org_code")
        code = self._places.code(published_code, level, row.number)
        group = self._groups.setdefault(
            Key(wanted.measure, period, level, code),
            Group(row.text("org_name"), published_code, _counted_note(row)),
        )
        part = _part(row, wanted)
        if isinstance(part, Problem):
            self._refuse(row, group, "category", part)
            return
        content = row.text("value") if part == "result" else count(row.cell("value"), whole=part != "rate")
        if isinstance(content, Problem) and part == "rate":
            self._report.error(row.number, self._source.heading("value"), content)  # the counts stand
        elif isinstance(content, Problem):
            self._refuse(row, group, "value", content)
        else:
            group.add(part, Entry(content, row.number, self._source.heading("value")), self._report)

    def _refuse(self, row: Row, group: Group, field: str, problem: Problem) -> None:
        self._report.error(row.number, self._source.heading(field), problem)
        group.refused.append(row.number)

    def _not_placed(self, row: Row, wanted: Wanted, field: str, problem: Problem) -> None:
        """A category that went missing makes a total of its organisation wrong; remember where."""
        self._report.error(row.number, self._source.heading(field), problem)
        self._unplaced.setdefault((wanted.measure, row.text("org_code")), row.number)

    def _period(self, row: Row) -> str | Problem:
        if "year" in self._source.positions:
            cells: tuple[Cell, ...] = (row.cell("year"),)
        else:
            cells = (row.cell("start"), row.cell("end"))
        if cells not in self._periods:
            try:
                self._periods[cells] = str(year_of(*cells) if len(cells) == 1 else self._month(row))
            except ClearwayError as error:
                self._periods[cells] = problem_of(error)
        return self._periods[cells]

    def _month(self, row: Row) -> Month:
        month = month_of(row.cell("start"), row.cell("end"))
        shown = row.text("start")
        if parse_date(shown) != month.first_day:
            what = f"{shown} was read as {month.first_day:%d/%m/%Y}: a spreadsheet had swapped day and month."
            self._report.note(row.number, self._source.heading("start"), Problem("swapped-date", what, ""))
        return month

    def values(self) -> list[PublishedValue]:
        found: list[PublishedValue] = []
        for key, group in self._groups.items():
            unplaced = self._unplaced.get((key.measure, group.published_code))
            lost = group.refused[:1] or [row for row in (unplaced,) if row is not None]
            wanted = self._by_measure[key.measure]
            if lost:
                self._report.error(group.row, self._source.heading("value"), left_out(key, lost[0]))
            elif isinstance(wanted, Rate):
                found += rate_values(key, group, wanted, self._report)
            else:
                found += table_values(key, group, wanted)
        return found


def _counted_note(row: Row) -> str:
    return known().counted_notes.get(plain(row.text("count_of")), "")


@cache
def _parts() -> dict[str, dict[str, str]]:
    """By measure: the part that a category stands for, by category as compared."""
    spellings = {
        wanted.measure: known().rate_parts if isinstance(wanted, Rate) else wanted.components
        for wanted in _wanted().values()
    }
    return {
        measure: {plain(name): part for part, names in parts.items() for name in names}
        for measure, parts in spellings.items()
    }


def _part(row: Row, wanted: Wanted) -> str | Problem:
    """Which part of its group a row is: numerator, denominator, rate, result, or a category."""
    parts = _parts()[wanted.measure]
    text = row.text("category")
    part = parts.get(plain(text)) if parts else ""
    if part is not None:
        return part
    spellings = known().rate_parts if isinstance(wanted, Rate) else wanted.components
    expected = ", ".join(names[0] for names in spellings.values())
    what = f"'{text}' is not a category of {row.text('dimension')}."
    return Problem("unknown-category", what, f"Expected one of: {expected}.")
