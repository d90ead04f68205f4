"""The title of a page says what it is about, so that two tabs and two lines of a history are not the same."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from tests.lib.improvement import TRUST, browser_of, somebody

from clearway.common.organisations import directory

pytestmark = pytest.mark.django_db
OF_A_TRUST = (
    "projects", "actions", "idea-box", "needs", "units", "department", "department-meetings",
    "department-reach", "department-plan-edit", "predictions", "organisation-library", "reports", "work",
    "organisation-board", "months", "drivers", "submissions", "action-start", "unit-open",
)  # fmt: skip


def _title(browser: Client, address: str) -> str:
    page = BeautifulSoup(browser.get(address).content, "html.parser")
    return " ".join(page.select("title")[0].get_text().split())


def test_of_pages_of_a_trust_names_the_trust_and_no_two_are_the_same() -> None:
    browser = browser_of(somebody("improvement-lead"))
    titles = {name: _title(browser, reverse(name, args=[TRUST])) for name in OF_A_TRUST}
    called = directory().get(TRUST).name
    assert {name for name, title in titles.items() if called not in title} == set()
    assert len(set(titles.values())) == len(OF_A_TRUST)
    assert {title.count(called) for title in titles.values()} == {1}


def test_of_pages_of_a_package_names_the_package(client: Client) -> None:
    packages = ("smoke-free-pregnancies", "neonatal-hypoglycaemia-example")
    for name in ("references", "resources", "instructions", "package-aim", "package"):
        assert len({_title(client, reverse(name, args=[package])) for package in packages}) == len(packages)
