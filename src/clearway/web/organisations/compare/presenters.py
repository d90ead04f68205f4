"""What the comparison page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from clearway.common.organisations import Level, Organisation, directory
from clearway.measures.definitions import Definition
from clearway.records.publications import State
from clearway.spc import Chart, Variation
from clearway.spc.pictures import small_multiples
from clearway.web.charts.comparison import STATE_WORDS
from clearway.web.charts.sources import source_line
from clearway.web.design.filters import figure
from clearway.web.design.picker import Group, organisation_groups
from clearway.web.design.pictures import NARROW, WIDE
from clearway.web.organisations.compare.choice import PARENTS, Asked, Options, options
from clearway.web.organisations.compare.grid import Cell, Column, Grid, read_grid
from clearway.web.organisations.compare.selectors import Figure
from clearway.web.organisations.icons import Icon, assurance_of, variation_of
from clearway.web.organisations.levels import PLURALS, many
from clearway.web.organisations.words import sentence
from clearway.web.people.permissions import Permission

A_PAGE = 24
"""So many small charts stand on one page."""
MOST_LOOKS = 12


@dataclass(frozen=True)
class Look:
    """One series that stands out: where, what, its icon and its sentences."""

    organisation: Organisation
    column: Column
    icon: Icon
    figure: str
    when: str
    text: str


@dataclass(frozen=True)
class Shown:
    """One cell of the grid; `when` only where it is another period than that of its column."""

    column: Column
    figure: str
    when: str
    reason: str
    variation: Icon | None
    assurance: Icon | None


@dataclass(frozen=True)
class Head:
    """The heading of a column: the series, its newest period, England's figure, whether it is chosen."""

    column: Column
    when: str
    england: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One organisation of the grid."""

    organisation: Organisation
    cells: Sequence[Shown | None]


@dataclass(frozen=True)
class Multiples:
    """The small charts of one page, at both widths; `without` are organisations that have no line."""

    wide: Markup
    narrow: Markup
    first: int
    last: int
    total: int
    without: str


@dataclass(frozen=True)
class ComparePage:
    """Everything on the page."""

    asked: Asked
    options: Options
    parents: Sequence[Group]
    members: str
    heads: Sequence[Head]
    parameters: Sequence[Column]
    chosen: Column | None
    rows: Sequence[Row]
    absent: Sequence[Organisation]
    looks: Sequence[Look]
    more_looks: int
    judged: int
    series: int
    multiples: Multiples | None
    has_targets: bool
    rounded_here: bool
    unsteady: int
    sources: Sequence[str]

    @property
    def is_synthetic(self) -> bool:
        """Whether all figures are made up."""
        return self.asked.level is Level.SYNTHETIC

    @property
    def previous(self) -> int:
        """The page before, 0 where there is none."""
        return self.asked.page - 1

    @property
    def next(self) -> int:
        """The page after, 0 where there is none."""
        more = self.multiples is not None and self.multiples.last < self.multiples.total
        return self.asked.page + 1 if more else 0


def compare_page(asked: Asked) -> ComparePage:
    """Put the page together from what was read."""
    grid = read_grid(asked)
    targets = any(one.has_target for one in grid.cells.values())
    heads = [_head(column, grid, asked) for column in grid.columns]
    used = {one.source for cell in grid.cells.values() for one in cell.figures}
    return ComparePage(
        asked=asked,
        options=options(asked),
        parents=_parents(asked),
        members=_members(asked, len(grid.rows)),
        heads=heads,
        parameters=_parameters(grid, asked),
        chosen=grid.column(asked),
        rows=[_row(one, grid, heads, targets) for one in grid.rows],
        absent=grid.absent,
        looks=[_look(cell, grid) for cell in grid.looks[:MOST_LOOKS]],
        more_looks=max(0, len(grid.looks) - MOST_LOOKS),
        judged=grid.judged,
        series=len(grid.cells),
        multiples=_multiples(asked, grid),
        has_targets=targets,
        rounded_here=grid.rounded_here,
        unsteady=grid.unsteady,
        sources=list(dict.fromkeys(source_line(grid.files[one]) for one in sorted(used))),
    )


def _parameters(grid: Grid, asked: Asked) -> list[Column]:
    """The series of the chosen measure among which there is something to choose: one for each parameter."""
    if asked.measure.parameter is None:
        return []
    return [one for one in grid.columns if one.key[:2] == (asked.measure.id, asked.component)]


def _parents(asked: Asked) -> list[Group]:
    """What organisations can be compared under; the made-up trust stands in a group of its own.

    The chosen one, and where the reader sees figures by a role, are among them even where the list of all
    leaves them out.
    """
    usual = {one.code for group in organisation_groups() for one in group.options}
    places = asked.access.organisations(Permission.SEE_FIGURES)
    above = (one.code for code in places for one in directory().ancestors(code))
    groups = organisation_groups({*usual, asked.under.code, *places, *above})
    return [one for one in groups if one.options[0].level in PARENTS]


def _members(asked: Asked, held: int) -> str:
    """How many there are, and how many have figures."""
    if asked.level is Level.SYNTHETIC:
        return ""
    everyone = [one for one in asked.members if one.is_open()]
    return f"{many(len(everyone), asked.level)}, {held} with figures"


def figure_of(sheet: Definition, value: float | None) -> str:
    """A figure as people read it."""
    return figure(value, sheet.kind)


def reason_of(one: Figure) -> str:
    """Why a row has no figure, in words; an empty text where it has one."""
    if one.state == State.VALUE:
        return ""
    return sentence(one.note or STATE_WORDS.get(one.state, "no figure"))


def _head(column: Column, grid: Grid, asked: Asked) -> Head:
    newest = max(
        (cell for (key, _), cell in grid.cells.items() if key == column.key),
        key=lambda cell: cell.latest.start,
    )
    england = grid.england.get((column.key, newest.latest.period))
    return Head(
        column,
        newest.latest.label,
        figure_of(column.sheet, england) if england is not None else "",
        column == grid.column(asked),
    )


def _row(organisation: Organisation, grid: Grid, heads: Sequence[Head], targets: bool) -> Row:
    cells = []
    for head in heads:
        cell = grid.cells.get((head.column.key, organisation.code))
        cells.append(_shown(cell, head, targets) if cell else None)
    return Row(organisation, cells)


def _shown(cell: Cell, head: Head, targets: bool) -> Shown:
    """One cell; where there is no figure, no verdict on an older one stands beside the reason."""
    latest, label = cell.latest, cell.latest.label
    has_figure = latest.value is not None
    return Shown(
        column=cell.column,
        figure=figure_of(cell.column.sheet, latest.value) if has_figure else "",
        when="" if label == head.when else label,
        reason=reason_of(latest),
        variation=variation_of(cell.variation) if has_figure else None,
        assurance=assurance_of(cell.assurance, cell.has_target) if targets and has_figure else None,
    )


def _look(cell: Cell, grid: Grid) -> Look:
    newest = next((one for one in reversed(cell.figures) if one.value is not None), cell.latest)
    return Look(
        cell.organisation,
        cell.column,
        _look_icon(cell.variation),
        figure_of(cell.column.sheet, newest.value),
        newest.label,
        grid.chart(cell).summary.text,
    )


def _look_icon(verdict: Variation) -> Icon:
    """The icon in the list; a calm one needs other words there, or nobody would know why it is listed."""
    if verdict is Variation.COMMON_CAUSE:
        return Icon(variation_of(verdict).symbol, "Earlier figures stand out; the newest is usual")
    return variation_of(verdict)


def _multiples(asked: Asked, grid: Grid) -> Multiples | None:
    """The small charts of the chosen measure; an organisation with one figure has no line."""
    column = grid.column(asked)
    if column is None:
        return None
    found = [cell for one in grid.rows if (cell := grid.cells.get((column.key, one.code)))]
    lines = [cell for cell in found if sum(one.value is not None for one in cell.figures) > 1]
    first = (asked.page - 1) * A_PAGE
    page = lines[first : first + A_PAGE]
    if not page:
        return None
    charts, publishers = _charts(page, grid), _publishers(page, grid)
    short = len(found) - len(lines)
    noun = PLURALS.get(asked.level, ("organisation", "organisations"))
    return Multiples(
        wide=_drawn(charts, publishers, asked.under.name, WIDE),
        narrow=_drawn(charts, publishers, asked.under.name, NARROW),
        first=first + 1,
        last=first + len(page),
        total=len(lines),
        without=f"{short} {noun[0] if short == 1 else noun[1]} with fewer than two figures cannot be drawn."
        if short
        else "",
    )


def multiples_picture(cells: Sequence[Cell], grid: Grid, asked: Asked) -> Markup:
    """Small charts of one measure on one scale, in the order of the organisations' names."""
    title = f"{asked.title}: {asked.under.name}"
    return _drawn(_charts(cells, grid), _publishers(cells, grid), title, WIDE)


def _charts(cells: Sequence[Cell], grid: Grid) -> list[tuple[str, Chart]]:
    return [(cell.organisation.name, grid.chart(cell)) for cell in cells]


def _publishers(cells: Sequence[Cell], grid: Grid) -> str:
    files = {one.source for cell in cells for one in cell.figures}
    return ", ".join(sorted({grid.files[one].publisher for one in files}))


def _drawn(charts: Sequence[tuple[str, Chart]], publishers: str, title: str, width: int) -> Markup:
    drawn = small_multiples(
        charts,
        title=title,
        width=width,
        columns=3 if width == WIDE else 1,
        panel_height=190,
        source=publishers,
    )
    return Markup(drawn)  # noqa: S704 - titles and names are escaped where the picture is made
