"""The chapter of the projects as its file tells it. Weeks and months count from the story's first month."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("improvement.yaml")
LAST_WEEK = 77
"""The story is 18 months long, which are never fewer than 78 weeks: whatever is told has happened."""

Approval = Literal["approved", "returned", "waiting"]
Week = int


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _InWeek(_Frozen):
    week: Week = Field(ge=0, le=LAST_WEEK)


class PlannedFigure(_Frozen):
    """A line of the measurement plan. Without `baseline` it is what the last three months show.

    A measure of the team's own says what it counts; its `figures` are written down month by month from the
    one in which it was planned, and null is a month that nobody counted.
    """

    kind: Literal["outcome", "process", "balancing"]
    measure: str = ""
    parameter: str = ""
    title: str = ""
    baseline: float | None = None
    target: float
    by_week: int
    unit: str = ""
    direction: str = ""
    number_kind: str = ""
    figures: tuple[float | None, ...] = ()


class MilestoneTold(_Frozen):
    """A milestone, due in a week; reached in one, or not yet."""

    title: str
    due: int
    reached: Week | None = Field(default=None, le=LAST_WEEK)


class ActionTold(_InWeek):
    """An action from a finding: kind, reference, words. With an outcome it ended after `weeks`."""

    title: str
    origin: tuple[str, str, str] = ("plan", "", "")
    weeks: int = 4
    outcome: str = ""
    dropped: bool = False


class BarrierTold(_InWeek):
    """A barrier, taken to the persona of a role, who has `answer_weeks`, and removed in a week (`how`)."""

    title: str
    words: str
    to: str = ""
    escalated: Week | None = Field(default=None, le=LAST_WEEK)
    answer_weeks: int = 6
    removed: Week | None = Field(default=None, le=LAST_WEEK)
    how: str = ""


class Heard(_InWeek):
    """A group that was listened to, and what that changed, if anything."""

    group: str
    people: int | None = None
    how: str
    said: str
    changed: str = ""


class Said(_InWeek):
    """A message of the team, or feedback of the coach."""

    coach: bool = False
    words: str


class QuestionTold(_Frozen):
    """A question with its prediction. A measure's figure answers it, or else `came` or `came_yes`."""

    words: str
    sure: int
    measure: str = ""
    month: int | None = Field(default=None, ge=1, le=18)
    low: float | None = None
    high: float | None = None
    expect_yes: bool | None = None
    came: float | None = None
    came_yes: bool | None = None


class CycleTold(_InWeek):
    """A test of change that takes `weeks`; `after` is the number of the cycle before in its ramp.

    Without a decision and without `stopped` it is left in the stage `until`. `texts` go by the ids of the
    form; `action` is the place of an action in the project's list, from 1.
    """

    title: str
    scale: str
    weeks: int = 2
    idea: str = ""
    measure: str = ""
    after: int | None = None
    action: int | None = None
    texts: dict[str, str]
    questions: tuple[QuestionTold, ...]
    decision: Literal["", "adopt", "adapt", "abandon"] = ""
    until: Literal["plan", "do", "study", "act"] = "act"
    stopped: str = ""


class Answered(_Frozen):
    """What a coach answers to the score of a month."""

    month: int
    words: str
    would_give: float | None = None


class ScoresTold(_Frozen):
    """The team's scores, month by month from `first`."""

    first: int
    run: tuple[float, ...]
    answers: tuple[Answered, ...] = ()


class UnitStepTold(_InWeek):
    """What becomes of a unit: its new name, or why it is closed."""

    words: str


class UnitTold(_InWeek):
    """A unit of a trust from the week in which it is put on the list."""

    code: str
    name: str
    kind: str
    renamed: UnitStepTold | None = None
    closed: UnitStepTold | None = None


class Telling(_Frozen):
    """What an audience is told, how, how often in words, and every how many weeks it is done."""

    message: str
    how: str
    how_often: str
    weeks: int


class Helper(_Frozen):
    """Somebody in the team of one project beside those that every project has."""

    role: str
    profession: str
    name: str


class ProjectTold(_Frozen):
    """One project from its first day. `works_in`: from which week on in which units, by their names.

    `told_until` is the week after which nobody tells anybody of it any more, whatever was planned.
    """

    code: str
    title: str
    begins: Week
    drivers: tuple[str, ...]
    ideas: tuple[str, ...]
    charter: dict[str, str]
    approval: Approval
    words: str = ""
    submitted: int = 4
    lacks: tuple[str, ...] = ()
    phases: dict[str, Week] = {}
    works_in: dict[Week, tuple[str, ...]] = {}
    measures: tuple[PlannedFigure, ...] = ()
    tells: tuple[str, ...] = ()
    also: tuple[Helper, ...] = ()
    milestones: tuple[MilestoneTold, ...] = ()
    told_until: int | None = None
    actions: tuple[ActionTold, ...] = ()
    barriers: tuple[BarrierTold, ...] = ()
    heard: tuple[Heard, ...] = ()
    talk: tuple[Said, ...] = ()
    cycles: tuple[CycleTold, ...] = ()
    scores: ScoresTold | None = None


class IdeaTold(_InWeek):
    """An idea for the box: taken up by the project of that place in the trust's list, declined, or open."""

    code: str
    title: str
    words: str
    driver: str = ""
    taken_by: int | None = None
    declined: str = ""


class NeedTold(_InWeek):
    """A need, and the steps that it took, each four weeks after the one before."""

    code: str
    kind: str
    title: str
    words: str
    steps: tuple[str, ...] = ()
    reason: str = ""


class ShiftTold(_Frozen):
    """A measure of a trust that stands `up` higher from a month on, and why its chart has a new phase."""

    code: str
    measure: str
    month: int = Field(ge=2, le=18)
    up: float
    reason: str


class Role(_Frozen):
    """A place in a team, with the professions that fill it and the persona who does where there is one."""

    role: str
    professions: tuple[str, ...]
    persona: str = ""


class Improvement(_Frozen):
    """All of the chapter."""

    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    team: tuple[Role, ...]
    plan: dict[str, str]
    taking_part: dict[str, str]
    reasons: dict[float, str]
    communication: dict[str, Telling]
    units: tuple[UnitTold, ...]
    projects: tuple[ProjectTold, ...]
    ideas: tuple[IdeaTold, ...]
    needs: tuple[NeedTold, ...]
    shifts: tuple[ShiftTold, ...]


@cache
def improvement() -> Improvement:
    """The chapter as shipped."""
    return Improvement(**yaml.safe_load(FILE.read_text(encoding="utf-8")))
