"""What there is to ask a trust about, and whom to call first. Pure: facts in, reasons in words out.

Nothing here ranks trusts by how well they do. A reason says what a call could help with, in the order in
which waiting costs most.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from clearway.web.department.movement import Movement, Progress

TESTS_WITHIN = 90
"""Days: a test of change that began longer ago is no sign of present work."""
APPROVAL_AFTER = 14
SCORE_AFTER = 60
"""Days after which a charter has waited long, and a begun project is expected to have a score."""


class About(IntEnum):
    """What a reason is about; a lower one is asked about first."""

    BARRIER = 1
    STUCK = 2
    REPORTS = 3
    TESTS = 4
    APPROVAL = 5
    SCORE = 6
    LEAD = 7
    MEETINGS = 8
    PROJECTS = 9


@dataclass(frozen=True)
class Reason:
    """One thing to ask about."""

    about: About
    words: str


@dataclass(frozen=True)
class ProjectFacts:
    """An open project of a trust. `approval_days`: how long its charter has waited, None if it does not."""

    number: int
    title: str
    started_on: date
    progress: Progress
    approval_days: int | None = None
    barriers_due: tuple[date, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of a trust on a day.

    `on_time` of `due` months were handed in on time; `missing` are the labels of those that were not handed
    in, or empty. `tests` began in the last 90 days. `led` is True, False, or None where nobody said.
    """

    today: date
    projects: tuple[ProjectFacts, ...] = ()
    on_time: int = 0
    due: int = 0
    missing: tuple[str, ...] = ()
    tests: int = 0
    led: bool | None = None
    quiet: bool = False
    weeks_quiet: int | None = None


@dataclass(frozen=True)
class Called:
    """A trust with what there is to ask about."""

    code: str
    name: str
    reasons: tuple[Reason, ...] = field(default_factory=tuple)


def reasons(facts: Facts) -> tuple[Reason, ...]:
    """What there is to ask about, the most pressing first."""
    found = [*_barriers(facts), *_scores(facts), *_reports(facts), *_tests(facts), *_department(facts)]
    return tuple(sorted(found, key=lambda one: one.about))


def first_to_call(trusts: Iterable[Called]) -> list[Called]:
    """Trusts by their most pressing reason; of equal ones, by how many reasons, then by name.

    Trusts without a reason come last. The order says whom to call first, and nothing else.
    """
    return sorted(trusts, key=_urgency)


def _urgency(one: Called) -> tuple[int, int, str]:
    first = min((reason.about for reason in one.reasons), default=len(About) + 1)
    return int(first), -len(one.reasons), one.name


def _barriers(facts: Facts) -> list[Reason]:
    return [
        Reason(
            About.BARRIER,
            f"“{one.title}”: {_count(len(one.barriers_due), 'barrier')} waited for a leader's answer longer "
            f"than agreed, the first since {_day(min(one.barriers_due))}",
        )
        for one in facts.projects
        if one.barriers_due
    ]


def _scores(facts: Facts) -> list[Reason]:
    found = []
    for one in facts.projects:
        moved = one.progress
        if moved.kind is Movement.FLAT and moved.since is not None:
            words = f"has stood at {moved.now:.1f} since {moved.since.label}"
            if moved.since.shift(3) > (moved.month or moved.since):
                words = f"is at {moved.now:.1f}, where it was three months before"
            found.append(Reason(About.STUCK, f"“{one.title}” {words}"))
        elif moved.kind is Movement.FALLING:
            words = f"went from {moved.before:.1f} to {moved.now:.1f} in three months"
            found.append(Reason(About.STUCK, f"“{one.title}” {words}"))
        elif moved.kind is Movement.STALE and moved.month is not None:
            found.append(Reason(About.SCORE, f"“{one.title}” was last scored for {moved.month.label}"))
        elif moved.kind is Movement.NONE and (facts.today - one.started_on).days > SCORE_AFTER:
            found.append(Reason(About.SCORE, f"“{one.title}” has no score yet"))
        if one.approval_days is not None and one.approval_days > APPROVAL_AFTER:
            words = f"waits for approval for {one.approval_days} days"
            found.append(Reason(About.APPROVAL, f"The charter of “{one.title}” {words}"))
    return found


def _reports(facts: Facts) -> list[Reason]:
    if not facts.missing:
        return []
    return [Reason(About.REPORTS, f"No figures were handed in for {_list(facts.missing)}")]


def _tests(facts: Facts) -> list[Reason]:
    if not facts.projects or facts.tests:
        return []
    return [Reason(About.TESTS, f"No test of change began in the last {TESTS_WITHIN} days")]


def _department(facts: Facts) -> list[Reason]:
    found = []
    if facts.led is False:
        found.append(Reason(About.LEAD, "Nobody leads the smoke-free pathway"))
    elif facts.led is None and facts.projects:
        found.append(Reason(About.LEAD, "It is not said who leads the smoke-free pathway"))
    if facts.quiet and facts.projects:
        long = "was recorded yet" if facts.weeks_quiet is None else f"for {facts.weeks_quiet} weeks"
        found.append(Reason(About.MEETINGS, f"No improvement meeting {long}"))
    if not facts.projects:
        found.append(Reason(About.PROJECTS, "No project is open"))
    return found


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
