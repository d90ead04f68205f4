"""The plans for people, and what to compare when somebody else changed a line."""

from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from clearway.common.parameters import in_address
from clearway.measures.definitions import definitions
from clearway.web.charts.titles import about
from clearway.web.design.filters import percent
from clearway.web.people.access import NOBODY, Access
from clearway.web.projects.actions.common import ChangedMeanwhileError
from clearway.web.projects.models import Communication, PlannedMeasure, Project, Status
from clearway.web.projects.own_values import is_share
from clearway.web.projects.presenters.plan_charts import SmallChart, small_charts
from clearway.web.projects.telling import waited
from clearway.web.projects.vocabulary import title_of, vocabulary

EXPLAINED = {
    PlannedMeasure.OUTCOME: "Whether the aim is reached",
    PlannedMeasure.PROCESS: "Whether the changes happen",
    PlannedMeasure.BALANCING: "Whether something else gets worse",
}


@dataclass(frozen=True)
class MeasureLine:
    """One line of the measurement plan; `parameter` is what fills the measure's blank, with its noun.

    `figures` says what a figure of a measure of the team's own is.
    """

    id: int
    measure: str
    component: str
    parameter: str
    parameter_asked: str
    title: str
    baseline: str
    baseline_from: str
    target: str
    target_by: date | None
    collected_how: str
    collected_by: str
    how_often: str
    sample: str
    lacks: tuple[str, ...]
    chart: SmallChart | None = None
    figures: str = ""


@dataclass(frozen=True)
class MeasureGroup:
    """All lines of a kind."""

    kind: str
    title: str
    explained: str
    lines: tuple[MeasureLine, ...]


def lines_of_plan(project: Project) -> QuerySet[PlannedMeasure]:
    """The lines of a measurement plan, without those that were left out."""
    return project.planned_measures.filter(left_out=False)


def measurement_plan(project: Project, access: Access = NOBODY) -> tuple[MeasureGroup, ...]:
    """Outcome, process, balancing; a kind without a line is shown too, because it is missing."""
    rows = list(lines_of_plan(project))
    charts = small_charts(project, rows, access)
    lines = [(row.kind, replace(_line(row), chart=charts.get(row.pk))) for row in rows]
    return tuple(
        MeasureGroup(kind, title, EXPLAINED[kind], tuple(line for of, line in lines if of == kind))
        for kind, title in PlannedMeasure.KINDS
    )


def _line(row: PlannedMeasure) -> MeasureLine:
    sheet = definitions().get(row.measure)
    proportion = is_share(row) if sheet is None else sheet.kind == "proportion"
    lacks = [
        word
        for word, missing in (
            ("baseline", row.baseline is None),
            ("target", row.target is None),
            ("who collects it", not row.collected_by),
        )
        if missing
    ]
    return MeasureLine(
        id=row.pk,
        measure=row.measure,
        component=row.component,
        parameter=about(sheet, row.parameter) if sheet else "",
        parameter_asked=in_address(row.parameter) if sheet and sheet.parameter else "",
        title=row.title,
        baseline=_figure(row.baseline, proportion),
        baseline_from=row.baseline_from,
        target=_figure(row.target, proportion),
        target_by=row.target_by,
        collected_how=row.collected_how,
        collected_by=row.collected_by,
        how_often=row.how_often,
        sample=row.sample,
        lacks=tuple(lacks),
        figures="" if row.measure else _figures(row),
    )


def _figures(row: PlannedMeasure) -> str:
    """What the team writes down, as a sentence: "A count of women, every week; lower is better"."""
    kind = dict(PlannedMeasure.NUMBER_KINDS)[row.number_kind or PlannedMeasure.NUMBER]
    of = f" of {row.unit}" if row.unit and row.number_kind == PlannedMeasure.COUNT else ""
    unit = f" ({row.unit})" if row.unit and not of else ""
    often = dict(PlannedMeasure.RHYTHMS)[row.rhythm or PlannedMeasure.MONTH].lower()
    better = dict(PlannedMeasure.DIRECTIONS).get(row.direction or "neutral", "")
    return f"{kind}{of}{unit}, {often}; {'neither way is better' if better == 'Neither' else better.lower()}"


def _figure(value: float | None, proportion: bool) -> str:
    if value is None:
        return ""
    return percent(value) if proportion else f"{value:,g}"


@dataclass(frozen=True)
class CommunicationLine:
    """One line of the communication plan with its occasions, newest first."""

    row: Communication
    audience: str
    occasions: tuple[tuple[date, str, str], ...]
    overdue: str = ""


def communication_plan(project: Project) -> tuple[CommunicationLine, ...]:
    """All lines; their occasions are read at once."""
    rows = project.communications.filter(left_out=False).prefetch_related("occasions")
    return tuple(
        CommunicationLine(
            row,
            title_of(vocabulary().audiences, row.audience),
            tuple(
                (done.on, done.words, done.person)
                for done in sorted(row.occasions.all(), key=lambda done: (done.on, done.pk), reverse=True)
            ),
            _overdue(project, row),
        )
        for row in rows
    )


def _overdue(project: Project, row: Communication) -> str:
    """In words, where they were not told as often as planned; in a closed project nobody waits."""
    if project.status == Status.CLOSED:
        return ""
    told = [done.on for done in row.occasions.all()]
    return waited(row.how_often, told, localdate(row.at), localdate())


def now_lines(
    typed: forms.Form, error: ChangedMeanwhileError, standing: forms.Form
) -> tuple[tuple[str, str], ...]:
    """What stands now, for each field in which it differs from what was typed; the form moves on to it.

    The form keeps what was typed, carries the newer version, and says who changed it: saving it again is then
    a decision of whoever has read both.
    """
    typed.data = {name: typed.data.get(name, "") for name in typed.data} | {"expected": error.row.version}
    typed.add_error(None, str(error))
    pairs = [(field, standing[field.name].value()) for field in typed if field.name in standing.fields]
    return tuple(
        (str(field.label), "nothing" if value in (None, "") else str(value))
        for field, value in pairs
        if not field.is_hidden and str(value or "") != str(field.value() or "")
    )
