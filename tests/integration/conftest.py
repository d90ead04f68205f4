"""Tests against a real database: SQLite, or PostgreSQL where CLEARWAY_DATABASE_URL names one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_figures import FALLEN, STEADY, lines_of, read
from django.db import transaction
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker
from tests.lib.boards import fill_board
from tests.lib.improvement import a_project, somebody
from tests.lib.told_story import Kept, told_once

from clearway.records.publications import bundled_publications, read_publication
from clearway.web.audit.models import Person
from clearway.web.people.models import User
from clearway.web.projects.models import Project
from clearway.web.publications.actions import import_publication

TESTER = Person(name="Tess Ter", via="tests")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The figures that ship with Clearway are read once; every test sees them and changes roll back."""
    with django_db_blocker.unblock():
        for path in bundled_publications():
            import_publication(publication=read_publication(path), by=TESTER)


@pytest.fixture(scope="session")
def kept_story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Kept:
    """What the made-up collaborative did: told once, and taken back."""
    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True):
        return told_once()


@pytest.fixture(scope="module")
def told(kept_story: Kept, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """The made-up collaborative is there for all tests of a module; gives how much happened."""
    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True), transaction.atomic():
        yield kept_story.put_back()
        transaction.set_rollback(True)


@pytest.fixture
def tester() -> Person:
    """Somebody who does things in tests."""
    return TESTER


@pytest.fixture
def client() -> Client:
    """A browser without scripts, on this machine."""
    return Client(REMOTE_ADDR="127.0.0.1")


@pytest.fixture
def three_trusts(tmp_path: Path, tester: Person) -> None:
    """Months that trusts computed themselves: Barts is steady, Homerton fell, Royal Free lacks the last."""
    lines = lines_of("R1H", STEADY) + lines_of("RQX", FALLEN) + lines_of("RAL", [*STEADY[:-1], None])
    read(lines, tmp_path, tester)


@pytest.fixture
def lead() -> User:
    """Somebody who runs the improvement work of a trust."""
    return somebody("improvement-lead")


@pytest.fixture
def approver() -> User:
    """Somebody of that trust who approves projects."""
    return somebody("trust-lead")


@pytest.fixture
def leader() -> User:
    """Somebody of that trust to whom barriers are taken."""
    return somebody("board-champion")


@pytest.fixture
def project(lead: User) -> Project:
    """A project of that trust in draft; its address ends in projects/1/."""
    return a_project(lead)


@pytest.fixture
def full_board(lead: User, approver: User) -> Project:
    """An approved project of that trust with something on every panel of its board."""
    return fill_board(lead, approver)
