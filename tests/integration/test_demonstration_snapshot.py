"""The made-up collaborative as files: the same wherever it is made, and living where it is loaded."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from tests.lib.archive_story import contents, taken_back
from tests.lib.told_story import Kept

from clearway.cli.main import main
from clearway.common.errors import ClearwayError
from clearway.web.archive.selectors import codes_with_rows
from clearway.web.audit.checking import check_chain
from clearway.web.audit.models import Person
from clearway.web.demonstration.snapshot import LIST, Listed, listed_in, load, make, write
from clearway.web.library.models import Copy
from clearway.web.people.models import User

pytestmark = pytest.mark.django_db
BY = Person("Tess Ter", "tests")
PROJECT = Path(__file__).parents[2]


def _demonstration() -> list[str]:
    return [code for code in codes_with_rows() if code.startswith("DEMO")]


def _quiet(_done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def snapshot(
    kept_story: Kept, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Written from the database of the tests."""
    folder = tmp_path_factory.mktemp("snapshot") / "made"
    folder.mkdir()
    with django_db_blocker.unblock(), taken_back():
        write(kept_story.as_of, kept_story.put_back(), folder)
    return folder


@pytest.fixture(scope="module")
def loaded(snapshot: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Listed]:
    """Loaded into a site that had none of it, for all tests of this module."""
    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True), transaction.atomic():
        yield load(folder=snapshot, by=BY, progress=_quiet)
        transaction.set_rollback(True)


class TestRefused:
    """Before anything is loaded for the other tests of this module."""

    @pytest.fixture(autouse=True)
    def _on_a_laptop(self, settings: object) -> None:
        settings.DEMONSTRATION = True

    def test_in_production_nothing_is_loaded_or_made(self, snapshot: Path, tmp_path: Path) -> None:
        with override_settings(DEMONSTRATION=False):
            with pytest.raises(ClearwayError, match="not loaded here"):
                load(folder=snapshot, by=BY, progress=_quiet)
            with pytest.raises(ClearwayError, match="not told here"):
                make(as_of=timezone.localdate(), folder=tmp_path / "made", progress=_quiet)
        assert _demonstration() == []
        assert list(tmp_path.iterdir()) == []

    def test_by_command_where_the_settings_are_a_servers(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "clearway.web.config.settings.production")
        words = ["demonstration", "make", "--as-of", "2026-11-01", "--out", str(tmp_path / "made")]
        assert main(words) == 2
        assert "settings.production" in capsys.readouterr().err

    def test_a_file_that_was_changed_and_then_nothing_is_there(self, snapshot: Path, tmp_path: Path) -> None:
        copied = Path(shutil.copytree(snapshot, tmp_path / "copied"))
        last = copied / listed_in(copied).organisations[-1].code / "tables" / "audit.changeevent.jsonl"
        last.write_bytes(last.read_bytes().replace(b"submit", b"submix", 1))
        with pytest.raises(ClearwayError, match="checksum differs"):
            load(folder=copied, by=BY, progress=_quiet)
        assert _demonstration() == []

    def test_an_export_that_is_not_the_one_of_the_list(self, snapshot: Path, tmp_path: Path) -> None:
        copied = Path(shutil.copytree(snapshot, tmp_path / "copied"))
        said = json.loads((copied / LIST).read_text())
        said["organisations"][0]["sha256"] = "0" * 64
        (copied / LIST).write_text(json.dumps(said))
        with pytest.raises(ClearwayError, match="not the one of the list"):
            load(folder=copied, by=BY, progress=_quiet)

    @pytest.mark.parametrize(
        ("text", "words"),
        [("", "cannot be read"), ("{}", "format None"), ('{"format": 1, "rows": 2}', "wrong at")],
    )
    def test_a_list_that_is_none(self, tmp_path: Path, text: str, words: str) -> None:
        with pytest.raises(ClearwayError, match="no snapshot"):
            load(folder=tmp_path, by=BY, progress=_quiet)
        (tmp_path / LIST).write_text(text)
        with pytest.raises(ClearwayError, match=words):
            load(folder=tmp_path, by=BY, progress=_quiet)

    def test_a_folder_with_something_else_and_a_day_to_come(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("mine")
        with pytest.raises(ClearwayError, match="something else"):
            make(as_of=timezone.localdate(), folder=tmp_path, progress=_quiet)
        with pytest.raises(ClearwayError, match="has not come yet"):
            make(as_of=timezone.localdate() + timedelta(days=1), folder=tmp_path / "x", progress=_quiet)
        assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]

    def test_stopped_in_the_middle_leaves_nothing(self, tmp_path: Path) -> None:
        def stop(done: int, _total: int) -> None:
            if done > 50:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            make(as_of=timezone.localdate(), folder=tmp_path / "made", progress=stop)
        assert list(tmp_path.iterdir()) == []
        assert _demonstration() == []


