"""Rows of team logs, checked one by one against their contract: what cannot be used is set aside and told."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from clearway.common.findings import Finding, Severity
from clearway.common.periods import Month
from clearway.records.contracts import Column, Contract
from clearway.records.team_logs.values import Cell, read_cell, told
from clearway.records.validation import rule_text
from clearway.records.validation.rules import GeneralRule, RuleText

LogRow = MutableMapping[str, Cell]
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
_STEP = 0.5


@cache
def own_rules() -> Mapping[str, RuleText]:
    """What is asked of team logs alone."""
    text = Path(__file__).with_name("rules.yaml").read_text(encoding="utf-8")
    read = (GeneralRule.model_validate(each) for each in yaml.safe_load(text))
    return {rule.id: RuleText(rule.severity, rule.what, rule.mend) for rule in read}


@dataclass
class Notes:
    """The findings of one file."""

    file: str
    findings: list[Finding] = field(default_factory=list)

    def note(self, rule: str, row: int | None, column: str = "", kind: str = "") -> bool:
        """Note a finding; whether it sets the row aside."""
        text = own_rules().get(rule) or rule_text(rule)
        what = text.what.format(column=column, kind=kind or "nothing", table=self.file)
        self.findings.append(Finding(text.severity, rule, what, text.mend, self.file, row, column))
        return text.severity is Severity.ERROR


def read_row(table: Contract, texts: Mapping[str, str], number: int, notes: Notes) -> LogRow | None:
    """The row as values; None where it cannot be used. `texts` are its cells by column, tidied."""
    row: LogRow = {}
    usable = True
    for column in table.columns:
        row[column.name] = _value(column, texts.get(column.name, ""), number, notes)
    row["provider"] = str(row["provider"] or "").upper() or None
    for check in _CHECKS:
        usable = check(row, number, notes) and usable
    for name in table.required:
        if row[name] is None:
            rule = "key-missing" if name in table.key and not texts.get(name) else "required-missing"
            notes.note(rule, number, name)
            usable = False
    return row if usable else None


def _value(column: Column, text: str, number: int, notes: Notes) -> Cell:
    if not text:
        return None
    value = read_cell(column.type, text.lower() if column.values else text)
    if value is None:
        notes.note("value-unreadable", number, column.name, told(text))
    elif column.values and value not in column.values:
        notes.note("value-not-listed", number, column.name, told(text))
        return None
    elif isinstance(value, date) and not FIRST <= date(value.year, value.month, value.day) <= LAST:
        notes.note("date-impossible", number, column.name)
        return None
    return value


def _months(row: LogRow, number: int, notes: Notes) -> bool:
    """A month is told by its first day; the last one follows from it."""
    period = row.get("period")
    if not isinstance(period, date):
        return True
    month = Month.of(period)
    if period != month.first_day:
        notes.note("not-first-of-month", number, "period")
        row["period"] = month.first_day
    if "period_end" in row:
        if row["period_end"] not in (None, month.last_day):
            notes.note("not-last-of-month", number, "period_end")
        row["period_end"] = month.last_day
    return True


def _spans(row: LogRow, number: int, notes: Notes) -> bool:
    for first, last in (("opened", "closed"), ("named_on", "ended_on")):
        begun, ended = row.get(first), row.get(last)
        if isinstance(begun, date) and isinstance(ended, date) and ended < begun:
            return not notes.note("ends-before-it-begins", number, last)
    return True


def _numbers(row: LogRow, number: int, notes: Notes) -> bool:
    score, points = row.get("score"), row.get("points")
    if isinstance(score, float) and not (_STEP <= score <= 5 and (score / _STEP).is_integer()):
        return not notes.note("score-off-scale", number, "score")
    if isinstance(points, int) and points < 0:
        return not notes.note("negative-number", number, "points")
    return True


_CHECKS: tuple[Callable[[LogRow, int, Notes], bool], ...] = (_months, _spans, _numbers)
