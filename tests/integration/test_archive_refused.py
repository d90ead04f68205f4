"""What is wrong with an export, or does not fit the site, is refused as a whole and in words."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests.lib.archive_story import AT, BY, a_cycle, arrive, contents, export, taken_back
from tests.lib.collaborative import enter, newest
from tests.lib.improvement import somebody
from tests.lib.visitors import browser

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import AccessEvent, ChainHead, ChangeEvent, record_access
from clearway.web.cycles.models import Cycle
from clearway.web.people.models import Membership, User
from clearway.web.projects.actions.talk import add_file
from clearway.web.projects.models import Project
from clearway.web.publications.models import Value
from clearway.web.uploads.models import Upload

pytestmark = pytest.mark.django_db
TRUST = "DEMO1"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def good(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The export of a small trust: a lead, a project with a file and a test, two figures of a month."""
    folder = tmp_path_factory.mktemp("archive") / "good"
    with django_db_blocker.unblock(), taken_back():
        lead = somebody("trust-lead", TRUST, "Lea Trust")
        cycle = a_cycle(TRUST, 1)
        add_file(project=cycle.project, name="a.txt", content=b"words", by=lead.as_person())
        enter(TRUST, newest())
        enter(TRUST, newest())
        record_access(organisation=TRUST, page="trail", subject="the log", by=BY)
        export(TRUST, folder)
    return folder


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    for name, content in contents(good).items():
        path = tmp_path / "copy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "copy"


def _said(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "manifest.json").read_text()))


def _say(folder: Path, manifest: dict[str, Any]) -> None:
    (folder / "manifest.json").write_text(json.dumps(manifest))


def _change(folder: Path, table: str, change: Callable[[list[Row]], object]) -> None:
    """Change the rows of a table, and its checksum as somebody would who means it."""
    name = f"tables/{table.lower()}.jsonl"
    rows = [json.loads(line) for line in (folder / name).read_text().splitlines()]
    change(rows)
    _put(folder, name, "".join(json.dumps(row) + "\n" for row in rows).encode())
    manifest = _said(folder)
    manifest["tables"][table]["rows"] = len(rows)
    _say(folder, manifest)


