"""Whether a file is what its name says. Judged by content; nothing of it is run, drawn or unpacked."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from clearway.common.errors import ClearwayError

LARGEST = 5 * 1024 * 1024
"""Bytes of one file."""
LONGEST_NAME = 150
CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class CheckedFile:
    """A file's name without folders and control characters, and its kind: the ending, in small letters."""

    name: str
    kind: str


def _office(main: str) -> Callable[[bytes], bool]:
    """An Office file with that main part and without macros."""

    def check(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                names = packed.namelist()
        # NotImplementedError is the library's word for a compression that it does not know.
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return False
        macros = any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in names)
        return CONTENT_TYPES in names and main in names and not macros

    return check


def _text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


KINDS: Mapping[str, tuple[str, Callable[[bytes], bool]]] = {
    "pdf": ("application/pdf", lambda content: content[:5] == b"%PDF-" and b"%%EOF" in content[-1024:]),
    "png": ("image/png", lambda content: content[:8] == b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", lambda content: content[:3] == b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", lambda content: content[:3] == b"\xff\xd8\xff"),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _office("word/document.xml"),
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _office("xl/workbook.xml"),
    ),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _office("ppt/presentation.xml"),
    ),
    "csv": ("text/csv; charset=utf-8", _text),
    "txt": ("text/plain; charset=utf-8", _text),
}
"""The content type and the check of every kind that is taken."""


def checked_file(name: str, content: bytes) -> CheckedFile:
    """The file's name and kind. Raises ClearwayError for anything else than a file of these kinds."""
    clean = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/"))
    clean = PurePosixPath(clean).name.strip(". ")
    kind = PurePosixPath(clean).suffix[1:].lower()
    if kind not in KINDS:
        raise ClearwayError(
            f"Files that end in '.{kind}' are not taken" if kind else "The name of the file has no ending",
            mend=f"Save it as one of {', '.join(KINDS)}",
        )
    if not content:
        raise ClearwayError("The file is empty", mend="Choose another")
    if len(content) > LARGEST:
        raise ClearwayError(
            f"The file is larger than {LARGEST // 1024 // 1024} MB", mend="Make it smaller, or split it"
        )
    if not KINDS[kind][1](content):
        raise ClearwayError(
            f"The content of the file is not that of a .{kind} file, or it holds macros",
            mend="Open it, save it again in that form without macros, and choose it again",
        )
    stem = clean[: -len(kind) - 1]
    return CheckedFile(f"{stem[: LONGEST_NAME - len(kind) - 1]}.{kind}", kind)
