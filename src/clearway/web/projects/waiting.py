"""What waits for whoever is here, and what was answered to them: lines that other parts add to.

Parts above the projects hand in theirs when the site starts, in `AppConfig.ready`:

    from clearway.web.projects import waiting
    waiting.register(scores_due)
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate, now

from clearway.common.organisations import directory
from clearway.web.people.access import Access
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.projects import selectors_waiting as selectors
from clearway.web.projects.models import BarrierStep, NeedStep, SuggestionStep
from clearway.web.projects.presenters.work import age
from clearway.web.returns.changes import looked_until

ANSWERS_FOR = timedelta(days=30)
"""So long an answer stands on the home page of somebody who has not said that they saw it."""


@dataclass(frozen=True)
class Line:
    """One thing that waits: how long it has, the page where it is done, what it is about, and its day."""

    title: str
    address: str
    about: str
    since: str = ""
    due: date | None = None
    late: bool = False


@dataclass(frozen=True)
class Group:
    """Things of one kind."""

    id: str
    title: str
    lines: tuple[Line, ...]

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(line.late for line in self.lines)


@dataclass(frozen=True)
class Answer:
    """Something that was answered to the person, in the organisation of that code."""

    code: str
    at: datetime
    line: Line


@dataclass(frozen=True)
class Answers:
    """What was answered in one trust since somebody said that they had looked."""

    code: str
    trust: str
    lines: tuple[Line, ...]


Source = Callable[[Access, User], Iterable[Group]]
AnswerSource = Callable[[User], Iterable[Answer]]
_sources: list[Source] = []
_answer_sources: list[AnswerSource] = []


def register(source: Source) -> None:
    """Ask that source on every home page; once however often it is handed in."""
    if source not in _sources:
        _sources.append(source)


def register_answers(source: AnswerSource) -> None:
    """The same for what was answered."""
    if source not in _answer_sources:
        _answer_sources.append(source)


def groups(access: Access, user: User) -> tuple[Group, ...]:
    """All that waits for the person; kinds of which nothing does are left out."""
    return tuple(group for source in _sources for group in source(access, user) if group.lines)


def answers(access: Access, user: User) -> tuple[Answers, ...]:
    """What others answered them since they looked last, at most for `ANSWERS_FOR`; the newest first."""
    oldest, looked = now() - ANSWERS_FOR, looked_until(str(user.key))
    found: dict[str, list[Answer]] = {}
    for answer in (one for source in _answer_sources for one in source(user)):
        seen = max(looked.get(answer.code, oldest), oldest)
        if answer.at > seen and access.allows(Permission.SEE_IMPROVEMENT, answer.code):
            found.setdefault(answer.code, []).append(answer)
    return tuple(
        Answers(
            code,
            directory().get(code).name,
            tuple(one.line for one in sorted(rows, key=lambda one: one.at, reverse=True)),
        )
        for code, rows in sorted(found.items())
    )


def by_day(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Those that are late first, then by their day; without a day last."""
    return tuple(sorted(lines, key=lambda line: (line.due is None, line.due or date.max, line.title)))


def own_groups(access: Access, user: User) -> Iterator[Group]:
    """What waits of projects, ideas and needs."""
    yield Group("your-charters", "Charters that wait for your approval", tuple(_charters(access, user)))
    yield Group("your-tasks", "Your tasks and actions", by_day(_tasks(access, user)))
    yield Group("your-ideas", "Ideas that wait for an answer", tuple(_ideas(access, user)))
    yield Group("your-needs", "Needs that wait for an answer", tuple(_needs(access, user)))
    yield Group("your-merges", "Your texts that wait to be merged", tuple(_merges(access, user)))


def _charters(access: Access, user: User) -> Iterator[Line]:
    for row, at in selectors.submitted(access.trusts(Permission.APPROVE_PROJECTS), str(user.key)):
        address = reverse("project-charter", args=[row.org_code, row.number])
        yield Line(row.title, f"{address}#decide", _trust(row.org_code), age(at))


