"""The search page: grouped results with the words marked, and what is said when there are none."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

pytestmark = pytest.mark.django_db


def _search(client: Client, **query: str) -> BeautifulSoup:
    response = client.get("/search/", query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def _text(tag: Tag | None) -> str:
    assert tag is not None
    return re.sub(r"\s+", " ", tag.get_text()).strip()


def test_results_are_grouped_with_how_many_there_are(client: Client) -> None:
    page = _search(client, q="monitor")
    counts = [int(re.search(r"\((\d+)\)", _text(one)).group(1)) for one in page.select(".app-search__jump a")]
    assert len(counts) == len(page.main.select("section"))
    assert _text(page.select_one("[role=status]")).startswith(f"{sum(counts)} results")


def test_the_words_asked_for_are_marked(client: Client) -> None:
    marks = [_text(one).lower() for one in _search(client, q="quit date").select(".app-found mark")]
    assert marks
    assert all(mark.startswith(("quit", "date")) for mark in marks)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("R1H", "/organisations/R1H/"),
        ("smoke-booking", "/measures/smoke-booking/"),
        ("identification", "/packages/smoke-free-pregnancies/drivers/identification/"),
        ("identification-1", "/packages/smoke-free-pregnancies/ideas/identification-1/"),
        ("clinical-excellence", "/packages/smoke-free-pregnancies/primary/clinical-excellence/"),
    ],
)
def test_an_exact_code_is_the_first_result(client: Client, text: str, address: str) -> None:
    assert _search(client, q=text).select_one(".app-found__title")["href"] == address


@pytest.mark.parametrize("text", ["smoking", "hypoglycaemia", "leeds", "e-learning"])
def test_every_result_leads_to_a_page_that_is_there(client: Client, text: str) -> None:
    for link in _search(client, q=text).select(".app-found__title"):
        address, _, anchor = link["href"].partition("#")
        response = client.get(address)
        assert response.status_code == 200, address
        if anchor:
            assert BeautifulSoup(response.content, "html.parser").find(id=anchor), link["href"]


def test_a_long_group_shows_a_few_and_leads_to_all(client: Client) -> None:
    page = _search(client, q="hospital")
    section = page.find("section", {"aria-labelledby": "organisations"})
    shown = len(section.select(".app-found__item"))
    more = section.find("a", string=re.compile("^All"))
    everything = _search(client, q="hospital", kind="organisations")
    assert len(everything.select(".app-found__item")) > shown
    assert "kind=organisations" in more["href"]
    assert len(everything.main.select("section")) == 1


def test_without_words_there_is_advice_and_no_error(client: Client) -> None:
    for query in ({}, {"q": ""}, {"q": "   "}):
        page = _search(client, **query)
        assert "any order" in _text(page.main)
        assert not page.select(".app-found")


def test_without_a_result_there_is_advice(client: Client) -> None:
    page = _search(client, q="zzzz")
    assert "Nothing has all the words of “zzzz”" in _text(page.main)
    assert page.main.find("a", href="/measures/")


def test_a_misspelling_is_offered_as_a_link_that_finds_something(client: Client) -> None:
    page = _search(client, q="carbn monoxde")
    link = page.main.find("a", string="carbon monoxide")
    assert client.get(link["href"]).status_code == 200
    assert _search(client, q="carbon monoxide").select(".app-found")


def test_what_was_asked_stands_in_both_search_boxes_and_in_the_title(client: Client) -> None:
    page = _search(client, q='"monitor" & <b>')
    assert [box["value"] for box in page.select("input[name=q]")] == ['"monitor" & <b>'] * 2
    assert _text(page.title) == 'Search: "monitor" & <b> – Clearway'


@pytest.mark.parametrize("text", ["a" * 5000, "\x00", "%", "👶", "' OR 1=1 --", "\\", "*"])
def test_odd_texts_are_searched_like_any_other(client: Client, text: str) -> None:
    _search(client, q=text)


def test_an_unknown_kind_shows_every_kind(client: Client) -> None:
    assert len(_search(client, q="smoking", kind="nonsense").main.select("section")) > 1
