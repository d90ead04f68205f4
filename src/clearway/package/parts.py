"""The parts of a change package: what is written below the aim and the primary drivers.

The terms are those of quality improvement: a secondary driver is an element of a primary driver; a
change idea can be tried in a test cycle; a measure ask says that a team on this driver must, or may,
collect a measure.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints
from pydantic_core import PydanticCustomError


def _no_number(value: object) -> object:
    # Left alone, pydantic would read 0 as the first day of 1970.
    if isinstance(value, int | float) or (isinstance(value, str) and "-" not in value):
        raise PydanticCustomError("date_type", "not a date")
    return value


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=80)]
"""A stable name in kebab-case. It is never given to another thing once a package has been shipped."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
IdOrAddress = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*|https?://\S+)$")]
Day = Annotated[date, BeforeValidator(_no_number)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]


class Part(BaseModel):
    """Anything in a package. It never changes once read, and an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Position(Part):
    """Where the published document says it, so that a person can look it up.

    `line` counts the lines of the document as text from 1; `part` is the number of the page where the
    document splits one driver over "Part 1" and "Part 2".
    """

    line: Annotated[StrictInt, Field(ge=1)]
    part: Annotated[StrictInt, Field(ge=1)] | None = None


class MeasureClass(StrEnum):
    """Who owes a measure."""

    ALL = "all"
    """Mandatory whichever driver a team works on (printed bold in the published package)."""
    DRIVER = "driver"
    """Mandatory for a team that works on this secondary driver."""
    SUPPORTING = "supporting"
    """A team may choose it."""

    @property
    def mandatory(self) -> bool:
        """Whether a team on the driver has to collect it."""
        return self is not MeasureClass.SUPPORTING


class ReferenceStatus(StrEnum):
    """What became of a reference since the package was published."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    ADDRESS_GONE = "address_gone"
    DUPLICATE = "duplicate"
    NOT_PUBLISHED = "not_published"
    UNKNOWN = "unknown"
    """Nobody has looked yet."""


class ChangeIdea(Part):
    """Something a team can try."""

    id: Id
    text: Text
    short_title: Text
    position: Position | None = None


class MeasureAsk(Part):
    """One line of a driver's dataset: this driver asks for that measure.

    `psmu`: the Patient Safety Measurement Unit collected it centrally; `sampled`: a sample will do.
    The same measure may be asked for by several drivers, under one name.
    """

    measure: Id
    name: Text
    class_: MeasureClass = Field(alias="class")
    psmu: StrictBool = False
    sampled: StrictBool = False
    position: Position | None = None


class Reference(Part):
    """Evidence behind a driver, with what was found when somebody last looked for it.

    `superseded_by` and `duplicate_of` are ids of other references or resources of the same package;
    `superseded_by` may also be the address of the successor.
    """

    id: Id
    title: Text
    authors: Text | None = None
    year: Annotated[StrictInt, Field(ge=1800, le=2200)] | None = None
    topic: Text
    language: Language = "en"
    address: Address | None = None
    status: ReferenceStatus = ReferenceStatus.UNKNOWN
    superseded_by: IdOrAddress | None = None
    duplicate_of: Id | None = None
    note: Text | None = None
    checked: Day | None = None
    checked_how: Text | None = None
    position: Position | None = None


class Resource(Reference):
    """Something to use or read further: a training course, a tool, a leaflet. Same shape as a reference."""


class SecondaryDriver(Part):
    """An element of a primary driver, with everything a team needs to work on it."""

    id: Id
    title: Text
    short_title: Text
    primary_driver: Id
    position: Position | None = None
    change_ideas: tuple[ChangeIdea, ...] = ()
    measures: tuple[MeasureAsk, ...] = ()
    references: tuple[Reference, ...] = ()
    resources: tuple[Resource, ...] = ()

    @property
    def mandatory(self) -> tuple[MeasureAsk, ...]:
        """The measures that a team on this driver has to collect."""
        return tuple(ask for ask in self.measures if ask.class_.mandatory)

    @property
    def supporting(self) -> tuple[MeasureAsk, ...]:
        """The measures that a team on this driver may choose."""
        return tuple(ask for ask in self.measures if not ask.class_.mandatory)