def _tasks(access: Access, user: User) -> Iterator[Line]:
    today = localdate()
    for row in selectors.tasks_of(user):
        if not access.allows(Permission.SEE_IMPROVEMENT, row.org_code):
            continue
        address = reverse("action", args=[row.org_code, row.number])
        about = row.project.title if row.project is not None else _trust(row.org_code)
        late = row.due is not None and row.due < today
        yield Line(row.title, f"{address}#end-reason-{row.number}", about, "", row.due, late)


def _ideas(access: Access, user: User) -> Iterator[Line]:
    for row in selectors.unanswered_ideas(access.trusts(Permission.RUN_IMPROVEMENT), str(user.key)):
        address = reverse("idea-box", args=[row.org_code])
        yield Line(
            row.title,
            f"{address}#decline-reason-{row.number}",
            f"{row.person}, {_trust(row.org_code)}",
            age(row.at),
        )


def _needs(access: Access, user: User) -> Iterator[Line]:
    for row in selectors.unanswered_needs(access.trusts(Permission.RUN_IMPROVEMENT), str(user.key)):
        address = reverse("needs", args=[row.org_code])
        about = f"{row.get_kind_display()}, {_trust(row.org_code)}"
        yield Line(row.title, f"{address}#need-reason-{row.number}", about, age(row.state_at))


def _merges(access: Access, user: User) -> Iterator[Line]:
    for row in selectors.texts_to_merge(str(user.key)):
        project = row.project
        if access.allows(Permission.SEE_IMPROVEMENT, project.org_code):
            address = reverse("project-charter-merge", args=[project.org_code, project.number, row.pk])
            yield Line(f"Charter of {project.title}", address, _trust(project.org_code), age(row.at))


def own_answers(user: User) -> Iterator[Answer]:
    """A barrier that they raised, an idea, a need; and what a coach said to their teams."""
    key, since = str(user.key), now() - ANSWERS_FOR
    for barrier in selectors.answered_barriers(key, since):
        done = "removed" if barrier.step == BarrierStep.REMOVED else "refused"
        project = barrier.barrier.project
        address = reverse("project-barriers", args=[project.org_code, project.number])
        line = Line(
            f"The barrier “{barrier.barrier.title}” is {done}",
            f"{address}#barrier-{barrier.barrier.number}",
            f"{barrier.person}: {barrier.reason}",
        )
        yield Answer(project.org_code, barrier.at, line)
    for idea in selectors.answered_ideas(key, since):
        row = idea.suggestion
        done = "taken up" if idea.step == SuggestionStep.TAKEN else "declined"
        address = f"{reverse('idea-box', args=[row.org_code])}#idea-{row.number}"
        about = f"{idea.person}: {idea.reason}" if idea.reason else idea.person
        yield Answer(row.org_code, idea.at, Line(f"Your idea “{row.title}” is {done}", address, about))
    for need in selectors.answered_needs(key, since):
        asked = need.need
        done = "has arrived" if need.step == NeedStep.ARRIVED else f"is {need.step}"
        address = f"{reverse('needs', args=[asked.org_code])}#need-{asked.number}"
        about = f"{need.person}: {need.reason}" if need.reason else need.person
        yield Answer(asked.org_code, need.at, Line(f"{asked.title} {done}", address, about))
    for message in selectors.feedback_to(user, since):
        project = message.project
        address = reverse("project-discussion", args=[project.org_code, project.number])
        line = Line(f"A coach wrote to {project.title}", f"{address}#message-{message.pk}", message.person)
        yield Answer(project.org_code, message.at, line)


def _trust(code: str) -> str:
    return directory().get(code).name


@dataclass(frozen=True)
class Waits:
    """The part of the home page. `until` is the moment up to which answers are shown."""

    groups: Sequence[Group]
    answers: Sequence[Answers]
    until: datetime


def waits(access: Access) -> Waits | None:
    """What waits for the person, and what was answered; None where neither is."""
    if access.user is None:
        return None
    until = now()
    found = Waits(groups(access, access.user), answers(access, access.user), until)
    return found if found.groups or found.answers else None


register(own_groups)
register_answers(own_answers)
