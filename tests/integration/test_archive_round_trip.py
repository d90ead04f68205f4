"""An organisation exported, imported somewhere else and exported again is the same to the last byte."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker
from tests.lib.archive_story import (
    AWKWARD,
    BYTES,
    LARGEST,
    SMALLEST,
    arrive,
    contents,
    export,
    fill,
    taken_back,
)
from tests.lib.archive_subjects import SUBJECT
from tests.lib.improvement import somebody
from tests.lib.job_site.site import PROJECT, job_site
from tests.lib.told_story import Kept

from clearway.web.archive.models import Aside, Elsewhere
from clearway.web.archive.packing import pack
from clearway.web.archive.reading import opened
from clearway.web.archive.tables import tables
from clearway.web.audit.checking import check_begun, check_chain, organisations_with_a_log
from clearway.web.audit.models import ChangeEvent
from clearway.web.boards.models import PublicLink
from clearway.web.boards.secrets import address_of
from clearway.web.charts.models import ChartEvent
from clearway.web.cycles.models import Cycle, Outcome
from clearway.web.library.models import SharedVersion
from clearway.web.people.models import User
from clearway.web.projects.models import Action, Project
from clearway.web.publications.models import Value
from clearway.web.returns.models import Collision
from clearway.web.uploads.models import UploadRow

pytestmark = pytest.mark.django_db
TRUST = "DEMO1"
NOT_IN_THE_STORY: set[str] = set()


@pytest.fixture(scope="module")
def exported(
    kept_story: Kept, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The trust of the demonstration with awkward rows, exported from a site that is gone afterwards."""
    folder = tmp_path_factory.mktemp("archive") / "first"
    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True), taken_back():
        kept_story.put_back()
        fill(TRUST, User.objects.filter(memberships__org_code=TRUST).first(), "DEMO2")
        export(TRUST, folder)
        assert contents(export(TRUST, folder.with_name("again"))) == contents(folder)
    return folder


