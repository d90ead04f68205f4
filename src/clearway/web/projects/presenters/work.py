"""Actions, milestones, barriers and needs for people: how they stand, how old they are, what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from clearway.web.projects.models import (
    Action,
    ActionStep,
    Barrier,
    BarrierStep,
    Milestone,
    MilestoneStep,
    Need,
    NeedStep,
    Project,
)
from clearway.web.projects.origins import Origin

ACTION_TAGS = {
    ActionStep.OPENED: ("Open", "blue"),
    ActionStep.REOPENED: ("Open again", "blue"),
    ActionStep.DONE: ("Done", "green"),
    ActionStep.DROPPED: ("Dropped", "white"),
}
BARRIER_TAGS = {
    BarrierStep.RAISED: ("Raised", "yellow"),
    BarrierStep.REOPENED: ("Raised again", "yellow"),
    BarrierStep.ESCALATED: ("With a leader", "blue"),
    BarrierStep.REMOVED: ("Removed", "green"),
    BarrierStep.REFUSED: ("Refused", "red"),
}
NEED_TAGS = {
    NeedStep.ASKED: ("Asked for", "yellow"),
    NeedStep.APPROVED: ("Approved", "blue"),
    NeedStep.REFUSED: ("Refused", "red"),
    NeedStep.ARRIVED: ("Arrived", "green"),
}


def age(since: datetime, until: date | None = None) -> str:
    """How old something is, in whole days: "today", "1 day", "12 days"."""
    days = ((until or localdate()) - localdate(since)).days
    return "today" if days <= 0 else f"{days} day" if days == 1 else f"{days} days"


@dataclass(frozen=True)
class ActionLine:
    """One action."""

    number: int
    title: str
    words: str
    owner: str
    due: date | None
    late: bool
    tag: str
    colour: str
    is_open: bool
    origin: str
    project: Project | None


def action_lines(rows: Iterable[Action]) -> tuple[ActionLine, ...]:
    """Open ones first by their day, then the ended ones, the newest first."""
    today = localdate()
    lines = [_action(row, today) for row in rows]
    open_ones = sorted(
        (line for line in lines if line.is_open),
        key=lambda line: (line.due is None, line.due or today, line.number),
    )
    return (*open_ones, *sorted((each for each in lines if not each.is_open), key=lambda each: -each.number))


def _action(row: Action, today: date) -> ActionLine:
    tag, colour = ACTION_TAGS[row.state]
    is_open = row.state in (ActionStep.OPENED, ActionStep.REOPENED)
    return ActionLine(
        number=row.number,
        title=row.title,
        words=row.words,
        owner=row.owner,
        due=row.due,
        late=is_open and row.due is not None and row.due < today,
        tag=tag,
        colour=colour,
        is_open=is_open,
        origin=": ".join(filter(None, (origin_of(row).title, row.origin_words or row.origin_reference))),
        project=row.project,
    )


def origin_of(row: Action) -> Origin:
    """Where the action comes from."""
    return Origin(row.origin_kind, row.origin_reference, row.origin_words)


@dataclass(frozen=True)
class MilestoneLine:
    """One milestone."""

    id: int
    title: str
    due: date
    reached_on: date | None
    late: bool


def milestone_lines(project: Project) -> tuple[MilestoneLine, ...]:
    """All of them by their day."""
    today = localdate()
    rows = Milestone.objects.with_state().filter(project=project, left_out=False)
    lines = []
    for row in rows:
        reached = localdate(row.state_at) if row.state == MilestoneStep.REACHED else None
        lines.append(MilestoneLine(row.pk, row.title, row.due, reached, reached is None and row.due < today))
    return tuple(lines)


@dataclass(frozen=True)
class StepLine:
    """One step of something."""

    word: str
    at: datetime
    person: str
    reason: str
    leader: str = ""
    due: date | None = None


@dataclass(frozen=True)
class BarrierCard:
    """One barrier with its steps."""

    id: int
    number: int
    title: str
    words: str
    tag: str
    colour: str
    is_open: bool
    leader: str
    due: date | None
    late: bool
    age: str
    steps: tuple[StepLine, ...]
    project: Project


def barrier_cards(rows: Iterable[Barrier]) -> tuple[BarrierCard, ...]:
    """Open ones first, the oldest first; `rows` come by `with_leader()` with their steps prefetched."""
    today = localdate()
    cards = [_barrier(row, today) for row in rows]
    return tuple(sorted(cards, key=lambda card: (not card.is_open, card.steps[0].at)))


def _barrier(row: Barrier, today: date) -> BarrierCard:
    tag, colour = BARRIER_TAGS[row.state]
    is_open = row.state in BarrierStep.OPEN
    with_leader = row.state == BarrierStep.ESCALATED
    return BarrierCard(
        id=row.pk,
        number=row.number,
        title=row.title,
        words=row.words,
        tag=tag,
        colour=colour,
        is_open=is_open,
        leader=(row.leader_name or "") if with_leader else "",
        due=row.due if with_leader else None,
        late=with_leader and row.due is not None and row.due < today,
        age=age(row.at, None if is_open else localdate(row.state_at)),
        steps=tuple(
            StepLine(
                BARRIER_TAGS[step.step][0],
                step.at,
                step.person,
                step.reason,
                step.leader.name if step.leader else "",
                step.due,
            )
            for step in row.steps.all()
        ),
        project=row.project,
    )


@dataclass(frozen=True)
class NeedLine:
    """One need with how long it took or has waited."""

    number: int
    kind: str
    title: str
    words: str
    tag: str
    colour: str
    state: str
    asked: datetime
    asked_by: str
    key: str
    age: str
    steps: tuple[StepLine, ...]
    project: Project | None


def need_lines(rows: Iterable[Need]) -> tuple[NeedLine, ...]:
    """What has not arrived first, the oldest first; `rows` come with their steps prefetched."""
    ended = (NeedStep.ARRIVED, NeedStep.REFUSED)
    lines = [
        NeedLine(
            number=row.number,
            kind=row.get_kind_display(),
            title=row.title,
            words=row.words,
            tag=NEED_TAGS[row.state][0],
            colour=NEED_TAGS[row.state][1],
            state=row.state,
            asked=row.at,
            asked_by=row.person,
            key=row.key,
            age=age(row.at, localdate(row.state_at) if row.state in ended else None),
            steps=tuple(
                StepLine(NEED_TAGS[step.step][0], step.at, step.person, step.reason)
                for step in row.steps.all()
            ),
            project=row.project,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: (line.state in ended, line.asked)))
