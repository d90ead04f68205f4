"""The search finds the improvement work that somebody may see, of every kind, and no trace of any other."""

import re
from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.lib.improvement import TRUST, a_project, browser_of, somebody
from tests.lib.improvement_of_all_kinds import WORD, Work, work_of_all_kinds
from tests.lib.library import an_item

from clearway.common.organisations import directory
from clearway.web.library.actions.items import withdraw_item
from clearway.web.library.actions.sharing import withdraw_test
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES
from clearway.web.projects.actions.charters import save_charter
from clearway.web.projects.actions.work import start_action

pytestmark = pytest.mark.django_db
OTHER, LMNS = "RJ1", "QMF"
WORK = {"projects", "cycles", "actions", "barriers", "meetings", "boards", "reports", "tests", "library"}
LIBRARY = {"tests", "library"}
HERE = directory().get(TRUST)


@pytest.fixture
def work(lead: User, approver: User) -> Work:
    return work_of_all_kinds(lead, approver)


def asked(client: Client, text: str = WORD, **query: str) -> BeautifulSoup:
    response = client.get("/search/", {"q": text, **query})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def counts(page: BeautifulSoup) -> Mapping[str, int]:
    """How many were found of each kind whose hits are on the page."""
    found = {}
    for section in page.main.select("section"):
        more = section.find("a", string=re.compile("^All"))
        shown = len(section.select(".app-found__item"))
        found[section["aria-labelledby"]] = int(more.string.split()[1]) if more else shown
    return found


def links(page: BeautifulSoup) -> list[str]:
    return [link["href"] for link in page.select(".app-found__title")]


def titles(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".app-found__title")]


def test_every_kind_of_work_is_found_by_a_word_and_every_hit_opens(work: Work, lead: User) -> None:
    page = asked(browser_of(lead))
    assert set(counts(page)) == WORK
    for address in links(page):
        assert browser_of(lead).get(address).status_code == 200, address
    marks = {mark.get_text().lower() for mark in page.select(".app-found mark")}
    assert marks == {WORD}


def test_words_are_found_in_the_texts_and_shown_with_what_stands_around_them(work: Work, lead: User) -> None:
    save_charter(
        project=work.project, texts={"aim": f"{'x ' * 200}By May a zebra crosses{' y' * 200}"},
        base=2, by=lead.as_person(),
    )  # fmt: skip
    page = asked(browser_of(lead), "zebra")
    assert titles(page) == [work.project.title]
    shown = page.select_one(".app-found__text")
    assert "By May a zebra crosses" in shown.get_text()
    assert len(shown.get_text()) < 250
    assert set(counts(asked(browser_of(lead), "tablet"))) == {"meetings"}  # its decision
    assert set(counts(asked(browser_of(lead), "printer"))) == {"tests"}  # the circumstances that were shared


def test_what_is_not_in_the_newest_charter_is_not_found(work: Work, lead: User) -> None:
    for base, animal in ((2, "zebra"), (3, "okapi")):
        save_charter(project=work.project, texts={"aim": animal}, base=base, by=lead.as_person())
    assert not links(asked(browser_of(lead), "zebra"))
    assert links(asked(browser_of(lead), "okapi"))


def test_names_of_fields_are_no_words_of_a_text(work: Work, lead: User) -> None:
    assert "cycles" not in counts(asked(browser_of(lead), "risks"))  # the id of “What could go wrong”


@pytest.mark.parametrize("word", ["café", "quoted", "below", "king’s", "king's", "QUOTED"])
def test_letters_that_json_writes_differently_are_found(lead: User, word: str) -> None:
    project = a_project(lead, title="Plain")
    texts = {"aim": "A Café said “quoted”\nbelow the King’s head"}
    save_charter(project=project, texts=texts, base=1, by=lead.as_person())
    assert "Plain" in titles(asked(browser_of(lead), word, kind="projects"))


def test_somebody_without_an_account_finds_nothing_of_it(client: Client, work: Work) -> None:
    before = "Nothing has all the words"
    assert before in asked(client).main.get_text()
    assert not WORK & set(counts(asked(client, "a")))
    options = {option["value"] for option in asked(client).select("#kind option")}
    assert not WORK & options
    assert asked(client).select_one("#organisation") is None


