"""One organisation's figures over time, judged by statistical process control."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Level, Organisation
from clearway.common.periods import Month
from clearway.measures.definitions import Definition
from clearway.measures.model import HAS_DENOMINATOR
from clearway.spc import Chart, spc
from clearway.spc.explanation import explanation
from clearway.spc.history import Settings, replay
from clearway.spc.limits import FAMILIES
from clearway.spc.pictures import Annotation, control_chart
from clearway.web.charts.comparison import reason_of
from clearway.web.charts.marks import Mark, marks_of
from clearway.web.charts.selectors import chart_history
from clearway.web.charts.setup import USUAL_PROFILE, Setup
from clearway.web.charts.sources import source_line
from clearway.web.charts.targets import Target, targets_of, told, value_of
from clearway.web.charts.titles import about
from clearway.web.design.filters import count, figure, spaced
from clearway.web.design.pictures import NARROW, WIDE, Cell, Picture, Table
from clearway.web.people.access import NOBODY, Access
from clearway.web.publications import selectors
from clearway.web.publications.models import Value

AS_USUAL = Setup()
RANGES = "mr"
"""The chart of the differences from month to month; a target of the figures is none of theirs."""
Words = Callable[[Definition, Value], str]


def usual_words(sheet: Definition, row: Value) -> str:
    """A figure as it is held."""
    return figure(row.value, sheet.kind)


def judged(
    sheet: Definition,
    rows: Sequence[Value],
    setup: Setup = AS_USUAL,
    decided: Settings | None = None,
    target: float | None = None,
) -> Chart:
    """The chart of figures, oldest first; a row without a figure is a gap, never 0.

    `decided` are the phases, baseline, exclusions and rule set that people chose for this chart. A baseline
    that no longer fits (another rule set is tried, figures were taken back) is left out; the chart says so.
    """
    chosen = decided or Settings()
    try:
        return judged_strictly(sheet, rows, setup, chosen, target)
    except ClearwayError as problem:
        if chosen.baseline is None:
            raise
        chart = judged_strictly(sheet, rows, setup, replace(chosen, baseline=None), target)
        said = f"The baseline chosen for this chart is not used: {problem.what}."
        return replace(chart, notes=(*chart.notes, said))


def judged_strictly(
    sheet: Definition, rows: Sequence[Value], setup: Setup, decided: Settings, target: float | None = None
) -> Chart:
    """As `judged`. Raises ClearwayError where what was decided does not fit the figures."""
    counted = FAMILIES[setup.chart].denominators == "needed"
    arguments = {"profile": USUAL_PROFILE, **decided.arguments()}
    if setup.profile:
        arguments["profile"] = setup.profile
    return spc(
        [row.numerator if counted else row.value for row in rows],
        dates=[row.period_start for row in rows],
        denominators=[row.denominator for row in rows] if counted else None,
        chart=setup.chart,
        direction=sheet.direction.value,
        unit="percent" if sheet.is_share else "number",
        bounds=sheet.bounds,
        series=sheet.id,
        target=target,
        **arguments,
    )


def series_picture(
    sheet: Definition,
    component: str,
    organisation: Organisation,
    *,
    title: str,
    setup: Setup = AS_USUAL,
    access: Access = NOBODY,
    parameter: str | None = None,
) -> Picture | None:
    """The picture of one organisation's series, or None when `access` allows to see no row of it."""
    held = selectors.series(organisation, sheet.id, component, setup.as_of, access, parameter)
    if not held:
        return None
    of = held[-1].parameter
    decided = replay(chart_history(organisation, sheet.id, component, of), setup.as_of)
    marks = marks_of(organisation, sheet.id, access, setup.as_of, of)
    wanted = targets_of(organisation, sheet.id, component, of, access, setup.as_of)
    return drawn(sheet, organisation, held, decided, marks, title=title, setup=setup, targets=wanted)


