"""The ramps of a project, and one cycle with its four boxes and its marks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from clearway.common.parameters import same
from clearway.measures.definitions import definitions
from clearway.web.charts.titles import chart_title
from clearway.web.cycles.form import STAGES, form, rank, scale
from clearway.web.cycles.models import Cycle, CycleStep, Participant, Question, Stage
from clearway.web.cycles.presenters.words import verdict_words
from clearway.web.cycles.quality import CycleRecord, Mark, marks
from clearway.web.cycles.scoring import Verdict, questions_of_project, verdicts, with_answers
from clearway.web.cycles.selectors import cycles, cycles_of
from clearway.web.design.filters import day
from clearway.web.projects.models import Action, Project
from clearway.web.projects.names import idea_name
from clearway.web.projects.tests_of_actions import Test
from clearway.web.publications.models import Value

DECIDED_AS = {"adopt": ("Adopted", "green"), "adapt": ("Adapted", "orange"), "abandon": ("Abandoned", "grey")}
COLOURS = {"plan": "blue", "do": "yellow", "study": "yellow", "act": "purple", "stopped": "grey"}
MEANT = {
    "plan": "What you change, where, and what you expect",
    "do": "What happened when you tried it",
    "study": "What the data say beside the predictions",
    "act": "What you do with the change",
}
NAMES = {stage: stage.label for stage in Stage}


@dataclass(frozen=True)
class Told:
    """A question with its verdict in words."""

    question: Question
    words: str
    came_true: bool | None
    is_predicted: bool
    is_answered: bool


@dataclass(frozen=True)
class Rung:
    """A cycle in its ramp, and those that follow it, smallest scale first."""

    cycle: Cycle
    scale: str
    size: int
    tag: str
    colour: str
    on: date | None
    told: tuple[Told, ...]
    following: tuple["Rung", ...]


def ramps(project: Project) -> tuple[Rung, ...]:
    """The chains of cycles; each begins with one that follows none."""
    rows = list(cycles(project))
    told = defaultdict(list)
    for verdict in verdicts(questions_of_project(project)):
        told[verdict.question.cycle_id].append(verdict)
    shown = {row.pk for row in rows}
    after = defaultdict(list)
    for row in rows:
        after[row.parent_id if row.parent_id in shown else None].append(row)

    def rungs(parent: int | None) -> tuple[Rung, ...]:
        # Chains stand in the order in which they were begun; what follows a test grows from small to large.
        found = sorted(after[parent], key=lambda row: (rank(row.scale) if parent else 0, row.number))
        return tuple(_rung(row, tell(told[row.pk]), rungs(row.pk)) for row in found)

    return rungs(None)


def tell(found: Iterable[Verdict]) -> tuple[Told, ...]:
    """Verdicts in words."""
    return tuple(
        Told(
            each.question,
            verdict_words(each),
            each.came_true,
            each.prediction is not None or each.late is not None,
            bool(each.outcome),
        )
        for each in found
    )


def standing_tag(cycle: Cycle) -> tuple[str, str]:
    """How the cycle stands, and its colour."""
    if cycle.decision:
        return DECIDED_AS[cycle.decision]
    return NAMES[Stage(cycle.state)], COLOURS[cycle.state]


def tests_of_action(action: Action) -> tuple[Test, ...]:
    """The tests that carry out an action, each with how it stands and what was decided."""
    return tuple(_test(row) for row in cycles_of(action))


def _test(row: Cycle) -> Test:
    tag, colour = standing_tag(row)
    address = reverse("cycle", args=[row.project.org_code, row.project.number, row.number])
    told = f"decided {day(row.decided_on)}" if row.decided_on else ""
    return Test(f"Cycle {row.number}: {row.title}", address, tag, colour, told)


def _rung(row: Cycle, told: tuple[Told, ...], following: tuple[Rung, ...]) -> Rung:
    tag, colour = standing_tag(row)
    size = rank(row.scale) + 1
    return Rung(row, scale(row.scale).title, size, tag, colour, row.decided_on, told, following)


@dataclass(frozen=True)
class Box:
    """One of Plan, Do, Study and Act. `reached`: it has begun. `lacks`: needed before the next one begins."""

    id: str
    title: str
    meant: str
    lines: tuple[tuple[str, str], ...]
    lacks: tuple[str, ...]
    reached: bool
    is_now: bool


@dataclass(frozen=True)
class CyclePage:
    """One cycle as its page shows it."""

    cycle: Cycle
    tag: str
    colour: str
    scale: str
    measure: str
    idea: str
    boxes: tuple[Box, ...]
    told: tuple[Told, ...]
    marks: tuple[Mark, ...]
    steps: tuple[tuple[str, CycleStep], ...]
    following: tuple[Cycle, ...]
    next_stage: str
    is_running: bool
    went: str
    participants: tuple[Participant, ...]


def cycle_page(cycle: Cycle) -> CyclePage:
    """Everything of one cycle; it was read by the selector."""
    steps = list(cycle.steps.all())
    found = verdicts(with_answers(Question.objects.filter(cycle=cycle)))
    tag, colour = standing_tag(cycle)
    reached = {step.step for step in steps}
    running = cycle.state in STAGES
    sheet = definitions().get(cycle.measure)
    at = STAGES.index(cycle.state) if running else len(STAGES)
    following = tuple(cycle.children.filter(left_out=False).order_by("number"))
    return CyclePage(
        cycle=cycle,
        tag=tag,
        colour=colour,
        scale=scale(cycle.scale).title,
        measure=chart_title(sheet, cycle.component, cycle.parameter) if sheet else cycle.measure,
        idea=idea_name(cycle.project.package_id, cycle.idea) if cycle.idea else "",
        boxes=tuple(_box(cycle, stage, reached) for stage in STAGES),
        told=tell(found),
        marks=marks(_record(cycle, steps, found, len(following))),
        steps=tuple((_step_words(step), step) for step in steps),
        following=following,
        next_stage=Stage(STAGES[at + 1]).label if at + 1 < len(STAGES) else "",
        is_running=running,
        went=_went(steps),
        participants=tuple(cycle.participants.filter(left_out=False)),
    )


def _went(steps: Sequence[CycleStep]) -> str:
    """When the test began and ended, as it happened."""
    began = next((step.on for step in steps if step.step == Stage.DO), None)
    ended = next((step for step in steps if step.step in (Stage.DECIDED, Stage.STOPPED)), None)
    if ended is None:
        return f"since {day(began)}" if began else "not begun"
    how = "stopped early" if ended.step == Stage.STOPPED else "decided"
    return f"{day(began)} to {day(ended.on)}, {how}" if began else f"not begun, {how} on {day(ended.on)}"


def _box(cycle: Cycle, stage: str, reached: set[str]) -> Box:
    fields = form().stage(stage)
    texts = {field.id: cycle.texts.get(field.id, "").strip() for field in fields}
    return Box(
        id=stage,
        title=Stage(stage).label,
        meant=MEANT[stage],
        lines=tuple((field.title, texts[field.id]) for field in fields if texts[field.id]),
        lacks=tuple(field.title for field in fields if field.asked and not texts[field.id]),
        reached=stage in reached,
        is_now=cycle.state == stage,
    )


def _step_words(step: CycleStep) -> str:
    if step.decision:
        return DECIDED_AS[step.decision][0]
    return {"plan": "Planned", "do": "Test began", "study": "Study began", "act": "Act began"}.get(
        step.step, "Stopped early"
    )


def _record(
    cycle: Cycle, steps: Sequence[CycleStep], found: Sequence[Verdict], following: int
) -> CycleRecord:
    began = next((step.on for step in steps if step.step == Stage.DO), cycle.begins)
    months: list[date] = []
    if cycle.measure:
        rows = Value.objects.current().filter(
            org_code=cycle.project.org_code,
            measure=cycle.measure,
            component=cycle.component,
            value__isnull=False,
            period__contains="-",
        )
        ordered = rows.order_by("period_start").values_list("period_start", "parameter")
        any_one = not cycle.parameter
        months = [start for start, of in ordered if any_one or same(of, cycle.parameter)]
    return CycleRecord(
        texts=cycle.texts,
        state=cycle.state,
        reached=[step.step for step in steps if step.step in STAGES],
        scale=cycle.scale,
        parent_scale=cycle.parent.scale if cycle.parent else None,
        children=following,
        questions=len(found),
        predicted=sum(1 for each in found if each.prediction is not None),
        late=sum(1 for each in found if each.prediction is None and each.late is not None),
        begins=began,
        ends=cycle.ends,
        months=months,
    )
