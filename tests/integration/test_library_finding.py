"""Shared tests are found from another trust: by driver, filter and words, with the effect in figures."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of
from tests.lib.library import IDEA, a_decided_cycle, shared
from tests.lib.own_figures import enter_figures

from clearway.web.library.actions.sharing import Setting
from clearway.web.library.models import SharedTest
from clearway.web.people.models import User
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
OTHER = "RJ1"


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead", name="Imogen Leadwell")


@pytest.fixture
def project(lead: User) -> Project:
    return a_project(lead, title="Our own name of it")


@pytest.fixture
def other() -> Client:
    return browser_of(somebody("improvement-lead", OTHER))


class TestFindingTests:
    @pytest.fixture
    def look(self, project: Project, lead: User, other: Client) -> Callable[[str], str]:
        """An adopted test of an idea with published figures, and one without an idea that was abandoned."""
        enter_figures(TRUST, measure="co-test-booking", layout="published")
        first = a_decided_cycle(project, lead, measure="co-test-booking")
        second = a_decided_cycle(project, lead, "abandon", idea="", driver="identification", title="A bell")
        shared(first, lead)
        shared(second, lead, setting=Setting("postnatal", "none", "Wards"), lesson="Nobody heard it")
        return lambda query: text_of(other.get(f"/library/{query}"))

    def test_all_of_it_by_driver(self, look: Callable[[str], str]) -> None:
        whole = look("")
        assert "2 shared tests by 1 trust; 1 of 98 change ideas tested" in whole
        assert "Adopted: 1 Abandoned: 1" in whole
        assert "A bell" in whole
        assert "1 trust; newest decided 14 April 2025; effect in figures of 1" in whole

    @pytest.mark.parametrize(
        ("query", "has_idea", "has_bell"),
        [
            ("?decision=abandon", False, True),
            ("?decision=adapt", False, False),
            ("?unit=community", True, False),
            ("?driver=training", False, False),
            ("?driver=identification", True, True),
            ("?effect=on", True, False),
            ("?text=heard+NOBODY", False, True),
            ("?text=cuff", True, False),
            ("?decision=nonsense", True, True),
        ],
    )
    def test_filters(self, look: Callable[[str], str], query: str, has_idea: bool, has_bell: bool) -> None:
        found = look(query)
        assert ("newest decided" in found) == has_idea
        assert ("A bell" in found) == has_bell
        assert ("Nothing in the library fits" in found) == (not has_idea and not has_bell)

    def test_published_figures_give_an_effect_without_being_asked_for(
        self, look: Callable[[str], str], other: Client
    ) -> None:
        found = text_of(other.get(f"/library/ideas/{IDEA}/"))
        assert "percentage points lower; 95% interval" in found
        assert "Published figures, up to today" in found
        assert "does not show that the change was its cause" in found


def test_own_figures_are_neither_shown_nor_counted_as_an_effect(
    project: Project, lead: User, other: Client
) -> None:
    enter_figures(TRUST, measure="elevated-co-referred")
    shared(a_decided_cycle(project, lead, measure="elevated-co-referred"), lead)
    page = text_of(other.get(f"/library/ideas/{IDEA}/"))
    assert "the trust shares none of its own" in page
    assert "percentage points" not in page
    assert "Nothing in the library fits" in text_of(other.get("/library/?effect=on"))


def test_the_number_of_queries_does_not_grow_with_what_is_shared(project: Project, lead: User) -> None:
    enter_figures(TRUST, measure="co-test-booking", layout="published")
    browser = browser_of(lead)
    addresses = ("/library/", f"/library/ideas/{IDEA}/", f"/organisations/{TRUST}/library/",
                 f"/organisations/{TRUST}/projects/1/shared/", "/library/?effect=on")  # fmt: skip

    def queries() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address).status_code == 200
            found.append(len(asked))
        return found

    def share(number: int) -> None:
        for place in range(number):
            idea = IDEA if place % 2 else ""
            shared(
                a_decided_cycle(project, lead, idea=idea, driver="identification", measure="co-test-booking"),
                lead,
            )

    share(3)
    browser.get("/library/")
    few = queries()
    share(27)
    assert SharedTest.objects.count() == 30
    assert queries() == few
