"""In which units of its trust a project works."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.projects.actions.common import log, open_project, written
from clearway.web.projects.models import AtUnit, Project
from clearway.web.units.selectors import open_units


@transaction.atomic
def say_where(*, project: Project, units: Collection[int], by: Person, on: date | None = None) -> Project:
    """The project works in exactly these units from that day on, today where none is said; none is the trust.

    `units` are their numbers. Raises ClearwayError for a closed project, a day that has not come, a day
    before what is to end began, and a unit that is not open, unless the project works there already.
    """
    mine = open_project(project)
    put_at(mine, units, on or localdate(), by)
    return mine


def put_at(project: Project, units: Collection[int], on: date, by: Person) -> None:
    """The same for a project that is held, inside the transaction of its caller."""
    standing = {row.unit.number: row for row in project.at_units.filter(left=None).select_related("unit")}
    offered = {unit.number: unit for unit in open_units(project.organisation)}
    strange = sorted(set(units) - set(offered) - set(standing))
    if strange:
        raise ClearwayError(
            f"{project.org_code} has no open unit {strange[0]}", mend="Choose one from the list of units"
        )
    ended = [row for number, row in standing.items() if number not in units]
    added = [offered[number] for number in sorted(set(units) - set(standing))]
    if (ended or added) and on > localdate():
        raise ClearwayError("The day has not come yet", mend="Enter the day since which it is so")
    for row in ended:
        _leave(row, on, by)
    for unit in added:
        AtUnit.objects.create(project=project, unit=unit, since=on, **written(by))
    if ended or added:
        log(project, "say where project works", by, on=on, old=sorted(standing), units=sorted(units))


def _leave(row: AtUnit, on: date, by: Person) -> None:
    if on < row.since:
        raise ClearwayError(
            f"The project works in {row.unit.name} since {row.since.isoformat()}",
            mend="Enter a day that is not before it",
        )
    row.left, row.left_person = on, by.name
    row.save(update_fields=["left", "left_person"])
