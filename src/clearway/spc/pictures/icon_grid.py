"""Many measures of many organisations at a glance: their icons in a grid, with text and table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clearway.spc.explain import plotted_figure
from clearway.spc.figures import counted, listed, when
from clearway.spc.pictures import style
from clearway.spc.pictures.hand import fitted, picture, text
from clearway.spc.pictures.icons import (
    VARIATION_WORDS,
    assurance_drawing,
    assurance_words,
    variation_drawing,
)
from clearway.spc.result import Chart
from clearway.spc.words import Variation

Cells = Mapping[tuple[str, str], Chart | None]
_COLUMN, _ROW, _ICON, _NAMES = 84, 58, 30, 230
_SPOKEN = 8  # cells of one kind that the text names; the table names all
_KEY = (
    "Left icon, variation: square improvement, triangle concern, diamond neither, with H for high and L for "
    "low figures; wave common cause, level lines no variation, question mark too few points. Right icon, "
    "target: P will be met, F will be missed, P/F some of both, dash none, question mark no verdict yet."
)
HEADINGS = ("Measure", "Organisation", "Latest figure", "Variation", "Target")


@dataclass(frozen=True)
class IconGrid:
    """A grid as `svg`, as `text` for people who do not see it, and as the rows of a table.

    `headings` are those of `table`, which has a row for every measure and organisation.
    """

    svg: str
    text: str
    headings: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


def icon_grid(
    rows: Sequence[str], columns: Sequence[str], cells: Cells, *, title: str, width: int = 920
) -> IconGrid:
    """The icons of `cells`, which are charts by (row, column); None or no entry means nothing is collected.

    Rows are usually measures and columns organisations. Columns that do not fit `width` pixels
    continue below; on a phone the name of a measure stands above its icons.
    """
    table = tuple(_record(row, column, cells.get((row, column))) for row in rows for column in columns)
    words = _in_words(rows, columns, cells)
    drawn, height = _drawn(rows, columns, cells, title, width)
    return IconGrid(picture(title, drawn, width, height, description=words), words, HEADINGS, table)


def _record(row: str, column: str, chart: Chart | None) -> tuple[str, ...]:
    if chart is None:
        return (row, column, "not collected", "", "")
    has_target = chart.target is not None
    return (
        row,
        column,
        _latest(chart),
        VARIATION_WORDS[chart.summary.variation],
        assurance_words(chart.summary.assurance, has_target),
    )


def _latest(chart: Chart) -> str:
    latest = chart.latest
    if latest is None:
        return "no figures yet"
    day = when(latest.date, (point.date for point in chart.points))
    return f"{plotted_figure(chart, latest.value)}{f', {day}' if day else ''}"


def _in_words(rows: Sequence[str], columns: Sequence[str], cells: Cells) -> str:
    """How many cells have which verdict; concerns and improvements by name."""
    parts = [f"{counted(len(rows), 'measure')} of {counted(len(columns), 'organisation')}."]
    kinds: dict[str, list[str]] = {}
    for row in rows:
        for column in columns:
            chart = cells.get((row, column))
            kind = "nothing collected" if chart is None else _kind(chart.summary.variation)
            kinds.setdefault(kind, []).append(f"{row} at {column}")
    for kind in ("concern", "improvement", "special cause, neither better nor worse"):
        named = kinds.pop(kind, [])
        if named:
            more = len(named) - _SPOKEN
            shown = [*named[:_SPOKEN], counted(more, "other")] if more > 0 else named
            parts.append(f"{kind.capitalize()}: {listed(shown)}.")
    parts += [f"{kind.capitalize()}: {len(named)}." for kind, named in kinds.items()]
    return " ".join(parts)


def _kind(variation: Variation) -> str:
    return {
        "improvement": "improvement",
        "concern": "concern",
        "neutral": "special cause, neither better nor worse",
        "common": "common cause",
        "too": "too few points",
        "no": "no variation",
    }[variation.value.split("_")[0]]


@dataclass(frozen=True)
class _Layout:
    """Where things stand: `left` pixels for the names of rows (none where they stand above), columns of
    `column` pixels."""

    width: float
    left: float
    column: float


def _drawn(
    rows: Sequence[str], columns: Sequence[str], cells: Cells, title: str, width: int
) -> tuple[str, float]:
    """The grid in blocks of as many columns as fit, and its height."""
    left = _NAMES if width >= style.NARROW else 4
    fit = max(1, int((width - left - 4) // _COLUMN))
    blocks = -(-len(columns) // fit) or 1
    each = -(-len(columns) // blocks) or 1
    layout = _Layout(width, left, min((width - left - 4) / each, 1.5 * _COLUMN))
    drawn = f'<rect width="100%" height="100%" fill="{style.PAPER}"/>'
    heading = fitted(title, width - 8, 16, bold=True)
    drawn += "".join(text(4, 18 + 21 * n, line, size=16, bold=True) for n, line in enumerate(heading))
    down = 12.0 + 21 * len(heading)
    for start in range(0, len(columns), each):
        block, down = _block(rows, columns[start : start + each], cells, layout, down)
        drawn += block
        down += 12
    lines = fitted(_KEY, width - 12, 12, most=12)
    drawn += "".join(
        text(4, down + 10 + 16 * n, line, size=12, colour=style.QUIET_INK) for n, line in enumerate(lines)
    )
    return drawn, down + 8 + 16 * len(lines)


def _block(
    rows: Sequence[str], columns: Sequence[str], cells: Cells, layout: _Layout, down: float
) -> tuple[str, float]:
    """Some columns with their headings, and where they end."""
    middles = [layout.left + layout.column * (place + 0.5) for place in range(len(columns))]
    heads = [fitted(column, layout.column - 8, 12, bold=True) for column in columns]
    deep = max(len(lines) for lines in heads)
    drawn = ""
    for middle, lines in zip(middles, heads, strict=True):
        for number, line in enumerate(lines):
            base = down + 15 * (deep - len(lines) + number + 1)
            drawn += text(middle, base, line, size=12, bold=True, anchor="middle")
    down += 15 * deep + 8
    for row in rows:
        beside = layout.left > 4
        lines = fitted(row, layout.left - 12 if beside else layout.width - 16, 13)
        drawn += f'<path d="M4 {down:g}H{layout.width - 4:g}" stroke="{style.GRID}"/>'
        first = down + (13 + (_ROW - 10 - 17 * len(lines)) / 2 if beside else 20)
        for number, line in enumerate(lines):
            drawn += text(6, first + 17 * number, line)
        top = down + 8 if beside else down + 14 + 17 * len(lines)
        for middle, column in zip(middles, columns, strict=True):
            drawn += _cell(cells.get((row, column)), middle, top)
        down = top + _ROW
    return drawn, down


def _cell(chart: Chart | None, middle: float, top: float) -> str:
    """Both icons and the latest figure below them."""
    if chart is None:
        return text(middle, top + 26, "not collected", size=11, colour=style.QUIET_INK, anchor="middle")
    verdict, relied_on = chart.summary.variation, chart.summary.assurance
    has_target = chart.target is not None
    drawn = _placed(
        f"Variation: {VARIATION_WORDS[verdict]}", variation_drawing(verdict), middle - _ICON - 2, top
    )
    words = f"Target: {assurance_words(relied_on, has_target)}"
    drawn += _placed(words, assurance_drawing(relied_on, has_target), middle + 2, top)
    figure = plotted_figure(chart, chart.latest.value) if chart.latest else "no figures"
    return drawn + text(middle, top + _ICON + 15, figure, size=12, anchor="middle")


def _placed(title: str, drawn: str, x: float, y: float) -> str:
    return f'<g transform="translate({x:g} {y:g}) scale({_ICON / 48:g})"><title>{title}</title>{drawn}</g>'
