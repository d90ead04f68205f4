"""A board on paper: PDF/UA-1 by typst. All words go over as data, never as markup."""

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from clearway.web.boards.panels import Line, Place, Shown
from clearway.web.boards.places import without_names
from clearway.web.design.filters import day

TEMPLATE = Path(__file__).parent / "paper" / "board.typ"
FORMATS = ("a4", "a3")
TAG_COLOURS = {
    "white": "#ffffff", "blue": "#d2e2f1", "purple": "#d6cce3", "green": "#cce5d8",
    "yellow": "#ffec9f", "grey": "#e8edee", "": "#e8edee",
}  # fmt: skip


def board_pdf(place: Place, panels: Iterable[Shown], paper: str) -> bytes:
    """The board as a tagged PDF, A4 upright or A3 across."""
    return _compiled(place, panels, paper, format="pdf", pdf_standards="ua-1")[0]


def board_png(place: Place, panels: Iterable[Shown], paper: str) -> list[bytes]:
    """The pages of the same as pictures."""
    return _compiled(place, panels, paper, format="png", ppi=96)


def _compiled(place: Place, panels: Iterable[Shown], paper: str, **how: Any) -> list[bytes]:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "board.typ").write_bytes(TEMPLATE.read_bytes())
        (root / "board.json").write_text(json.dumps(_data(place, panels, paper, root)), encoding="utf-8")
        # The fonts that typst carries, and no others: the same paper everywhere.
        made = typst.compile(str(root / "board.typ"), root=folder, ignore_system_fonts=True, **how)
    return made if isinstance(made, list) else [made]


def _data(place: Place, panels: Iterable[Shown], paper: str, root: Path) -> dict[str, Any]:
    return {
        "paper": paper,
        "title": without_names(place)(place.title) if place.on_wall else place.title,
        "of": "" if place.project is None else place.organisation.name,
        "day": day(place.today),
        "on_wall": place.on_wall,
        "panels": [_panel(one, root) for one in panels],
    }


def _panel(one: Shown, root: Path) -> dict[str, Any]:
    content = one.content
    data = {"title": one.panel.title, "wide": one.panel.wide, "empty": one.panel.empty}
    if content is None:
        return data
    pictures: list[dict[str, str]] = []
    for picture in content.pictures:
        file = f"{one.panel.id}-{len(pictures)}.svg"
        (root / file).write_text(str(picture.narrow_svg), encoding="utf-8")
        pictures.append(
            {"file": file, "title": picture.title, "finding": picture.finding, "caption": picture.caption}
        )
    return {
        **data,
        "empty": "",
        "words": content.words,
        "lines": [_line(line) for line in content.lines],
        "pictures": pictures,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "tag": line.tag,
        "colour": TAG_COLOURS.get(line.colour, TAG_COLOURS[""]),
        "details": list(line.details),
        "then": line.then,
        "people": line.people,
        "late": line.late,
    }
