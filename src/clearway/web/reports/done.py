"""What was done in the time of a report, day by day: tests, barriers, meetings, talks, scores, needs."""

from collections.abc import Iterable, Iterator
from datetime import date

from clearway.common.periods import parse_period
from clearway.web.cycles.models import Decision, Stage
from clearway.web.department.models import Meeting
from clearway.web.projects.models import ActionStep, BarrierStep, MilestoneStep, NeedStep, ProjectStep
from clearway.web.projects.vocabulary import title_of, vocabulary
from clearway.web.reports.records import Records, day_of
from clearway.web.reports.report import Section, table
from clearway.web.reports.sections import Row, cycle_steps

Done = tuple[date, str, str, str]
STEPS = {
    ProjectStep.SUBMIT: "Charter handed in",
    ProjectStep.APPROVE: "Charter approved",
    ProjectStep.RETURN: "Charter sent back",
    ProjectStep.CLOSE: "Project closed",
    ProjectStep.REOPEN: "Project opened again",
}
BARRIER = {
    BarrierStep.RAISED: "Barrier raised",
    BarrierStep.ESCALATED: "Barrier taken to a leader",
    BarrierStep.REMOVED: "Barrier removed",
    BarrierStep.REFUSED: "Barrier refused",
    BarrierStep.REOPENED: "Barrier raised again",
}


def done_section(records: Records) -> Section:
    """Everything that was done in the span, day by day."""
    makers = (
        _tests, _answers, _actions_done, _project_steps, _barriers, _needs, _milestones, _meetings, _involved,
        _scores,
    )  # fmt: skip
    rows = sorted((each for made in makers for each in made(records)), key=lambda one: one[0])
    cells: list[Row] = [(name, on, what, detail) for on, name, what, detail in rows]
    return Section(
        "done",
        "What was done",
        "Nothing is recorded as done.",
        table=table(records.many, ("Day", "What", "Which"), cells),
    )


def _tests(records: Records) -> Iterator[Done]:
    for cycle, step in cycle_steps(records):
        words = {Stage.DO: "Test begins", Stage.STOPPED: "Test stopped early"}.get(Stage(step.step))
        if step.step == Stage.DECIDED:
            words = f"Test decided: {Decision(step.decision).label.lower()}"
        if words:
            yield step.on, records.name(cycle.project), words, cycle.title


def _actions_done(records: Records) -> Iterator[Done]:
    for action in records.actions:
        for step in action.steps.all():
            if step.step == ActionStep.DONE and records.span.holds(day_of(step.at)):
                yield day_of(step.at), records.name(action.project), "Action done", action.title


def _project_steps(records: Records) -> Iterator[Done]:
    for project in records.projects:
        for step in records.steps[project.pk]:
            if not records.span.holds(day_of(step.at)):
                continue
            words = f"Phase: {step.get_phase_display().lower()}" if step.step == ProjectStep.PHASE else None
            words = words or STEPS.get(step.step)
            if words:
                yield day_of(step.at), project.title, words, project.title


def _answers(records: Records) -> Iterator[Done]:
    for one in (verdict for found in records.verdicts.values() for verdict in found):
        if one.answered_on is not None and records.span.holds(one.answered_on):
            question = one.question
            yield one.answered_on, records.name(question.cycle.project), "Question answered", question.words


def _barriers(records: Records) -> Iterator[Done]:
    for barrier in records.barriers:
        for step in barrier.steps.all():
            if records.span.holds(day_of(step.at)):
                told = f"{barrier.title} (to {step.leader.name})" if step.leader else barrier.title
                yield day_of(step.at), records.name(barrier.project), BARRIER[step.step], told


def _needs(records: Records) -> Iterator[Done]:
    for need in records.needs:
        for step in need.steps.all():
            if step.step == NeedStep.ARRIVED and records.span.holds(day_of(step.at)):
                yield day_of(step.at), records.name(need.project), "What was needed arrived", need.title


def _milestones(records: Records) -> Iterator[Done]:
    for milestone in records.milestones:
        for step in milestone.steps.all():
            if step.step == MilestoneStep.REACHED and records.span.holds(day_of(step.at)):
                project = records.name(milestone.project)
                yield day_of(step.at), project, "Milestone reached", milestone.title


def _meetings(records: Records) -> Iterator[Done]:
    for meeting in records.meetings:
        there = sum(one.people for one in records.attended if one.meeting_id == meeting.pk)
        yield meeting.on, records.name(meeting.project), "Meeting held", _with_people(meeting, there)


def _with_people(meeting: Meeting, there: int) -> str:
    if not there:
        return meeting.title
    return f"{meeting.title} ({there} {'person' if there == 1 else 'people'})"


def _involved(records: Records) -> Iterator[Done]:
    for one in records.discussions:
        group = title_of(vocabulary().groups, one.group)
        yield one.on, records.name(one.project), "Listened to", f"{group}: {one.how}"


def _scores(records: Records) -> Iterator[Done]:
    given: Iterable[tuple[int, date, str]] = (
        (project, day_of(one.at), f"{one.score:.1f} for {parse_period(one.period).label}")
        for project, rows in records.scores.items()
        for one in rows
    )
    titles = {each.pk: records.name(each) for each in records.projects}
    for project, day, words in given:
        if records.span.holds(day):
            yield day, titles[project], "Progress score given", words
