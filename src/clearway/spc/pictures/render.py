"""Specifications drawn on the server, without a browser.

The drawing library is loaded at the first picture: a process that has used it must not be forked
afterwards, so nothing here touches it while modules are imported.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from html import escape
from typing import Any

VEGA_LITE = "6.4"
"""The version in the committed browser bundle; server and browser draw alike."""

Spec = Mapping[str, Any]

_HIDDEN_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def to_svg(spec: Spec, *, title: str, description: str) -> str:
    """The picture as an SVG element that can stand in any page.

    It has `role="img"`, a `<title>` and a `<desc>`; it has no ids, style attributes or scripts, so
    many fit one page under a strict content security policy. The roles that the drawing library
    gives to parts are taken out: to assistive technology the picture is one image with a
    description, and its figures are in the table beside it.
    """
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(_plain(spec), vl_version=VEGA_LITE)
    start = drawn.index("<svg")
    end = drawn.index(">", start)
    opening = _HIDDEN_ROLES.sub("", drawn[start:end])
    body = _HIDDEN_ROLES.sub("", drawn[end + 1 :])
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'{opening} role="img">{words}{body}'


def to_png(spec: Spec, *, title: str, description: str, scale: float = 2.0) -> bytes:
    """The picture as PNG, `scale` device pixels to a pixel, with its title and description inside."""
    import vl_convert

    image: bytes = vl_convert.vegalite_to_png(_plain(spec), vl_version=VEGA_LITE, scale=scale)
    return _with_words(image, {"Title": title, "Description": description})


def to_pdf(spec: Spec) -> bytes:
    """The picture as a one-page PDF with real text, for print.

    It has no tags and no text alternative, so it is no accessible document by itself: for that, put
    the SVG (or the PNG with the chart's text beside it) into a document that is tagged.
    """
    import vl_convert

    page: bytes = vl_convert.vegalite_to_pdf(_plain(spec), vl_version=VEGA_LITE)
    return page


def _plain(spec: Spec) -> dict[str, Any]:
    return deepcopy(dict(spec))


def _with_words(image: bytes, words: Mapping[str, str]) -> bytes:
    """The PNG with international text chunks after its header (PNG specification, 11.3.3)."""
    from struct import pack
    from zlib import crc32

    header_end = 8 + 25  # signature, then the IHDR chunk: length, name, 13 bytes, checksum
    chunks = b""
    for key, text in words.items():
        content = b"iTXt" + key.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
        chunks += pack(">I", len(content) - 4) + content + pack(">I", crc32(content))
    return image[:header_end] + chunks + image[header_end:]
