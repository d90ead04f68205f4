"""What was done and learned: parts that highlight reports and board papers share."""

from collections.abc import Iterator

from clearway.common.periods import parse_period
from clearway.web.cycles.models import Cycle, CycleStep, ProgressScore, Stage
from clearway.web.cycles.presenters.words import answered, expected
from clearway.web.cycles.scoring import Verdict
from clearway.web.department.vocabulary import attending
from clearway.web.projects.models import (
    Phase,
    Project,
    Status,
)
from clearway.web.projects.vocabulary import WOMEN, title_of, vocabulary
from clearway.web.reports.records import Records, day_of, up_to
from clearway.web.reports.report import Cell, Number, Section, table

NOBODY, NO_DAY, NO_SCORE = "nobody yet", "no day", "no score"
Row = tuple[Cell, ...]


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


def cycle_steps(records: Records) -> Iterator[tuple[Cycle, CycleStep]]:
    """The steps of tests that were taken in the span."""
    for cycle in records.cycles:
        for step in cycle.steps.all():
            if records.span.holds(step.on):
                yield cycle, step


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
    """When women, families and their partnership took part, and what it changed.

    What counts is what the measure of it counts: a discussion, or being at a meeting that was held.
    """
    rows: list[Row] = [
        (
            records.name(one.project),
            one.on,
            title_of(vocabulary().groups, one.group),
            one.people if one.people is not None else "not said",
            one.said,
            " ".join(change.words for change in one.changes.all()) or "nothing yet",
        )
        for one in records.discussions
        if one.group in WOMEN
    ]
    there = [one for one in records.attended if one.attended_as in WOMEN]
    rows += [
        (
            records.name(one.meeting.project),
            one.meeting.on,
            title_of(attending(), one.attended_as),
            one.people,
            f"Was at the meeting “{one.meeting.title}”",
            "–",
        )
        for one in there
    ]
    rows.sort(key=lambda row: str(row[1]))
    with_women = {one.project_id for one in records.discussions if one.group in WOMEN}
    with_women |= {one.meeting.project_id for one in there if one.meeting.project_id}
    without = [one.title for one in records.projects if one.pk not in with_women]
    headings = ("Day", "Who", "People", "Said, or took part in", "Changed")
    words = (f"They took no part in: {', '.join(without)}.",) if without else ()
    return Section(
        "women",
        "Women and families",
        "They took no part.",
        words=words if records.many else (),
        table=table(records.many, headings, rows, "People"),
    )