def test_another_process_in_another_place_makes_the_same_bytes(
    snapshot: Path, kept_story: Kept, tmp_path: Path
) -> None:
    """Told anew: by the command, into SQLite, whatever the tests run on, with other hashes, zone and name."""
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LOGNAME": "somebody-else"}
    environment |= {"LC_ALL": "C", "PYTHONPATH": str(PROJECT / "src"), "TMPDIR": str(tmp_path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = ["demonstration", "make", "--as-of", str(kept_story.as_of), "--out", str(tmp_path / "made")]
    ran = subprocess.run(
        [sys.executable, "-m", "clearway", *command],
        env=environment, cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert f"as of {kept_story.as_of}" in ran.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["made"]  # and no database is left
    first, again = contents(snapshot), contents(tmp_path / "made")
    assert sorted(first) == sorted(again)
    assert [name for name in first if first[name] != again[name]] == []


def test_the_list_names_every_organisation_with_its_checksum(snapshot: Path, kept_story: Kept) -> None:
    listed = listed_in(snapshot)
    assert {path.name for path in snapshot.iterdir()} == {held.code for held in listed.organisations} | {LIST}
    assert {f"DEMO{number}" for number in range(1, 9)} <= {held.code for held in listed.organisations}
    assert (listed.as_of, listed.happened) == (str(kept_story.as_of), kept_story.happened)


def test_what_is_loaded_is_written_again_to_the_last_byte(
    loaded: Listed, snapshot: Path, tmp_path: Path
) -> None:
    write(timezone.localdate().fromisoformat(loaded.as_of), loaded.happened, tmp_path)
    assert contents(tmp_path) == contents(snapshot)
    assert all(check_chain(held.code).fault is None for held in loaded.organisations)


def test_a_copied_test_finds_its_origin_in_another_trust(loaded: Listed) -> None:
    assert Copy.objects.count() == 4
    assert all(copy.version.shared.org_code != copy.cycle.project.org_code for copy in Copy.objects.all())


@pytest.mark.parametrize(
    ("who", "address", "words"),
    [
        ("network-lead-north", "/coordination/DEMO-N/", "Alderbrook"),
        ("improvement-lead", "/organisations/DEMO1/projects/1/board/", "A CO test at every booking"),
        (
            "improvement-lead",
            "/measures/co-test-booking/?organisation=DEMO1",
            "moved to the start of the visit",
        ),
    ],
)
def test_its_pages_are_alive(loaded: Listed, client: Client, who: str, address: str, words: str) -> None:
    client.force_login(User.objects.get(email__startswith=f"{who}@"))
    answer = client.get(address)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_it_is_loaded_once(loaded: Listed, snapshot: Path) -> None:
    with pytest.raises(ClearwayError, match="has rows here already"):
        load(folder=snapshot, by=BY, progress=_quiet)


def test_a_day_that_is_none_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["demonstration", "make", "--as-of", "22.11.26", "--out", str(tmp_path)]) == 2
    assert "is no day" in capsys.readouterr().err
