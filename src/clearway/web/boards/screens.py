"""A board as the screens that a display shows one after another: nobody stands beside it who could scroll.

How much a screen holds is reckoned in rows of text at the size of the style sheet (`design/wall.css`) and
with wide letters, so that it fits on any display that is wider than high. What is too long to be read by
somebody who passes is cut; the whole of it stands on the board's own page.
"""

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from clearway.web.boards.panels import Line, Panel, Shown
from clearway.web.design.pictures import Picture

SECONDS, REFRESH = 20, 60
"""How long a screen stays, and after how long at least the display asks for the board again."""
MOST_SCREENS = 12
COLUMNS, ROOM = 2, 23.0
"""Columns of a screen, and the rows of text in one."""
HEADING, BETWEEN = 3.4, 0.65
"""Rows that the title of a panel takes with its frame, and the room around one line of a panel."""
LETTERS, BOLD, LARGER = 54, 48, 1.2
"""Letters in a row, in bold ones, and how much larger words stand that are no list."""
SIZES = (1.6, 1.4, 1.2, 1.1, 1.0)
"""How much larger the letters of a screen may be: those of the first size at which it still fits."""
LONGEST = {"words": 600, "text": 120, "details": 360, "then": 180}
CHARTS_BESIDE = 2


@dataclass(frozen=True)
class Block:
    """A panel, or as much of it as stands in one column."""

    panel: Panel
    continued: bool = False
    words: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Screen:
    """What is seen at one time: either columns of words, or charts of one panel with its words below.

    `size` says which of SIZES its letters have, 1 the largest.
    """

    columns: tuple[tuple[Block, ...], ...] = ()
    panel: Panel | None = None
    pictures: tuple[Picture, ...] = ()
    words: str = ""
    size: int = len(SIZES)


def screens_of(panels: Iterable[Shown]) -> tuple[Screen, ...]:
    """The screens of the panels that have something to show, in their order."""
    found: list[Screen] = []
    waiting: list[Block] = []
    for one in panels:
        if one.content is None:
            continue
        if not one.content.pictures:
            waiting += _pieces(one)
            continue
        words = _cut(one.content.words, LONGEST["words"])
        waiting += _pieces(replace(one, content=replace(one.content, words="")))
        found += _of_words(waiting)
        waiting = []
        charts = list(_of_charts(one.panel, one.content.pictures))
        found += [*charts[:-1], replace(charts[-1], words=words)]
    return tuple([*found, *_of_words(waiting)][:MOST_SCREENS])


def seconds_until_asked(screens: int) -> int:
    """After how many seconds the display asks again: never before all screens were shown."""
    once = SECONDS * max(screens, 1)
    return once * math.ceil(REFRESH / once)


def _of_charts(panel: Panel, pictures: Sequence[Picture]) -> Iterator[Screen]:
    for first in range(0, len(pictures), CHARTS_BESIDE):
        yield Screen(panel=panel, pictures=tuple(pictures[first : first + CHARTS_BESIDE]))


def _pieces(one: Shown) -> Iterator[Block]:
    """Each line of a panel by itself, the first one with its words."""
    if one.content is None:
        return
    words, lines = _cut(one.content.words, LONGEST["words"]), one.content.lines
    if words or lines:
        yield Block(one.panel, words=words, lines=tuple(map(_shortened, lines[:1])))
    for line in lines[1:]:
        yield Block(one.panel, lines=(_shortened(line),))


def _of_words(pieces: Sequence[Block]) -> Iterator[Screen]:
    columns = _even(pieces)
    for first in range(0, len(columns), COLUMNS):
        some = tuple(columns[first : first + COLUMNS])
        broad = COLUMNS / len(some)
        fits = (
            place
            for place, size in enumerate(SIZES, 1)
            if all(_tall(one, size, broad) <= ROOM for one in some)
        )
        yield Screen(columns=some, size=next(fits, len(SIZES)))


def _even(pieces: Sequence[Block]) -> list[tuple[Block, ...]]:
    """The pieces in columns, in as few screens as hold them: no panel torn that need not be, then even."""
    rows = [_rows(piece) for piece in pieces]
    most = len(_filled(pieces, rows, ROOM))
    most += -most % COLUMNS
    rooms = [ROOM - step / 2 for step in range(int(2 * (ROOM - HEADING)))]
    ways = [_filled(pieces, rows, room, whole=whole) for room in rooms for whole in (False, True)]
    return min(
        (way for way in ways if len(way) <= most),
        key=lambda way: (
            sum(block.continued for column in way for block in column),
            max((_tall(column) for column in way), default=0),
        ),
    )


def _filled(
    pieces: Sequence[Block], rows: Sequence[float], room: float, *, whole: bool = False
) -> list[tuple[Block, ...]]:
    """Columns filled one after another; `whole`: a panel that fits into one column is not begun in another.

    None is fuller than the room, unless it is full with a single piece.
    """
    panels: dict[str, float] = {}
    for piece, needed in zip(pieces, rows, strict=True):
        panels[piece.panel.id] = panels.get(piece.panel.id, HEADING) + needed
    columns: list[list[Block]] = []
    left = 0.0
    for piece, needed in zip(pieces, rows, strict=True):
        last = columns[-1][-1] if columns else None
        same = last is not None and last.panel.id == piece.panel.id
        all_of_it = panels[piece.panel.id]
        cost = needed if same else all_of_it if whole and all_of_it <= room else needed + HEADING
        if last is None or cost > left:
            columns.append([replace(piece, continued=same)])
            left = room - needed - HEADING
        elif same:
            columns[-1][-1] = replace(last, lines=last.lines + piece.lines)
            left -= needed
        else:
            columns[-1].append(piece)
            left -= needed + HEADING
    return [tuple(column) for column in columns]


def _tall(column: Iterable[Block], size: float = 1.0, broad: float = 1.0) -> float:
    """Rows of a column in letters of a size; `broad`: how many times as wide as usual it is."""
    return sum(size * (HEADING + _rows(block, size / broad)) for block in column)


def _rows(piece: Block, size: float = 1.0) -> float:
    words = LARGER * _lines(piece.words, LETTERS / LARGER / size) if piece.words else 0.0
    return words + sum(_rows_of(line, size) for line in piece.lines)


def _rows_of(line: Line, size: float) -> float:
    title = _lines(f"{line.tag}   {line.text}" + ("  late" if line.late else ""), BOLD / size)
    more = sum(_lines(detail, LETTERS / size) for detail in line.details)
    return BETWEEN + title + more + (_lines(f"We did: {line.then}", LETTERS / size) if line.then else 0)


# Reckoned for many ways to fill the columns, and again whenever a display asks.
@lru_cache(maxsize=4096)
def _lines(text: str, letters: float) -> int:
    return sum(max(1, len(textwrap.wrap(part, int(letters)))) for part in text.splitlines() or [""])


def _shortened(line: Line) -> Line:
    left, details = LONGEST["details"], []
    for detail in line.details:
        if left > 0:
            details.append(_cut(detail, left))
            left -= len(detail)
    return replace(
        line,
        text=_cut(line.text, LONGEST["text"]),
        details=tuple(details),
        then=_cut(line.then, LONGEST["then"]),
    )


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return textwrap.shorten(text, longest, placeholder=" …").removeprefix("…") or f"{text[: longest - 1]}…"
