"""What the site finds for and against a progress score. People decide the score; this stands beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from clearway.web.design.filters import day


class Part(BaseModel):
    """Frozen, and refuses a key that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rung(Part):
    """One step of the scale, and the ids of what the site looks for at it."""

    score: float
    name: str
    meaning: str
    evidence: tuple[str, ...]


class Ladder(Part):
    """The scale with its version."""

    id: str
    version: int
    title: str
    steps: tuple[Rung, ...]


@cache
def ladder() -> Ladder:
    """The scale of `progress_scale.yaml`."""
    text = (Path(__file__).parent / "progress_scale.yaml").read_text(encoding="utf-8")
    return Ladder.model_validate(yaml.safe_load(text))


@dataclass(frozen=True)
class Goal:
    """A planned measure with what its chart says.

    `way` is how far its level came from baseline to target (1 is there; None: cannot be said); `level` says
    how that level was found ("median of the last 6 months"; empty: too few figures). `improved` is whether
    its chart shows improvement beyond chance, `held_months` for how many months that has lasted.
    """

    kind: str
    has_baseline: bool
    has_target: bool
    way: float | None
    improved: bool
    held_months: int
    title: str = ""
    level: str = ""


@dataclass(frozen=True)
class Standing:
    """What is known of a project. `missing_roles` are roles that every team has and this one lacks.

    `first_meeting` is the day on which its team first met, None while no meeting was held.
    """

    charter_approved: bool
    missing_roles: Sequence[str]
    goals: Sequence[Goal]
    studied: int
    adopted: int
    sustained: int
    first_meeting: date | None = None


@dataclass(frozen=True)
class Evidence:
    """One thing looked for: at which score, whether it was found, and what was seen.

    `details` say it measure by measure, where there is more to say than in one sentence.
    """

    id: str
    score: float
    found: bool
    words: str
    details: tuple[str, ...] = ()


FIFTH = 0.2
TOO_FEW = "fewer than 3 months of figures in the phase of its chart that goes on now"
SUSTAINED_MONTHS = 6
"""For so many months a signal has to hold before data "begin to show" that it lasts: a choice of Clearway."""


def evidence(standing: Standing) -> tuple[Evidence, ...]:
    """Everything the scale looks for, in its order."""
    return tuple(
        Evidence(name, rung.score, *_LOOKS[name](standing), _DETAILS.get(name, _none)(standing))
        for rung in ladder().steps
        for name in rung.evidence
    )


def supported(found: Sequence[Evidence]) -> float:
    """The highest score for which everything up to it was found; 0 when not even a project is there."""
    highest = 0.0
    for rung in ladder().steps:
        if not all(one.found for one in found if one.score == rung.score):
            break
        highest = rung.score
    return highest


