"""The comparison for people who see figures that trusts entered themselves: theirs, and nobody else's."""

import pytest
from compare_figures import page_of, text_of
from django.test import Client
from tests.lib.own_figures import enter_figures
from tests.lib.visitors import browser, browser_of, somebody

pytestmark = pytest.mark.django_db
MEASURE = "mean-progress-score"
ADDRESS = f"/compare/?measure={MEASURE}&under=DEMO-N"


@pytest.fixture(autouse=True)
def figures(settings) -> None:
    settings.OWN_FIGURES_OPEN = False
    enter_figures("DEMO1", measure=MEASURE)
    enter_figures("DEMO2", measure=MEASURE, of=300)
    enter_figures("DEMO5", measure=MEASURE)  # of the other system


def signed_in(role: str, at: str) -> Client:
    return browser_of(somebody((role, at), demonstration=True))


def shown(page) -> list[str]:
    return [link["href"].split("/")[2] for link in page.select(".app-grid tbody th a")]


def test_the_lead_of_a_system_compares_her_trusts() -> None:
    page = page_of(signed_in("network-lead", "DEMO-N"), ADDRESS)
    assert shown(page) == ["DEMO1", "DEMO2"]
    assert page.select_one("#measure option[selected]")["value"] == MEASURE
    assert page.select_one("#under option[selected]")["value"] == "DEMO-N"
    assert page.select_one(".app-multiples svg")


def test_people_of_a_trust_see_their_own_line_and_no_other() -> None:
    assert shown(page_of(signed_in("improvement-lead", "DEMO1"), ADDRESS)) == ["DEMO1"]


def test_what_the_reader_may_see_is_drawn_as_it_is_on_its_own_page() -> None:
    """Small counts are rounded for strangers; here the verdict has to be that of the trust's own chart."""
    enter_figures("DEMO1", counts=[3, 4] * 8, measure="smoke-booking", layout="clearway-values")
    client = signed_in("network-lead", "DEMO-N")
    answer = client.get("/compare/figures.json?measure=smoke-booking&under=DEMO-N").json()
    values = {one["value"] for one in answer["items"] if one["measure"] == "smoke-booking"}
    assert values == {4 / 400}


def test_others_are_told_that_there_is_nothing_that_they_may_see() -> None:
    for client in (browser(), signed_in("improvement-lead", "DEMO5")):
        page = page_of(client, ADDRESS)
        assert shown(page) == []
        assert "that you may see" in text_of(page.main)
        assert page.select_one("#measure option[selected]")["value"] == MEASURE
        assert page.select_one("#under option[selected]")["value"] == "DEMO-N"


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_files_hold_the_same(kind: str) -> None:
    address = f"/compare/figures.{kind}?measure={MEASURE}&under=DEMO-N"
    assert "DEMO2" in signed_in("network-lead", "DEMO-N").get(address).content.decode()
    own = signed_in("improvement-lead", "DEMO1").get(address).content.decode()
    assert "DEMO1" in own
    assert "DEMO2" not in own
    assert "DEMO1" not in browser().get(address).content.decode()


def test_the_number_of_questions_does_not_grow_with_the_trusts(django_assert_max_num_queries) -> None:
    client = signed_in("network-lead", "DEMO-N")
    client.get(ADDRESS)
    with django_assert_max_num_queries(14):
        client.get(ADDRESS)
