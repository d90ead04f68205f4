"""A picture on a page: one Vega-Lite specification, with its sentence, its table and its downloads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Self

from markupsafe import Markup

from clearway.spc.pictures import to_png, to_svg

Cell = str | int | float


@dataclass(frozen=True)
class Table:
    """The figures behind a picture, as a person reads them; `numeric` are the columns set right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()


# Pixels: a page column on a desk, and a phone held upright.
WIDE = 920
NARROW = 340

Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Picture:
    """One chart: `finding` says in words what it shows, `caption` where the figures come from,
    `notes` what a careful reader should know.

    `spec` is laid out WIDE pixels wide, `narrow` the same chart laid out for a phone.
    """

    id: str
    title: str
    finding: str
    spec: Spec
    narrow: Spec
    table: Table
    caption: str = ""
    notes: Sequence[str] = ()
    downloads: Sequence[tuple[str, str]] = field(default_factory=tuple)

    def with_downloads(self, downloads: Sequence[tuple[str, str]]) -> Self:
        """The same picture with (kind, address) of its downloads."""
        return replace(self, downloads=tuple(downloads))

    @property
    def svg(self) -> Markup:
        """The picture drawn by the server, safe to put into a page."""
        return self._drawn(self.spec)

    @property
    def narrow_svg(self) -> Markup:
        """The same for a phone."""
        return self._drawn(self.narrow)

    @property
    def png(self) -> bytes:
        """The picture as pixels, for slides and documents."""
        return to_png(dict(self.spec), title=self.title, description=self.finding)

    @property
    def spec_json(self) -> Markup:
        """The specification for the browser, unable to end the script element it stands in."""
        return _json(self.spec)

    @property
    def narrow_json(self) -> Markup:
        """The same for a phone."""
        return _json(self.narrow)

    def _drawn(self, spec: Spec) -> Markup:
        text = json.dumps(spec, sort_keys=True)
        return Markup(_svg(text, self.title, self.finding))  # noqa: S704 - made by vl-convert, which escapes text


def _json(spec: Spec) -> Markup:
    text = json.dumps(spec, separators=(",", ":"))
    for letter, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(letter, escape)
    return Markup(text)  # noqa: S704 - escaped just above


# A chart takes about 40 ms to draw and is the same for everybody until its figures change.
@lru_cache(maxsize=512)
def _svg(spec: str, title: str, finding: str) -> str:
    return to_svg(json.loads(spec), title=title, description=finding)
