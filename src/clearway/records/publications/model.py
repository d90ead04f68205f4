"""What a published file turns into: its source, its values and what was found on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clearway.common.findings import Finding
from clearway.common.stamps import Stamp


class Status(StrEnum):
    """How settled a published file is."""

    PROVISIONAL = "provisional"
    """Taken from an extract in the middle of the submission window; a final file supersedes it."""
    FINAL = "final"
    """Taken after the submission window closed."""


class State(StrEnum):
    """Why a published cell holds a number, or why it holds none. Zero is a number."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    """Nobody is in the denominator, so there is no fraction."""
    NOT_COLLECTED = "not_collected"
    """The organisation did not submit."""
    NOT_YET_DUE = "not_yet_due"
    WITHHELD = "withheld"
    """The publisher did not print the number, because of data quality or small counts."""
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class SourceFile:
    """One published file, as it must be named beside every number taken from it.

    `name` is the file name without folders, `sha256` the digest of its bytes in lower-case hex,
    `layout` the id of the recognised layout (`layouts.yaml`), `rounding` the publisher's rounding
    in words, `periods` the distinct periods of its values in order, as text (`2025-04`, `2019/20`).
    """

    name: str
    sha256: str
    publisher: str
    title: str
    layout: str
    status: Status
    licence: str
    rounding: str
    periods: tuple[str, ...]


@dataclass(frozen=True)
class PublishedValue:
    """One number of one measure, organisation and period, as published.

    `numerator` and `denominator` are the published (rounded) counts. `value` is the unrounded
    fraction numerator / denominator, never a percentage; for a measure that is a bare count
    (`denominator` None) it is the count itself. All three are None when there is no such number,
    and `state` says why; a zero is never put in place of a missing number. `version` is the
    version of the measure's definition. `note` holds what the publisher said in words (`DNS: did
    not submit`). `row` is the spreadsheet row the value was first read from (the header is row 1).
    """

    measure: str
    component: str
    parameter: str
    version: int
    org_level: str
    org_code: str
    org_name: str
    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    state: State
    note: str
    row: int


@dataclass(frozen=True)
class Publication:
    """A published file read whole.

    `unused` counts the rows that hold nothing Clearway uses, by dimension as the file spells it,
    so that values read plus rows unused plus rows refused account for every row. `stamp` says how
    the figures were computed, where Clearway computed them.
    """

    source: SourceFile
    values: tuple[PublishedValue, ...]
    findings: tuple[Finding, ...]
    unused: Mapping[str, int]
    stamp: Stamp | None = None

    def status_of(self, value: PublishedValue) -> Status:
        """How settled a value is: as its file; a computed one of a provider's newest month is provisional."""
        if self.stamp is not None and value.period >= self.stamp.provisional(value.org_code):
            return Status.PROVISIONAL
        return self.source.status
