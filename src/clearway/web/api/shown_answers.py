"""What the API answers about meetings, reach, boards, reports and the library.

Names of members of staff are null for a program's token. A figure that is missing is null, never 0.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from clearway.web.api.answers import Answer
from clearway.web.api.work_answers import DecisionName, TextItem

MeetingState = Literal["planned", "held", "called-off"]
CellData = str | float | None


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
