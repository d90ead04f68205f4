"""Values of layouts in which one row is one value: the same row twice, and rows that disagree."""

from clearway.records.publications.gather import conflicting, repeated
from clearway.records.publications.model import PublishedValue
from clearway.records.publications.report import Report

_Subject = tuple[str, str, str, str, str, str]


class SingleRows:
    """Collects values in the order of the file. `column` is named in findings."""

    def __init__(self, report: Report, column: str) -> None:
        self._report, self._column = report, column
        self._kept: dict[_Subject, PublishedValue] = {}
        self._disputed: set[_Subject] = set()

    def add(self, value: PublishedValue) -> None:
        """Add a value. One that repeats another is counted once; two that disagree are both left out."""
        subject = (
            value.measure,
            value.component,
            value.parameter,
            value.org_level,
            value.org_code,
            value.period,
        )
        earlier = self._kept.setdefault(subject, value)
        if earlier is value:
            return
        if _content(earlier) == _content(value):
            self._report.note(value.row, self._column, repeated(earlier.row))
        else:
            self._report.error(value.row, self._column, conflicting(earlier.row))
            self._disputed.add(subject)

    def values(self) -> list[PublishedValue]:
        """All but the disputed."""
        return [value for subject, value in self._kept.items() if subject not in self._disputed]


def _content(value: PublishedValue) -> tuple[object, ...]:
    return (value.numerator, value.denominator, value.state)
