"""A measure that a shipped package knows by the same name keeps its id, and so its definition sheet."""

from pathlib import Path

import pytest

from clearway.package.importer import import_document
from clearway.package.loader import shipped_packages

DOCUMENT = """# Warm welcomes

Change package\tWarm welcomes
Primary driver\tA team that listens
Secondary driver\tListen every week
Change ideas\t<ul><li>• Hold a weekly listening hour</li></ul>
Mandatory data\t<ul><li>• {name}</li></ul>
Supporting data\t<ul><li>• Number of chairs in the room</li></ul>
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return tmp_path / "package.md"


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Number of listening events held", "listening-events"),
        ("number of  LISTENING events held.", "listening-events"),
        ("Number of listening hours held", "number-listening-hours-held"),
    ],
)
def test_the_id_goes_by_the_name(document: Path, name: str, id_: str) -> None:
    document.write_text(DOCUMENT.format(name=name), encoding="utf-8")
    assert import_document(document).package.measures[0].id == id_


def test_an_example_package_lends_no_ids(document: Path) -> None:
    example = next(package for package in shipped_packages().values() if package.example)
    document.write_text(DOCUMENT.format(name=example.measures[0].name), encoding="utf-8")
    assert import_document(document).package.measures[0].id != example.measures[0].id
