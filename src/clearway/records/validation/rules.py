"""The rules, from `rules.yaml`, and the words in which their findings are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict, Field

from clearway.common.findings import Severity


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class GeneralRule(_Data):
    """A rule whose condition is made by code, for every file or table of its kind."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    severity: Severity
    what: str
    mend: str


class Rule(GeneralRule):
    """A rule about rows of one or more tables; `with` names what the rows are joined to."""

    table: str = ""
    tables: tuple[str, ...] = ()
    column: str = ""
    columns: tuple[str, ...] = ()
    when: str
    joined: str = Field(default="", alias="with")

    @property
    def about(self) -> tuple[str, ...]:
        """The tables it is asked of."""
        return (self.table,) if self.table else self.tables

    @property
    def places(self) -> tuple[str, ...]:
        """The columns it is asked of."""
        return (self.column,) if self.column else self.columns


class Rules(_Data):
    """The whole of `rules.yaml`."""

    files: tuple[GeneralRule, ...]
    general: tuple[GeneralRule, ...]
    standing: tuple[Rule, ...]
    canonical: tuple[Rule, ...]


@dataclass(frozen=True)
class RuleText:
    """How a finding of a rule is told; `what` has places for {column}, {kind} and {table}."""

    severity: Severity
    what: str
    mend: str


@cache
def rules() -> Rules:
    """All rules."""
    text = resources.files(__package__).joinpath("rules.yaml").read_text("utf-8")
    return Rules.model_validate(yaml.safe_load(text))


@cache
def rule_texts() -> Mapping[str, RuleText]:
    """The words of every rule by its id."""
    every = (*rules().files, *rules().general, *rules().standing, *rules().canonical)
    return MappingProxyType({rule.id: RuleText(rule.severity, rule.what, rule.mend) for rule in every})


def rule_text(rule: str) -> RuleText:
    """The words of one rule."""
    return rule_texts()[rule]


def severities() -> dict[str, Severity]:
    """Severity by rule id."""
    return {rule: text.severity for rule, text in rule_texts().items()}
