"""What the API answers: the shape of each item, and of a page of items.

These shapes are the contract of version 1.0. Fields may be added; none is renamed or taken away.
"""

from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from ninja import Schema
from pydantic import ConfigDict, Field

from clearway.common.organisations import Level
from clearway.measures.definitions import Definition
from clearway.package.model import AimMeasure, Target
from clearway.package.parts import ChangeIdea, MeasureAsk, Reference, Resource

T = TypeVar("T")

MeasureClassName = Literal["all", "driver", "supporting", "national"]


class Answer(Schema):
    """Anything that is answered; `class` is a word of Python, so that fields may have another name inside."""

    model_config = ConfigDict(populate_by_name=True)


class Problem(Answer):
    """Why there is no answer, and what to do about it."""

    error: str
    mend: str


class Page(Answer, Generic[T]):
    """Some of the items that fit. `next` and `previous` are addresses, null at either end."""

    items: list[T]
    total: int = Field(description="how many items fit, on all pages")
    page: int
    page_size: int
    next: str | None
    previous: str | None


class PackageLine(Answer):
    """One change package."""

    id: str
    title: str
    edition: str
    example: bool = Field(description="true for a package that ships only as an example")
    publisher: str
    primary_drivers: int
    secondary_drivers: int
    change_ideas: int
    measures: int


class Term(Answer):
    """A term as the package uses it."""

    term: str
    meaning: str


class Rule(Answer):
    """A rule for using the package."""

    id: str
    rule: str


class PrimaryDriverItem(Answer):
    """A component of the system that moves the aim, with the ids of its secondary drivers."""

    id: str
    title: str
    short_title: str
    explanation: str
    secondary_drivers: list[str]


class PackageItem(PackageLine):
    """One change package with its aim, primary drivers, terms and rules."""

    language: str
    licence: str
    provenance: str
    aim: str
    evidence: str
    aim_measures: list[AimMeasure]
    target: Target | None
    values: list[str]
    terms: list[Term]
    rules: list[Rule]
    drivers: list[PrimaryDriverItem]


class DriverLine(Answer):
    """One secondary driver, with how much it holds."""

    package: str
    id: str
    title: str
    short_title: str
    primary_driver: str
    change_ideas: int
    mandatory_measures: int
    supporting_measures: int


class DriverItem(Answer):
    """One secondary driver with its change ideas, measures, references and resources."""

    package: str
    id: str
    title: str
    short_title: str
    primary_driver: str
    change_ideas: list[ChangeIdea]
    measures: list[MeasureAsk]
    references: list[Reference]
    resources: list[Resource]


class AskItem(Answer):
    """That a package asks for a measure, and for which secondary drivers."""

    package: str
    class_: MeasureClassName = Field(alias="class")
    psmu: bool = Field(description="collected centrally by the Patient Safety Measurement Unit")
    sampled: bool = Field(description="a sample will do")
    drivers: list[str]


class MeasureLine(Answer):
    """One measure."""

    id: str
    title: str
    class_: MeasureClassName = Field(alias="class")
    kind: str | None = Field(description="proportion, count, mean, score or status")
    unit: str | None
    direction: str | None = Field(description="which way is better: increase, decrease or neutral")
    has_values: bool = Field(description="whether values are held of it, or of what it is published as")
    asked_by: list[AskItem]


class MeasureItem(MeasureLine):
    """One measure with its definition sheet; null for a measure of an example package."""

    definition: Definition | None


class OrganisationName(Answer):
    """An organisation by its code and name."""

    code: str
    name: str
    level: Level


class OrganisationLine(OrganisationName):
    """One organisation; `parent` and `successor` are codes."""

    parent: str | None
    opened: date | None
    closed: date | None
    successor: str | None
    latitude: float | None
    longitude: float | None
    ons_code: str | None


class OrganisationItem(OrganisationLine):
    """One organisation with what it belongs to (nearest first), what belongs to it, and its measures."""

    ancestors: list[OrganisationName]
    children: list[OrganisationName]
    measures: list[str] = Field(description="ids of the measures of which values are held")


class SourceName(Answer):
    """The file a value was read from, and its row in it."""

    id: int
    file: str
    publisher: str
    title: str
    row: int | None


class ValueItem(Answer):
    """One figure, or the reason why there is none.

    `value` is an unrounded fraction, or the count itself where there is no denominator. Where `state`
    is not `value`, the three numbers are null, never 0.
    """

    id: int
    measure: str
    component: str
    parameter: str
    version: str
    org_level: str
    org_code: str
    org_name: str
    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    state: str
    status: str
    note: str
    source: SourceName
    recorded_at: datetime
    supersedes: int | None = Field(description="id of the earlier value that this one replaces")
    superseded_by: int | None = Field(description="id of the later value that replaces this one")


class PublicationItem(Answer):
    """One file of published statistics that was read, and what came of it."""

    id: int
    file: str
    title: str
    publisher: str
    status: str
    licence: str
    rounding: str
    sha256: str
    recorded_at: datetime
    new: int
    unchanged: int
    restated: int
    older: int
    findings: int = Field(description="how many things a check caught; they are on the page of the file")
