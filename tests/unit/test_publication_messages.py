"""Every malformed file gets its own message: what is wrong, where, what to do.

Each file of `tests/data/bad_publications` has one fault; `expected.yaml` beside them holds what is said.
"""

from pathlib import Path

import pytest
import python_calamine
import yaml

from clearway.common.errors import ClearwayError
from clearway.records.publications import read_publication

FOLDER = Path(__file__).parents[1] / "data" / "bad_publications"
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
REFUSED = sorted(name for name, said in EXPECTED.items() if "refused" in said)
READ = sorted(name for name, said in EXPECTED.items() if "findings" in said)


def test_every_file_of_the_folder_has_its_message() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"expected.yaml"}
    assert files == set(REFUSED) | set(READ)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_whole(name: str) -> None:
    with pytest.raises(ClearwayError) as refused:
        read_publication(FOLDER / name)
    assert str(refused.value) == EXPECTED[name]["refused"]
    assert refused.value.mend


@pytest.mark.parametrize("name", READ)
def test_a_row_that_cannot_be_used_is_named_and_the_rest_is_read(name: str) -> None:
    publication = read_publication(FOLDER / name)
    assert [str(finding) for finding in publication.findings] == EXPECTED[name]["findings"]
    assert len(publication.values) == EXPECTED[name]["values"]


@pytest.mark.parametrize("name", READ)
def test_a_finding_names_the_file_and_the_column(name: str) -> None:
    for finding in read_publication(FOLDER / name).findings:
        assert finding.file == name
        assert finding.column or finding.row is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ClearwayError) as refused:
        read_publication(tmp_path / "april.csv")
    assert str(refused.value) == f"{tmp_path}/april.csv: There is no such file. Check the name and folder"


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ClearwayError) as refused:
        read_publication(tmp_path)
    assert str(refused.value) == f"{tmp_path}: This is a folder, not a file. Name the files in it"


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ClearwayError) as refused:
        read_publication(tmp_path / "april.csv")
    assert str(refused.value) == (
        f"{tmp_path}/april.csv: The file cannot be opened (Permission denied). "
        "Check that you may read it and that no other program holds it"
    )


def test_a_workbook_with_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def protected(file: object) -> None:
        raise python_calamine.PasswordError("password protected")

    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_filelike", protected, raising=False)
    path = tmp_path / "april.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(ClearwayError) as refused:
        read_publication(path)
    assert str(refused.value) == (
        "april.xlsx: The workbook is protected by a password. Save it without a password"
    )


def test_an_unclosed_quotation_mark_that_swallows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "april.csv"
    path.write_text('Org_Code,Value\n"R0A,5\n' + "R0B,5\n" * 40_000, encoding="utf-8")
    with pytest.raises(ClearwayError, match=r"^april\.csv: The file cannot be read as CSV \(field larger"):
        read_publication(path)
