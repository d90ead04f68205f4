"""Which projects were shown when a board was shared: that of its own board, and those of a unit that day."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from django.utils.timezone import localdate

from clearway.web.boards.models import Share
from clearway.web.projects.models import AtUnit, Project, ProjectStep, Status

Moves = Sequence[tuple[date, str]]


def showings(projects: Collection[Project]) -> Iterator[tuple[Project, Share]]:
    """Each of these projects with each sharing of a board that showed its work, in a fixed number of queries.

    The board of a unit shows the approved projects that work in it on the day. The board of the
    whole trust is no project's: it shows of all of them what it has room for.
    """
    by_key = {project.pk: project for project in projects}
    for share in Share.objects.filter(project__in=by_key).select_related("project", "unit"):
        yield by_key[share.project_id], share  # type: ignore[index]
    there: dict[int, list[AtUnit]] = defaultdict(list)
    for row in AtUnit.objects.filter(project__in=by_key):
        there[row.unit_id].append(row)
    moved = _moves(by_key)
    for share in Share.objects.filter(unit__in=there).select_related("unit"):
        for row in there[share.unit_id or 0]:
            if _works_there(row, share.on) and _approved(moved.get(row.project_id, ()), share.on):
                yield by_key[row.project_id], share


def _works_there(row: AtUnit, day: date) -> bool:
    """Whether it did on the day: `left` is the first on which it no longer did."""
    return row.since <= day and (row.left is None or day < row.left)


def _approved(moves: Moves, day: date) -> bool:
    """Whether the project was approved, and not closed, at the end of the day."""
    until = [status for on, status in moves if on <= day]
    return bool(until) and until[-1] == Status.APPROVED


def _moves(keys: Collection[int]) -> Mapping[int, Moves]:
    """The status of each project from each of its steps on, in order."""
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for row in ProjectStep.objects.filter(project__in=keys).order_by("pk"):
        found[row.project_id].append((localdate(row.at), row.status))
    return found
