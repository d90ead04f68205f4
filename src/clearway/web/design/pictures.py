"""A picture on a page: one Vega-Lite specification, with its sentence, its table and its downloads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from clearway.spc.pictures import to_png, to_svg

Cell = str | int | float


@dataclass(frozen=True)
class Table:
    """The figures behind a picture, as a person reads them; `numeric` are the columns set right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Picture:
    """One chart: `finding` says in words what it shows, `caption` where the figures come from."""

    id: str
    title: str
    finding: str
    spec: Mapping[str, Any]
    table: Table
    caption: str = ""
    downloads: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def svg(self) -> Markup:
        """The picture drawn by the server, safe to put into a page."""
        return Markup(_svg(json.dumps(self.spec, sort_keys=True), self.title, self.finding))  # noqa: S704 - made by vl-convert, which escapes text

    @property
    def png(self) -> bytes:
        """The picture as pixels, for slides and documents."""
        return to_png(dict(self.spec), title=self.title, description=self.finding)

    @property
    def spec_json(self) -> Markup:
        """The specification for the browser, unable to end the script element it stands in."""
        text = json.dumps(self.spec, separators=(",", ":"))
        for letter, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
            text = text.replace(letter, escape)
        return Markup(text)  # noqa: S704 - escaped just above


# A chart takes about 40 ms to draw and is the same for everybody until its figures change.
@lru_cache(maxsize=512)
def _svg(spec: str, title: str, finding: str) -> str:
    return to_svg(json.loads(spec), title=title, description=finding)
