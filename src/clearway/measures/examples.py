"""Worked examples: a few pregnancies, and who is in a measure's numerator and denominator, and why.

One YAML file a measure in `examples/`, for people to read on the measure's page; the tests compute
each one. Events are written as a person would tell them (see `Event`).
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clearway.common.errors import ClearwayError

FOLDER = Path(__file__).with_name("examples")

EventKind = Literal[
    "contact", "missed contact", "co reading", "co declined", "smoker", "non-smoker", "unknown",
    "cigarettes", "brief intervention", "labour", "caesarean", "birth", "referral", "quit attempt",
]  # fmt: skip


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(_Data):
    """Something recorded on a day. `value` is ppm or cigarettes; `with_` holds further dates and words."""

    day: date
    what: EventKind
    value: float | None = None
    with_: dict[str, date | str | bool] = Field(default_factory=dict, alias="with")


class Case(_Data):
    """One pregnancy of an example. `counts` says where she is counted, `why` gives the reason."""

    who: str
    booked: date | None = None
    due: date | None = None
    discharged: date | None = None
    events: tuple[Event, ...] = ()
    counts: Literal["numerator", "denominator only", "neither", "counted"]
    why: str


class Example(_Data):
    """The worked examples of one measure and component, for one month."""

    measure: str
    component: str = ""
    month: str
    as_of: date
    cases: tuple[Case, ...] = Field(min_length=2)


@cache
def examples() -> tuple[Example, ...]:
    """All worked examples, by file name. Raises ClearwayError when one cannot be read."""
    return tuple(example for path in sorted(FOLDER.glob("*.yaml")) for example in _read(path))


def examples_of(measure: str) -> tuple[Example, ...]:
    """The examples of one measure; none for a measure that is not computed from patient records."""
    return tuple(example for example in examples() if example.measure == measure)


def _read(path: Path) -> list[Example]:
    try:
        found = [Example.model_validate(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]
    except (yaml.YAMLError, ValidationError) as error:
        raise ClearwayError(" ".join(str(error).split()), where=path.name, mend="Mend the example") from None
    if any(example.measure != path.stem for example in found):
        raise ClearwayError(
            "It holds another measure", where=path.name, mend="Name the file like the measure"
        )
    return found
