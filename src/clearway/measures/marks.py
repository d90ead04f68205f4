"""The share of each pregnancy in every count: what is kept, so that a new month costs only what changed.

A mark says that something of a pregnancy is in the denominator of a question in a month, and whether
it is in the numerator. The facts of a pregnancy rest on the records that name it and on no other, so its
marks change only when one of those does. Two things are left open until the marks are added up, for
they change without any record of the pregnancy changing: the as-of date (`counts_from` is the first day
on which a mark counts) and which of a mother's pregnancies are counted as one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, reduce

import ibis
import ibis.expr.types as ir

from clearway.measures.compile import counted
from clearway.measures.computation import plan
from clearway.measures.computed import Computed, computed_measures
from clearway.measures.engine import Engine
from clearway.measures.levels import Counts
from clearway.pathway import KEY, Settings

MARKS, MOTHERS = "marks", "mothers"
SCHEMA = {
    "question": "int32",
    "provider": "string",
    "pregnancy_id": "string",
    "month": "int64",
    "counts_from": "date",
    "above": "int64",
    "below": "int64",
}
_ALL_PAST = date.max - timedelta(days=1)


@dataclass(frozen=True)
class Question:
    """What is counted, whatever measures give it a name: two measures with one answer are one question."""

    rows: str
    month: str
    distinct: str
    denominator: str
    numerator: str
    closes: str

    @classmethod
    def of(cls, measure: Computed) -> "Question":
        """The question that a measure asks."""
        closes = f"{measure.closes.from_} {measure.closes.after}" if measure.closes else ""
        return cls(
            measure.rows, measure.month, measure.distinct, measure.denominator, measure.numerator, closes
        )


@cache
def questions() -> Mapping[Question, Computed]:
    """All questions, each with the first measure that asks it; a question's number is its place."""
    found: dict[Question, Computed] = {}
    for measure in computed_measures():
        found.setdefault(Question.of(measure), measure)
    return found


@cache
def marks(settings: Settings) -> ir.Table:
    """The marks of all pregnancies that a computation with these settings holds, by SCHEMA."""
    rows = plan(settings).rows
    parts = [
        _marks(number, measure, rows[measure.rows], settings)
        for number, measure in enumerate(questions().values())
    ]
    return reduce(lambda above, below: above.union(below), parts)


def _marks(number: int, measure: Computed, rows: ir.Table, settings: Settings) -> ir.Table:
    # A wide row makes a long statement, and writing it takes longer than answering it.
    asked = (measure.month, measure.denominator, measure.numerator)
    closing = (measure.closes.from_,) if measure.closes else ()
    names = dict.fromkeys(name for name in (*KEY, *asked, *closing) if name)
    flagged = counted(rows.select(*names), measure, _ALL_PAST, settings)
    flagged = flagged.filter((flagged.in_denominator != 0) & flagged[measure.month].notnull())
    counts_from: ir.Value = ibis.null("date")
    if measure.closes is not None:
        # A row counts when more than so many days have passed since its date.
        days = measure.closes.days(settings) + 1
        counts_from = (flagged[measure.closes.from_] + ibis.interval(days=days)).cast("date")
    columns = {
        "question": ibis.literal(number),
        "provider": flagged.provider,
        "pregnancy_id": flagged.pregnancy_id,
        "month": flagged[measure.month],
        "counts_from": counts_from,
        "above": flagged.in_numerator,
        "below": flagged.in_denominator,
    }
    return flagged.select(**{name: columns[name].cast(kind) for name, kind in SCHEMA.items()})


def count_marks(engine: Engine, as_of: date) -> dict[tuple[str, str], Counts]:
    """Numerator and denominator by provider and month number, for each measure and component.

    `engine` holds the tables MARKS, and MOTHERS with the columns of a pregnancy that are counted once.
    """
    answers: dict[int, dict[tuple[str, int], tuple[int, int]]] = {}
    for query in _queries(as_of):
        found = engine.fetch(query)
        for number, provider, month, above, below in zip(*found.values(), strict=True):
            answers.setdefault(number, {})[provider, month] = above, below
    numbers = {question: number for number, question in enumerate(questions())}
    return {measure.key: answers.get(numbers[Question.of(measure)], {}) for measure in computed_measures()}


def _queries(as_of: date) -> list[ir.Table]:
    """One query for questions that count every mark, one for each thing that is counted once."""
    kept = ibis.table(SCHEMA, name=MARKS)
    kept = kept.filter(kept.counts_from.isnull() | (kept.counts_from <= ibis.literal(as_of)))
    by: dict[str, list[int]] = {}
    for number, question in enumerate(questions()):
        by.setdefault(question.distinct, []).append(number)
    return [_query(kept.filter(kept.question.isin(numbers)), distinct) for distinct, numbers in by.items()]


def _query(rows: ir.Table, distinct: str) -> ir.Table:
    keys = ("question", "provider", "month")
    if distinct:
        mothers = ibis.table({**dict.fromkeys(KEY, "string"), distinct: "string"}, name=MOTHERS)
        joined = rows.inner_join(mothers, list(KEY)).select(*keys, "above", "below", distinct)
        # A mother with two pregnancies in a month is one: she is in when either is.
        rows = joined.group_by(*keys, distinct).agg(above=joined.above.max(), below=joined.below.max())
    return rows.group_by(*keys).agg(
        above=rows.above.sum().cast("int64"), below=rows.below.sum().cast("int64")
    )
