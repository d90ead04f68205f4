"""`plausibility.yaml`, checked, and the words of its findings."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from clearway.common.findings import Finding, Severity

_FILE = Path(__file__).with_name("plausibility.yaml")

CountField = Literal["numerator", "denominator"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Rule(_Data):
    """How a finding is told, and the thresholds of its condition."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    severity: Severity
    what: str
    mend: str
    limits: Mapping[str, float] = {}

    def finding(self, **words: object) -> Finding:
        """The finding, with the places of its words filled in."""
        return Finding(self.severity, self.id, self.what.format(**words), self.mend.format(**words))


class _Rounding(_Data):
    printed_as_5_above: float
    others_above: float
    below: float


class Partition(_Data):
    """Components whose numerators add up to their common denominator."""

    measure: str
    parts: tuple[str, ...]
    optional: tuple[str, ...] = ()


class Count(_Data):
    """One count of a measure, and what a person calls it."""

    measure: str
    component: str = ""
    field: CountField
    words: str


class Relation(_Data):
    """That one count is at most another, or equal to it."""

    left: Count
    is_: Literal["at_most", "equal"] = Field(alias="is")
    right: Count
    reason: str


class Break(_Data):
    """A known break in a national series, or between two."""

    id: str
    kind: Literal["at", "together", "month_and_year", "definition"]
    measures: tuple[str, ...]
    start: str = Field(default="", alias="from")
    what: str
    mend: str


class Plausibility(_Data):
    """The whole of `plausibility.yaml`."""

    rules: tuple[Rule, ...]
    missing_component: str
    summed_levels: tuple[str, ...]
    rounding: _Rounding
    partitions: tuple[Partition, ...]
    relations: tuple[Relation, ...]
    breaks: tuple[Break, ...]


@cache
def plausibility() -> Plausibility:
    """The rules, and what they go by."""
    return Plausibility.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def _by_id() -> dict[str, Rule]:
    return {rule.id: rule for rule in plausibility().rules}


def rule(rule_id: str) -> Rule:
    """The rule of that id. Raises KeyError when there is none."""
    return _by_id()[rule_id]