@pytest.fixture(scope="module")
def arrived(exported: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """The same trust in a site that has keys of its own, for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill("DEMO3", somebody("trust-lead", "DEMO3"), "DEMO4")  # so that no key is what it was
        arrive(exported)
        yield exported
        transaction.set_rollback(True)


def test_every_byte_is_the_same_after_a_journey(arrived: Path, tmp_path: Path) -> None:
    again = contents(export(TRUST, tmp_path / "again"))
    first = contents(arrived)
    assert sorted(again) == sorted(first)
    assert [name for name in first if again[name] != first[name]] == []


def test_the_journey_takes_every_table(exported: Path) -> None:
    """A new table needs a row in tests/lib/archive_story.py, or its name in NOT_IN_THE_STORY."""
    held = set(json.loads((exported / "manifest.json").read_text())["tables"])
    assert set(tables()) - held == NOT_IN_THE_STORY


def test_keys_are_others_and_references_lead_to_the_same(arrived: Path) -> None:
    collision = Collision.objects.get(org_code=TRUST, period="1999-01")
    seen = Value.objects.get(pk=collision.typed["seen"])
    assert (seen.org_code, seen.period, seen.pk) == (TRUST, "1999-01", collision.held.supersedes_id)
    row = UploadRow.objects.get(upload__org_code=TRUST, position=2)
    assert row.entry["seen"] == row.held_id == seen.pk
    assert bytes(row.upload.content.data) == BYTES


def test_awkward_words_and_numbers_arrive_as_they_were(arrived: Path) -> None:
    assert Action.objects.get(org_code=TRUST, number=901).title == AWKWARD
    cycle = Cycle.objects.get(project__org_code=TRUST, project__number=901, number=1)
    assert cycle.texts["z"] == AWKWARD
    assert cycle.texts["a"] == ""
    first, second = cycle.questions.get(number=1).predictions.all()
    assert (first.low, first.high) == (SMALLEST, LARGEST)
    assert (second.low, second.high) == (0.0, None)


def test_subjects_and_figures_of_own_measures_arrive_as_they_were(arrived: Path) -> None:
    of_project = {"project__org_code": TRUST, "project__number": 901}
    project = Cycle.objects.get(**of_project, number=3).project
    found = [
        Cycle.objects.get(project=project, number=3).parameter,
        project.cycles.get(number=1).questions.get(number=2).parameter,
        project.planned_measures.get(title="S").parameter,
        ChartEvent.objects.get(org_code=TRUST, event_id=f"{TRUST}-2").parameter,
        SharedVersion.objects.get(shared__cycle__project=project).parameter,
    ]
    assert found == [SUBJECT] * 5
    own = project.planned_measures.get(number_kind="share")
    assert (own.unit, own.direction, own.rhythm) == ("=days", "decrease", "week")
    values = [row.value for row in own.own_values.order_by("pk")]
    assert values == [0.0, None, SMALLEST, 0.1 + 0.2, 0.0]


def test_the_log_is_whole_and_the_site_knows_of_it(arrived: Path) -> None:
    assert check_chain(TRUST).fault is None
    assert check_chain(TRUST).erased == 1
    assert check_begun([check_chain(code) for code in organisations_with_a_log()]) == []
    told = ChangeEvent.objects.filter(organisation="", action="import organisation").get()
    assert told.subject == TRUST
    assert told.details["rows"] == sum(
        table["rows"] for table in json.loads((arrived / "manifest.json").read_text())["tables"].values()
    )


def test_rows_of_others_that_are_not_here_are_kept_by_name(arrived: Path) -> None:
    kept = Elsewhere.objects.filter(org_code=TRUST, table="cycles.Cycle", field="copied_from")
    assert {"project__org_code": "DEMO2", "project__number": 901, "number": 1} in [
        one.known_by for one in kept
    ]
    assert {one.table for one in Aside.objects.filter(org_code=TRUST)} == {"library.Copy"}
    assert Project.objects.filter(org_code="DEMO2").count() == 0


def test_a_published_figure_is_found_again_by_what_it_is(arrived: Path) -> None:
    outcomes = Outcome.objects.filter(question__cycle__project__org_code=TRUST, value__isnull=False)
    published = outcomes.exclude(value__source__layout__in=["return", "clearway-values"])
    assert published.count() == 1


def test_people_arrive_without_a_way_to_sign_in(arrived: Path) -> None:
    people = User.objects.filter(memberships__org_code=TRUST)
    assert people.count() >= 7
    assert not any(person.has_usable_password() for person in people)


def test_a_public_board_arrives_as_history_and_opens_nothing(arrived: Path) -> None:
    link = PublicLink.objects.get(org_code=TRUST, number=901)
    assert (link.steps.get().step, address_of(link)) == ("put up", "")
    assert "DEMO1" not in link.nonce + link.digest
    assert "nonce-" not in (arrived / "tables/boards.publiclink.jsonl").read_text()


def test_nothing_secret_and_no_moment_of_the_export_is_in_it(exported: Path) -> None:
    people = (exported / "tables/people.user.jsonl").read_text()
    assert "password" not in people
    assert re.search(r"last_login|session", people) is None
    assert set(json.loads((exported / "manifest.json").read_text())) == {
        "format", "made_by", "organisation", "tables", "files",
    }  # fmt: skip


def test_the_zip_of_it_is_the_same_wherever_it_is_packed(exported: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    pack(exported, first)
    pack(exported, second)
    assert first.read_bytes() == second.read_bytes()
    with opened(first) as archive:
        archive.check()
        assert archive.code == TRUST


def _commands() -> list[list[str]]:
    """The commands of the page that says how to move an organisation."""
    page = (PROJECT / "docs/how-to/move-an-organisation.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.S)
    return [line.split() for block in blocks for line in block.splitlines()]


# From PostgreSQL, where the tests run there, to PostgreSQL and to SQLite: the same bytes arrive on both.
DATABASES = ["PostgreSQL", "SQLite"] if os.environ.get("CLEARWAY_DATABASE_URL") else ["SQLite"]


@pytest.mark.parametrize("database", DATABASES)
def test_a_fresh_site_takes_it_by_the_commands_of_the_page_and_gives_it_back(
    exported: Path, tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another database, made from nothing."""
    if database == "SQLite":
        monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    places = {"DEMO1-export": str(exported), "DEMO1-again": str(tmp_path / "again")}
    first, *rest, last = _commands()
    assert first == ["./clearway", "export", "DEMO1-export", "--organisation", "DEMO1"]
    assert last == ["diff", "-r", "DEMO1-export", "DEMO1-again"]
    (tmp_path / "site").mkdir()
    with job_site(tmp_path / "site") as site:
        ran = [site.clearway(*(places.get(word, word) for word in words[1:])) for words in rest]
    asked, imported, checked, _again = ran
    assert [each.returncode for each in ran] == [2, 0, 0, 0], [each.stderr for each in ran]
    assert "becomes trust lead" in asked.stdout
    assert "--people" in asked.stderr
    assert "the change log fits" in imported.stdout
    assert f"{TRUST} change log" in checked.stdout
    assert contents(tmp_path / "again") == contents(exported)


def test_somebody_without_clearway_reads_it_by_the_program_of_the_manual(exported: Path) -> None:
    page = (PROJECT / "docs/reference/archive.md").read_text(encoding="utf-8")
    program = re.search(r"```python\n(.*?)```", page, re.S)[1]
    ran = subprocess.run(
        [sys.executable, "-I", "-c", program], cwd=exported, capture_output=True, text=True, check=True
    )
    assert len(ran.stdout.splitlines()) > 10
    assert " A test\n" in ran.stdout


def test_the_readme_of_the_folder_names_every_kind_of_cell(exported: Path) -> None:
    text = (exported / "README.txt").read_text(encoding="utf-8")
    said = json.loads((exported / "manifest.json").read_text())["tables"].values()
    kinds = {kind.split(" of ")[0] for table in said for kind in table["columns"].values()}
    assert {kind for kind in kinds if not re.search(rf"^{kind}\b", text, re.M)} == set()
    assert text.isascii()
