"""Which files a project keeps: judged by their content, never by their name alone."""

import io
import zipfile

import pytest

from clearway.common.errors import ClearwayError
from clearway.web.projects.file_check import LARGEST, LONGEST_NAME, checked_file


def packed(*names: str) -> bytes:
    """A ZIP archive with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


PDF = b"%PDF-1.7\n...\n%%EOF\n"
DOCX = packed("[Content_Types].xml", "word/document.xml")
GOOD = {
    "map.pdf": PDF,
    "chart.PNG": b"\x89PNG\r\n\x1a\n....",
    "photo.jpeg": b"\xff\xd8\xff\xe0....",
    "notes.docx": DOCX,
    "counts.xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "talk.pptx": packed("[Content_Types].xml", "ppt/presentation.xml"),
    "counts.csv": "month,tested\n2026-04,90\n".encode("utf-8-sig"),
    "notes.txt": "Grüße".encode(),
}


@pytest.mark.parametrize("name", GOOD)
def test_keeps_what_is_what_it_says(name: str) -> None:
    checked = checked_file(name, GOOD[name])
    assert checked.kind == name.rsplit(".", 1)[1].lower()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg onload='alert(1)'/>"),
        ("program.exe", b"MZ"),
        ("macros.docm", DOCX),
        ("no-ending", PDF),
        (".pdf", PDF),
        ("page.pdf", b"<script>alert(1)</script>"),
        ("cut.pdf", b"%PDF-1.7\n half of it"),
        ("macros.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("book.docx", packed("[Content_Types].xml", "xl/workbook.xml")),
        ("archive.xlsx", packed("a.txt")),
        ("broken.xlsx", b"PK\x03\x04 and no more"),
        ("old.csv", "Größe".encode("latin-1")),
        ("binary.txt", b"a\x00b"),
        ("empty.txt", b""),
        ("large.txt", b"x" * (LARGEST + 1)),
    ],
)
def test_refuses_everything_else_and_says_what_to_do(name: str, content: bytes) -> None:
    with pytest.raises(ClearwayError) as caught:
        checked_file(name, content)
    assert caught.value.mend


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ada\\map.txt", "map.txt"),
        ("in\r\nvoice.txt", "invoice.txt"),
        ("gpj.\u202etxt.txt", "gpj.txt.txt"),
        ("  map.txt ", "map.txt"),
    ],
)
def test_a_name_holds_no_folder_and_nothing_that_cannot_be_seen(name: str, kept: str) -> None:
    assert checked_file(name, b"x").name == kept


def test_a_long_name_is_shortened_before_its_ending() -> None:
    name = checked_file("x" * 300 + ".txt", b"x").name
    assert len(name) == LONGEST_NAME
    assert name.endswith(".txt")
