"""A board on paper: A4 upright or A3 across."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from clearway.web.boards.looking import veiled
from clearway.web.boards.panels import Line, Place, Shown
from clearway.web.design import typesetting
from clearway.web.design.filters import day
from clearway.web.design.pictures import Picture

TEMPLATE = Path(__file__).parent / "paper" / "board.typ"
FORMATS = ("a4", "a3")
MOST_BESIDE = {"a4": 2, "a3": 4}
NARROW_FROM = {"a4": 2, "a3": 3}
"""From how many charts in a row each is drawn as for a phone, lest its letters be too small to read."""


def board_pdf(place: Place, panels: Iterable[Shown], paper: str) -> bytes:
    """The board as a tagged PDF."""
    return typesetting.pdf(TEMPLATE, *_data(place, panels, paper))


def board_png(place: Place, panels: Iterable[Shown], paper: str) -> list[bytes]:
    """The pages of the same as pictures."""
    return typesetting.png(TEMPLATE, *_data(place, panels, paper))


def _data(place: Place, panels: Iterable[Shown], paper: str) -> tuple[dict[str, Any], dict[str, str]]:
    pictures: dict[str, str] = {}
    data = {
        "paper": paper,
        "title": veiled(place)(place.title) if place.on_wall else place.title,
        "of": place.of,
        "day": day(place.today),
        "on_wall": place.on_wall,
        "panels": [_panel(one, pictures, paper) for one in panels],
    }
    return data, pictures


def _panel(one: Shown, pictures: dict[str, str], paper: str) -> dict[str, Any]:
    content = one.content
    data = {"title": one.panel.title, "wide": one.panel.wide, "empty": one.panel.empty}
    if content is None:
        return data
    return {
        **data,
        "empty": "",
        "words": content.words,
        "lines": [_line(line) for line in content.lines],
        "charts": [
            [
                _chart(f"{one.panel.id}-{place}.svg", content.pictures[place], pictures, narrow=narrow)
                for place in row
            ]
            for row, narrow in chart_rows(len(content.pictures), paper)
        ],
    }


def chart_rows(count: int, paper: str) -> Iterator[tuple[range, bool]]:
    """Which charts stand side by side, and whether they are drawn as for a phone: rows as even as can be.

    A row is always full: five charts on A3 are three and two, three on A4 are two and one across.
    """
    rows = math.ceil(count / MOST_BESIDE[paper])
    first = 0
    for row in range(rows):
        length = math.ceil((count - first) / (rows - row))
        yield range(first, first + length), length >= NARROW_FROM[paper]
        first += length


def _chart(file: str, picture: Picture, pictures: dict[str, str], *, narrow: bool) -> dict[str, str]:
    pictures[file] = str(picture.narrow_svg if narrow else picture.svg)
    return {"file": file, "title": picture.title, "finding": picture.finding, "caption": picture.caption}


def _line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "tag": line.tag,
        "colour": line.colour,
        "details": list(line.details),
        "then": line.then,
        "people": line.people,
        "late": line.late,
    }
