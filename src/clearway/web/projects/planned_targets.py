"""The targets that the measurement plans of open projects hold against the charts of their trust."""

from collections.abc import Collection, Iterator

from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.measures.definitions import definitions
from clearway.web.charts.selectors import ChartKey, chart_key
from clearway.web.charts.targets import Target
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.projects.models import PlannedMeasure, Status


def planned_targets(
    organisation: Organisation, access: Access, measures: Collection[str] | None
) -> Iterator[tuple[ChartKey, Target]]:
    """One for each line of a plan that has a target; nothing for those who may not see improvement work.

    A target is set against the figures that the plan's baseline came from: those of the measure itself, or
    those that are published of it.
    """
    code = organisation.code
    if not access.allows(Permission.SEE_IMPROVEMENT, code):
        return
    rows = PlannedMeasure.objects.filter(
        project__org_code=code, left_out=False, target__isnull=False
    ).exclude(measure="")
    for row in rows.exclude(project__status=Status.CLOSED).select_related("project").order_by("pk"):
        sheet = definitions().get(row.measure)
        project, day = row.project, localdate(row.at)
        target = Target(row.target or 0.0, row.target_by, project.number, project.title, day)
        for name in (row.measure, *(sheet.published_as if sheet else ())):
            if measures is None or name in measures:
                yield chart_key(code, name, row.component, row.parameter), target
