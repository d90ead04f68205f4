"""The organisation pages: the tree, the search, and each organisation's measures as small multiples."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clearway.common.organisations import Level, directory
from clearway.web.organisations.presenters import MOST_PICTURES
from clearway.web.publications import selectors
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db


def _page(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def _text(tag: Tag | None) -> str:
    assert tag is not None
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def _card(page: BeautifulSoup, title: str) -> Tag:
    return next(card for card in page.select(".app-card") if _text(card.h4) == title)


def _trust_with(state: str, measure: str = "cqim-smoking-booking") -> Value:
    return Value.objects.current().filter(measure=measure, state=state, org_level="provider").first()


# The tree and the search


def test_every_open_trust_is_in_the_tree_below_its_region(client: Client) -> None:
    page = _page(client, "/organisations/")
    linked = {link["href"] for link in page.select(".app-boards a")}
    for trust in directory().providers("ENG"):
        assert f"/organisations/{trust.code}/" in linked


def test_the_tree_counts_the_trusts_that_have_figures(client: Client) -> None:
    page = _page(client, "/organisations/")
    held = set(Value.objects.filter(value__isnull=False).values_list("org_code", flat=True))
    for region in directory().children("ENG"):
        trusts = directory().providers(region.code)
        with_figures = sum(one.code in held for one in trusts)
        section = next(one for one in page.select("details") if region.name in _text(one.summary))
        assert f"{len(trusts)} trusts, {with_figures} with figures" in _text(section.summary)


def test_closed_trusts_stand_beside_the_ones_that_took_them_over(client: Client) -> None:
    items = [_text(one) for one in _page(client, "/organisations/").select(".app-closed li")]
    closed = [one for one in directory() if one.closed and one.level is Level.PROVIDER]
    assert len(items) == len(closed)
    yeovil = next(item for item in items if item.startswith("Yeovil"))
    assert "closed 31 March 2023" in yeovil
    assert "Somerset NHS Foundation Trust RH5" in yeovil


def test_a_closed_trust_is_found_with_its_successor(client: Client) -> None:
    hits = _page(client, "/organisations/?q=yeovil").select(".app-hits__item")
    trust = next(hit for hit in hits if hit.a["href"] == "/organisations/RA4/")
    assert "Closed" in _text(trust)
    assert trust.find("a", href="/organisations/RH5/")


@pytest.mark.parametrize(("text", "code"), [("r1h", "R1H"), ("trust barts", "R1H"), ("E40000003", "Y56")])
def test_the_search_finds_codes_and_words_in_any_order(client: Client, text: str, code: str) -> None:
    first = _page(client, f"/organisations/?q={text}").select_one(".app-hits__item a")
    assert first["href"] == f"/organisations/{code}/"


def test_a_search_without_a_result_says_what_to_do(client: Client) -> None:
    page = _page(client, "/organisations/?q=zzzz")
    assert "No organisation for “zzzz”" in _text(page.main)
    assert page.main.find("a", href="/organisations/")


def test_a_search_text_is_shown_as_text(client: Client) -> None:
    page = _page(client, "/organisations/?q=<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in _text(page.main)
    assert not page.main.find("script")


# One organisation


def test_a_trust_says_what_it_is_and_where_it_belongs(client: Client) -> None:
    page = _page(client, "/organisations/R1H/")
    assert _text(page.h1) == "Barts Health NHS Trust"
    facts = _text(page.select_one(".app-facts"))
    assert "Code R1H" in facts
    assert "Opened 1 April 2012" in facts
    for code in ("QMF", "Y56", "ENG"):
        assert page.select_one(".app-facts").find("a", href=f"/organisations/{code}/")


def test_a_trust_lists_its_sites_and_a_board_its_trusts(client: Client) -> None:
    assert _page(client, "/organisations/R1H/").main.find("a", href="/organisations/R1H12/")
    assert _page(client, "/organisations/QMF/").main.find("a", href="/organisations/R1H/")
    assert _page(client, "/organisations/Y56/").main.find("a", href="/organisations/R1H/")


def test_a_closed_trust_leads_to_its_successor(client: Client) -> None:
    page = _page(client, "/organisations/RA4/")
    inset = page.select_one(".nhsuk-inset-text")
    assert "Closed on 31 March 2023" in _text(inset)
    assert inset.find("a", href="/organisations/RH5/")
    assert "Took over from" in _text(_page(client, "/organisations/RH5/").select_one(".app-facts"))


def test_a_code_in_another_spelling_leads_to_the_one_address(client: Client) -> None:
    for other in ("r1h", "E40000003"):
        response = client.get(f"/organisations/{other}/")
        assert response.status_code == 302
        assert client.get(response.url).status_code == 200


def test_an_unknown_code_is_404_with_the_nearest_ones(client: Client) -> None:
    page = _page(client, "/organisations/R1HX/", status=404)
    assert "There is no organisation 'R1HX'" in _text(page.main)
    assert "Did you mean" in _text(page.main)
    assert client.get("/organisations/R1HX/figures.csv").status_code == 404


# Its measures


def test_there_is_a_card_for_every_measure_held(client: Client) -> None:
    page = _page(client, "/organisations/R1H/")
    held = {measure for measure, _ in selectors.measures_of(directory().get("R1H"))}
    linked = {
        re.search(r"/measures/([^/]+)/", card.h4.a["href"]).group(1) for card in page.select(".app-card")
    }
    assert linked == held


def test_a_card_shows_the_figure_with_its_counts_its_period_and_england(client: Client) -> None:
    card = _text(_card(_page(client, "/organisations/R1H/"), "Smoking at booking (CQIM)"))
    for part in ("April 2025, provisional", "4.7%", "60 of 1,265 women", "England 8.9%"):
        assert part in card


def test_a_card_leads_to_the_measure_for_this_organisation(client: Client) -> None:
    card = _card(_page(client, "/organisations/R1H/"), "Smoking at booking (CQIM)")
    assert card.h4.a["href"] == "/measures/cqim-smoking-booking/?organisation=R1H"


@pytest.mark.parametrize("state", ["not_collected", "withheld"])
def test_a_card_without_a_figure_says_why_and_shows_no_number(client: Client, state: str) -> None:
    row = _trust_with(state)
    card = _text(_card(_page(client, f"/organisations/{row.org_code}/"), "Smoking at booking (CQIM)"))
    assert "No figure" in card
    assert row.note[1:] in card  # the first letter may be made a capital
    assert "%" not in card.replace("England 8.9%", "")


def test_a_published_zero_is_shown_as_zero(client: Client) -> None:
    card = _text(_card(_page(client, "/organisations/R1H/"), "CO recorded at 36 weeks (SBL)"))
    assert "0.0%" in card
    assert "0 of 975" in card


def test_months_and_years_are_never_one_line(client: Client) -> None:
    page = _page(client, "/organisations/R1H/")
    assert "February 2025" in _text(_card(page, "Status at booking, by category"))
    yearly = _text(_card(page, "Status at booking, by category, by year"))
    assert "2019/20 to 2023/24" in yearly
    assert "Counts deliveries, not women" in yearly
    assert "12,835 women" not in yearly


def test_a_line_that_shows_record_keeping_says_so(client: Client) -> None:
    page = _page(client, "/organisations/R1H/")
    yearly = _card(page, "Status at booking, by category, by year")
    assert "Missing went from 99.7% to 13.5%" in _text(yearly.select_one(".app-card__caution"))
    assert len(page.select(".app-card__caution")) == 1


def test_too_few_points_is_said_once(client: Client) -> None:
    page = _page(client, "/organisations/R1H/")
    assert _text(page.main).count("too few points for limits") == 1
    assert "5 of the 13" in _text(page.main)


def test_every_small_picture_has_its_text(client: Client) -> None:
    pictures = _page(client, "/organisations/R1H/").select(".app-card svg")
    assert pictures
    for picture in pictures:
        assert picture["role"] == "img"
        assert len(_text(picture.title)) > 20


def test_a_place_among_others_names_how_many_there_are(client: Client) -> None:
    card = _card(_page(client, "/organisations/R1H/"), "Smoking at booking (CQIM)")
    with_figure = [
        row for row in selectors.comparison("cqim-smoking-booking", "2025-04") if row.value is not None
    ]
    assert f"The {len(with_figure)} trusts with a figure" in _text(card.svg.title)


def test_england_is_not_compared_with_itself(client: Client) -> None:
    assert "England 8.9%" not in _text(_page(client, "/organisations/ENG/").main)


def test_what_was_caught_about_a_trust_is_on_its_page(client: Client) -> None:
    caught = _text(_page(client, "/organisations/R1H/").select_one(".app-findings"))
    assert "0 of 975 is exactly 0%" in caught
    assert "of R1H" not in caught


def test_the_synthetic_trust_is_labelled_before_its_figures_and_has_full_charts(client: Client) -> None:
    page = _page(client, "/organisations/SYNTH/")
    first = page.main.select_one(".app-synthetic, .app-card")
    assert "app-synthetic" in first["class"]
    charts = page.select(".app-chart")
    assert len(charts) == MOST_PICTURES < len(selectors.measures_of(directory().get("SYNTH")))
    assert len({chart["id"] for chart in charts}) == len(charts)


def test_made_up_figures_stand_beside_no_real_ones(client: Client) -> None:
    assert "England" not in _text(_page(client, "/organisations/SYNTH/").main)


def test_an_organisation_without_figures_says_so(client: Client) -> None:
    held = set(Value.objects.values_list("org_code", flat=True))
    empty = next(one for one in directory() if one.code not in held)
    page = _page(client, f"/organisations/{empty.code}/")
    assert "No figures are held" in _text(page.main)
    assert not page.select(".app-card")


def test_the_page_asks_the_database_a_handful_of_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(5):
        client.get("/organisations/R1H/")


# The file


def test_the_file_has_every_current_figure_once_and_empty_cells_for_missing_numbers(client: Client) -> None:
    row = _trust_with("not_collected")
    response = client.get(f"/organisations/{row.org_code}/figures.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == Value.objects.current().filter(org_code=row.org_code).count()
    same = next(one for one in rows if (one["measure"], one["period"]) == (row.measure, row.period))
    assert (same["numerator"], same["denominator"], same["value"]) == ("", "", "")
    assert same["state"] == "not_collected"
