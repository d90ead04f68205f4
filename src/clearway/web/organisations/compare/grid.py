"""Every measure of every organisation judged in one go, and which of them need a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from clearway.common.organisations import Level, Organisation
from clearway.common.parameters import in_address
from clearway.common.periods import FinancialYear, parse_period
from clearway.measures.definitions import Definition, definitions
from clearway.records.plausibility import rule
from clearway.spc import Assurance, Chart, Variation, spc_table
from clearway.spc.table import Table
from clearway.web.charts.selectors import chart_key, decided_charts
from clearway.web.charts.setup import USUAL_PROFILE
from clearway.web.charts.targets import target_of
from clearway.web.organisations.cards import MISSING
from clearway.web.organisations.compare.choice import Asked, is_quality
from clearway.web.organisations.compare.safety import made_safe
from clearway.web.organisations.compare.selectors import (
    Figure,
    Key,
    figures,
    national,
    safe_sources,
    sources,
)
from clearway.web.people.permissions import Permission
from clearway.web.publications.models import SourceFile

FALSE_ALARMS = 0.05
"""The share of the listed series that may be false alarms."""


@dataclass(frozen=True)
class Column:
    """One series of figures: a measure with its component and parameter, all months or all years.

    `parameter` is what fills the measure's blank as the newest figure spells it.
    """

    key: Key
    sheet: Definition
    yearly: bool
    parameter: str = ""

    @property
    def component(self) -> str:
        """The component, or an empty text."""
        return self.key[1]

    @property
    def title(self) -> str:
        """The series in a few words."""
        part = self.sheet.component(self.key[1]) if self.key[1] else None
        parts = ", ".join(filter(None, (part.title if part else self.key[1], self.parameter)))
        return f"{self.sheet.short_title}: {parts}" if parts else self.sheet.short_title

    @property
    def parameter_asked(self) -> str:
        """How an address asks for the parameter; empty for a measure without a blank in its name."""
        return in_address(self.parameter) if self.sheet.parameter else ""


@dataclass(frozen=True)
class Cell:
    """One series of one organisation with its verdicts. `name` is that of the series in the table.

    `q` is the false discovery rate at which it is listed, None where it is not.
    """

    column: Column
    organisation: Organisation
    figures: Sequence[Figure]
    name: str
    variation: Variation
    assurance: Assurance
    has_target: bool
    points: int
    q: float | None = None

    @property
    def latest(self) -> Figure:
        """The newest row, be it a figure or a reason."""
        return self.figures[-1]


@dataclass(frozen=True)
class Grid:
    """All of it. `rows` are the organisations with any row at all, by name; `absent` the others.

    `looks` are the cells that stand out, most surprising first. `england` has the national figures.
    `unsteady` counts the organisations whose lines of the chosen measure show record keeping.
    """

    columns: Sequence[Column]
    rows: Sequence[Organisation]
    absent: Sequence[Organisation]
    cells: Mapping[tuple[Key, str], Cell]
    looks: Sequence[Cell]
    england: Mapping[tuple[Key, str], float]
    files: Mapping[int, SourceFile]
    rounded_here: bool
    unsteady: int
    _table: Table | None

    def chart(self, cell: Cell) -> Chart:
        """All that is known about one series, with its sentences."""
        if self._table is None:
            raise LookupError("there is no cell without a table")
        return self._table.chart(cell.name)

    def column(self, asked: Asked) -> Column | None:
        """The column that was chosen, where rows are held of it."""
        return next((one for one in self.columns if asked.chose(one.key)), None)

    @cached_property
    def judged(self) -> int:
        """How many series have enough points for a verdict."""
        return sum(one.variation is not Variation.TOO_FEW_POINTS for one in self.cells.values())


def read_grid(asked: Asked) -> Grid:
    """Read and judge everything that the choice asks for."""
    members = {one.code: one for one in asked.members}
    measures = _measures(asked)
    found = figures(measures, asked.level, members, asked.access)
    files = sources({one.source for by_code in found.values() for rows in by_code.values() for one in rows})
    # Nobody stands behind made-up figures.
    safe = set(files) if asked.level is Level.SYNTHETIC else safe_sources(files.values())
    # What the reader sees on the page of each measure is not rounded for them here: it would be judged anew.
    own = asked.access.trusts(Permission.SEE_FIGURES)
    columns = [_column(key, found[key]) for key in _in_order(found, asked)]
    series: dict[tuple[Key, str], tuple[Column, list[Figure]]] = {}
    for column in columns:
        for code, rows in found[column.key].items():
            kept = [one for one in rows if _is_year(one) is column.yearly]
            if kept:
                series[column.key, code] = (
                    column,
                    made_safe(column.sheet, kept, files if code in own else safe),
                )
    table = _judge(series, members)
    cells, looks = _cells(series, members, table)
    seen = {code for _, code in series}
    return Grid(
        columns=columns,
        rows=[one for code, one in members.items() if code in seen],
        absent=[one for code, one in members.items() if code not in seen and one.is_open()],
        cells=cells,
        looks=looks,
        england={} if asked.level is Level.SYNTHETIC or asked.under.demonstration else national(measures),
        files=files,
        unsteady=_unsteady(found.get((asked.measure.id, MISSING, ""), {})),
        rounded_here=any(
            one.source not in safe
            for (_, code), (_, rows) in series.items()
            if code not in own
            for one in rows
        ),
        _table=table,
    )


def _column(key: Key, rows: Mapping[str, Sequence[Figure]]) -> Column:
    newest = max((each[-1] for each in rows.values()), key=lambda one: one.start)
    return Column(key, definitions()[key[0]], _yearly(rows), newest.parameter)


def _measures(asked: Asked) -> set[str]:
    """The measures with a better direction that are held at the level, and the one that was chosen."""
    known = definitions()
    ids = {one.measure for one in asked.held if one.level is asked.level and one.measure in known}
    return {name for name in ids if known[name].direction != "neutral" and not is_quality(known[name])} | {
        asked.measure.id
    }


def _in_order(found: Mapping[Key, object], asked: Asked) -> list[Key]:
    """The series in the order of the sheets and their components; of a chosen neutral one its part only."""
    places = {name: place for place, name in enumerate(definitions())}

    def place(key: Key) -> tuple[int, int, str]:
        parts = [one.id for one in definitions()[key[0]].components]
        return places[key[0]], parts.index(key[1]) if key[1] in parts else len(parts), key[2]

    def wanted(key: Key) -> bool:
        sheet = definitions()[key[0]]
        return (sheet.direction != "neutral" and not is_quality(sheet)) or key[1] == asked.component

    return sorted((key for key in found if wanted(key)), key=place)


def _yearly(rows: Mapping[str, Sequence[Figure]]) -> bool:
    """Whether there are more years than months; the two are different counts and never one line."""
    years = [_is_year(one) for figures in rows.values() for one in figures]
    return 2 * sum(years) > len(years)


def _unsteady(missing: Mapping[str, Sequence[Figure]]) -> int:
    """How many organisations' share of cases without a status moved, so that other shares moved with it."""
    moved = 0
    for rows in missing.values():
        yearly = _yearly({"": rows})
        shares = [one.value for one in rows if one.value is not None and _is_year(one) is yearly]
        moved += bool(shares) and abs(shares[-1] - shares[0]) > rule("missing-share-moves").limits["change"]
    return moved


