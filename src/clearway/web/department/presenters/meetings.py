"""Meetings for people: how they stand, who was there, what followed from each decision."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from clearway.common.organisations import Organisation
from clearway.web.department import rhythm as rules
from clearway.web.department.models import Attendance, Meeting, MeetingStep
from clearway.web.department.selectors import meetings as selectors
from clearway.web.department.vocabulary import attending, vocabulary
from clearway.web.projects.models import Action, Project
from clearway.web.projects.origins import Origin
from clearway.web.projects.presenters.work import ActionLine, action_lines
from clearway.web.projects.vocabulary import title_of

TAGS = {
    MeetingStep.PLANNED: ("Planned", "blue"),
    MeetingStep.HELD: ("Held", "green"),
    MeetingStep.CALLED_OFF: ("Called off", "white"),
}
ORIGIN = "meeting"


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list. `overdue`: its day has passed and nobody said whether it was held."""

    number: int
    title: str
    kind: str
    on: date
    tag: str
    colour: str
    overdue: bool
    people: int
    decisions: int
    project: Project | None


@dataclass(frozen=True)
class Group:
    """Who was there of one profession or group: names, how many without a name, and all together."""

    title: str
    names: tuple[tuple[int, str], ...]
    unnamed: tuple[tuple[int, int], ...]

    @property
    def people(self) -> int:
        """How many."""
        return len(self.names) + sum(number for _, number in self.unnamed)


@dataclass(frozen=True)
class Decision:
    """A decision, the actions that follow from it, and the finding with which a new one begins."""

    words: str
    actions: tuple[ActionLine, ...]
    origin: Origin


@dataclass(frozen=True)
class MeetingPage:
    """One meeting."""

    row: Meeting
    kind: str
    tag: str
    colour: str
    is_planned: bool
    is_held: bool
    reason: str
    groups: tuple[Group, ...]
    decisions: tuple[Decision, ...]
    further: tuple[ActionLine, ...]

    @property
    def people(self) -> int:
        """How many were there."""
        return sum(group.people for group in self.groups)


@dataclass(frozen=True)
class MeetingsPage:
    """What comes, what was not answered, what was; and whether the rhythm is kept."""

    coming: tuple[MeetingLine, ...]
    unanswered: tuple[MeetingLine, ...]
    past: tuple[MeetingLine, ...]
    rhythm: rules.Rhythm


def meetings_page(organisation: Organisation, today: date) -> MeetingsPage:
    """All meetings of the organisation, read at once."""
    rows = list(selectors.meetings(organisation))
    lines = [(row, meeting_line(row, today)) for row in rows]
    planned = [(row, line) for row, line in lines if row.state == MeetingStep.PLANNED]
    return MeetingsPage(
        coming=tuple(line for _, line in reversed(planned) if not line.overdue),
        unanswered=tuple(line for _, line in reversed(planned) if line.overdue),
        past=tuple(line for row, line in lines if row.state != MeetingStep.PLANNED),
        rhythm=_rhythm(organisation, rows, today),
    )


def meeting_line(row: Meeting, today: date) -> MeetingLine:
    """A meeting of a list."""
    tag, colour = TAGS[row.state]
    return MeetingLine(
        number=row.number,
        title=row.title,
        kind=title_of(vocabulary().meetings, row.kind),
        on=row.on,
        tag=tag,
        colour=colour,
        overdue=row.state == MeetingStep.PLANNED and row.on < today,
        people=sum(one.people for one in row.attendances.all()),
        decisions=len(row.decided),
        project=row.project,
    )


def meeting_page(row: Meeting) -> MeetingPage:
    """The page of a meeting."""
    tag, colour = TAGS[row.state]
    begun = _actions(row)
    last = row.steps.order_by("-pk")[0]
    return MeetingPage(
        row=row,
        kind=title_of(vocabulary().meetings, row.kind),
        tag=tag,
        colour=colour,
        is_planned=row.state == MeetingStep.PLANNED,
        is_held=row.state == MeetingStep.HELD,
        reason=last.reason,
        groups=_groups(row.attendances.all()),
        decisions=tuple(
            Decision(words, tuple(begun.get(words, ())), Origin(ORIGIN, str(row.number), words))
            for words in row.decided
        ),
        further=tuple(line for words, lines in begun.items() if words not in row.decided for line in lines),
    )


def _actions(row: Meeting) -> Mapping[str, list[ActionLine]]:
    """The actions that began from this meeting, by the words of the decision."""
    rows = Action.objects.with_state().filter(
        Q(org_code=row.org_code, origin_kind=ORIGIN, origin_reference=str(row.number), left_out=False)
    )
    by_number = {one.number: one.origin_words for one in rows}
    found: dict[str, list[ActionLine]] = defaultdict(list)
    for line in action_lines(rows):
        found[by_number[line.number]].append(line)
    return found


def _groups(rows: Iterable[Attendance]) -> tuple[Group, ...]:
    there: dict[str, list[Attendance]] = defaultdict(list)
    for row in rows:
        there[row.attended_as].append(row)
    order = [word.id for word in attending()]
    return tuple(
        Group(
            title_of(attending(), each),
            tuple((row.pk, row.name) for row in there[each] if row.name),
            tuple((row.pk, row.people) for row in there[each] if not row.name),
        )
        for each in sorted(there, key=lambda one: order.index(one) if one in order else len(order))
    )


def _rhythm(organisation: Organisation, rows: list[Meeting], today: date) -> rules.Rhythm:
    held = [row.on for row in rows if row.kind == selectors.IMPROVEMENT and row.state == MeetingStep.HELD]
    return rules.rhythm(held, selectors.agreed(organisation), today)
