"""CSV with one figure a row, in the columns of Clearway's own layout and those beside them."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from clearway.common.cells import FORMULA, safe_cell
from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.common.periods import parse_month
from clearway.measures.register import MAIN_PACKAGE
from clearway.records.publications import State
from clearway.web.exchange.drafts import Draft, decimal, refused, split_element, whole
from clearway.web.exchange.figures import Figure, MonthFigures, Placed, Read, number_text, read_of

NUMBERS = ("numerator", "denominator", "value")
TEXTS = ("parameter", "version", "reason", "comment")
COLUMNS = (
    "organisation_code", "period", "package", "measure", "component", "parameter", "version",
    "numerator", "denominator", "value", "value_status", "reason", "comment", "follow_up", "population",
)  # fmt: skip
NEEDED = ("organisation_code", "period", "measure", "numerator")
_GUARDED = re.compile(rf"'+[{re.escape(''.join(FORMULA))}]")
_YES_NO = {"yes": True, "no": False, "": False}


def write(months: Iterable[MonthFigures], exported: datetime) -> bytes:
    """The figures as CSV; a number that is not there is an empty cell. Nothing says when it was exported."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for month in months:
        for figure in month.figures:
            writer.writerow([guarded(cell) for cell in _row(month, figure)])
    return out.getvalue().encode()


def _row(month: MonthFigures, figure: Figure) -> tuple[str, ...]:
    numbers = (figure.numerator, figure.denominator, figure.stated_value)
    return (
        month.org_code, str(month.period), month.package, figure.measure, figure.component, figure.parameter,
        figure.version, *("" if number is None else number_text(number) for number in numbers), figure.state,
        figure.reason, figure.comment, "yes" if figure.follow_up else "",
        "" if figure.population is None else str(figure.population),
    )  # fmt: skip


def guarded(text: str) -> str:
    """The text as a spreadsheet will not run it; `plain` gives back the text. Numbers stay what they are."""
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return text
    return f"'{text}" if _GUARDED.match(text) else str(safe_cell(text))


def plain(cell: str) -> str:
    """The text of a cell that was guarded."""
    return cell[1:] if _GUARDED.match(cell) else cell


def read(document: bytes) -> Read:
    """The figures of a CSV file. Raises ClearwayError when its header is not that of figures."""
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ClearwayError("The file is not UTF-8", mend="Save it as CSV UTF-8") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    placed: list[Placed] = []
    findings: list[Finding] = []
    try:
        header = [name.strip().casefold() for name in next(rows, [])]
        _check(header)
        for number, cells in enumerate(rows, 2):
            if any(cell.strip() for cell in cells):
                _take(header, cells, number, placed, findings)
    except csv.Error as problem:
        raise ClearwayError(
            f"The file is not CSV: {problem}", where=f"line {rows.line_num}", mend="Check the quotes"
        ) from None
    return read_of(placed, findings)


def _check(header: list[str]) -> None:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise ClearwayError(f"The file has no column {', '.join(missing)}", mend=f"Use {', '.join(COLUMNS)}")
    strange = [name for name in header if name not in COLUMNS] or [n for n in header if header.count(n) > 1]
    if strange:
        raise ClearwayError(
            f"The column “{strange[0][:40]}” is not known, or there twice", mend=f"Use {', '.join(COLUMNS)}"
        )


def _take(
    header: list[str], cells: list[str], number: int, placed: list[Placed], findings: list[Finding]
) -> None:
    try:
        if len(cells) > len(header):
            raise ClearwayError("The row has more cells than the header", mend="Put quotes round a comma")
        placed.append(_figure(dict(zip(header, map(plain, cells), strict=False)), number))
    except ClearwayError as problem:
        findings.append(refused(problem, "sheet-row", number))


def _figure(row: Mapping[str, str], number: int) -> Placed:
    given = {name: row.get(name, "").strip() for name in COLUMNS}
    measure, component = split_element(".".join(filter(None, (given["measure"], given["component"]))))
    draft = Draft(number, measure, component)
    draft.numbers = {name: decimal(given[name]) for name in NUMBERS if given[name]}
    draft.texts = {name: given[name] for name in TEXTS if given[name]}
    draft.state = _state(given["value_status"])
    if given["follow_up"].casefold() not in _YES_NO:
        raise ClearwayError("follow_up is neither yes nor no", mend="Write yes, or leave it empty")
    draft.follow_up = _YES_NO[given["follow_up"].casefold()]
    draft.population = whole(given["population"]) if given["population"] else None
    if not given["organisation_code"]:
        raise ClearwayError("The row has no organisation_code", mend="Give the organisation's code")
    return draft.placed(
        given["organisation_code"], parse_month(given["period"]), given["package"] or MAIN_PACKAGE
    )


def _state(text: str) -> State:
    known = {str(state): state for state in State}
    if text.casefold() not in {"", *known}:
        raise ClearwayError(f"“{text[:40]}” is not a state of a value", mend=f"Use one of {', '.join(known)}")
    return known[text.casefold() or State.VALUE.value]
