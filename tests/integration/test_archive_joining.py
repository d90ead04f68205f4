"""Two trusts that speak of each other move one after the other: what waited for the second is joined."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.lib.archive_story import arrive, contents, export, fill, taken_back
from tests.lib.improvement import somebody

from clearway.web.archive.models import Aside, Elsewhere
from clearway.web.archive.tables import tables
from clearway.web.cycles.models import Cycle
from clearway.web.library.models import Copy
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
FIRST, SECOND = "DEMO1", "DEMO2"


@pytest.fixture
def folders(tmp_path: Path) -> Mapping[str, Path]:
    """Both trusts exported from a site on which the first copied a test of the second."""
    with taken_back():
        fill(FIRST, somebody("trust-lead", FIRST), SECOND)
        return {code: export(code, tmp_path / code) for code in (FIRST, SECOND)}


def copied() -> Cycle:
    return Cycle.objects.get(project__org_code=FIRST, project__number=901, number=1)


@pytest.mark.parametrize("order", [(FIRST, SECOND), (SECOND, FIRST)])
def test_whichever_comes_first_both_are_joined_and_go_out_as_they_came(
    folders: Mapping[str, Path], tmp_path: Path, order: tuple[str, str]
) -> None:
    for code in order:
        arrive(folders[code])
    assert copied().copied_from.project.org_code == SECOND
    assert Copy.objects.filter(version__shared__org_code=SECOND, cycle__project__org_code=FIRST).count() == 1
    assert not Elsewhere.objects.filter(field="copied_from").exists()
    for code, folder in folders.items():
        assert contents(export(code, tmp_path / f"{code}-again")) == contents(folder)


def test_what_waits_is_told_and_joined_once(folders: Mapping[str, Path]) -> None:
    assert arrive(folders[FIRST]).joined == 0
    assert copied().copied_from is None
    assert Copy.objects.filter(cycle__project__org_code=FIRST).count() == 1
    assert arrive(folders[SECOND]).joined == 2
    assert Copy.objects.filter(cycle__project__org_code=FIRST).count() == 2
    assert [one.row != "" for one in Aside.objects.filter(org_code=FIRST)] == [True]


def test_rows_written_later_stand_behind_those_that_were_joined(
    folders: Mapping[str, Path], tmp_path: Path
) -> None:
    for code in (FIRST, SECOND):
        arrive(folders[code])
    before = (folders[FIRST] / "tables/projects.project.jsonl").read_text()
    project = Project.objects.get(org_code=FIRST, number=901)
    late = Cycle.objects.create(project=project, number=99, title="Late", scale="", at=project.at)
    Copy.objects.create(cycle=late, version=Copy.objects.latest("pk").version, at=project.at)
    again = export(FIRST, tmp_path / "again")
    lines = (again / "tables/library.copy.jsonl").read_text().splitlines()
    assert lines[:-1] == (folders[FIRST] / "tables/library.copy.jsonl").read_text().splitlines()
    assert (again / "tables/projects.project.jsonl").read_text() == before


def test_columns_that_are_filled_in_later_may_be_changed() -> None:
    """A table that is only ever added to has a trigger: an import would end there."""
    for name, table in tables().items():
        assert set(table.kept.joined) <= set(table.kept.beyond), name
    assert [name for name, table in tables().items() if table.kept.joined] == ["cycles.Cycle"]
