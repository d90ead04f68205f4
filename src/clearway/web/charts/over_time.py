"""One organisation's figures over time, judged by statistical process control."""

from collections.abc import Sequence

from clearway.common.organisations import Level, Organisation
from clearway.measures.definitions import HAS_DENOMINATOR, Definition
from clearway.spc import Chart, spc
from clearway.spc.pictures import control_chart
from clearway.web.charts.comparison import reason_of
from clearway.web.charts.sources import source_line
from clearway.web.design.filters import count, percent, spaced
from clearway.web.design.pictures import Cell, Picture, Table
from clearway.web.publications import selectors
from clearway.web.publications.models import Value


def judged(sheet: Definition, rows: Sequence[Value]) -> Chart:
    """The XmR chart of current figures, oldest first; a row without a figure is a gap, never 0."""
    share = sheet.kind in HAS_DENOMINATOR
    return spc(
        [row.value for row in rows],
        dates=[row.period_start for row in rows],
        chart="i",
        direction=sheet.direction.value,
        unit="percent" if share else "number",
        bounds=(0.0, 1.0) if share else (0.0, None),
        series=sheet.id,
    )


def series_picture(
    sheet: Definition, component: str, organisation: Organisation, *, title: str
) -> Picture | None:
    """The picture of one organisation's series, or None when no row is held for it."""
    rows = selectors.series(organisation, sheet.id, component)
    if not rows:
        return None
    chart = judged(sheet, rows)
    source = source_line(rows[-1].source)
    synthetic = organisation.level is Level.SYNTHETIC
    heading = f"{title}: {organisation.name}"
    spec = control_chart(
        chart,
        title="",
        source=rows[-1].source.publisher,
        status="made-up data" if synthetic else _status(rows),
    )
    return Picture(
        id="series",
        title=heading,
        finding=_finding(chart, rows, sheet),
        spec=spec,
        table=_table(chart, rows, sheet),
        caption=source,
    )


def _status(rows: Sequence[Value]) -> str:
    last = rows[-1]
    return f"{last.status}, {last.when.label}"


def _finding(chart: Chart, rows: Sequence[Value], sheet: Definition) -> str:
    """The engine's words; where the newest period has no figure, that comes first."""
    last = rows[-1]
    if last.value is not None:
        return chart.summary.text
    return f"{last.when.label} has no figure ({reason_of(last)}). {chart.summary.text}"


def _table(chart: Chart, rows: Sequence[Value], sheet: Definition) -> Table:
    rules = {point.date: ", ".join(spaced(rule) for rule in point.rules) for point in chart.points}
    share = sheet.kind in HAS_DENOMINATOR
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        shown = percent(row.value) if share else count(row.value)
        remark = rules.get(row.period_start, "") if row.value is not None else reason_of(row)
        counts = (count(row.numerator), count(row.denominator)) if share else ()
        lines.append((row.when.label, *counts, shown, row.status, remark or "–"))
    headings = ("Numerator", "Denominator", "Proportion") if share else ("Count",)
    return Table(
        ("Period", *headings, "Status", "Special cause, or why there is no figure"),
        tuple(lines),
        numeric=tuple(range(1, len(headings) + 1)),
    )
