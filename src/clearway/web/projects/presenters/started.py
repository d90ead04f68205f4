"""The actions that began from a finding, for the page of the finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.urls import reverse

from clearway.common.organisations import Organisation
from clearway.web.charts.acting import StartedAction
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.projects.models import Action, Project
from clearway.web.projects.presenters.work import ActionLine, action_lines
from clearway.web.projects.selectors import actions

Started = Mapping[str, tuple[ActionLine, ...]]
"""The actions by the reference of their finding."""


def started_from(organisation: Organisation, kind: str) -> Started:
    """The actions of the organisation that began from findings of that kind."""
    rows = actions(organisation).filter(origin_kind=kind)
    return _by((row.origin_reference, row) for row in rows)


def started_from_barriers(project: Project) -> Started:
    """The actions that began from barriers of the project, by the number of the barrier.

    The reference of a barrier was once its number alone, beside the project of the action.
    """
    here = Q(origin_reference__startswith=f"{project.number}/") | (
        Q(project=project) & ~Q(origin_reference__contains="/")
    )
    rows = actions(project.organisation).filter(here, origin_kind="barrier")
    return _by((row.origin_reference.rpartition("/")[2], row) for row in rows)


def started_from_chart(
    organisation: Organisation, reference: str, access: Access
) -> tuple[StartedAction, ...]:
    """The actions that began from signals of a chart; its reference names no month."""
    if not access.allows(Permission.SEE_IMPROVEMENT, organisation.code):
        return ()
    more = "&" if "?" in reference else "?"
    here = Q(origin_reference=reference) | Q(origin_reference__startswith=f"{reference}{more}month=")
    rows = actions(organisation).filter(here, origin_kind="chart-signal")
    return tuple(
        StartedAction(
            line.title, reverse("action", args=[organisation.code, line.number]), line.tag, line.colour
        )
        for line in action_lines(rows)
    )


def _by(named: Iterable[tuple[str, Action]]) -> Started:
    rows: dict[str, list[Action]] = defaultdict(list)
    for reference, row in named:
        rows[reference].append(row)
    return {reference: action_lines(found) for reference, found in rows.items()}