def drawn(
    sheet: Definition,
    organisation: Organisation,
    held: Sequence[Value],
    decided: Settings,
    marks: Sequence[Mark] = (),
    *,
    title: str,
    setup: Setup = AS_USUAL,
    words: Words = usual_words,
    targets: Sequence[Target] = (),
    project: int = 0,
) -> Picture:
    """The picture of these rows with these decisions, whether or not anybody has recorded them.

    `words` writes a figure of the table. Of several `targets` that of the page's `project` is drawn, else the
    one that ends first.
    """
    rows, others = one_rhythm(held)
    target = None if setup.chart == RANGES else value_of(sheet, organisation, targets, project)
    chart = judged(sheet, rows, setup, decided, target)
    explained = explanation(chart)
    synthetic = organisation.level is Level.SYNTHETIC
    wide, narrow = (
        control_chart(
            chart,
            title="",
            source=rows[-1].source.publisher,
            status="made-up data" if synthetic else _status(rows),
            width=width,
            annotations=_annotations(decided, marks, setup),
        )
        for width in (WIDE, NARROW)
    )
    return Picture(
        id="series",
        title=f"{title}: {organisation.name}",
        finding=_finding(explained.text, rows),
        notes=(*chart.notes, *explained.signal_list, *explained.advice),
        spec=wide,
        narrow=narrow,
        table=_table(chart, held, sheet, words),
        caption=" ".join(
            filter(
                None,
                (
                    told(sheet, targets, project),
                    about(sheet, held[-1].parameter),
                    source_line(rows[-1].source),
                    _left_out(others),
                ),
            )
        ),
    )


def _annotations(decided: Settings, marks: Sequence[Mark], setup: Setup) -> list[Annotation]:
    """What people wrote about dates: notes, why a rule set was chosen, what other parts of the site tell."""
    found = [Annotation(note.day, note.text) for note in decided.notes]
    chosen = decided.profile_note
    if chosen is not None and not setup.profile:  # a rule set that is only tried was chosen by nobody
        found.append(Annotation(chosen.day, chosen.text, "rules"))
    return found + [Annotation(mark.day, mark.text, mark.kind) for mark in marks]


def one_rhythm(rows: Sequence[Value]) -> tuple[list[Value], list[Value]]:
    """The rows to draw, all months or all years (whichever are more), and the others.

    A year and a month are different counts; one line through both would be a line through nothing.
    """
    months = [row for row in rows if isinstance(row.when, Month)]
    years = [row for row in rows if not isinstance(row.when, Month)]
    return (months, years) if len(months) >= len(years) else (years, months)


def _left_out(others: Sequence[Value]) -> str:
    if not others:
        return ""
    kind = "Months" if isinstance(others[0].when, Month) else "Years"
    periods = ", ".join(row.when.label for row in others)
    return f"{kind} are another count and stand in the table only: {periods}."


def _status(rows: Sequence[Value]) -> str:
    last = rows[-1]
    return f"{last.status}, {last.when.label}"


def _finding(text: str, rows: Sequence[Value]) -> str:
    """The engine's words; where the newest period has no figure, that comes first."""
    last = rows[-1]
    return text if last.value is not None else f"{last.when.label} has no figure ({reason_of(last)}). {text}"


def _table(chart: Chart, rows: Sequence[Value], sheet: Definition, words: Words) -> Table:
    rules = {point.date: ", ".join(spaced(rule) for rule in point.rules) for point in chart.points}
    counted = sheet.kind in HAS_DENOMINATOR
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        shown = words(sheet, row)
        remark = rules.get(row.period_start, "") if row.value is not None else reason_of(row)
        counts = (count(row.numerator), count(row.denominator)) if counted else ()
        lines.append((row.when.label, *counts, shown, row.status, remark or "–"))
    headings = (*(("Numerator", "Denominator") if counted else ()), sheet.kind.capitalize())
    return Table(
        ("Period", *headings, "Status", "Special cause, or why there is no figure"),
        tuple(lines),
        numeric=tuple(range(1, len(headings) + 1)),
    )
