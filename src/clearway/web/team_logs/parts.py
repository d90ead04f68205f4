"""Who had a part in which test of change when: owners, those who wrote its steps, and those who take part."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from clearway.web.cycles.models import Cycle, CycleStep, Participant, Stage
from clearway.web.jobs.when import WALL
from clearway.web.projects.models import Project
from clearway.web.team_logs.of_projects import Row
from clearway.web.team_logs.team import Teams, known_as


@dataclass(frozen=True)
class Part:
    """A part of somebody, by their sign, in a test on a day.

    `moment` is when they are looked for in the team; `of` names the row that it was read from.
    """

    cycle: Cycle
    day: date
    sign: str
    moment: datetime
    of: str


def parts(projects: Sequence[Project], teams: Teams) -> Iterator[Part]:
    """All parts in the tests of the projects, women and families among them."""
    steps = defaultdict(list)
    rows = CycleStep.objects.filter(cycle__project__in=projects, cycle__left_out=False)
    for step in rows.select_related("cycle__project").order_by("pk"):
        steps[step.cycle_id].append(step)
        signs = {known_as(step.key, step.person)}
        if step.cycle.owner:
            signs.add(teams.sign_of(step.cycle.project_id, step.cycle.owner))
        for sign in sorted(signs):
            yield Part(step.cycle, step.on, sign, step.at, str(step.pk))
    for each in _taking_part(projects):
        yield from _part_of(each, steps[each.cycle_id], teams)


def _part_of(each: Participant, steps: Sequence[CycleStep], teams: Teams) -> Iterator[Part]:
    """From the day on which the test began, or they came to it: that day, and each later step up to its end.

    Whoever only stands in the plan of a test that never began had no part in it.
    """
    began = next((step for step in steps if step.step == Stage.DO), None)
    if began is None:
        return
    sign = sign_of(each, teams)
    if each.since <= began.on:
        yield Part(began.cycle, began.on, sign, began.at, str(began.pk))
    elif each.since <= steps[-1].on or steps[-1].step not in (Stage.DECIDED, Stage.STOPPED):
        moment = datetime.combine(each.since, time(23, 59), WALL)
        yield Part(began.cycle, each.since, sign, moment, f"p{each.pk}")
    for step in steps:
        if step.pk > began.pk and step.on > max(each.since, began.on):
            yield Part(step.cycle, step.on, sign, step.at, str(step.pk))


def cycle_parts(projects: Sequence[Project], teams: Teams) -> Iterator[Row]:
    """Parts that members of staff had in tests of change; one for each person, cycle and day."""
    women = {(each.cycle_id, sign_of(each, teams)) for each in _taking_part(projects) if not each.is_staff}
    found: dict[tuple[object, ...], Row] = {}
    for part in parts(projects, teams):
        project = part.cycle.project
        if teams.is_user_of_services(project.pk, part.sign) or (part.cycle.pk, part.sign) in women:
            continue
        row: Row = {
            "provider": project.org_code,
            "project": str(project.number),
            "cycle": str(part.cycle.number),
            "person": part.sign,
            "day": part.day,
        }
        found[tuple(row.values())] = row
    yield from found.values()


def names(projects: Sequence[Project], teams: Teams) -> dict[str, str]:
    """The names of those who have a part in a test, by their sign."""
    found: dict[str, str] = {}
    for step in CycleStep.objects.filter(cycle__project__in=projects).select_related("cycle"):
        found[known_as(step.key, step.person)] = step.person
        if step.cycle.owner:
            found.setdefault(teams.sign_of(step.cycle.project_id, step.cycle.owner), step.cycle.owner)
    for each in _taking_part(projects):
        found.setdefault(sign_of(each, teams), each.name)
    return found


def sign_of(each: Participant, teams: Teams) -> str:
    """The sign of somebody who takes part: their account, else as the team knows the name."""
    return str(each.user.key) if each.user else teams.sign_of(each.cycle.project_id, each.name)


def _taking_part(projects: Sequence[Project]) -> list[Participant]:
    rows = Participant.objects.filter(cycle__project__in=projects, cycle__left_out=False, left_out=False)
    return list(rows.select_related("cycle__project", "user").order_by("pk"))
