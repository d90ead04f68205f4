"""Plan a test of change, take it through its stages, decide, and begin the next from it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.measures.blanks import filled
from clearway.measures.definitions import definition
from clearway.package.loader import shipped_packages
from clearway.web.audit.models import Person
from clearway.web.cycles.form import STAGES, fields, form, rank
from clearway.web.cycles.models import Cycle, CycleStep, Decision, Stage
from clearway.web.cycles.stage_days import check_day
from clearway.web.projects.actions.common import change, log, open_project, said, written
from clearway.web.projects.models import Action, Project

LONGEST_TITLE = 200
AFTER = {Stage.PLAN: Stage.DO, Stage.DO: Stage.STUDY, Stage.STUDY: Stage.ACT}
ENDED = (Stage.DECIDED, Stage.STOPPED)


@transaction.atomic
def plan_cycle(
    *,
    project: Project,
    title: str,
    scale: str,
    by: Person,
    idea: str = "",
    driver: str = "",
    owner: str = "",
    measure: str = "",
    component: str = "",
    parameter: str = "",
    begins: date | None = None,
    ends: date | None = None,
    texts: Mapping[str, str] | None = None,
    parent: Cycle | None = None,
    action: Action | None = None,
    copied_from: Cycle | None = None,
) -> Cycle:
    """A cycle in its plan stage.

    Raises ClearwayError for an unknown scale, idea, driver or measure, for days in the wrong order, for a
    parent or an action of another project, and while the project is closed.
    """
    mine = open_project(project)
    rank(scale)
    _check_content(mine, idea, driver, measure)
    _check_days(begins, ends)
    _check_links(mine, parent, action)
    last = mine.cycles.order_by("-number").values_list("number", flat=True).first() or 0
    cycle = Cycle.objects.create(
        project=mine,
        number=last + 1,
        parent=parent,
        copied_from=copied_from,
        action=action,
        title=said(title, "Title", longest=LONGEST_TITLE),
        idea=idea,
        driver=driver,
        owner=said(owner, "Owner", longest=200, needed=False),
        scale=scale,
        measure=measure,
        component=component,
        parameter=filled(measure, parameter),
        begins=begins,
        ends=ends,
        texts=_checked(texts or {}),
        **written(by),
    )
    _step(cycle, Stage.PLAN, by)
    log(mine, "plan cycle", by, cycle=cycle.number, title=cycle.title)
    return cycle


@transaction.atomic
def write_cycle(*, cycle: Cycle, expected: int, by: Person, texts: Mapping[str, str], **words: Any) -> Cycle:
    """Change the words of a cycle; fields that are not named stay.

    `words` are columns: title, scale, owner, idea, driver, measure, component, parameter, begins, ends.
    What was planned cannot be re-written once the test has begun: predictions would be worth nothing.

    Raises ChangedMeanwhileError when somebody else changed it since version `expected`, ClearwayError for
    anything `plan_cycle` refuses and for a plan that is changed afterwards.
    """
    mine = open_project(cycle.project)
    typed = _checked(texts)
    stage = stage_of(cycle)
    if stage != Stage.PLAN:
        _refuse_new_plan(cycle, typed, words)
    if "scale" in words:
        rank(words["scale"])
    _check_content(mine, words.get("idea", ""), words.get("driver", ""), words.get("measure", ""))
    _check_days(words.get("begins", cycle.begins), words.get("ends", cycle.ends))
    if "measure" in words or "parameter" in words:
        watched = words.get("measure", cycle.measure)
        words["parameter"] = filled(watched, words.get("parameter", cycle.parameter))
    if "title" in words:
        words["title"] = said(words["title"], "Title", longest=LONGEST_TITLE)
    row, before = change(cycle, expected=expected, by=by, texts={**cycle.texts, **typed}, **words)
    log(mine, "write cycle", by, cycle=row.number, before=before)
    return row


@transaction.atomic
def begin_next_stage(*, cycle: Cycle, by: Person, on: date | None = None) -> Cycle:
    """Take the cycle from plan to do, from do to study, from study to act.

    `on` is the day on which the stage began; today where it is not said. Raises ClearwayError where a needed
    field is empty, where a plan has no question with a prediction, for a day out of order, and after the end.
    """
    mine = open_project(cycle.project)
    stage = _running(cycle)
    if stage not in AFTER:
        raise ClearwayError("This cycle waits for its decision", mend="Adopt, adapt or abandon the change")
    _check_filled(cycle, stage)
    if stage == Stage.PLAN and not _predicted(cycle):
        raise ClearwayError(
            "A test without a prediction teaches little",
            mend="Add at least one question, and predict its answer, before you begin",
        )
    _step(cycle, AFTER[stage], by, on=on)
    log(mine, "begin stage", by, cycle=cycle.number, stage=str(AFTER[stage]))
    return cycle


@transaction.atomic
def decide(*, cycle: Cycle, decision: Decision | str, by: Person, on: date | None = None) -> Cycle:
    """End the cycle: adopt, adapt or abandon the change.

    Raises ClearwayError before the act stage and where a field that the decision needs is empty.
    """
    mine = open_project(cycle.project)
    if _running(cycle) != Stage.ACT:
        raise ClearwayError("The cycle is not studied yet", mend="Fill in what you learned, then decide")
    _check_filled(cycle, Stage.ACT)
    chosen = Decision(decision)
    if chosen == Decision.ADOPT and not cycle.texts.get("sustain", "").strip():
        raise ClearwayError(
            "An adopted change needs a plan to sustain it", mend=f"Fill in “{fields()['sustain'].title}”"
        )
    _step(cycle, Stage.DECIDED, by, on=on, decision=chosen)
    log(mine, "decide cycle", by, cycle=cycle.number, decision=str(chosen))
    return cycle


@transaction.atomic
def stop_cycle(*, cycle: Cycle, reason: str, by: Person, on: date | None = None) -> Cycle:
    """End the cycle early, by its stop rule or for another reason, which is kept."""
    mine = open_project(cycle.project)
    _running(cycle)
    _step(cycle, Stage.STOPPED, by, on=on, reason=said(reason, "Reason"))
    log(mine, "stop cycle", by, cycle=cycle.number)
    return cycle


@transaction.atomic
def clone_cycle(*, cycle: Cycle, project: Project, by: Person, title: str = "", scale: str = "") -> Cycle:
    """The next cycle of a ramp, or a copy in another project: the plan of this one, none of its results.

    In the same project the new cycle follows this one. In another one it keeps where it was copied from.
    """
    same = cycle.project_id == project.pk
    plan = {field.id for field in form().plan}
    return plan_cycle(
        project=project,
        title=title or cycle.title,
        scale=scale or cycle.scale,
        idea=cycle.idea,
        driver=cycle.driver,
        measure=cycle.measure,
        component=cycle.component,
        parameter=cycle.parameter,
        texts={name: text for name, text in cycle.texts.items() if name in plan},
        parent=cycle if same else None,
        copied_from=None if same else cycle,
        action=cycle.action if same else None,
        by=by,
    )


def stage_of(cycle: Cycle) -> Stage:
    """How far the cycle is: its last step."""
    return Stage(cycle.steps.order_by("-pk").values_list("step", flat=True)[0])


def _running(cycle: Cycle) -> Stage:
    stage = stage_of(cycle)
    if stage in ENDED:
        raise ClearwayError("This cycle has ended", mend="Plan the next one from it")
    return stage


def _step(cycle: Cycle, step: Stage, by: Person, *, on: date | None = None, **more: Any) -> CycleStep:
    today = timezone.localdate()
    day = on or today
    if step != Stage.PLAN:  # a test is planned on the day on which it is written down
        before = [(Stage(name), when) for name, when in cycle.steps.values_list("step", "on")]
        check_day(step, day, today=today, project_began=cycle.project.started_on, before=before)
    return CycleStep.objects.create(cycle=cycle, step=step, on=day, **more, **written(by))


def _check_filled(cycle: Cycle, stage: Stage) -> None:
    asked = [field for field in form().stage(stage) if field.asked]
    missing = [field.title for field in asked if not cycle.texts.get(field.id, "").strip()]
    if missing:
        raise ClearwayError(
            f"The stage “{stage.label}” is not complete", mend=f"Fill in: {'; '.join(missing)}"
        )


def _predicted(cycle: Cycle) -> bool:
    questions = cycle.questions.filter(left_out=False)
    return questions.exists() and not questions.filter(predictions=None).exists()


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    strange = sorted(set(texts) - set(fields()))
    if strange:
        raise ClearwayError(f"a cycle has no field '{strange[0]}'", mend=f"Use one of {', '.join(fields())}")
    return {
        name: said(text.replace("\r\n", "\n"), fields()[name].title, needed=False)
        for name, text in texts.items()
    }


def _refuse_new_plan(cycle: Cycle, typed: Mapping[str, str], words: Mapping[str, Any]) -> None:
    planned = {field.id for field in form().stage(STAGES[0])}
    moved = [
        fields()[name].title for name in typed if name in planned and typed[name] != cycle.texts.get(name, "")
    ]
    moved += [
        name
        for name in ("scale", "measure", "parameter", "idea")
        if name in words and words[name] != getattr(cycle, name)
    ]
    if moved:
        raise ClearwayError(
            f"The test has begun, so its plan stays as it was ({moved[0]})",
            mend="Say what was different under “Carried out as planned?”, or stop it and plan the next",
        )


def _check_content(project: Project, idea: str, driver: str, measure: str) -> None:
    package = shipped_packages()[project.package_id]
    if idea:
        package.idea(idea)
    if driver:
        package.driver(driver)
    if measure:
        definition(measure)


def _check_links(project: Project, parent: Cycle | None, action: Action | None) -> None:
    if parent is not None and parent.project_id != project.pk:
        raise ClearwayError(
            "That cycle belongs to another project", mend="Copy it first, then go on from the copy"
        )
    if action is not None and action.org_code != project.org_code:
        raise ClearwayError("That action belongs to another organisation", mend="Choose one of your own")


def _check_days(begins: date | None, ends: date | None) -> None:
    if begins and ends and ends < begins:
        raise ClearwayError("The test ends before it begins", mend="Change one of the two days")
