"""How many members of staff took each step of taking part, by profession. Pure.

People whom the site knows are counted once for each step, however often they took it. Counts that somebody
recorded are added: they are of people who had not been counted before. Of people without a name, who may
come again, the largest meeting counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

UNKNOWN = ""
"""The profession of somebody who never said which."""


@dataclass(frozen=True)
class Known:
    """Somebody whom the site knows took a step."""

    step: str
    who: str


@dataclass(frozen=True)
class Recorded:
    """So many of a profession who took a step, recorded as a number."""

    step: str
    profession: str
    number: int


@dataclass(frozen=True)
class Unnamed:
    """So many of a profession on one occasion whose names nobody wrote down."""

    step: str
    profession: str
    occasion: int
    number: int


@dataclass(frozen=True)
class Cell:
    """One step of one profession. `number` is None where nothing was recorded and nothing can be known.

    `share` is of the profession's staff, from 0 to 1; None without their number. `too_many`: more were
    counted than there are, so one of the two is wrong and no share is given.
    """

    number: int | None
    share: float | None = None
    too_many: bool = False


@dataclass(frozen=True)
class Line:
    """A profession, or all: `staff` is None where the organisation has not said how many there are."""

    profession: str
    staff: int | None
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Heard:
    """Everything that is counted."""

    known: Iterable[Known] = ()
    recorded: Iterable[Recorded] = ()
    unnamed: Iterable[Unnamed] = ()


def reach(
    heard: Heard,
    *,
    professions: Mapping[str, str],
    staff: Mapping[str, int],
    steps: Sequence[str],
    shown: Iterable[str],
    only_recorded: frozenset[str] = frozenset(),
) -> tuple[Line, ...]:
    """A line for each profession in `shown`, and for each other one that was counted or has a number.

    `professions` says what each known person is. Steps in `only_recorded` are known by records alone, so
    without one nothing is said; of the others the site sees all, so nobody is 0.
    """
    counts = _counts(heard, professions)
    there = [each for each, _ in counts]
    order = list(dict.fromkeys([*shown, *staff, *sorted(there)]))
    order.sort(key=lambda profession: profession == UNKNOWN)  # whose profession nobody knows come last
    return tuple(_line(each, staff.get(each), counts, steps, only_recorded) for each in order)


def total(lines: Sequence[Line], steps: Sequence[str]) -> Line:
    """All professions together.

    A share is given only where every profession with staff or with a count has its number of staff: a part
    of nobody knows how many is no share.
    """
    numbers = [line.staff for line in lines if _counts_for_total(line)]
    whole = None if None in numbers or not numbers else sum(each or 0 for each in numbers)
    cells = {}
    for step in steps:
        given = [line.cells[step].number for line in lines]
        known = [each for each in given if each is not None]
        cells[step] = _cell(sum(known) if known else None, whole)
    return Line("all", whole, cells)


def _counts_for_total(line: Line) -> bool:
    return line.staff is not None or any(cell.number for cell in line.cells.values())


def _counts(heard: Heard, professions: Mapping[str, str]) -> Mapping[tuple[str, str], int]:
    """How many by profession and step; a key is there where something was recorded, even 0."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for step, who in {(one.step, one.who) for one in heard.known}:
        found[professions.get(who, UNKNOWN), step] += 1
    for one in heard.recorded:
        found[one.profession, one.step] += one.number
    largest: dict[tuple[str, str], int] = defaultdict(int)
    for (profession, step, _), number in _occasions(heard.unnamed).items():
        largest[profession, step] = max(largest[profession, step], number)
    for key, number in largest.items():
        found[key] += number
    return found


def _occasions(unnamed: Iterable[Unnamed]) -> Mapping[tuple[str, str, int], int]:
    found: dict[tuple[str, str, int], int] = defaultdict(int)
    for one in unnamed:
        found[one.profession, one.step, one.occasion] += one.number
    return found


def _line(
    profession: str,
    staff: int | None,
    counts: Mapping[tuple[str, str], int],
    steps: Sequence[str],
    only_recorded: frozenset[str],
) -> Line:
    return Line(
        profession,
        staff,
        {
            step: _cell(counts.get((profession, step), None if step in only_recorded else 0), staff)
            for step in steps
        },
    )


def _cell(number: int | None, staff: int | None) -> Cell:
    if number is None or staff is None or staff == 0:
        return Cell(number, too_many=bool(staff == 0 and number))
    return Cell(number, None if number > staff else number / staff, number > staff)
