"""A row as a draft, or everything that is wrong with it.

Only what a file can have wrong and a page cannot is judged here: codes, months and numbers that cannot be
read. What a figure may be is judged by the rules of typed figures (`clearway.web.returns`).
"""

import re
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.common.organisations import Organisation, directory
from clearway.common.periods import FinancialYear, Month, parse_date, parse_financial_year, parse_period
from clearway.measures.definitions import Definition, definitions, nearest
from clearway.measures.model import HAS_DENOMINATOR
from clearway.web.returns.cells import STATES, TAKEN_BACK
from clearway.web.uploads.reading.drafts import Draft, RawRow
from clearway.web.uploads.reading.limits import LONGEST_COMMENT
from clearway.web.uploads.reading.numbers import read_number
from clearway.web.uploads.reading.problems import problem

ENTERED = tuple(STATES)
"""What may stand in value_status: what a cell on the page can hold."""
GIVEN = (TAKEN_BACK,)
LONGEST_PARAMETER = 64
EXAMPLE = "2026-10"
_YES, _NO = {"yes", "y", "true", "1"}, {"", "no", "n", "false", "0"}
_NHS_NUMBER = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")

Problems = list[Finding]
T = TypeVar("T")


def judge(row: RawRow, organisation: Organisation) -> Draft | Problems:
    """The figure of a row, or all its problems, each with its column."""
    if row.unclosed:
        return [problem("quote-not-closed", "")]
    found: Problems = []
    if row.extra:
        found.append(problem("row-too-long", "", cells=len(row.cells) + row.extra, headings=len(row.cells)))
    found += _organisation(row.cell("organisation_code"), organisation)
    period = _keep(_period(row.cell("period")), found)
    sheet = _keep(_measure(row.cell("measure_code")), found)
    numbers = {name: _keep(read_number(row.cell(name), name), found) for name in ("numerator", "denominator")}
    readable = not any(finding.column in numbers for finding in found)
    state = _keep(_state(row.cell("value_status"), any(row.cell(name) for name in numbers)), found)
    found += _comment(row.cell("comment"))
    mark = row.cell("follow_up").casefold()
    if mark not in _YES | _NO:
        found.append(problem("mark-unknown", "follow_up", cell=mark))
    if sheet is not None:
        found += _parts(row, sheet)
        if readable and state is not None:
            found += _presence(sheet, state, numbers["numerator"], numbers["denominator"])
    if found or period is None or sheet is None or state is None:
        return found
    return Draft(
        period,
        sheet.id,
        _component(row.cell("component")),
        " ".join(row.cell("parameter").split()),
        numbers["numerator"],
        numbers["denominator"],
        state,
        row.cell("comment"),
        mark in _YES,
    )


def _keep(read: T | Finding | None, found: Problems) -> T | None:
    if isinstance(read, Finding):
        found.append(read)
        return None
    return read


def _organisation(text: str, own: Organisation) -> Problems:
    """An empty cell is no fault: the page says whose figures they are."""
    if not text:
        return []
    named = directory().find(text)
    if named is None:
        return [problem("organisation-unknown", "organisation_code", cell=text, code=own.code)]
    if named.code != own.code:
        told = {"cell": text, "name": named.name, "own": own.name, "code": own.code}
        return [problem("organisation-other", "organisation_code", **told)]
    return []


@cache
def _period(text: str) -> Month | Finding:
    if not text:
        return problem("period-blank", "period", example=EXAMPLE)
    try:
        period = parse_period(text)
    except ClearwayError:
        kind = "period-day" if _is_day(text) else "period-year" if _is_year(text) else "period-unreadable"
        return problem(kind, "period", cell=text, example=EXAMPLE)
    if isinstance(period, FinancialYear):
        return problem("period-year", "period", cell=text, example=EXAMPLE)
    return period


def _is_year(text: str) -> bool:
    try:
        parse_financial_year(text)
    except ClearwayError:
        return re.fullmatch(r"\d{4}", text) is not None
    return True


def _is_day(text: str) -> bool:
    try:
        parse_date(text)
    except ClearwayError:
        return False
    return True


@cache
def _measure(text: str) -> Definition | Finding:
    if not text:
        return problem("measure-blank", "measure_code")
    sheet = definitions().get(text.casefold().replace("_", "-"))
    if sheet is None:
        own = {name: one for name, one in definitions().items() if not one.class_national}
        near = nearest(text, own)
        return problem("measure-unknown", "measure_code", cell=text, near=near if "?" in near else _TEMPLATE)
    if sheet.class_national:
        return problem("measure-national", "measure_code", cell=text)
    return sheet


_TEMPLATE = "Write its code, as the template has it."


def _component(text: str) -> str:
    return text.casefold().replace("_", "-").replace(" ", "-")


def _parts(row: RawRow, sheet: Definition) -> Problems:
    found: Problems = []
    known = [component.id for component in sheet.components]
    part, blank = row.cell("component"), row.cell("parameter")
    if known and not part:
        found.append(problem("component-blank", "component", measure=sheet.id, known=", ".join(known)))
    elif part and _component(part) not in known:
        advice = f"Write one of: {', '.join(known)}." if known else "Leave the column component empty."
        found.append(problem("component-unknown", "component", measure=sheet.id, cell=part, known=advice))
    if sheet.parameter and not blank:
        told = {"name": sheet.parameter.name, "example": sheet.parameter.example}
        found.append(problem("parameter-blank", "parameter", measure=sheet.id, **told))
    elif blank and not sheet.parameter:
        found.append(problem("parameter-not-asked", "parameter", measure=sheet.id))
    elif len(blank) > LONGEST_PARAMETER:
        found.append(problem("parameter-long", "parameter", most=LONGEST_PARAMETER))
    return found


def _state(text: str, numbers: bool) -> str | Finding:
    word = text.casefold().replace(" ", "_").replace("-", "_")
    known = ", ".join(ENTERED)
    if not word:
        return "value"
    if word in GIVEN:
        return problem("status-not-typed", "value_status", cell=text, known=known)
    if word not in ENTERED:
        return problem("status-unknown", "value_status", cell=text, known=known)
    if word != "value" and numbers:
        return problem("status-with-numbers", "value_status", cell=text)
    return word


def _presence(sheet: Definition, state: str, numerator: float | None, denominator: float | None) -> Problems:
    """What a cell on the page cannot have: a denominator without a place, a value that is nothing."""
    if state != "value":
        return []
    if sheet.kind not in HAS_DENOMINATOR and denominator is not None:
        return [problem("denominator-not-asked", "denominator", measure=sheet.id)]
    if numerator is None and denominator is None:
        return [problem("numbers-missing", "numerator")]
    return []


_CHECKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("comment-long", lambda text: len(text) > LONGEST_COMMENT),
    ("comment-unprintable", lambda text: any(not (sign.isprintable() or sign in "\n\r\t") for sign in text)),
    ("comment-nhs-number", lambda text: any(_is_nhs_number("".join(m)) for m in _NHS_NUMBER.findall(text))),
)


def _comment(text: str) -> Problems:
    return [problem(kind, "comment", most=f"{LONGEST_COMMENT:,}") for kind, wrong in _CHECKS if wrong(text)]


def _is_nhs_number(digits: str) -> bool:
    """Whether ten digits have the check digit of an NHS number (weights 10 to 2, modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])
