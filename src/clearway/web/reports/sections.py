"""What was done and learned: parts that highlight reports and board papers share."""

from collections.abc import Iterator
from datetime import date

from clearway.common.periods import parse_period
from clearway.web.cycles.models import Cycle, CycleStep, Decision, ProgressScore, Stage
from clearway.web.cycles.presenters.words import answered, expected
from clearway.web.cycles.scoring import Verdict
from clearway.web.projects.models import (
    ActionStep,
    Phase,
    Project,
    ProjectStep,
    Status,
)
from clearway.web.projects.vocabulary import title_of, vocabulary
from clearway.web.reports.records import Records, day_of, up_to
from clearway.web.reports.report import Cell, Number, Section, table

NOBODY, NO_DAY, NO_SCORE = "nobody yet", "no day", "no score"
Row = tuple[Cell, ...]
STEPS = {
    ProjectStep.SUBMIT: "Charter handed in",
    ProjectStep.APPROVE: "Charter approved",
    ProjectStep.RETURN: "Charter sent back",
    ProjectStep.CLOSE: "Project closed",
    ProjectStep.REOPEN: "Project opened again",
}


def projects_section(records: Records) -> Section:
    """Each project with status, phase, lead and score as they stood on the last day."""
    rows: list[Row] = []
    for one in records.projects:
        score = score_of(records, one)
        rows.append(
            (
                one.title,
                one.number,
                status_of(records, one),
                phase_of(records, one),
                leads(records, one),
                NO_SCORE if score is None else Number(float(score.score), digits=1),
                "–" if score is None else parse_period(score.period).label,
            )
        )
    headings = ("Number", "Status", "Phase", "Lead", "Score", "Score of")
    return Section(
        "projects", "Projects", "No project went on.", table=table(True, headings, rows, "Number", "Score")
    )


def status_of(records: Records, project: Project) -> str:
    """The status on the last day."""
    taken = up_to(records.steps[project.pk], records.span.last)
    return Status(taken[-1].status if taken else Status.DRAFT).label


def phase_of(records: Records, project: Project) -> str:
    """The phase on the last day."""
    taken = up_to(records.steps[project.pk], records.span.last)
    return Phase(taken[-1].phase if taken else Phase.DIAGNOSE).label


def leads(records: Records, project: Project, role: str = "lead") -> str:
    """Who held the role on the last day."""
    last = records.span.last
    there = [
        one.name
        for one in up_to(records.members[project.pk], last)
        if one.role == role and (one.ended_at is None or day_of(one.ended_at) > last)
    ]
    return ", ".join(there) or NOBODY


def score_of(records: Records, project: Project) -> ProgressScore | None:
    """The score that stands for the newest month up to the last one."""
    rows = [one for one in records.scores[project.pk] if one.period <= str(records.span.last_month)]
    return max(rows, key=lambda one: (one.period, one.pk)) if rows else None


def done_section(records: Records) -> Section:
    """What was done, day by day: tests begun and decided, actions done, steps of charters."""
    rows = sorted(
        (*_tests(records), *_actions_done(records), *_project_steps(records)), key=lambda one: one[0]
    )
    cells: list[Row] = [(name, on, what, detail) for on, name, what, detail in rows]
    return Section(
        "done",
        "What was done",
        "Nothing is recorded as done.",
        table=table(records.many, ("Day", "What", "Which"), cells),
    )


def _tests(records: Records) -> Iterator[tuple[date, str, str, str]]:
    for cycle, step in cycle_steps(records):
        words = {Stage.DO: "Test begins", Stage.STOPPED: "Test stopped early"}.get(Stage(step.step))
        if step.step == Stage.DECIDED:
            words = f"Test decided: {Decision(step.decision).label.lower()}"
        if words:
            yield step.on, records.name(cycle.project), words, cycle.title


def cycle_steps(records: Records) -> Iterator[tuple[Cycle, CycleStep]]:
    """The steps of tests that were taken in the span."""
    for cycle in records.cycles:
        for step in cycle.steps.all():
            if records.span.holds(step.on):
                yield cycle, step


def _actions_done(records: Records) -> Iterator[tuple[date, str, str, str]]:
    for action in records.actions:
        for step in action.steps.all():
            if step.step == ActionStep.DONE and records.span.holds(day_of(step.at)):
                yield day_of(step.at), records.name(action.project), "Action done", action.title


def _project_steps(records: Records) -> Iterator[tuple[date, str, str, str]]:
    for project in records.projects:
        for step in records.steps[project.pk]:
            if not records.span.holds(day_of(step.at)):
                continue
            words = f"Phase: {step.get_phase_display().lower()}" if step.step == ProjectStep.PHASE else None
            words = words or STEPS.get(step.step)
            if words:
                yield day_of(step.at), project.title, words, project.title


