"""Paper, typeset: templates of typst filled with data. All words go over as data, never as markup."""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from clearway.web.design.glyphs import FONTS, showable

COMMON = Path(__file__).parent / "paper" / "common.typ"
DATA = "data.json"


def pdf(template: Path, data: Mapping[str, Any], pictures: Mapping[str, str]) -> bytes:
    """A tagged PDF (PDF/UA-1). `pictures` are SVG texts by the file names under which `data` names them."""
    return _compiled(template, data, pictures, format="pdf", pdf_standards="ua-1")[0]


def png(template: Path, data: Mapping[str, Any], pictures: Mapping[str, str]) -> list[bytes]:
    """The pages of the same as pictures."""
    return _compiled(template, data, pictures, format="png", ppi=96)


def _compiled(
    template: Path, data: Mapping[str, Any], pictures: Mapping[str, str], **how: Any
) -> list[bytes]:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for file in (template, COMMON):
            (root / file.name).write_bytes(file.read_bytes())
        for name, svg in pictures.items():
            (root / name).write_text(showable(svg), encoding="utf-8")
        (root / DATA).write_text(json.dumps(_showable(data)), encoding="utf-8")
        # The fonts that typst carries and ours, and no others: the same paper everywhere.
        made = typst.compile(
            str(root / template.name), root=folder, ignore_system_fonts=True, font_paths=[str(FONTS)], **how
        )
    return made if isinstance(made, list) else [made]


def _showable(data: Any) -> Any:
    """The same with every text as our fonts can show it."""
    if isinstance(data, str):
        return showable(data)
    if isinstance(data, Mapping):
        return {name: _showable(each) for name, each in data.items()}
    return [_showable(each) for each in data] if isinstance(data, list | tuple) else data
