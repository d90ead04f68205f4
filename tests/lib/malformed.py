"""Kinds of rows that a file can have wrong, each with the rule and the column that a person is told."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.lib.uploading import last_month, row

COLUMNS = (
    "organisation_code", "period", "measure_code", "component", "parameter", "numerator", "denominator",
    "value_status", "comment", "follow_up",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind: `line` makes the text of the n-th row of it."""

    rule: str
    column: str
    line: Callable[[int], str]


def as_line(cells: Mapping[str, object], *more: object) -> str:
    """One line of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([*(cells.get(name, "") for name in COLUMNS), *more])
    return out.getvalue()


def _wrong(rule: str, column: str, measure: str = "smoke-booking", **cells: object) -> Kind:
    given = {"numerator": 10, "denominator": 100, **cells}
    return Kind(rule, column, lambda _: as_line(row(measure, **given)))


def _where_and_when() -> tuple[Kind, ...]:
    return (
        _wrong("organisation-unknown", "organisation_code", organisation_code="NOWHERE"),
        _wrong("organisation-other", "organisation_code", organisation_code="DEMO2"),
        _wrong("organisation-other", "organisation_code", organisation_code="ENG"),
        _wrong("period-blank", "period", period=""),
        _wrong("period-unreadable", "period", period="soon"),
        _wrong("period-unreadable", "period", period="2026-13"),
        _wrong("period-unreadable", "period", period="31/02/2026"),
        _wrong("period-year", "period", period="2026/27"),
        _wrong("period-year", "period", period="2026"),
        _wrong("period-day", "period", period="15/04/2026"),
        _wrong("month-closed", "period", period="2020-01"),
        _wrong("month-closed", "period", period="2099-01"),
    )


def _what() -> tuple[Kind, ...]:
    return (
        _wrong("measure-blank", "measure_code", measure=""),
        _wrong("measure-unknown", "measure_code", measure="xyz"),
        _wrong("measure-unknown", "measure_code", measure="smok-booking"),
        _wrong("measure-national", "measure_code", measure="cqim-smoking-booking"),
        _wrong("not-asked", "measure_code", measure="quit-date-set"),
        _wrong("component-blank", "component", measure="harm-incidents-learning", denominator=""),
        _wrong("component-unknown", "component", measure="harm-incidents-learning", component="harm"),
        _wrong("component-unknown", "component", component="incidents"),
        _wrong("parameter-not-asked", "parameter", parameter="Very brief advice"),
        _wrong("parameter-blank", "parameter", measure="staff-trained-subject"),
        _wrong("parameter-long", "parameter", measure="staff-trained-subject", parameter="x" * 65),
    )


def _numbers() -> tuple[Kind, ...]:
    return (
        _wrong("number-unreadable", "numerator", numerator="ten"),
        _wrong("number-word", "numerator", numerator="n/a"),
        _wrong("number-word", "numerator", numerator="-"),
        _wrong("number-word", "denominator", denominator="*"),
        _wrong("number-percentage", "numerator", numerator="12.5%"),
        _wrong("number-formula", "numerator", numerator="=1+1"),
        _wrong("number-formula", "numerator", numerator="@SUM(A1:A9)"),
        _wrong("number-error", "denominator", denominator="#REF!"),
        _wrong("number-error", "denominator", denominator="#DIV/0!"),
        _wrong("number-comma", "denominator", denominator="1,23"),
        _wrong("number-infinite", "denominator", denominator="99999999999"),
        _wrong("number-infinite", "denominator", denominator="inf"),
        _wrong("number-unit", "numerator", numerator="12 women"),
        _wrong("number-date", "numerator", numerator="12-Mar"),
        _wrong("number-date", "numerator", numerator="12/03/2026"),
        _wrong("number-digits", "numerator", numerator="١٢"),
    )


def _meanings() -> tuple[Kind, ...]:
    """Numbers that can be read and cannot be meant."""
    before = str(last_month().previous())
    return (
        _wrong(
            "denominator-not-asked", "denominator", measure="harm-incidents-learning", component="incidents"
        ),
        _wrong("numbers-missing", "numerator", numerator="", denominator="", value_status="value"),
        _wrong("status-unknown", "value_status", value_status="pending"),
        _wrong("status-not-typed", "value_status", numerator="", denominator="", value_status="superseded"),
        _wrong("status-with-numbers", "value_status", value_status="not_collected"),
        _wrong("half-a-figure", "denominator", measure="smoke-booking", denominator=""),
        _wrong("half-a-figure", "denominator", measure="smoke-booking", numerator="", period=before),
        _wrong(
            "no-reason",
            "comment",
            measure="smoke-delivery",
            numerator="",
            denominator="",
            value_status="withheld",
        ),
        _wrong(
            "nobody-in-the-denominator", "denominator", measure="smoke-36-weeks", numerator=0, denominator=0
        ),
        _wrong(
            "numerator-above-denominator", "numerator", measure="co-test-booking", numerator=9, denominator=8
        ),
        _wrong("count-negative", "numerator", measure="co-test-36-weeks", numerator=-1),
        _wrong("count-not-whole", "numerator", measure="co-test-36-weeks", numerator=1.5, period=before),
        _wrong(
            "zero-percent", "comment", measure="smoke-delivery", numerator=0, denominator=400, period=before
        ),
    )


def _comments_and_lines() -> tuple[Kind, ...]:
    before = str(last_month().previous())
    return (
        _wrong("comment-long", "comment", comment="x" * 1001),
        _wrong("comment-unprintable", "comment", comment="a\x07b"),
        _wrong("comment-nhs-number", "comment", comment="Asked for 943 476 5919 again"),
        _wrong("mark-unknown", "follow_up", follow_up="perhaps"),
        Kind(
            "cell-twice", "measure_code", lambda n: as_line(row("co-test-booking", n, 10_000, period=before))
        ),
        Kind("row-too-long", "", lambda _: as_line(row("smoke-booking", 1, 10), "one", "more")),
        Kind("quote-not-closed", "", lambda n: f'DEMO1,{last_month()},"smoke-booking,,,{n},100,,,'),
    )


def kinds() -> tuple[Kind, ...]:
    """All of them. Those that can be read are each of a figure of its own."""
    return (*_where_and_when(), *_what(), *_numbers(), *_meanings(), *_comments_and_lines())


def file_of(rows: int) -> tuple[bytes, dict[int, Kind]]:
    """A CSV file of so many rows, all kinds by turns, and the kind of each row by its number."""
    known = kinds()
    by_number = {number: known[(number - 2) % len(known)] for number in range(2, rows + 2)}
    lines = [",".join(COLUMNS), *(kind.line(number) for number, kind in by_number.items())]
    return "\r\n".join([*lines, ""]).encode("utf-8"), by_number
