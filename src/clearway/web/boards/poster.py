"""The poster of a public page: aim, one chart, "you said, we did", and the QR code that opens the page."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import segno

from clearway.web.boards.public import PublicBoard, PublicPanel
from clearway.web.design import typesetting
from clearway.web.design.filters import day
from clearway.web.design.pictures import Picture

TEMPLATE = Path(__file__).parent / "paper" / "poster.typ"
QUIET = 4
"""Modules of white around the code: fewer and some cameras do not find it (ISO/IEC 18004)."""
MOST_SAID = 3
CODE_MM = {"a4": 36, "a3": 54}
"""The side of the code itself in millimetres, without the white around it."""


def code_of(address: str) -> segno.QRCode:
    """The QR code; a quarter of it (level Q) may be torn or dirty."""
    return segno.make(address, error="q", micro=False)


def code_svg(address: str) -> str:
    """The same as a picture, with the white around it."""
    out = io.BytesIO()
    code_of(address).save(out, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, scale=4)
    return out.getvalue().decode()


def poster_pdf(
    board: PublicBoard, first: Picture | None, address: str, expires_on: date, paper: str
) -> bytes:
    """One page, A4 or A3 upright, tagged; `first` is its chart."""
    return typesetting.pdf(TEMPLATE, *poster_data(board, first, address, expires_on, paper))


def poster_png(
    board: PublicBoard, first: Picture | None, address: str, expires_on: date, paper: str
) -> list[bytes]:
    """The same as a picture."""
    return typesetting.png(TEMPLATE, *poster_data(board, first, address, expires_on, paper))


def poster_data(
    board: PublicBoard, first: Picture | None, address: str, expires_on: date, paper: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the template sets, and its pictures by file name."""
    pictures = {"code.svg": code_svg(address)}
    chart = None
    if first is not None:
        pictures["chart.svg"] = str(first.narrow_svg if paper == "a4" else first.svg)
        chart = {
            "file": "chart.svg",
            "title": first.title,
            "finding": first.finding,
            "caption": first.caption,
        }
    heard, aim = board.panel("heard"), board.panel("aim") or board.panel("vision")
    modules = code_of(address).symbol_size(border=0)[0]
    data = {
        "paper": paper,
        "title": board.title,
        "of": board.of,
        "aim": [] if aim is None else _aims(aim),
        "aim_title": "" if aim is None else aim.title,
        "chart": chart,
        "heard": [{"said": one.text, "then": one.then} for one in (heard.lines if heard else ())][:MOST_SAID],
        "address": address,
        "until": day(expires_on),
        "code_mm": CODE_MM[paper] * (modules + 2 * QUIET) / modules,
    }
    return data, pictures


def _aims(aim: PublicPanel) -> list[str]:
    """One aim of a project; of a trust those of its projects, each by name."""
    return [aim.words] if aim.words else [": ".join((line.text, *line.details)) for line in aim.lines]
