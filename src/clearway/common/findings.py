"""What a check found: one thing, at one place, with what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """The item cannot be used; it is left out and reported."""
    WARNING = "warning"
    """The item is used, and a person should look at it."""
    NOTE = "note"
    """Worth knowing; nothing to mend."""


@dataclass(frozen=True)
class Finding:
    """One result of a check.

    `rule` is a stable id in kebab-case, `row` the line of a text file or the row number a person
    sees in the spreadsheet (the header is row 1), `column` the header of the cell.
    """

    severity: Severity
    rule: str
    what: str
    mend: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""

    @property
    def where(self) -> str:
        """The place in words: file, row and column as far as they are known."""
        parts = [self.file] if self.file else []
        if self.row is not None:
            parts.append(f"row {self.row}" if self.column else f"line {self.row}")
        if self.column:
            parts.append(self.column)
        return ", ".join(parts)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{self.severity}: {place}{self.what}" + (f" {self.mend}" if self.mend else "")


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those of `findings` that stop an item from being used."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
