"""What an import did: the package, what was placed where, and what could not be placed."""

from collections.abc import Mapping
from dataclasses import dataclass

from clearway.common.findings import Finding, Severity
from clearway.package.importer.text import shortened
from clearway.package.model import Package


@dataclass(frozen=True)
class ImportReport:
    """The package that was read from a document.

    `unplaced` are findings with the line of the document: warnings of the rule `unplaced` for text that
    is in no part of the package, other warnings where the document contradicts itself, and notes.
    `placed` counts the parts by kind.
    """

    package: Package
    unplaced: tuple[Finding, ...]
    placed: Mapping[str, int]


class Ledger:
    """Takes down, while a document is read, what a person has to look at."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def unplaced(self, line: int, text: str, why: str = "it belongs to no part of the form") -> None:
        """Text that goes into no part of the package; it is quoted whole, so that nothing is lost."""
        mend = "Add it by hand where it is wanted."
        self._add(Severity.WARNING, "unplaced", line, f"not placed, {why}: '{text}'.", mend)

    def warn(self, rule: str, line: int, what: str, mend: str) -> None:
        """Something that was settled one way, where the document can be read in two."""
        self._add(Severity.WARNING, rule, line, what, mend)

    def note(self, rule: str, line: int | None, what: str) -> None:
        """Worth knowing, and nothing to mend."""
        self._add(Severity.NOTE, rule, line, what, "")

    def label(self, line: int, text: str) -> None:
        """A line that only names a part of the form or of its drawing."""
        self.note("label", line, f"only a label of the form: {shortened(text, 12)}")

    def sorted(self) -> tuple[Finding, ...]:
        """All findings in the order of the document."""
        return tuple(sorted(self.findings, key=lambda finding: finding.row or 0))

    def _add(self, severity: Severity, rule: str, line: int | None, what: str, mend: str) -> None:
        self.findings.append(Finding(severity, rule, what, mend, file=self.file, row=line))
