"""What the API answers about the months of an organisation."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from clearway.records.publications import State
from clearway.web.api.answers import Answer, MeasureClassName, Problem
from clearway.web.calendar.replay import Step

# In words here: the description of the API knows a list of words by its name, and other lists share theirs.
MonthStateName = Literal["open", "submitted", "approved", "accepted", "locked"]
CellStatus = Literal["centre", "records", "entered", "missing"]


class StepItem(Answer):
    """One step taken on a month."""

    step: Step
    at: datetime
    until: date | None = Field(description="last day of an exception")
    reason: str


class MonthLine(Answer):
    """One month of one organisation: where it stands and how much is held."""

    org_code: str
    period: str
    state: MonthStateName
    open: bool = Field(description="whether figures may be changed today")
    exception_until: date | None
    due: date
    timely: date
    closing: date
    owed: int = Field(description="how many cells are asked for")
    held: int = Field(description="how many hold a figure or a reason, wherever it comes from")
    missing: int
    modified: int = Field(description="how many cells were changed since the approval that stands")


class MonthItem(MonthLine):
    """One month with all steps taken on it, oldest first."""

    steps: list[StepItem]


class CellItem(Answer):
    """One cell of a month. Where `state` is not `value` there is no number, never 0; it is null where nothing
    is held."""

    measure: str
    component: str
    parameter: str = Field(description="what fills the blank in the measure's name")
    title: str
    class_: MeasureClassName = Field(alias="class")
    drivers: list[str] = Field(description="the chosen drivers that ask for it")
    sampled: bool = Field(description="a sample will do")
    due: date
    status: CellStatus = Field(description="where the figure comes from")
    to_enter: bool = Field(description="whether it is the organisation's to enter")
    numerator: float | None
    denominator: float | None
    value: float | None
    state: State | None
    reason: str
    comment: str
    follow_up: bool
    population: int | None = Field(
        description="how many there were, where the denominator is a sample of them"
    )
    source: str
    version: int | None = Field(description="id of the value that is held; say it as `seen` when you write")


class FindingItem(Answer):
    """What a rule says."""

    severity: str
    rule: str
    what: str
    mend: str
    row: int | None = Field(description="line, entry or row of the file")


class CellsConflict(Problem):
    """Why nothing was saved: the month is closed, or a cell holds something else than was seen."""

    cells: list[CellItem] = Field(description="the cells as they are now")


class EntryItem(Answer):
    """What became of the cells that were sent. Of a dry run nothing is kept."""

    dry_run: bool
    saved: list[CellItem]
    unchanged: int
    findings: list[FindingItem]


class ParameterItem(Answer):
    """What fills the blank in a measure's name."""

    measure: str
    text: str


class ChoicesItem(Answer):
    """What an organisation works on in a month."""

    org_code: str
    period: str
    drivers: list[str]
    measures: list[str] = Field(description="supporting measures it opted into")
    parameters: list[ParameterItem]


class SubmissionItem(Answer):
    """One line of the log of what was sent to national and local systems."""

    id: int
    system: str
    scope: str
    what: str
    period: str
    sent_on: date
    receipt: str
    sha256: str
    recorded_at: datetime
    withdrawn: bool


class ProgressItem(Answer):
    """How far a job is."""

    status: str = Field(description="waiting, running, done, failed or cancelled")
    done: int
    total: int | None
    words: str
    result: str
    mend: str


class ImportItem(Answer):
    """One file of figures that was sent; asked again and again, it says how far it is."""

    id: str
    org_code: str
    format: str
    state: str = Field(description="waiting, done, or refused: then nothing was kept")
    dry_run: bool
    kept: bool = Field(description="whether its figures are saved")
    size: int
    sha256: str
    at: datetime
    counts: dict[str, int] = Field(description="figures new, changed and unchanged")
    findings: int = Field(description="how many; they have an address of their own")
    job: ProgressItem | None
    address: str


class UploadItem(Answer):
    """One spreadsheet that was uploaded: read, reviewed, approved, imported, perhaps undone."""

    id: str
    org_code: str
    file: str
    state: str
    said: str
    mend: str
    headings: list[str] = Field(description="the headings that were read, in their order")
    review: int = Field(description="number of the review; say it when you approve")
    counts: dict[str, Any] = Field(description="rows by what would become of them")
    sha256: str
    size: int
    at: datetime
    imported_at: datetime | None
    undone_at: datetime | None
    job: ProgressItem | None
    address: str


class UploadRowItem(Answer):
    """One row of a spreadsheet as it was reviewed."""

    row: int
    period: str
    outcome: str
    cells: dict[str, Any]
    findings: list[FindingItem]


class ChangeItem(Answer):
    """One event of the change log. `person` is empty where the name was erased."""

    sequence: int
    at: datetime
    action: str
    subject: str
    person: str
    via: str
    hash: str
