"""A board on paper: A4 upright or A3 across."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from clearway.web.boards.panels import Line, Place, Shown
from clearway.web.boards.places import without_names
from clearway.web.design import typesetting
from clearway.web.design.filters import day

TEMPLATE = Path(__file__).parent / "paper" / "board.typ"
FORMATS = ("a4", "a3")


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
        "title": without_names(place)(place.title) if place.on_wall else place.title,
        "of": "" if place.project is None else place.organisation.name,
        "day": day(place.today),
        "on_wall": place.on_wall,
        "panels": [_panel(one, pictures) for one in panels],
    }
    return data, pictures


def _panel(one: Shown, pictures: dict[str, str]) -> dict[str, Any]:
    content = one.content
    data = {"title": one.panel.title, "wide": one.panel.wide, "empty": one.panel.empty}
    if content is None:
        return data
    charts: list[dict[str, str]] = []
    for picture in content.pictures:
        file = f"{one.panel.id}-{len(charts)}.svg"
        pictures[file] = str(picture.svg)
        charts.append(
            {"file": file, "title": picture.title, "finding": picture.finding, "caption": picture.caption}
        )
    return {
        **data,
        "empty": "",
        "words": content.words,
        "lines": [_line(line) for line in content.lines],
        "pictures": charts,
    }


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
