"""Somebody stops an export or an import half way: what was there is as it was, and nothing is half done."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.lib.archive_story import BY, contents, export, fill, taken_back
from tests.lib.improvement import somebody

from clearway.common.organisations import directory
from clearway.web.archive import packing
from clearway.web.archive.actions import export_folder
from clearway.web.archive.arriving import bring_in
from clearway.web.archive.models import Aside, Elsewhere
from clearway.web.archive.reading import opened
from clearway.web.archive.tables import PEOPLE, tables
from clearway.web.audit.models import ChangeEvent

pytestmark = pytest.mark.django_db
TRUST, OTHER = "DEMO1", "DEMO2"


def never(done: int, total: int) -> None:
    """Nobody stops it."""


def stopping_after(rows: int) -> Callable[[int, int], None]:
    """As Ctrl-C does, while the line that tells of progress is drawn."""

    def progress(done: int, total: int) -> None:
        assert 0 < done <= total
        if done >= rows:
            raise KeyboardInterrupt

    return progress


@pytest.fixture(autouse=True)
def _told_of_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("arriving", "writing"):
        monkeypatch.setattr(f"clearway.web.archive.{module}.TOLD_EVERY", 1)


def held() -> dict[str, int]:
    """How many rows there are of each table, of whomever."""
    counts = {name: table.model._base_manager.count() for name, table in tables().items()}
    return counts | {"aside": Aside.objects.count(), "elsewhere": Elsewhere.objects.count()}


@pytest.mark.parametrize("rows", [1, 40, 70])
def test_an_import_that_is_stopped_leaves_nothing(tmp_path: Path, rows: int) -> None:
    with taken_back():
        fill(TRUST, somebody("trust-lead", TRUST), OTHER)
        folder = export(TRUST, tmp_path / "out")
    before = held()
    with opened(folder) as archive:
        assert archive.rows > rows
        with pytest.raises(KeyboardInterrupt):
            bring_in(archive, people=True, by=BY, progress=stopping_after(rows))
        assert held() == before
        bring_in(archive, people=True, by=BY, progress=never)
    assert held() != before
    assert PEOPLE in tables()


@pytest.mark.parametrize("rows", [1, 60])
def test_an_export_that_is_stopped_leaves_no_folder_and_the_one_before_untouched(
    tmp_path: Path, rows: int
) -> None:
    fill(TRUST, somebody("trust-lead", TRUST), OTHER)
    place, organisation = tmp_path / "out", directory().get(TRUST)

    def run(progress: Callable[[int, int], None]) -> None:
        export_folder(organisation=organisation, folder=place, by=BY, zipped=True, progress=progress)

    with pytest.raises(KeyboardInterrupt):
        run(stopping_after(rows))
    assert list(tmp_path.iterdir()) == []
    run(never)
    whole = contents(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(stopping_after(rows))
    assert contents(tmp_path) == whole
    assert ChangeEvent.objects.filter(action="export organisation").count() == 1


def test_a_zip_file_that_is_stopped_is_not_there_by_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(TRUST, somebody("trust-lead", TRUST), OTHER)
    folder = export(TRUST, tmp_path / "out")
    written = tmp_path / "out.zip"
    packing.pack_whole(folder, written)
    first = written.read_bytes()

    def stopped(_folder: Path, out: object) -> None:
        out.write(b"PK half")  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(packing, "pack", stopped)
    with pytest.raises(KeyboardInterrupt):
        packing.pack_whole(folder, written)
    assert written.read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.zip"]
