"""The page of a driver for people who are signed in: their projects, tests and figures, and the library."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.lib.improvement import TRUST, a_project, browser_of, somebody
from tests.lib.library import a_decided_cycle, shared
from tests.lib.own_figures import enter_figures
from tests.lib.visitors import browser

from clearway.web.people.models import User

pytestmark = pytest.mark.django_db
DRIVER = "/packages/smoke-free-pregnancies/drivers/identification/"
OTHER_DRIVER = "/packages/smoke-free-pregnancies/drivers/training/"


@pytest.fixture(autouse=True)
def hidden(settings) -> None:
    settings.OWN_FIGURES_OPEN = False


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead")


def page(client: Client, address: str = DRIVER) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def part(found: BeautifulSoup, name: str) -> str:
    section = found.select_one(f"section[aria-labelledby={name}]")
    return "" if section is None else " ".join(section.get_text(" ").split())


def test_strangers_see_the_page_as_it_was(lead: User) -> None:
    a_project(lead)
    found = page(browser())
    assert not found.select(".app-driver-parts")
    assert not found.select("#own")
    assert not part(found, "own-projects")


def test_before_anything_is_there_the_page_says_so(lead: User) -> None:
    found = page(browser_of(lead))
    assert "No project works on this driver yet" in part(found, "own-projects")
    assert "Nothing has been tested" in part(found, "own-tests")
    assert "No trust has shared" in part(found, "library-tests")
    assert found.select_one("a.nhsuk-button").get_text() == "Start a project from this driver"


def test_projects_tests_and_the_library_with_how_they_stand(lead: User) -> None:
    project = a_project(lead)
    cycle = a_decided_cycle(project, lead)
    shared(cycle, lead)
    found = page(browser_of(lead))
    assert "CO for all Draft" in part(found, "own-projects")
    assert "Monitor on the trolley Adopted" in part(found, "own-tests")
    assert "1 test of its ideas, by 1 trust, can be read and copied: adopted 1." in part(
        found, "library-tests"
    )
    elsewhere = page(browser_of(lead), OTHER_DRIVER)
    assert "No project works" in part(elsewhere, "own-projects")
    assert "Nothing has been tested" in part(elsewhere, "own-tests")


def test_another_trust_sees_the_library_and_nothing_of_the_project(lead: User) -> None:
    shared(a_decided_cycle(a_project(lead), lead), lead)
    found = page(browser_of(somebody("reader", "RJ1")))
    assert "CO for all" not in found.get_text()
    assert "Nothing has been tested" in part(found, "own-tests")
    assert "1 test of its ideas" in part(found, "library-tests")


def test_the_own_figures_of_its_measures_are_drawn_small(lead: User) -> None:
    enter_figures(TRUST, measure="co-test-booking")
    enter_figures(TRUST, measure="mean-progress-score")
    found = page(browser_of(lead))
    rows = found.select("section[aria-labelledby=own] tbody tr th[scope=row]")
    names = [row.get_text(strip=True) for row in rows]
    assert any("CO test at booking" in name for name in names)
    assert not any("progress score" in name for name in names)
    assert found.select("section[aria-labelledby=own] td svg")
    assert not page(browser_of(somebody("reader", "RJ1"))).find(string="CO test at booking")


def test_people_above_several_trusts_are_led_to_the_comparison() -> None:
    found = page(browser_of(somebody("network-lead", "QMF")))
    assert "/compare/?under=QMF" in str(found.select_one("section[aria-labelledby=own]"))


def test_the_number_of_questions_does_not_grow(lead: User) -> None:
    client = browser_of(lead)

    def asked() -> int:
        client.get(DRIVER)
        with CaptureQueriesContext(connection) as made:
            client.get(DRIVER)
        return len(made)

    a_decided_cycle(a_project(lead), lead)
    few = asked()
    for title in ("Two", "Three"):
        project = a_project(lead, title=title)
        shared(a_decided_cycle(project, lead, title=f"{title} a"), lead)
        a_decided_cycle(project, lead, title=f"{title} b")
    assert asked() <= few + 1  # the shared tests are counted now
