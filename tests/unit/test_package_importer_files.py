"""A file that cannot be imported is refused with what it is and what to do; odd encodings are noted."""

from pathlib import Path

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.findings import Severity
from clearway.package.importer import import_document

PAGE = "Change package\tKeep tea hot – today\nPrimary driver\tKettles\nSecondary driver\tBoil ‘in time’\n"


def written(folder: Path, content: bytes) -> Path:
    document = folder / "document.md"
    document.write_bytes(content)
    return document


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ClearwayError, match=r"none\.md: there is no such file\. Check the path"):
        import_document(tmp_path / "none.md")
    with pytest.raises(ClearwayError, match="this is a folder"):
        import_document(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "an Office or zip file"),
        (b"Change package\x00\x01\x02", "signs that are not text"),
        (b"Change package\t\x81\x8d\xff", "not text in UTF-8 or Windows-1252"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_save(content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(ClearwayError, match=said) as refused:
        import_document(written(tmp_path, content))
    assert "Save it as text" in refused.value.mend


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_read_with_a_note(encoding: str, tmp_path: Path) -> None:
    report = import_document(written(tmp_path, PAGE.encode(encoding)))
    assert report.package.title == "Keep tea hot – today"
    assert report.package.drivers[0].title == "Boil ‘in time’"
    (note,) = [finding for finding in report.unplaced if finding.rule == "encoding"]
    assert note.severity is Severity.NOTE


@pytest.mark.parametrize(
    "text",
    ["", "\n \n", "# Driver diagram and change package\n\nChange package\n\nSome prose.\n", "a\tb\nc\td\n"],
)
def test_a_document_without_a_change_package_row_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ClearwayError, match="no row 'Change package'") as refused:
        import_document(written(tmp_path, text.encode()))
    assert "Change package<tab>Title" in refused.value.mend


def test_a_package_without_a_secondary_driver_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClearwayError, match="no page with a row 'Secondary driver'"):
        import_document(written(tmp_path, b"Change package\tKeep tea hot\nPrimary driver\tKettles\n"))


@pytest.mark.parametrize("package_id", ["Keep Tea", "keep_tea", "", "-tea", "tea\n"])
def test_an_id_that_is_none_is_refused_before_anything_is_written(package_id: str, tmp_path: Path) -> None:
    with pytest.raises(ClearwayError, match="cannot be the id of a package"):
        import_document(written(tmp_path, PAGE.encode()), tmp_path / "out", package_id=package_id)
    assert not (tmp_path / "out").exists()


def test_the_id_can_be_given_and_comes_from_the_title_otherwise(tmp_path: Path) -> None:
    document = written(tmp_path, PAGE.encode())
    assert import_document(document, package_id="tea").package.id == "tea"
    assert import_document(document).package.id == "keep-tea-hot-today"


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ClearwayError, match="not empty"):
        import_document(written(tmp_path, PAGE.encode()), out)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_nothing_is_written_without_out(tmp_path: Path) -> None:
    import_document(written(tmp_path, PAGE.encode()))
    assert [path.name for path in tmp_path.iterdir()] == ["document.md"]


def test_a_form_feed_does_not_count_as_a_line(tmp_path: Path) -> None:
    report = import_document(written(tmp_path, f"\x0c\n{PAGE}\nPage 3\n".encode()))
    assert report.package.drivers[0].position.line == 4
    assert [finding.row for finding in report.unplaced if finding.rule == "unplaced"] == [6]
