"""Gathers what a reader finds: findings with their place, and rows that are not used."""

from collections import Counter

from clearway.common.findings import Finding, Severity
from clearway.records.publications.cells import Problem


class Report:
    """The findings of one file, in the order found, and its rows not used by dimension."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.unused: Counter[str] = Counter()

    def error(self, row: int, column: str, problem: Problem) -> None:
        """A row or a value that is left out."""
        self._add(Severity.ERROR, row, column, problem)

    def warning(self, row: int, column: str, problem: Problem) -> None:
        """Something used that a person should look at."""
        self._add(Severity.WARNING, row, column, problem)

    def note(self, row: int | None, column: str, problem: Problem) -> None:
        """Something worth knowing."""
        self._add(Severity.NOTE, row, column, problem)

    def _add(self, severity: Severity, row: int | None, column: str, problem: Problem) -> None:
        self.findings.append(
            Finding(severity, problem.rule, problem.what, problem.mend, self.file, row, column)
        )