def predictions_section(records: Records) -> Section:
    """What had been predicted of the tests that were decided and what came of it by the last day, and the
    answers that came in the span to tests decided before."""
    rows: list[Row] = [_prediction(records, cycle, one) for cycle, one in judged(records)]
    right, wrong = came_true(records)
    words = (f"{right} came true, {wrong} did not.",) if right or wrong else ()
    if late := len({cycle.pk for cycle, _ in _answered_since(records)}):
        tests = "One test was" if late == 1 else f"{late} tests were"
        words = (*words, f"{tests} decided before; the answer came since.")
    headings = ("Test", "Question", "Predicted", "Came out", "Right or wrong")
    return Section(
        "predictions",
        "Predictions",
        "No test with a prediction was decided.",
        words=words,
        table=table(records.many, headings, rows),
    )


def decided(records: Records) -> list[Cycle]:
    """The tests that were decided in the span."""
    return list(dict.fromkeys(cycle for cycle, step in cycle_steps(records) if step.step == Stage.DECIDED))


def judged(records: Records) -> list[tuple[Cycle, Verdict]]:
    """The predictions that the span is about: those of tests that were decided in it, and those answered in
    it of tests that were decided before. So each answer is told once, in the report of its own time."""
    own = [(cycle, one) for cycle in decided(records) for one in records.verdicts.get(cycle.pk, ())]
    return [*own, *_answered_since(records)]


def _answered_since(records: Records) -> list[tuple[Cycle, Verdict]]:
    before = [
        cycle
        for cycle in records.cycles
        if any(step.step == Stage.DECIDED and step.on < records.span.first for step in cycle.steps.all())
    ]
    return [
        (cycle, one)
        for cycle in before
        for one in records.verdicts.get(cycle.pk, ())
        if one.came_true is not None and one.outcome and records.span.holds(day_of(one.outcome.at))
    ]


def came_true(records: Records) -> tuple[int, int]:
    """How many of these predictions came true, and how many did not."""
    found = [one.came_true for _, one in judged(records)]
    return found.count(True), found.count(False)


def _prediction(records: Records, cycle: Cycle, one: Verdict) -> Row:
    verdict = {True: "right", False: "wrong", None: "not known"}[one.came_true]
    return (
        records.name(cycle.project),
        cycle.title,
        one.question.words,
        _predicted(one),
        "no answer" if one.outcome is None else answered(one.question, one.outcome),
        verdict,
    )


def _predicted(one: Verdict) -> str:
    if one.prediction is not None:
        return f"{expected(one.question, one.prediction)} ({one.prediction.sure}% sure)"
    return "only after the test began, so it does not count" if one.late else "not predicted"


def progress_section(records: Records) -> Section:
    """The team's own score, what the evidence supports, and what is missing between the two."""
    rows: list[Row] = []
    for project in records.projects:
        score = score_of(records, project)
        if score is None:
            rows.append((project.title, NO_SCORE, "–", "–", "–", "–"))
            continue
        own, supported = float(score.score), score.evidence.get("supported")
        lacking = [
            each["words"]
            for each in score.evidence.get("looked", ())
            if each["score"] <= own and not each["found"]
        ]
        rows.append(
            (
                project.title,
                Number(own, digits=1),
                parse_period(score.period).label,
                "not known" if supported is None else Number(float(supported), digits=1),
                "not known" if supported is None else Number(max(own - float(supported), 0.0), digits=1),
                "; ".join(lacking) or "nothing",
            )
        )
    headings = ("Own score", "Of", "Evidence for", "Gap", "Not found")
    return Section(
        "progress",
        "Progress score",
        "No project went on.",
        table=table(records.many, headings, rows, "Own score", "Evidence for", "Gap"),
    )


def women_section(records: Records) -> Section:
    """When women, families and their partnership were listened to, and what it changed."""
    groups = ("women-families", "voices-partnership")
    heard = [one for one in records.discussions if one.group in groups]
    rows: list[Row] = [
        (
            records.name(one.project),
            one.on,
            title_of(vocabulary().groups, one.group),
            one.people if one.people is not None else "not said",
            one.said,
            " ".join(change.words for change in one.changes.all()) or "nothing yet",
        )
        for one in heard
    ]
    with_women = {one.project_id for one in heard}
    without = [one.title for one in records.projects if one.pk not in with_women]
    words = (f"Not listened to in: {', '.join(without)}.",) if without else ()
    return Section(
        "women",
        "Women and families",
        "Nobody was listened to.",
        words=words if records.many else (),
        table=table(records.many, ("Day", "Who", "People", "Said", "Changed"), rows, "People"),
    )
