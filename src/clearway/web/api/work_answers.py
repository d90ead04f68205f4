"""What the API answers about projects: charter, plan, cycles, progress, barriers, actions.

Names of members of staff are null for a program's token. A figure that is missing is null, never 0.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from clearway.web.api.answers import Answer

ProjectStatus = Literal["draft", "submitted", "approved", "closed"]
PhaseName = Literal["diagnose", "test", "scale-up"]
CycleState = Literal["plan", "do", "study", "act", "decided", "stopped"]
DecisionName = Literal["adopt", "adapt", "abandon"]
ActionState = Literal["opened", "done", "dropped", "reopened"]
BarrierState = Literal["raised", "escalated", "removed", "refused", "reopened"]


class TextItem(Answer):
    """One text of a form, such as a section of a charter."""

    id: str
    title: str
    text: str


class ProjectLine(Answer):
    """One project. `number` counts up within the organisation."""

    org_code: str
    number: int
    title: str
    status: ProjectStatus
    phase: PhaseName
    package: str
    drivers: list[str] = Field(description="ids of the secondary drivers that it works on")
    change_ideas: list[str] = Field(description="ids of the change ideas that it takes up")
    started_on: date


class MemberItem(Answer):
    """One place in the team of a project."""

    role: str
    profession: str
    name: str | None = Field(description="null for a program")
    since: datetime


class CharterItem(Answer):
    """The newest version of a charter."""

    version: int
    approved_version: int | None = Field(description="the version that was approved and stands")
    sections: list[TextItem]
    missing: list[str] = Field(description="titles of the needed sections that are empty")


class ProjectItem(ProjectLine):
    """One project with its charter and its team, and the groups that were not involved."""

    charter: CharterItem
    team: list[MemberItem]
    missing_groups: list[str] = Field(description="groups without involvement in a phase that was reached")


class PlannedMeasureItem(Answer):
    """One line of a measurement plan. Of a proportion, baseline and target are fractions."""

    kind: Literal["outcome", "process", "balancing"]
    measure: str = Field(description="id of a measure; empty for one of the team's own")
    component: str
    parameter: str
    title: str
    baseline: float | None
    baseline_from: str
    target: float | None
    target_by: date | None
    collected_how: str
    collected_by: str | None = Field(description="null for a program")
    how_often: str
    sample: str
    version: int


class CycleLine(Answer):
    """One cycle (PDSA). `number` counts up within the project."""

    number: int
    title: str
    state: CycleState
    decision: DecisionName | None
    decided_on: date | None
    scale: str
    follows: int | None = Field(description="number of the cycle before it in its ramp")
    driver: str
    change_idea: str
    action: int | None = Field(description="number of the action that it carries out")
    measure: str
    component: str
    parameter: str = Field(description="what fills the blank in the measure's name")
    begins: date | None
    ends: date | None
    owner: str | None = Field(description="null for a program")
    version: int


class PredictedItem(Answer):
    """What was predicted before the test began; a number lies between `low` and `high`."""

    low: float | None
    high: float | None
    yes: bool | None
    sure: int = Field(description="the chance in per cent that its authors gave it")


class ResultItem(Answer):
    """What came of a question."""

    number: float | None
    yes: bool | None
    words: str


class PredictionItem(Answer):
    """One question of a cycle with the prediction that counts and its result."""

    question: str
    kind: Literal["number", "yes-no"]
    measure: str
    component: str
    parameter: str = Field(description="what fills the blank in the measure's name")
    period: str
    prediction: PredictedItem | None
    late_prediction: PredictedItem | None = Field(
        description="the last one where it was made after the test began: it counts for nothing"
    )
    result: ResultItem | None
    came_true: bool | None = Field(description="null while the prediction or the result is missing")


class QualityFlag(Answer):
    """One mark of a good test of change: whether it was found, and why. Never a score."""

    id: str
    title: str
    found: bool
    why: str


class CycleItem(CycleLine):
    """One cycle with its texts, predictions and quality flags."""

    texts: list[TextItem]
    predictions: list[PredictionItem]
    quality_flags: list[QualityFlag]


class FeedbackItem(Answer):
    """What a reviewer answers to a progress score."""

    words: str
    would_give: float | None
    at: datetime
    name: str | None = Field(description="null for a program")


class ProgressScoreItem(Answer):
    """The team's own score of a month, and what the site found on that day."""

    period: str
    scale: str
    scale_version: int
    score: float
    reason: str
    supported: float | None = Field(description="the highest score for which everything was found")
    stands: bool = Field(description="false where a later score of the month replaced it")
    feedback: list[FeedbackItem]


class BarrierStepItem(Answer):
    """One step of a barrier."""

    step: BarrierState
    at: datetime
    reason: str


class BarrierItem(Answer):
    """One barrier. `leader` and `due` are there while it waits for a leader."""

    number: int
    title: str
    words: str
    state: BarrierState
    raised_at: datetime
    leader: str | None = Field(description="null for a program")
    due: date | None
    late: bool
    steps: list[BarrierStepItem]


class OriginItem(Answer):
    """The finding that an action comes from."""

    kind: str
    reference: str
    words: str


class ActionItem(Answer):
    """One action. `number` counts up within the organisation."""

    number: int
    title: str
    words: str
    state: ActionState
    project: int | None
    owner: str | None = Field(description="null for a program")
    due: date | None
    late: bool
    origin: OriginItem
    outcome: str = Field(description="what came of it, once it is done or dropped")
    version: int
