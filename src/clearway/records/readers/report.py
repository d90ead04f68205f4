"""What a reading of records found: files, rows, findings, rows that could not be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from clearway.common.findings import Finding, Severity

SHOWN = 1000


@dataclass(frozen=True)
class FileRead:
    """One file: how many rows it held (blank ones aside), and why it was left out, when it was."""

    file: str
    table: str
    rows: int
    left_out: str = ""


@dataclass(frozen=True)
class FindingCount:
    """How often a rule fired."""

    rule: str
    severity: Severity
    count: int


@dataclass(frozen=True)
class ReadReport:
    """What a reader found.

    `rows_read` counts rows by source table, `rows_loaded` rows by canonical table, `restated` rows of
    a source table that a later copy replaced. `findings` holds the first of each rule; `counts` has
    them all. Rejected rows are those with a finding of severity error.
    """

    files: tuple[FileRead, ...]
    rows_read: Mapping[str, int]
    rows_loaded: Mapping[str, int]
    restated: Mapping[str, int]
    rejected: Mapping[str, int]
    findings: tuple[Finding, ...]
    counts: tuple[FindingCount, ...]
    headings: bool = False
    """Whether columns are called as in the source files, not as in the contracts."""

    @property
    def error_count(self) -> int:
        """How many findings stop a row, or a file, from being used."""
        return sum(count.count for count in self.counts if count.severity is Severity.ERROR)


@dataclass(frozen=True)
class Records:
    """Canonical tables in a DuckDB connection, with the report of how they came there.

    `as_of_default` is the last day of the newest reporting period read; None when no submission was.
    """

    connection: duckdb.DuckDBPyConnection
    report: ReadReport
    as_of_default: date | None
