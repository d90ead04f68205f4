"""How the trusts are led, meet, tell and share, as the file tells it; weeks count as in the projects."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from clearway.web.demonstration.improvement_plan import LAST_WEEK

FILE = Path(__file__).with_name("department.yaml")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class _InWeek(_Frozen):
    week: int = Field(ge=0, le=LAST_WEEK)


class _Series(_Frozen):
    """Something about the project of that place in the trust's list, again and again between two weeks.

    The last may lie ahead: what is still to come on the day is left to the visitor.
    """

    first: int = Field(alias="from", ge=0)
    last: int = Field(alias="to")
    project: int


class MeetingsTold(_Series):
    """Meetings with how many people of which profession are there; `called_off` says why one falls out."""

    leader: int = 0
    people: dict[str, int]
    called_off: dict[int, str] = {}


class SharesTold(_Series):
    """A board is shown every so many weeks, to one audience after the other.

    That of a project by its place in the trust's list, or that of a unit by its name.
    """

    project: int = 0
    unit: str = ""
    every: int
    audiences: dict[str, str]


class PublicTold(_InWeek):
    """The board of a project is open to everybody until a week."""

    project: int
    until: int


class ReachTold(_InWeek):
    """So many of a profession took a step."""

    step: str
    profession: str
    number: int
    words: str


class DepartmentTold(_Frozen):
    """The department of one trust: who leads, how often it means to meet, and what it did."""

    code: str
    model: str
    lead: str = ""
    profession: str = ""
    since: int
    every: int = 0
    meetings: MeetingsTold | None = None
    decisions: tuple[str, ...] = ()
    plan: dict[str, str] = {}
    staff: dict[str, int] = {}
    reach: tuple[ReachTold, ...] = ()
    confirm: int | None = None
    shares: SharesTold | None = None
    unit_shares: SharesTold | None = None
    public: PublicTold | None = None


class CopyTold(_InWeek):
    """A trust plans the shared test in one of its projects."""

    code: str
    project: int
    scale: str


class SharedTold(_InWeek):
    """What a trust shares of a decided test, which is named by its title, and by which role it is asked."""

    code: str
    cycle: str
    unit: str
    births: str
    who: str
    lesson: str
    contact: str = ""
    reached: str = ""
    copied: tuple[CopyTold, ...] = ()


class ItemTold(_InWeek):
    """A case study or a tool."""

    code: str
    kind: str
    title: str
    summary: str
    words: str
    driver: str


class Departments(_Frozen):
    """All of the chapter."""

    trusts: tuple[DepartmentTold, ...]
    tests: tuple[SharedTold, ...]
    items: tuple[ItemTold, ...]


@cache
def departments() -> Departments:
    """The chapter as shipped."""
    return Departments(**yaml.safe_load(FILE.read_text(encoding="utf-8")))
