"""The page that gives a trust everything that is kept of it, and the commands beside it."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from tests.lib.archive_story import arrive, taken_back
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of

from clearway.cli.main import main
from clearway.web.accounts.tokens import scopes_to_give
from clearway.web.audit.models import AccessEvent, ChangeEvent
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.projects.models import Project
from clearway.web.uploads.models import Upload

pytestmark = pytest.mark.django_db
PAGE = f"/organisations/{TRUST}/export/"


@pytest.fixture
def lead() -> User:
    user = somebody("trust-lead")
    a_project(user)
    return user


def test_tells_what_is_in_it_and_what_is_not(lead: User) -> None:
    text = text_of(browser_of(lead).get(PAGE))
    assert "Projects, actions, barriers" in text
    assert "It names people" in text
    assert "passwords" in text


def test_the_file_can_be_imported_and_tells_that_it_was_made(lead: User, tmp_path: Path) -> None:
    response = browser_of(lead).post(PAGE)
    assert response["Content-Disposition"] == f'attachment; filename="clearway-{TRUST}.zip"'
    content = b"".join(response.streaming_content)
    packed = zipfile.ZipFile(io.BytesIO(content))
    events = [json.loads(line) for line in packed.read("tables/audit.changeevent.jsonl").splitlines()]
    assert events[-1]["action"] == "export organisation"
    assert ChangeEvent.objects.filter(organisation=TRUST).order_by("sequence").last().person == lead.name
    assert AccessEvent.objects.filter(organisation=TRUST, subject="the export of everything").exists()
    file = tmp_path / "it.zip"
    file.write_bytes(content)
    renamed = tmp_path / "renamed"
    with packed:
        packed.extractall(renamed)
    assert (renamed / "README.txt").read_text().startswith("Barts Health")
    with pytest.raises(Exception, match=f"{TRUST} has rows here already"):
        arrive(file)


def test_looking_makes_nothing(lead: User) -> None:
    before = ChangeEvent.objects.count()
    browser_of(lead).get(PAGE)
    assert ChangeEvent.objects.count() == before


@pytest.mark.parametrize("role", ["improvement-lead", "reader", "board-champion", "midwife"])
def test_is_for_whoever_answers_for_the_trust(lead: User, role: str) -> None:
    client = browser_of(somebody(role))
    assert (client.get(PAGE).status_code, client.post(PAGE).status_code) == (403, 403)


def test_is_not_for_those_above_or_beside_the_trust_nor_for_programs(lead: User) -> None:
    assert browser_of(somebody("network-lead", "QMF")).post(PAGE).status_code == 403
    assert browser_of(somebody("trust-lead", "RJ1")).post(PAGE).status_code == 404
    assert Permission.EXPORT not in scopes_to_give(access_of_user(lead), TRUST)


def test_says_what_it_waits_for(lead: User) -> None:
    Upload.objects.create(org_code=TRUST, file_name="a", sha256="", size=0, kind="csv", state="reading")
    response = browser_of(lead).post(PAGE)
    assert "a file is being read or imported" in text_of(response)
    assert not ChangeEvent.objects.filter(organisation=TRUST, action="export organisation").exists()


class TestCommands:
    def test_every_organisation_in_a_folder_of_its_own(
        self, lead: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        a_project(somebody("trust-lead", "RJ1"), "RJ1")
        assert main(["export", str(tmp_path / "all")]) == 0
        assert {TRUST, "RJ1"} <= {folder.name for folder in (tmp_path / "all").iterdir()}
        assert f"{TRUST}: " in capsys.readouterr().out

    def test_again_in_the_same_place_and_never_over_something_else(
        self, lead: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        place = tmp_path / "it"
        asked = ["export", str(place), "--organisation", TRUST]
        assert main(asked) == 0
        first = (place / "manifest.json").read_bytes()
        assert main(asked) == 0
        assert (place / "manifest.json").read_bytes() == first
        (tmp_path / "letters").mkdir()
        (tmp_path / "letters" / "dear.txt").write_text("x")
        assert main(["export", str(tmp_path / "letters"), "--organisation", TRUST]) == 2
        assert "There is something else at that place" in capsys.readouterr().err
        assert [file.name for file in (tmp_path / "letters").iterdir()] == ["dear.txt"]

    def test_nothing_kept_is_said(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["export", str(tmp_path / "x"), "--organisation", "RAL"]) == 2
        assert "Nothing is kept of" in capsys.readouterr().err
        assert not (tmp_path / "x").exists()

    def test_the_site_tells_of_exports_by_command(self, lead: User, tmp_path: Path) -> None:
        main(["export", str(tmp_path / "x"), "--organisation", TRUST])
        told = ChangeEvent.objects.filter(organisation="", action="export organisation").get()
        assert told.subject == TRUST
        assert len(told.details["manifest"]) == 64

    def test_an_import_that_is_stopped_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with taken_back():
            a_project(somebody("trust-lead"))
            main(["export", str(tmp_path / "x"), "--organisation", TRUST])

        def stop(*_said: object, **_more: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("clearway.web.archive.arriving._check_arrived", stop)
        assert main(["import", str(tmp_path / "x"), "--people"]) == 130
        assert "nothing is half done" in capsys.readouterr().err
        assert not Project.objects.filter(org_code=TRUST).exists()
        assert not ChangeEvent.objects.filter(organisation=TRUST).exists()


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert "/account/login/" in client.get(PAGE)["Location"]
