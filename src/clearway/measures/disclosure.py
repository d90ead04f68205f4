"""The last step before figures leave an organisation: rounding, and the national data-quality gates.

Source: NHS England's publication of the Maternity Services Data Set. Pure: rows in, rows out; a
trust's own screen never sees it. Suppression instead of rounding is in `clearway.measures.suppression`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from clearway.common.periods import parse_month
from clearway.measures.levels import Coverage, number_of
from clearway.measures.results import Result, State
from clearway.measures.rounding import rounded

FILE = Path(__file__).with_name("gates.yaml")

Counts = tuple[int | None, int | None]


@dataclass(frozen=True)
class Gate:
    """A test that a provider's counts have to pass before its rate is published."""

    gate: str
    measure: str
    at_least: float
    at_most: float | None = None
    compares: bool = False

    def passes(self, numerator: float | None, denominator: float | None) -> bool:
        """Whether rounded counts pass; a provider that did not submit, or has nobody, does not.

        With nothing to compare with, a comparison passes for one that did submit.
        """
        if not denominator or numerator is None:
            return self.compares and denominator == 0 and bool(numerator)
        share = round(numerator / denominator, 3)
        return share >= self.at_least and (self.at_most is None or share <= self.at_most)


@cache
def gates() -> tuple[Gate, ...]:
    """The gates of the smoking measures."""
    return tuple(Gate(**entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def published(rows: Sequence[Result], coverage: Coverage) -> list[Result]:
    """Rows in published form: counts rounded, rates from the rounded counts, failing providers withheld.

    `rows` come with the internal rows of the gates, which are not given back. CQIMDQ02 and CQIMDQ03
    compare with Hospital Episode Statistics, which records do not hold; a gate whose rows are not there
    is not asked. For gated measures, levels above the provider are sums of the rounded counts of the
    providers that passed.
    """
    gated = {gate.measure for gate in gates()}
    internal = {gate.gate for gate in gates()}
    failed = _failed(rows)
    passing: dict[tuple[str, str, str, str, str, str], Counts] = defaultdict(lambda: (None, None))
    kept: list[Result] = []
    for row in rows:
        if row.measure in internal:
            continue
        out = rounded_row(row)
        if (row.measure, row.org_code, row.period) in failed:
            out = withheld(out)
        elif row.measure in gated and row.org_level == "provider":
            for level, code in coverage.above(row.org_code, number_of(parse_month(row.period).first_day)):
                cell = out._replace(org_level=str(level), org_code=code).cell
                passing[cell] = _add(passing[cell], (_whole(out.numerator), out.denominator))
        kept.append(out)
    return [
        _with_counts(row, *passing[row.cell])
        if row.measure in gated and row.org_level != "provider" and row.state is not State.NOT_COLLECTED
        else row
        for row in kept
    ]


def withheld(row: Result) -> Result:
    """The row without its numbers."""
    if row.state is not State.VALUE:
        return row
    return row._replace(numerator=None, denominator=None, value=None, state=State.WITHHELD)


def _failed(rows: Iterable[Result]) -> set[tuple[str, str, str]]:
    """Measure, provider and period of each rate that a gate stops."""
    by_gate = {gate.gate: gate for gate in gates()}
    return {
        (by_gate[row.measure].measure, row.org_code, row.period)
        for row in rows
        if row.measure in by_gate
        and row.org_level == "provider"
        and not by_gate[row.measure].passes(_rounded(row.numerator), _rounded(row.denominator))
    }


def _rounded(count: float | None) -> int | None:
    return None if count is None else rounded(int(count))


def _whole(count: float | None) -> int | None:
    return None if count is None else int(count)


def _add(left: Counts, right: Counts) -> Counts:
    if None in left or None in right:
        return right if None in left else left
    return (left[0] or 0) + (right[0] or 0), (left[1] or 0) + (right[1] or 0)


def rounded_row(row: Result) -> Result:
    """The row with rounded counts, and the value that follows from them."""
    return _with_counts(row, _rounded(row.numerator), _rounded(row.denominator))


def _with_counts(row: Result, numerator: int | None, denominator: int | None) -> Result:
    """The row with other counts and the value that follows from them."""
    if row.state is State.NOT_COLLECTED:
        return row
    if row.state is State.VALUE and numerator is not None and row.denominator is None:
        return row._replace(numerator=numerator, value=float(numerator))
    if numerator is None or denominator is None:
        return withheld(row)
    if denominator == 0:
        return row._replace(numerator=0, denominator=0, value=None, state=State.NOT_APPLICABLE)
    value = numerator / denominator
    return row._replace(numerator=numerator, denominator=denominator, value=value, state=State.VALUE)
