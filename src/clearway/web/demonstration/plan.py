"""The story as its file tells it. Unknown keys are refused."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("story.yaml")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Course(_Frozen):
    """How a figure runs: what it is a part of, where it stands in the first month and in the last."""

    of: str
    level: float
    later: float


class Trust(_Frozen):
    """One made-up trust."""

    code: str
    births: int = Field(gt=0)
    smoking: float = 1.0
    delay: int = Field(gt=0)
    approves_after: int = Field(default=3, gt=0)
    drivers: tuple[str, ...]
    supporting: tuple[str, ...] = ()
    blanks: tuple[tuple[str, str], ...] = ()
    skips: tuple[int, ...] = ()


class Spot(_Frozen):
    """One measure of one trust, `back` months before the newest."""

    code: str
    measure: str
    back: int = Field(ge=0)


class Reason(Spot):
    """Why there is no figure."""

    state: str
    reason: str


class Correction(Spot):
    """A figure changed after approval."""

    comment: str


class Reopened(Spot):
    """A closed month opened by exception: granted so many days ago, until in so many days."""

    ago: int
    until: int
    reason: str
    comment: str


class Why(_Frozen):
    """The state of a cell without a figure, and its reason."""

    state: str
    reason: str


class Work(_Frozen):
    """Measures computed from logs `every` so many months; `trusts` hold them in their returns.

    `before` is said of the months before a trust's first project.
    """

    measures: tuple[str, ...]
    trusts: tuple[str, ...]
    every: int = Field(gt=0)
    before: Why


class Story(_Frozen):
    """All of it."""

    months: int = Field(gt=0)
    seed: int
    measures: dict[str, Course]
    sizes: dict[str, float]
    work: Work
    trusts: tuple[Trust, ...]
    reasons: tuple[Reason, ...] = ()
    blanks: tuple[Spot, ...] = ()
    corrections: tuple[Correction, ...] = ()
    exceptions: tuple[Reopened, ...] = ()


@cache
def story() -> Story:
    """The story as shipped."""
    return Story(**yaml.safe_load(FILE.read_text(encoding="utf-8")))
