"""Opening a published document: bytes to lines of text, with a message for what is no text."""

import re
from dataclasses import dataclass
from pathlib import Path

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity

_AS_TEXT = "Save it as text or Markdown (UTF-8) and import that file."
_OFFICE = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an Office or zip file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SIGNS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Source:
    """The document's lines, the first is number 1 of the document, and what was noted when opening it."""

    name: str
    lines: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_source(document: Path) -> Source:
    """The text of the document.

    UTF-8 with or without a byte-order mark is read as it is; UTF-16 with its mark and Windows-1252
    are read with a note. Comments of HTML are no part of the text; their lines are kept empty.
    """
    if document.is_dir():
        raise ClearwayError("this is a folder", where=str(document), mend="Name the document in it.")
    try:
        content = document.read_bytes()
    except FileNotFoundError as fault:
        mend = "Check the path."
        raise ClearwayError("there is no such file", where=str(document), mend=mend) from fault
    except OSError as fault:
        what = f"the file cannot be read ({fault.strerror})"
        raise ClearwayError(what, where=str(document), mend="Check that you may read it.") from fault
    text, findings = _decoded(content, document)
    text = _COMMENT.sub(lambda comment: re.sub(r"[^\r\n]", "", comment[0]), text)
    # Only these end a line: splitlines() would also split at form feeds and shift the numbers.
    return Source(document.name, tuple(re.split(r"\r\n|\n|\r", text)), findings)


def _decoded(content: bytes, document: Path) -> tuple[str, tuple[Finding, ...]]:
    for start, kind in _OFFICE.items():
        if content.startswith(start):
            raise ClearwayError(f"this is {kind}, not text", where=str(document), mend=_AS_TEXT)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(_strict(content, "utf-16", document), document), _note(document, "UTF-16")
    try:
        return _checked(content.decode("utf-8-sig"), document), ()
    except UnicodeDecodeError:
        return _checked(_strict(content, "cp1252", document), document), _note(document, "Windows-1252")


def _strict(content: bytes, encoding: str, document: Path) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        what = "the file is not text in UTF-8 or Windows-1252"
        raise ClearwayError(what, where=str(document), mend=_AS_TEXT) from fault


def _checked(text: str, document: Path) -> str:
    if _SIGNS.search(text):
        what = "the file holds signs that are not text"
        raise ClearwayError(what, where=str(document), mend=_AS_TEXT)
    return text


def _note(document: Path, encoding: str) -> tuple[Finding, ...]:
    what = f"the file is not UTF-8 and was read as {encoding}"
    mend = "Look through the quotes and dashes of the imported text."
    return (Finding(Severity.NOTE, "encoding", what, mend, file=document.name),)
