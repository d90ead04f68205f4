"""What the pages show on which rejected rows are mended and headings are confirmed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clearway.web.returns.cells import STATES
from clearway.web.uploads.models import UploadRow
from clearway.web.uploads.presenters import month_words, title_of
from clearway.web.uploads.reading.columns import Matching, columns


@dataclass(frozen=True)
class MendCell:
    """One cell of a rejected row, to be written anew."""

    name: str
    label: str
    text: str
    faults: tuple[str, ...]
    id: str
    options: tuple[tuple[str, str], ...] = ()
    long: bool = False


@dataclass(frozen=True)
class MendRow:
    """One rejected row."""

    number: int
    position: int
    title: str
    faults: tuple[str, ...]
    cells: tuple[MendCell, ...]
    first_fault: str


@dataclass(frozen=True)
class HeadingChoice:
    """One heading of a file, and which column it is taken for."""

    number: int
    heading: str
    chosen: str
    suggested: bool


def mend_rows(rows: Iterable[UploadRow], known: Sequence[str]) -> list[MendRow]:
    """Rejected rows with their cells; those with a fault first, whether the file has such a column or not."""
    return [_mend_row(row, known) for row in rows]


def heading_choices(matching: Matching, chosen: dict[int, str] | None = None) -> list[HeadingChoice]:
    """Every heading with the column it is taken for."""
    taken = {**matching.certain, **matching.suggested} if chosen is None else chosen
    return [
        HeadingChoice(number, text, taken.get(number, ""), number in matching.suggested)
        for number, text in enumerate(matching.headings)
        if text and number not in matching.months
    ]


def column_options() -> list[tuple[str, str]]:
    """Our columns, for a list to choose from."""
    return [("", "Not used"), *((name, f"{name}: {about.help}") for name, about in columns().items())]


def _mend_row(row: UploadRow, known: Sequence[str]) -> MendRow:
    cells = {**row.cells, **row.mended}
    by_column: dict[str, list[str]] = {}
    for fault in row.findings:
        by_column.setdefault(fault["column"], []).append(f"{fault['what']} {fault['mend']}")
    wanted = [name for name in columns() if name in by_column or (name in known and name != "follow_up")]
    made = tuple(
        MendCell(
            name,
            name.replace("_", " ").capitalize(),
            cells.get(name, ""),
            tuple(by_column.get(name, ())),
            f"row-{row.position}-{name}",
            _options(cells.get(name, "")) if name == "value_status" else (),
            name == "comment",
        )
        for name in wanted
    )
    whole = tuple(by_column.get("", ()))
    first = next((cell.id for cell in made if cell.faults), made[0].id if made else "")
    title = " · ".join(
        text
        for text in (month_words(cells.get("period", "")), title_of(cells.get("measure_code", "")))
        if text
    )
    return MendRow(row.number, row.position, title, whole, made, first)


def _options(written: str) -> tuple[tuple[str, str], ...]:
    """What value_status can be, and what is written there where that is something else."""
    known = (
        ("", "There are numbers"),
        *((state, words) for state, words in STATES.items() if state != "value"),
    )
    return known if written in dict(known) else ((written, f"{written} (as in the file)"), *known)
