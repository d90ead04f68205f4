"""Values of indicators published as a numerator, a denominator and a rate."""

from clearway.records.publications.cells import Problem
from clearway.records.publications.gather import Group, Key
from clearway.records.publications.layouts import Rate, Sign
from clearway.records.publications.model import PublishedValue
from clearway.records.publications.proportions import (
    Subject,
    above_hundred,
    counted,
    stated,
    too_many,
    wrong_percentage,
)
from clearway.records.publications.report import Report


def rate_values(key: Key, group: Group, rate: Rate, report: Report) -> list[PublishedValue]:
    """The value of one rate; none when its counts are not there or contradict each other.

    Where a sign (`DNS`, `Low DQ`) stands for the rate or a count, the zeros printed beside it are
    not counts: NHS England prints 0 for the counts of a provider that fails its quality checks.
    """
    note = _note(group, rate)
    subject = Subject(key, group.org_name, group.row)
    sign = group.sign("numerator") or group.sign("denominator") or group.sign("rate")
    numerator, denominator = group.number("numerator"), group.number("denominator")
    if sign is not None:
        return [stated(subject, sign.state, _joined(sign.note, note), denominator=denominator or None)]
    if numerator is None or denominator is None:
        report.error(group.row, _column(group), _incomplete(key, group))
        return []
    if numerator > denominator and not rate.may_exceed:
        report.error(group.row, _column(group), too_many(numerator, denominator))
        return []
    value = counted(subject, numerator, denominator, note=note)
    _check_percentage(value, group, rate, report)
    return [value]


def _note(group: Group, rate: Rate) -> str:
    """The publisher's verdict on a data quality measure, and what is counted where that is not women."""
    result = group.entries.get("result")
    verdict = f"Result: {result.content}" if rate.note_result and result is not None else ""
    return _joined(verdict, group.note)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _column(group: Group) -> str:
    return next(iter(group.entries.values())).column


def _incomplete(key: Key, group: Group) -> Problem:
    lacking = " and ".join(part for part in ("numerator", "denominator") if group.number(part) is None)
    what = f"{key} has no {lacking}; a rate alone is not used."
    return Problem("incomplete-rate", what, "Read the file as published, with all rows of the indicator.")


def _check_percentage(value: PublishedValue, group: Group, rate: Rate, report: Report) -> None:
    entry = group.entries.get("rate")
    if entry is None or isinstance(entry.content, str | Sign):
        return
    if entry.content > 100 and not rate.may_exceed:
        report.error(entry.row, entry.column, above_hundred(entry.content))
        return
    problem = wrong_percentage(entry.content, value)
    if problem is not None:
        report.warning(entry.row, entry.column, problem)
