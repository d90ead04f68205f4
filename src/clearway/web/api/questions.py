"""What may be asked: the parameters of each operation, with their bounds."""

from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from clearway.common.organisations import Level
from clearway.records.publications import State, Status
from clearway.web.api.answers import MeasureClassName

LARGEST_ID = 2**63 - 1
"""The largest number that the database can hold; a larger one would be a fault of ours, not a 404."""

IdText = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9-]+$")]
CodeText = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]
BlankText = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]
PeriodText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])|/[0-9]{2})$")]


class OrgLevel(StrEnum):
    """The levels at which values are published."""

    PROVIDER = "provider"
    ICB = "icb"
    REGION = "region"
    NATIONAL = "national"
    BOOKING_SITE = "booking_site"
    DELIVERY_SITE = "delivery_site"
    SUB_ICB = "sub_icb"
    LOCAL_AUTHORITY = "local_authority"
    MBRRACE = "mbrrace"
    SYNTHETIC = "synthetic"


class Paging(Schema):
    """Which page of the items."""

    page: int = Field(1, ge=1, le=1_000_000, description="which page, from 1")
    page_size: int = Field(50, ge=1, le=500, description="how many items a page has")


class DriverQuestion(Schema):
    """Which package, where several have a driver of this id."""

    package: IdText | None = Field(None, description="id of a package; only its drivers are looked at")


class MeasuresQuestion(Paging):
    """Which measures."""

    class_: MeasureClassName | None = Field(
        None,
        alias="class",
        description="how it is owed; `national` are those that no package asks for",
    )
    package: IdText | None = Field(None, description="id of a package that asks for the measure")


class OrganisationsQuestion(Paging):
    """Which organisations."""

    level: Level | None = Field(None, description="only organisations of this level")
    q: str = Field("", max_length=100, description="a code, or beginnings of words of the name in any order")


class ValuesQuestion(Schema):
    """Which values."""

    measure: IdText | None = Field(None, description="id of a measure")
    component: IdText | None = Field(None, description="id of a component of the measure")
    parameter: BlankText | None = Field(
        None,
        description="what fills the blank in the measure's name, in any spelling; `-` for none",
    )
    org_code: CodeText | None = Field(None, description="an ODS or ONS code, or ENG for England")
    org_level: OrgLevel | None = Field(None, description="level of the organisation")
    period: PeriodText | None = Field(None, description="a month such as 2025-04, or a year such as 2023/24")
    from_: PeriodText | None = Field(None, alias="from", description="periods that begin in it or later")
    to: PeriodText | None = Field(None, description="periods that begin in it or earlier")
    state: State | None = Field(None, description="`value`, or why there is no figure")
    status: Status | None = Field(None, description="whether the file was provisional or final")
    include_superseded: bool = Field(False, description="also values that a later file replaced")


class ValuesPageQuestion(ValuesQuestion, Paging):
    """Which values, and which page of them."""
