"""What a project measures, tells and reaches by when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.parameters import same
from clearway.measures.blanks import filled
from clearway.measures.definitions import definitions
from clearway.web.audit.models import Person
from clearway.web.charts.titles import chart_title
from clearway.web.projects.actions.common import change, log, open_project, said, written
from clearway.web.projects.models import (
    Communication,
    CommunicationDone,
    Milestone,
    MilestoneStep,
    PlannedMeasure,
    Project,
)
from clearway.web.projects.vocabulary import check_word, vocabulary

LENGTHS = {
    "title": 300, "baseline_from": 200, "collected_how": 5000, "collected_by": 200, "how_often": 100,
    "sample": 300, "parameter": 64, "component": 64, "how": 200, "owner": 200, "message": 5000,
    "unit": 100,
}  # fmt: skip


OF_OWN = {
    "direction": PlannedMeasure.DIRECTIONS,
    "number_kind": PlannedMeasure.NUMBER_KINDS,
    "rhythm": PlannedMeasure.RHYTHMS,
}


@transaction.atomic
def plan_measure(
    *, project: Project, kind: str, title: str, by: Person, measure: str = "", **fields: Any
) -> PlannedMeasure:
    """Add a line to the measurement plan; `fields` are those of `PlannedMeasure`.

    Raises ClearwayError for an unknown kind or measure, for a proportion outside 0 to 1, for a measure with a
    blank in its name and nothing that fills it, and for a measure that is in the plan already.
    """
    mine = open_project(project)
    values = _checked({"kind": kind, "title": title, "measure": measure, **fields})
    _not_twice(mine, values)
    row = PlannedMeasure.objects.create(project=mine, **values, **written(by))
    log(mine, "plan measure", by, measure=row.measure, title=row.title, kind=kind)
    return row


@transaction.atomic
def change_measure(*, row: PlannedMeasure, expected: int, by: Person, **fields: Any) -> PlannedMeasure:
    """Change a line; raises as `plan_measure`, and ChangedMeanwhileError when it moved on meanwhile."""
    open_project(row.project)
    as_it_is = {name: getattr(row, name) for name in ("kind", "title", "measure", "parameter", *OF_OWN)}
    values = _checked({**as_it_is, **fields})
    _same_figures(row, values)
    _not_twice(row.project, {"component": row.component, **values}, row.pk)
    now, before = change(row, expected=expected, by=by, **values)
    log(now.project, "change planned measure", by, title=now.title, old=before)
    return now


def _same_figures(row: PlannedMeasure, values: dict[str, Any]) -> None:
    """Figures that are there keep their meaning. Raises ClearwayError where another kind is asked for."""
    usual = {"number_kind": PlannedMeasure.NUMBER, "rhythm": PlannedMeasure.MONTH}
    moved = [name for name, word in usual.items() if (values[name] or word) != (getattr(row, name) or word)]
    if moved and row.own_values.exists():
        raise ClearwayError(
            "Figures of this measure are there already, so what they are stays as it is",
            mend="Add another measure and leave this one out",
        )


def _not_twice(project: Project, values: dict[str, Any], own: int = 0) -> None:
    """A measure, a part of it, or one with what fills its blank is one line."""
    if not values["measure"]:
        return
    like = {each: values.get(each, "") for each in ("measure", "component")}
    lines = project.planned_measures.filter(left_out=False, **like)
    if any(line.pk != own and same(line.parameter, values["parameter"]) for line in lines):
        name = chart_title(definitions()[values["measure"]], like["component"], values["parameter"])
        raise ClearwayError(f"{name} is in the plan already", mend="Change the line that is there")


@transaction.atomic
def plan_communication(
    *,
    project: Project,
    audience: str,
    message: str,
    how: str,
    by: Person,
    how_often: str = "",
    owner: str = "",
) -> Communication:
    """Add a line to the communication plan."""
    mine = open_project(project)
    values = _told(audience=audience, message=message, how=how, how_often=how_often, owner=owner)
    row = Communication.objects.create(project=mine, **values, **written(by))
    log(mine, "plan communication", by, audience=audience)
    return row


@transaction.atomic
def change_communication(*, row: Communication, expected: int, by: Person, **fields: Any) -> Communication:
    """Change a line; raises ChangedMeanwhileError when it moved on since `expected`."""
    open_project(row.project)
    now, before = change(row, expected=expected, by=by, **_told(**fields))
    log(now.project, "change communication", by, audience=now.audience, old=before)
    return now


@transaction.atomic
def record_communication(*, row: Communication, on: date, by: Person, words: str = "") -> CommunicationDone:
    """Progress was told as planned on that day. Raises ClearwayError for a day that has not come."""
    mine = open_project(row.project)
    if on > localdate():
        raise ClearwayError("The day has not come yet", mend="Enter the day on which they were told")
    done = CommunicationDone.objects.create(
        communication=row, on=on, words=said(words, "Words", needed=False), **written(by)
    )
    log(mine, "tell progress", by, audience=row.audience, on=on)
    return done


@transaction.atomic
def set_milestone(*, project: Project, title: str, due: date, by: Person) -> Milestone:
    """Add a milestone."""
    mine = open_project(project)
    row = Milestone.objects.create(
        project=mine, title=said(title, "Milestone", longest=300), due=due, **written(by)
    )
    MilestoneStep.objects.create(milestone=row, step=MilestoneStep.SET, **written(by))
    log(mine, "set milestone", by, title=row.title, due=due)
    return row


@transaction.atomic
def change_milestone(*, row: Milestone, expected: int, title: str, due: date, by: Person) -> Milestone:
    """Re-word or move a milestone; raises ChangedMeanwhileError when it moved on since `expected`."""
    open_project(row.project)
    now, before = change(row, expected=expected, by=by, title=said(title, "Milestone", longest=300), due=due)
    log(now.project, "change milestone", by, title=now.title, old=before)
    return now


@transaction.atomic
def reach_milestone(*, row: Milestone, by: Person, reached: bool = True, words: str = "") -> MilestoneStep:
    """The milestone is reached, or was not after all. Nothing is added where it stands so already."""
    mine = open_project(row.project)
    last = row.steps.order_by("-pk")[0]
    wanted = MilestoneStep.REACHED if reached else MilestoneStep.REOPENED
    if (last.step == MilestoneStep.REACHED) == reached:
        return last
    step = MilestoneStep.objects.create(
        milestone=row, step=wanted, reason=said(words, "Words", needed=False), **written(by)
    )
    log(mine, f"milestone {wanted}", by, title=row.title)
    return step


@transaction.atomic
def leave_out(*, row: PlannedMeasure | Communication | Milestone, expected: int, by: Person) -> None:
    """Take a line out of its plan; it stays in the change log and in the database."""
    open_project(row.project)
    now, _ = change(row, expected=expected, by=by, left_out=True)
    log(now.project, "leave out line", by, line=str(now))


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    values = {
        name: said(value, name.replace("_", " ").capitalize(), longest=LENGTHS[name], needed=name == "title")
        if name in LENGTHS
        else value
        for name, value in fields.items()
    }
    if values["kind"] not in dict(PlannedMeasure.KINDS):
        raise ClearwayError(f"there is no kind '{values['kind']}'", mend="Use outcome, process or balancing")
    sheet = definitions().get(values["measure"]) if values["measure"] else None
    if values["measure"] and sheet is None:
        raise ClearwayError(
            f"there is no measure '{values['measure']}'", mend="Choose from the measures page"
        )
    _check_own(values)
    values["parameter"] = filled(values["measure"], values.get("parameter", ""), needed=sheet is not None)
    if (sheet is not None and sheet.kind == "proportion") or values.get(
        "number_kind"
    ) == PlannedMeasure.SHARE:
        for name in ("baseline", "target"):
            value = values.get(name)
            if isinstance(value, float | int) and not 0 <= value <= 1:
                raise ClearwayError(
                    f"The {name} of a proportion lies between 0% and 100%", mend="Enter a percentage"
                )
    return values


def _check_own(values: Mapping[str, Any]) -> None:
    """What a measure of the team's own says of itself; one of the register says nothing."""
    for name, words in OF_OWN.items():
        word = values.get(name, "")
        if word and (values["measure"] or word not in dict(words)):
            raise ClearwayError(f"'{word}' is no {name.replace('_', ' ')}", mend="Choose one from the list")


def _told(*, audience: str, message: str, how: str, how_often: str = "", owner: str = "") -> dict[str, str]:
    return {
        "audience": check_word(vocabulary().audiences, audience, "audience"),
        "message": said(message, "What they are told"),
        "how": said(how, "How they are told", longest=200),
        "how_often": said(how_often, "How often", longest=100, needed=False),
        "owner": said(owner, "Who does it", longest=200, needed=False),
    }
