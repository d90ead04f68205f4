"""What the API answers about improvement work: projects, cycles, meetings, boards, reports.

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
MeetingState = Literal["planned", "held", "called-off"]
CellData = str | float | None


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


class MeetingLine(Answer):
    """One meeting. `number` counts up within the organisation."""

    number: int
    title: str
    kind: str
    state: MeetingState
    on: date
    next_on: date | None
    project: int | None
    people: int = Field(description="how many were there")
    decisions: list[str]
    version: int


class AttendanceItem(Answer):
    """Who was there of one profession or group."""

    attended_as: str
    people: int
    names: list[str] | None = Field(description="null for a program")


class MeetingItem(MeetingLine):
    """One meeting with its agenda and who was there."""

    agenda: str
    reason: str = Field(description="why it was called off")
    attendance: list[AttendanceItem]


class ReachCell(Answer):
    """One step of one profession. `number` is null where nothing was recorded and nothing can be known."""

    step: str
    number: int | None
    share: float | None = Field(description="of the profession's staff; null without their number")


class ReachLine(Answer):
    """One profession, or all together (`all`)."""

    profession: str = Field(description="id; empty where nobody said which")
    title: str
    staff: int | None
    steps: list[ReachCell]


class ReachItem(Answer):
    """How many members of staff the work of the last twelve months reached."""

    since: date
    lines: list[ReachLine]
    total: ReachLine


class BoardLineItem(Answer):
    """One thing on a panel."""

    text: str
    tag: str
    details: list[str]
    then: str
    people: str | None = Field(description="null for a program")
    late: bool


class ChartItem(Answer):
    """One chart as words and as the table of its figures."""

    title: str
    finding: str
    caption: str
    headings: list[str]
    rows: list[list[CellData]]


class PanelItem(Answer):
    """One panel of a learning board; `empty` says what is missing where it has nothing to show."""

    id: str
    title: str
    empty: str
    words: str
    lines: list[BoardLineItem]
    charts: list[ChartItem]


class BoardItem(Answer):
    """A learning board as data: of a project, or of all open projects of the organisation."""

    org_code: str
    project: int | None
    title: str
    panels: list[PanelItem]


class FactItem(Answer):
    """One fact at the head of a report."""

    label: str
    value: CellData


class ReportSection(Answer):
    """A part of a report; `empty` is said where the records hold nothing for it."""

    id: str
    title: str
    empty: str
    words: list[str]
    headings: list[str]
    rows: list[list[CellData]]


class ReportItem(Answer):
    """A highlight report or a board paper. Shares are fractions, days are ISO dates."""

    kind: str
    about: str
    of: str
    period: str
    made_on: date
    note: str
    facts: list[FactItem]
    sections: list[ReportSection]


class SharedTestLine(Answer):
    """One shared test: the words of a decided cycle as a trust shared them."""

    id: int
    title: str
    org_code: str
    package: str
    driver: str
    change_idea: str
    decision: DecisionName
    decided_on: date
    scale: str
    measure: str
    component: str
    lesson: str
    copies: int = Field(description="how often it was copied into another project")
    version: int


class ToldItem(Answer):
    """A question of a shared test with its prediction and result in words."""

    question: str
    words: str
    came_true: bool | None


class EffectItem(Answer):
    """What moved with the change. It shows no cause."""

    measure: str
    source: str
    kind: str
    finding: str
    difference: float | None
    lower: float | None
    upper: float | None


class ContactItem(Answer):
    """Whom to ask."""

    name: str
    reached: str


class SharedTestItem(SharedTestLine):
    """One shared test, whole."""

    setting: list[str]
    circumstances: str
    texts: list[TextItem]
    predictions: list[ToldItem]
    effects: list[EffectItem]
    contact: ContactItem | None = Field(description="null for a program")


class LibraryItemLine(Answer):
    """A case study or a tool."""

    id: int
    kind: Literal["case-study", "tool"]
    title: str
    summary: str
    org_code: str
    package: str
    driver: str
    change_idea: str
    link: str
    file_name: str


class LibraryItemWhole(LibraryItemLine):
    """The same with its words and whom to ask."""

    words: str
    contact: ContactItem | None = Field(description="null for a program")