def _is_year(one: Figure) -> bool:
    return _names_a_year(one.period)


@cache  # there are few periods, and every figure asks
def _names_a_year(period: str) -> bool:
    return isinstance(parse_period(period), FinancialYear)


def _judge(
    series: Mapping[tuple[Key, str], tuple[Column, list[Figure]]], members: Mapping[str, Organisation]
) -> Table | None:
    """One table of all series, each with the settings that the chart on its measure page has."""
    if not series:
        return None
    names: list[str] = []
    days: list[Any] = []
    values: list[float | None] = []
    settings: dict[str, dict[str, Any]] = {}
    decided = decided_charts(measures={key[0] for key, _ in series})
    for (key, code), (column, rows) in series.items():
        name = _name(key, code)
        names += [name] * len(rows)
        days += [one.start for one in rows]
        values += [one.value for one in rows]
        settings[name] = _settings(column.sheet) | {"target": target_of(column.sheet, members[code])}
        if chart_key(code, *key) in decided:
            settings[name] |= decided[chart_key(code, *key)].arguments()
    return spc_table(
        {"series": names, "date": days, "value": values}, settings=settings, profile=USUAL_PROFILE
    )


def _settings(sheet: Definition) -> dict[str, Any]:
    return {
        "direction": sheet.direction.value,
        "unit": "percent" if sheet.is_share else "number",
        "bounds": sheet.bounds,
    }


def _name(key: Key, code: str) -> str:
    return "|".join((*key, code))


def _cells(
    series: Mapping[tuple[Key, str], tuple[Column, list[Figure]]],
    members: Mapping[str, Organisation],
    table: Table | None,
) -> tuple[dict[tuple[Key, str], Cell], list[Cell]]:
    if table is None:
        return {}, []
    looks = {look.series: look for look in table.needs_a_look(FALSE_ALARMS)}
    verdicts = zip(table.variation, table.assurance, table.judged.series.n.tolist(), strict=True)
    found = dict(zip(table.names, verdicts, strict=True))
    cells = {}
    for (key, code), (column, rows) in series.items():
        name = _name(key, code)
        variation, assurance, points = found[name]
        cells[key, code] = Cell(
            column,
            members[code],
            rows,
            name,
            variation,
            assurance,
            target_of(column.sheet, members[code]) is not None,
            points,
            looks[name].q if name in looks else None,
        )
    by_name = {cell.name: cell for cell in cells.values()}
    return cells, [by_name[name] for name in looks]
