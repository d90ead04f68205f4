"""What may be asked and sent about the months of an organisation, with bounds."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from clearway.records.publications import State
from clearway.web.api.month_answers import MonthStateName
from clearway.web.api.questions import LARGEST_ID, IdText, Paging
from clearway.web.uploads.models import Outcome

MonthText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
OptionalId = Annotated[str, StringConstraints(max_length=80, pattern=r"^[A-Za-z0-9-]*$")]
# Control characters are no text, and a database may refuse them.
PLAIN = r"^[^\x00-\x08\x0b-\x1f]*$"
LineText = Annotated[str, StringConstraints(max_length=300, pattern=PLAIN)]
ParameterText = Annotated[str, StringConstraints(max_length=64, pattern=PLAIN)]
CommentText = Annotated[str, StringConstraints(max_length=1000, pattern=PLAIN)]
Number = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
MOST_CELLS = 1000


class Sent(Schema):
    """Something that is sent; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")


class FormatName(StrEnum):
    """The formats of figures."""

    ADX = "adx"
    FHIR = "fhir"
    FHIR_LINES = "fhir-lines"
    CSV = "csv"


class DryRun(Schema):
    """Whether to try only."""

    dry_run: bool = Field(False, description="say what would come of it, and keep nothing")


class CellQuestion(Schema):
    """Which cell of the measure."""

    component: OptionalId = Field("", description="id of a component")
    parameter: ParameterText = Field("", description="what fills the blank in the measure's name")


class CellWriteQuestion(CellQuestion, DryRun):
    """Which cell of the measure, and whether to try only."""


class Matching(Schema):
    """Which version of a cell was read."""

    if_match: str = Field(
        alias="If-Match",
        max_length=40,
        description='ETag of the cell when you read it; "0" for one that was never filled',
    )


class CellBody(Sent):
    """What a cell is to hold. Without a number and with state `value` it is emptied."""

    numerator: Number | None = None
    denominator: Number | None = None
    value: Number | None = Field(
        None, description="of a count or score; a proportion follows from its counts"
    )
    state: State = State.VALUE
    reason: LineText = Field("", description="why there is no figure")
    comment: CommentText = Field("", description="needed where the figure is unusual")
    follow_up: bool = False
    population: int | None = Field(None, ge=0, le=10_000_000)


class CellOfMonth(CellBody):
    """One of the cells of a month."""

    measure: IdText
    component: OptionalId = ""
    parameter: ParameterText = ""
    seen: int | None = Field(
        None,
        ge=1,
        le=LARGEST_ID,
        description="`version` of the cell when you read it; null where it was empty",
    )


class CellsBody(Sent):
    """Some cells of a month; those left out stay as they are."""

    cells: list[CellOfMonth] = Field(min_length=1, max_length=MOST_CELLS)


class StepBody(Sent):
    """What a step needs besides itself."""

    seen: MonthStateName | None = Field(None, description="the state of the month when you read it")
    until: date | None = Field(None, description="last day of an exception")
    reason: Annotated[str, StringConstraints(max_length=500, pattern=PLAIN)] = ""


class ChoicesQuestion(Schema):
    """Of which month."""

    period: MonthText | None = Field(None, description="a month; the last one where it is left out")


class ParameterBody(Sent):
    """What fills the blank in a measure's name."""

    measure: IdText
    text: ParameterText


class ChoicesBody(Sent):
    """What an organisation works on from a month on: exactly this."""

    period: MonthText
    drivers: list[IdText] = Field(max_length=50)
    measures: list[IdText] = Field([], max_length=200)
    parameters: list[ParameterBody] = Field([], max_length=200)


class Scope(StrEnum):
    """What kind of system."""

    NATIONAL = "national"
    LOCAL = "local"


class SubmissionBody(Sent):
    """Something that was sent to another system, with a receipt or a file's hash as the proof."""

    system: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=PLAIN)]
    scope: Scope
    what: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=PLAIN)]
    sent_on: date
    period: MonthText | None = None
    receipt: Annotated[str, StringConstraints(max_length=200, pattern=PLAIN)] = ""
    sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class WithdrawalBody(Sent):
    """Why a line of the log was a mistake."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=PLAIN)]


class ExportQuestion(Schema):
    """Of which months."""

    from_: MonthText = Field(alias="from", description="the first month")
    to: MonthText = Field(description="the last month, at most ten years on")


class ImportQuestion(DryRun):
    """What is sent."""

    format: FormatName = Field(description="how the figures are written")


class UploadQuestion(Schema):
    """What the spreadsheet is called."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)] = Field(
        description="name of the file, for people"
    )


class HeadingBody(Sent):
    """What one heading of a spreadsheet is."""

    heading: int = Field(ge=0, le=1000, description="its place among the headings, from 0")
    column: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")] = Field(
        description="the column of a template that it is"
    )


class HeadingsBody(Sent):
    """Which heading is which column; those left out are not used."""

    columns: list[HeadingBody] = Field(min_length=1, max_length=200)


class RowsQuestion(Paging):
    """Which rows of a spreadsheet."""

    outcome: Outcome | None = Field(None, description="only rows of which this would become")


class ApprovalBody(Sent):
    """Which review is approved."""

    review: int = Field(ge=1, le=1_000_000, description="number of the review that you saw")