def _put(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    manifest = _said(folder)
    manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    _say(folder, manifest)


def _refused(folder: Path, words: str) -> None:
    """The import is refused with these words, and leaves nothing."""
    before = ChangeEvent.objects.count(), User.objects.count()
    with pytest.raises(ClearwayError, match=words), taken_back():
        arrive(folder)
    assert (ChangeEvent.objects.count(), User.objects.count()) == before
    assert not Project.objects.filter(org_code=TRUST).exists()
    assert not ChainHead.objects.filter(organisation=TRUST).exists()


def test_the_export_itself_is_taken(folder: Path) -> None:
    assert arrive(folder).accounts == 1
    assert Project.objects.filter(org_code=TRUST).count() == 1


class TestFiles:
    def test_a_changed_byte(self, folder: Path) -> None:
        path = folder / "tables/projects.project.jsonl"
        path.write_bytes(path.read_bytes().replace(b"2026", b"2027", 1))
        _refused(folder, "checksum differs")

    def test_a_missing_file(self, folder: Path) -> None:
        (folder / "tables/projects.project.jsonl").unlink()
        _refused(folder, "missing")

    def test_a_file_that_nobody_named(self, folder: Path) -> None:
        (folder / "more.txt").write_text("x")
        _refused(folder, "the export did not make")

    def test_a_body_that_is_not_there(self, folder: Path) -> None:
        body = next(name for name in _said(folder)["files"] if name.startswith("files/"))
        manifest = _said(folder)
        del manifest["files"][body]
        _say(folder, manifest)
        (folder / body).unlink()
        _refused(folder, "names a file that is not there")

    @pytest.mark.parametrize("name", ["../outside", "tables/../../x.jsonl", "files/short"])
    def test_a_name_that_leads_elsewhere(self, folder: Path, name: str) -> None:
        manifest = _said(folder)
        manifest["files"][name] = {"sha256": "0" * 64, "bytes": 0}
        _say(folder, manifest)
        _refused(folder, "the export did not make")

    def test_a_manifest_that_is_nested_without_end(self, folder: Path) -> None:
        (folder / "manifest.json").write_text("[" * 200_000)
        _refused(folder, "no manifest")

    def test_something_else_altogether(self, tmp_path: Path) -> None:
        other = tmp_path / "x.txt"
        other.write_text("x")
        _refused(other, "neither a folder nor a ZIP")
        _refused(tmp_path / "nowhere", "No such file")


class TestForm:
    def test_another_format(self, folder: Path) -> None:
        _say(folder, _said(folder) | {"format": 2})
        _refused(folder, "format 2 and this version reads format 1")

    def test_a_table_that_this_version_does_not_know(self, folder: Path) -> None:
        manifest = _said(folder)
        manifest["tables"]["future.Thing"] = {"file": "tables/future.thing.jsonl", "rows": 0, "columns": {}}
        _say(folder, manifest)
        _refused(folder, "does not know the table 'future.Thing'")

    def test_a_column_that_this_version_does_not_know(self, folder: Path) -> None:
        manifest = _said(folder)
        manifest["tables"]["people.User"]["columns"]["password"] = "text"  # noqa: S105
        _say(folder, manifest)
        _refused(folder, "does not know the column 'password'")

    def test_an_organisation_that_nobody_knows(self, folder: Path) -> None:
        manifest = _said(folder)
        manifest["organisation"]["code"] = "XYZ99"
        _say(folder, manifest)
        _refused(folder, "not in the directory")


class TestRows:
    @pytest.mark.parametrize(
        ("table", "column", "value", "words"),
        [
            ("cycles.Cycle", "project", 9, "refers to row 9 of projects.Project, which is not there"),
            ("cycles.Cycle", "project", None, "may not be empty"),
            ("cycles.Cycle", "project", {"elsewhere": {"number": 1}}, "no reference to a row"),
            ("cycles.Cycle", "copied_from", {"elsewhere": {"number": 1}}, "is known by project__org_code"),
            ("cycles.Cycle", "begins", "soon", "not of the kind 'date'"),
            ("cycles.Cycle", "number", True, "not of the kind 'integer'"),
            ("cycles.Cycle", "number", 2**40, "too large"),
            ("cycles.Cycle", "title", "x" * 201, "longer than 200"),
            ("cycles.CycleStep", "decision", "perhaps", "'perhaps' is a word that this version does not"),
            ("cycles.Cycle", "texts", {"aim": "x\x00"}, "not of the kind 'json'"),
            ("people.Membership", "role", "emperor", "emperor"),
            ("people.Membership", "user", [1], "no reference to a row"),
            ("people.Membership", "org_code", "DEMO2", "does not belong to DEMO1"),
            ("projects.Project", "org_code", "DEMO2", "does not belong to DEMO1"),
            ("publications.SourceFile", "layout", "msds-monthly", "does not belong to DEMO1"),
            ("publications.Value", "source", 7, "refers to row 7"),
            ("publications.Value", "value", None, "The database refuses"),
        ],
    )
    def test_a_row_that_does_not_fit(
        self, folder: Path, table: str, column: str, value: object, words: str
    ) -> None:
        _change(folder, table, lambda rows: rows[-1].update({column: value}))
        _refused(folder, words)

    @pytest.mark.parametrize("deep", [700, 200_000])
    def test_a_row_that_is_nested_without_end(self, folder: Path, deep: int) -> None:
        _change(folder, "cycles.Cycle", lambda rows: rows[0].update({"texts": "HERE"}))
        name = "tables/cycles.cycle.jsonl"
        _put(folder, name, (folder / name).read_bytes().replace(b'"HERE"', b"[" * deep + b"]" * deep))
        _refused(folder, "cannot be taken|no row of this table")

    def test_a_row_of_another_shape(self, folder: Path) -> None:
        _change(folder, "projects.Project", lambda rows: rows[0].pop("title"))
        _refused(folder, "line 1: The line is no row of this table")

    def test_a_column_that_came_later_takes_what_it_has_for_nothing(self, folder: Path) -> None:
        manifest = _said(folder)
        del manifest["tables"]["cycles.Cycle"]["columns"]["idea"]
        _say(folder, manifest)
        _change(folder, "cycles.Cycle", lambda rows: rows[0].pop("idea"))
        arrive(folder)
        assert Cycle.objects.get(project__org_code=TRUST).idea == ""


class TestLogs:
    @pytest.mark.parametrize(
        ("table", "column"),
        [
            ("audit.ChangeEvent", "subject"),
            ("audit.ChangeDetail", "details"),
            ("audit.ChangeDetail", "person"),
            ("audit.AccessEvent", "subject"),
            ("audit.AccessDetail", "person"),
        ],
    )
    def test_a_word_that_was_changed(self, folder: Path, table: str, column: str) -> None:
        _change(folder, table, lambda rows: rows[0].update({column: "{}"}))
        _refused(folder, "log was changed at event 1")

    def test_a_log_whose_end_is_gone(self, folder: Path) -> None:
        for table in ("audit.ChangeEvent", "audit.ChangeDetail"):
            _change(folder, table, lambda rows: rows.pop())
        _refused(folder, "change log was changed")

    def test_a_log_without_its_head(self, folder: Path) -> None:
        _change(folder, "audit.ChainHead", lambda rows: rows.clear())
        _refused(folder, "no head")


class TestSite:
    def test_an_organisation_that_is_here(self, folder: Path) -> None:
        arrive(folder)
        with pytest.raises(ClearwayError, match="DEMO1 has rows here already"):
            arrive(folder)

    def test_others_that_are_here_are_left_alone(self, folder: Path) -> None:
        enter("DEMO2", newest())
        before = list(Value.objects.filter(org_code="DEMO2").values())
        arrive(folder)
        assert list(Value.objects.filter(org_code="DEMO2").values()) == before

    def test_accounts_and_roles_need_somebody_who_agrees(self, folder: Path) -> None:
        with pytest.raises(ClearwayError, match="1 person would get an account or a role"):
            arrive(folder, people=False)
        assert not Membership.objects.filter(org_code=TRUST).exists()

    def test_whoever_has_an_account_keeps_it(self, folder: Path) -> None:
        mine = User.objects.create_user("LEA-TRUST.demo1@clearway.invalid", "their own password", name="Lea")
        arrived = arrive(folder)
        assert (arrived.accounts, arrived.known, arrived.roles) == (0, 1, 1)
        held = Membership.objects.get(org_code=TRUST)
        assert (held.user, held.user.name) == (mine, "Lea")
        assert held.user.check_password("their own password")

    def test_two_accounts_for_one_person(self, folder: Path) -> None:
        key = json.loads((folder / "tables/people.user.jsonl").read_text())["key"]
        User.objects.create_user("other@example.org", name="By key", key=key)
        User.objects.create_user("lea-trust.demo1@clearway.invalid", name="By address")
        with pytest.raises(ClearwayError, match="has an account here under another e-mail address"):
            arrive(folder)

    def test_a_file_that_is_being_read_waits(self, tmp_path: Path) -> None:
        Upload.objects.create(org_code=TRUST, file_name="a", sha256="", size=0, kind="csv", state="reading")
        with pytest.raises(ClearwayError, match="a file is being read or imported for DEMO1"):
            export(TRUST, tmp_path / "out")

    def test_a_private_row_of_another_trust_is_never_found(self, folder: Path) -> None:
        """Whoever writes a reference by hand into an export sees nothing by it."""
        a_cycle("DEMO2", 5)
        known_by = {"project__org_code": "DEMO2", "project__number": 5, "number": 1}
        _change(folder, "cycles.Cycle", lambda rows: rows[0].update(copied_from={"elsewhere": known_by}))
        arrive(folder)
        assert Cycle.objects.get(project__org_code=TRUST).copied_from is None


def test_whoever_arrived_signs_in_after_asking_for_a_password(folder: Path, mailoutbox: list[Any]) -> None:
    arrive(folder)
    address = User.objects.get(memberships__org_code=TRUST).email
    client = browser()
    assert client.post("/account/password/reset/", {"email": address}).status_code == 302
    assert [message.to for message in mailoutbox] == [[address]]


def test_times_are_those_of_the_export_and_none_is_now(folder: Path) -> None:
    arrive(folder)
    assert Project.objects.get(org_code=TRUST).at == AT
    assert AccessEvent.objects.filter(organisation=TRUST).count() == 1
    said = [
        json.loads(line) for line in (folder / "tables/publications.value.jsonl").read_text().splitlines()
    ]
    held = Value.objects.filter(org_code=TRUST).order_by("pk")
    assert [row["recorded_at"] for row in said] == [
        f"{value.recorded_at:%Y-%m-%dT%H:%M:%S.%f}Z" for value in held
    ]
