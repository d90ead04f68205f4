"""How an organisation is doing: every series as a row of one table, with both verdicts in words."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from compare_figures import page_of, text_of
from django.test import Client

from clearway.common.organisations import directory
from clearway.web.publications import selectors
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db


def _doing(page: BeautifulSoup, title: str) -> Tag:
    rows = page.select(".app-doing tbody tr")
    return next(row for row in rows if text_of(row.th) == title)


def test_every_series_has_a_row_with_figure_counts_month_and_both_verdicts_in_words(client: Client) -> None:
    page = page_of(client, "/organisations/R1H/")
    row = text_of(_doing(page, "Smoking at booking (CQIM)"))
    for part in ("4.7%", "April 2025, provisional", "60 of 1,265 women", "England 8.9%"):
        assert part in row
    assert "Too few points for a verdict" in row
    assert "No target set" in row
    held = {measure for measure, _ in selectors.measures_of(directory().get("R1H"))}
    linked = {re.search(r"/measures/([^/]+)/", link["href"]).group(1) for link in page.select(".app-doing a")}
    assert linked == held


def test_the_verdict_of_a_row_is_that_of_the_chart_below(client: Client) -> None:
    page = page_of(client, "/organisations/SYNTH/")
    row = text_of(_doing(page, "CO recorded at 36 weeks (SBL)"))
    assert "Improvement: high" in row
    chart = page.select_one("#series-sbl-co-36-weeks .app-chart__finding")
    assert chart is None or "improvement" in text_of(chart).lower()


def test_a_row_without_a_figure_says_why_and_shows_no_number(client: Client) -> None:
    row = (
        Value.objects.current()
        .filter(measure="cqim-smoking-booking", state="not_collected", org_level="provider")
        .first()
    )
    shown = text_of(_doing(page_of(client, f"/organisations/{row.org_code}/"), "Smoking at booking (CQIM)"))
    assert "No figure" in shown
    assert row.note[1:] in shown
    assert "%" not in shown.replace("England 8.9%", "")


def test_only_the_nation_is_held_against_the_target_and_only_in_its_own_series(client: Client) -> None:
    nation = page_of(client, "/organisations/ENG/")
    target = [row for row in nation.select(".app-doing tbody tr") if "No target set" not in text_of(row)]
    named = [text_of(row.th) for row in target if row.td]
    assert named == ["Smoking at delivery (SATOD), by year"]
    assert "No verdict yet" in text_of(_doing(nation, named[0]))


def test_the_icons_of_the_rows_are_drawn_once_and_have_their_words(client: Client) -> None:
    page = page_of(client, "/organisations/R1H/")
    symbols = [one["id"] for one in page.select("symbol")]
    assert len(symbols) == len(set(symbols))
    for icon in page.select(".app-icon"):
        assert icon.use["href"].removeprefix("#") in symbols
        assert len(text_of(icon)) > 8