def test_another_trust_finds_what_the_library_shares_and_counts_nothing_else(
    lead: User, approver: User
) -> None:
    other = browser_of(somebody("trust-lead", OTHER))
    before = asked(other, "project 1").main.get_text()
    work = work_of_all_kinds(lead, approver)
    assert set(counts(asked(other))) == LIBRARY
    assert asked(other, "project 1").main.get_text() == before
    for kind in sorted(WORK - LIBRARY):
        assert not links(asked(other, kind=kind))
    assert asked(other, organisation=TRUST).select_one("#organisation [selected]") is None
    assert set(counts(asked(other, organisation=TRUST))) == LIBRARY
    assert work.project.title not in asked(other).get_text()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_finds_what_it_can_open_and_nothing_else(work: Work, role: str) -> None:
    at = {"network-lead": LMNS, "national-analyst": "ENG"}.get(role, TRUST)
    client = browser_of(somebody(role, at, name=f"Ann {role}"))
    found = asked(client)
    sees = Permission.SEE_IMPROVEMENT in ROLES[role].permissions
    assert set(counts(found)) == (WORK if sees else set())
    for address in links(found):
        assert client.get(address).status_code == 200, address


def test_what_was_taken_back_is_found_no_more(work: Work, lead: User) -> None:
    withdraw_item(item=work.item, reason="Old", by=lead.as_person())
    withdraw_test(shared=work.test, reason="Old", by=lead.as_person())
    assert not LIBRARY & set(counts(asked(browser_of(lead))))


def test_a_title_comes_before_a_text_and_a_number_before_both(lead: User) -> None:
    for title, words in (("Lamp", "needs a zebra"), ("Zebra", ""), ("A zebra 1", "")):
        start_action(organisation=HERE, title=title, words=words, by=lead.as_person())
    client = browser_of(lead)
    assert titles(asked(client, "zebra", kind="actions")) == ["Zebra", "A zebra 1", "Lamp"]
    assert titles(asked(client, "action 1", kind="actions"))[0] == "Lamp"
    assert titles(asked(client, "2", kind="actions")) == ["Zebra"]


def test_the_organisation_that_was_chosen_is_the_only_one_looked_at(lead: User) -> None:
    other = somebody("improvement-lead", OTHER)
    for by, code in ((lead, TRUST), (other, OTHER)):
        a_project(by, org_code=code, title=f"Zebra of {code}")
        an_item(by, org_code=code, title=f"Zebra sheet of {code}")
    client = browser_of(somebody("national-analyst", "ENG"))
    everywhere = asked(client, "zebra")
    assert counts(everywhere)["projects"] == counts(everywhere)["library"] == 2
    one = asked(client, "zebra", organisation=TRUST)
    assert counts(one)["projects"] == counts(one)["library"] == 1
    assert one.select_one("#organisation [selected]")["value"] == TRUST
    assert counts(asked(client, "zebra", organisation=LMNS))["projects"] == 1
    assert not {"drivers", "measures"} & set(counts(asked(client, "smoke", organisation=TRUST)))


def test_following_the_pages_of_a_kind_gives_every_hit_once(lead: User) -> None:
    for number in range(60):
        start_action(organisation=HERE, title=f"Zebra {number}", by=lead.as_person())
    client, address, found = browser_of(lead), "/search/?q=zebra&kind=actions", []
    while address:
        page = BeautifulSoup(client.get(address).content, "html.parser")
        found += links(page)
        after = page.select_one("a[rel=next]")
        address = after["href"] if after else ""
    assert len(found) == len(set(found)) == 60
    assert "page 3 of 3" in page.select_one("[role=status]").get_text()
    for beyond in ("99", "99999999999", "0", "-1", "x"):
        assert links(asked(client, "zebra", kind="actions", page=beyond))


def test_the_number_of_queries_does_not_grow_and_nothing_is_written(work: Work, lead: User) -> None:
    client = browser_of(lead)

    def queries(**query: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            asked(client, **query)
        return [one["sql"] for one in captured]

    few, of_kind = len(queries()), len(queries(kind="actions"))
    for number in range(30):
        start_action(organisation=HERE, title=f"{WORD} {number}", by=lead.as_person())
        a_project(lead, title=f"{WORD} {number}")
    assert len(queries()) == few
    assert len(queries(kind="actions")) == of_kind
    assert not [one for one in queries() if one.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_nothing_found_leads_on(work: Work, lead: User) -> None:
    client = browser_of(lead)
    page = asked(client, "carbn monoxde")
    assert page.main.find("a", string="carbon monoxide")
    elsewhere = asked(client, kind="drivers").main.get_text()
    assert "Nothing in drivers" in elsewhere
    assert "results of other kinds" in re.sub(r"\s+", " ", elsewhere)


@pytest.mark.parametrize(
    "text", ["a" * 5000, "\x00", "%", "_", "👶", "' OR 1=1 --", "\\", "*", "(", "1" * 60]
)
def test_odd_texts_are_searched_like_any_other(work: Work, lead: User, text: str) -> None:
    asked(browser_of(lead), text)