def missing_for(score: float, found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """What was looked for up to that score and not found."""
    return tuple(one for one in found if one.score <= score and not one.found)


LEAST_GAP = 0.5
"""From so much on it is said that a team's score stands above what was found for it."""


def above_evidence(score: float, found_up_to: float | None) -> str:
    """In words, where a score stands above its evidence; empty where it does not, or where nobody looked."""
    if found_up_to is None or score - found_up_to < LEAST_GAP:
        return ""
    return f"evidence found up to {found_up_to:.1f}"


def _count(goals: Sequence[Goal], which: Callable[[Goal], bool]) -> tuple[int, int]:
    return sum(1 for goal in goals if which(goal)), len(goals)


def _of_goals(have: int, n: int, words: str) -> str:
    return f"{have} of {n} measures {words}" if n else "No measure is planned yet"


def _baselines(standing: Standing) -> tuple[bool, str]:
    have, n = _count(standing.goals, lambda goal: goal.has_baseline)
    return 0 < n == have, _of_goals(have, n, "have a baseline")


def _targets(standing: Standing) -> tuple[bool, str]:
    have, n = _count(standing.goals, lambda goal: goal.has_target)
    return n > 0 and have * 2 > n, _of_goals(have, n, "have a target")


def _way(share: float, of_goals: float, words: str) -> Callable[[Standing], tuple[bool, str]]:
    def look(standing: Standing) -> tuple[bool, str]:
        there, n = _count(standing.goals, lambda goal: goal.way is not None and goal.way >= share)
        return n > 0 and there >= of_goals * n and there > 0, _of_goals(there, n, words)

    return look


def _ways(standing: Standing) -> tuple[str, ...]:
    """For each measure how far it came, and by which level that is said."""
    return tuple(_how_far(goal) for goal in standing.goals if goal.has_baseline and goal.has_target)


def _none(standing: Standing) -> tuple[str, ...]:
    return ()


def _how_far(goal: Goal) -> str:
    if goal.way is None:
        return f"{goal.title}: cannot be said, {'target and baseline are one' if goal.level else TOO_FEW}"
    return f"{goal.title}: {round(100 * goal.way)}% of the way by the {goal.level}"


def _outcome_moves(standing: Standing) -> tuple[bool, str]:
    of_kind = [goal for goal in standing.goals if goal.kind == "outcome"]
    if not of_kind:
        return False, "No outcome measure is planned yet"
    moved = [goal for goal in of_kind if goal.improved or (goal.way is not None and goal.way >= FIFTH)]
    words = "show improvement beyond chance or came a fifth of the way to their target"
    return bool(moved), f"{len(moved)} of {len(of_kind)} outcome measures {words}"


def _met(standing: Standing) -> tuple[bool, str]:
    if standing.first_meeting is None:
        return False, "No meeting of the team is recorded as held"
    return True, f"The team first met on {day(standing.first_meeting)}"


def _moved(standing: Standing, kind: str) -> tuple[bool, str]:
    of_kind = [goal for goal in standing.goals if goal.kind == kind]
    moved, n = _count(of_kind, lambda goal: goal.improved)
    if not n:
        return False, f"No {kind} measure is planned yet"
    return moved > 0, f"{moved} of {n} {kind} measures show improvement beyond chance"


def _held(standing: Standing) -> tuple[bool, str]:
    longest = max((goal.held_months for goal in standing.goals), default=0)
    if not longest:
        return False, "No improvement beyond chance yet"
    months = f"{longest} {'month' if longest == 1 else 'months'}"
    return longest >= SUSTAINED_MONTHS, f"The longest improvement has held for {months}"


_LOOKS: Mapping[str, Callable[[Standing], tuple[bool, str]]] = {
    "project": lambda standing: (True, "The project is named"),
    "charter-approved": lambda standing: (
        standing.charter_approved,
        "The charter is approved" if standing.charter_approved else "The charter is not approved",
    ),
    "team-roles": lambda standing: (
        not standing.missing_roles,
        f"The team lacks: {', '.join(standing.missing_roles)}"
        if standing.missing_roles
        else "The team is complete",
    ),
    "measures-chosen": lambda standing: (
        bool(standing.goals),
        f"Measures in the measurement plan: {len(standing.goals)}",
    ),
    "first-meeting": _met,
    "baselines": _baselines,
    "cycle-studied": lambda standing: (standing.studied > 0, f"Tests of change past Do: {standing.studied}"),
    "targets": _targets,
    "change-adopted": lambda standing: (
        standing.adopted > 0,
        f"Tested changes adopted: {standing.adopted}",
    ),
    "fifth-of-the-way": _way(FIFTH, 0.0, "came at least a fifth of the way to their target"),
    "process-signal": lambda standing: _moved(standing, "process"),
    "outcome-movement": _outcome_moves,
    "half-of-the-goals": _way(1.0, 0.5, "reached their target; half are needed"),
    "signal-held": _held,
    "all-goals": _way(1.0, 1.0, "reached their target; all are needed"),
    "sustain-plan": lambda standing: (
        standing.adopted > 0 and standing.sustained == standing.adopted,
        f"{standing.sustained} of {standing.adopted} adopted changes have a plan to sustain them"
        if standing.adopted
        else "No tested change is adopted yet",
    ),
}

_DETAILS: Mapping[str, Callable[[Standing], tuple[str, ...]]] = {"fifth-of-the-way": _ways}
