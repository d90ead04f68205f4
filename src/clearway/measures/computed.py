"""How measures are counted, checked: those of patient records (`computed.yaml`) and those of the logs that
teams keep (`team_computed.yaml`)."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from clearway.common.errors import ClearwayError
from clearway.measures.definitions import definition
from clearway.pathway import Settings

FILE = Path(__file__).with_name("computed.yaml")
TEAM_FILE = Path(__file__).with_name("team_computed.yaml")

Rows = Literal[
    "pregnancies", "contact_months", "births", "attempts", "conversations", "steps",
    "open_projects", "collections", "uploads", "sharings", "parts", "tested_changes", "scores",
]  # fmt: skip


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Closes(_Data):
    """A row counts once its date `from_` lies more than `after` days before the as-of date."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=lambda name: name.rstrip("_"))
    from_: str
    after: int | Literal["follow_up_4_weeks_closes", "follow_up_12_weeks_closes"]

    def days(self, settings: Settings) -> int:
        """The days after which it closes."""
        if self.after == "follow_up_4_weeks_closes":
            return settings.follow_up_4_weeks.last
        if self.after == "follow_up_12_weeks_closes":
            return settings.follow_up_12_weeks_closes
        return self.after


class Computed(_Data):
    """One number to count: which rows, in which month, which flags. See the head of `computed.yaml`.

    Without `numerator` the measure is a count of rows and has no denominator. Where `numerator` is a whole
    number and no flag, its sum is divided by `divided_by`.
    """

    measure: str
    component: str = ""
    rows: Rows
    month: str
    shift: int = 0
    distinct: str = ""
    denominator: str = ""
    numerator: str = ""
    divided_by: int = 1
    closes: Closes | None = None
    internal: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Measure and component."""
        return self.measure, self.component

    @property
    def is_count(self) -> bool:
        """Whether it is a number of things, without a denominator."""
        return not self.numerator

    @property
    def version(self) -> int:
        """The version of its definition sheet."""
        return definition(self.measure).version


@cache
def computed_measures() -> tuple[Computed, ...]:
    """Those counted from patient records, in the order of the output."""
    return _read(FILE)


@cache
def team_measures() -> tuple[Computed, ...]:
    """Those counted from the logs that teams keep of their work, in the order of the output."""
    return _read(TEAM_FILE)


def _read(file: Path) -> tuple[Computed, ...]:
    return tuple(Computed.model_validate(entry) for entry in yaml.safe_load(file.read_text(encoding="utf-8")))


def computed_measure(measure: str, component: str = "") -> Computed:
    """One of them. Raises ClearwayError when the measure is not counted from patient records."""
    return _one(computed_measures(), measure, component, "patient records")


def team_measure(measure: str) -> Computed:
    """One of them. Raises ClearwayError when the measure is not counted from team logs."""
    return _one(team_measures(), measure, "", "team logs")


def _one(entries: Sequence[Computed], measure: str, component: str, kept: str) -> Computed:
    known = [entry for entry in entries if entry.measure == measure]
    for entry in known:
        if entry.component == component:
            return entry
    if known:
        components = ", ".join(entry.component for entry in known)
        raise ClearwayError(f"{measure} has no component '{component}'", mend=f"Choose from: {components}")
    ids = ", ".join(dict.fromkeys(entry.measure for entry in entries if not entry.internal))
    raise ClearwayError(f"'{measure}' is not computed from {kept}", mend=f"Choose from: {ids}")
