"""The small charts of a measurement plan: each line with its figures, judged by its own target."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from clearway.common.parameters import in_address
from clearway.measures.definitions import definitions
from clearway.spc import Chart, explanation
from clearway.spc.pictures import sparkline
from clearway.web.charts.over_time import judged, one_rhythm
from clearway.web.charts.selectors import ChartKey, chart_key, decided_charts
from clearway.web.people.access import Access
from clearway.web.projects import own_values
from clearway.web.projects.models import PlannedMeasure, Project
from clearway.web.projects.selectors import own_lines_of
from clearway.web.publications.models import Value
from clearway.web.publications.selectors import of_one_parameter

WIDTH, HEIGHT = 240, 52


@dataclass(frozen=True)
class SmallChart:
    """A line of figures, what it says with the target of the plan, and the page of the whole chart."""

    spark: Markup | None
    finding: str
    address: str


def small_charts(
    project: Project, rows: Sequence[PlannedMeasure], access: Access
) -> Mapping[int, SmallChart]:
    """By key of the line; in a fixed number of queries. Lines without a figure are not in it."""
    found = {line.pk: _own(line) for line in own_lines_of([project]) if line.own_values.all()}
    found |= _of_register(project, [row for row in rows if row.measure], access)
    return {key: chart for key, chart in found.items() if chart is not None}


def _own(line: PlannedMeasure) -> SmallChart | None:
    figures = own_values.series(line, line.own_values.all())
    if not figures:
        return None
    project = line.project
    address = reverse("project-own-values", args=[project.org_code, project.number, line.pk])
    return _small(own_values.judged(line, figures), line.title, address)


def _of_register(
    project: Project, rows: Sequence[PlannedMeasure], access: Access
) -> dict[int, SmallChart | None]:
    code = project.org_code
    known = definitions()
    sheets = {row.pk: known[row.measure] for row in rows if row.measure in known}
    names = {name for sheet in sheets.values() for name in (sheet.id, *sheet.published_as)}
    held: dict[ChartKey, list[Value]] = defaultdict(list)
    values = Value.objects.visible_to(access).current().of(project.organisation).filter(measure__in=names)
    for value in values.order_by("period_start", "pk"):
        held[chart_key(code, value.measure, value.component, value.parameter)].append(value)
    decided = decided_charts([code], names)
    found: dict[int, SmallChart | None] = {}
    for row in rows:
        if row.pk not in sheets:
            continue
        for name in (row.measure, *sheets[row.pk].published_as):
            key = chart_key(code, name, row.component, row.parameter)
            if any(value.value is not None for value in held[key]):
                sheet = known[name]
                drawn, _ = one_rhythm(of_one_parameter(held[key]))
                chart = judged(sheet, drawn, decided=decided.get(key), target=row.target)
                query = {"organisation": code, "component": row.component}
                query |= {"parameter": in_address(row.parameter) if sheet.parameter else ""}
                asked = {one: text for one, text in query.items() if text}
                found[row.pk] = _small(chart, row.title, reverse("measure", args=[name], query=asked))
                break
    return found


def _small(chart: Chart, title: str, address: str) -> SmallChart:
    told = explanation(chart).text
    drawn = None
    if len(chart.valued) > 1:
        line = sparkline(chart, title=f"{title}. {told}", width=WIDTH, height=HEIGHT)
        drawn = Markup(line)  # noqa: S704 - the title is escaped, the rest are numbers
    return SmallChart(drawn, told, address)
