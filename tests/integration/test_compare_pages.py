"""The pages and files of the comparison: choices, pictures, words, and the ways to it."""

import csv
import io
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from compare_figures import (
    ADDRESS,
    MEASURE,
    STEADY,
    lines_of,
    page_of,
    read,
    text_of,
)
from django.test import Client

from clearway.common.organisations import directory
from clearway.web.audit.models import Person
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db


# Choices


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("measure=no-such", "There is no measure 'no-such'"),
        ("under=NOWHERE", "no organisation 'NOWHERE'"),
        ("under=R1H", "no members to compare"),
        ("level=ward", "no level 'ward'"),
        ("page=0", "no page number"),
        ("measure=quit-success&component=never", "no part of this measure"),
    ],
)
def test_a_choice_that_does_not_exist_is_said_in_words(client: Client, query: str, words: str) -> None:
    page = page_of(client, f"/compare/?{query}", status=404)
    assert words in text_of(page.select_one("[role=alert]"))
    assert page.select(".app-grid")  # with the usual choice below
    assert client.get(f"/compare/figures.csv?{query}").status_code == 404


def test_only_members_of_the_chosen_board_are_shown(client: Client) -> None:
    page = page_of(client, "/compare/?under=QMF&level=provider")
    shown = {link["href"].split("/")[2] for link in page.select(".app-grid tbody th a")}
    assert shown
    assert shown <= {one.code for one in directory().providers("QMF")}


def test_a_measure_that_trusts_do_not_have_is_compared_where_it_is_held(client: Client) -> None:
    page = page_of(client, "/compare/?measure=satod")
    assert page.select_one("#level option[selected]")["value"] in ("sub_icb", "local_authority")
    assert page.select(".app-grid tbody tr")


def test_all_small_charts_can_be_walked_through(client: Client, tmp_path: Path, tester: Person) -> None:
    trusts = directory().providers("Y56") + directory().providers("Y60")
    read([line for one in trusts for line in lines_of(one.code, STEADY[:3])], tmp_path, tester)
    first = page_of(client, ADDRESS)
    assert f"1 to 24 of {len(trusts)}" in text_of(first.select_one(".app-pages"))
    second = page_of(client, first.select_one(".app-pages a")["href"])
    assert f"25 to {len(trusts)} of {len(trusts)}" in text_of(second.select_one(".app-pages"))


# Files and pictures


@pytest.mark.usefixtures("three_trusts")
def test_both_files_hold_the_verdicts_of_the_grid(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/compare/figures.csv").content.decode())))
    answer = client.get("/compare/figures.json").json()
    assert [(one["org_code"], one["measure"], one["variation"]) for one in rows] == [
        (one["org_code"], one["measure"], one["variation"]) for one in answer["items"]
    ]
    listed = [one for one in rows if one["needs_a_look"] == "yes"]
    assert [(one["org_code"], one["variation"]) for one in listed] == [("RQX", "improvement_low")]
    missing = next(one for one in answer["items"] if (one["org_code"], one["measure"]) == ("RAL", MEASURE))
    assert (missing["value"], missing["numerator"], missing["state"]) == (None, None, "not_collected")


@pytest.mark.usefixtures("three_trusts")
@pytest.mark.parametrize("name", ["multiples", "grid"])
def test_a_picture_is_one_image_with_its_words(client: Client, name: str) -> None:
    response = client.get(f"/compare/{name}.svg?measure={MEASURE}&level=provider")
    assert response["Content-Type"] == "image/svg+xml"
    picture = BeautifulSoup(response.content, "html.parser").svg
    assert picture["role"] == "img"
    assert "Homerton" in text_of(picture.desc)


# Reading it without seeing it, and the ways to it


@pytest.mark.usefixtures("three_trusts")
def test_every_icon_has_its_words_and_its_drawing(client: Client) -> None:
    page = page_of(client, ADDRESS)
    symbols = {one["id"] for one in page.select("symbol")}
    icons = page.select(".app-icon")
    assert icons
    for icon in icons:
        assert icon.use["href"].removeprefix("#") in symbols
        assert icon.svg["aria-hidden"] == "true"
        assert len(text_of(icon)) > 8


@pytest.mark.parametrize(
    ("address", "under"),
    [
        ("/", ""),
        ("/organisations/", ""),
        ("/organisations/R1H/", "QMF"),
        ("/organisations/QMF/", "QMF"),
        ("/measures/cqim-smoking-booking/?organisation=R1H", "QMF"),
        ("/measures/cqim-smoking-booking/", "ENG"),
    ],
)
def test_pages_lead_to_the_comparison(client: Client, address: str, under: str) -> None:
    links = [link["href"] for link in page_of(client, address).select("a[href^='/compare/']")]
    assert any(f"under={under}" in link if under else link == "/compare/" for link in links)


def test_without_figures_the_page_says_how_to_load_some(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clearway.web.organisations.compare.choice.held", lambda access: [])
    assert "No figures have been loaded" in text_of(page_of(client, "/compare/").main)
    assert client.get("/compare/figures.json").status_code == 404


def test_every_organisation_with_a_row_is_in_the_grid_or_named_below_it(client: Client) -> None:
    page = page_of(client, "/compare/?measure=cqim-smoking-booking&level=provider")
    shown = {link["href"] for link in page.select(".app-grid tbody th a, #grid ~ details a")}
    held = Value.objects.filter(measure="cqim-smoking-booking", org_level="provider")
    for code in held.values_list("org_code", flat=True).distinct():
        assert f"/organisations/{code}/" in shown


# The funnel beside it


def test_the_funnel_says_what_its_denominator_counts(client: Client) -> None:
    response = client.get("/measures/cqim-smoking-booking/funnel.svg?organisation=R1H")
    words = BeautifulSoup(response.content, "html.parser").get_text(" ")
    assert "Number of women" in words
    assert "Denominator" not in words


def test_lines_that_show_record_keeping_are_said_to_do_so(client: Client) -> None:
    known = page_of(client, "/compare/?measure=msds-smoking-status-booking&under=QMF&level=provider")
    assert "record keeping, not smoking" in text_of(known.main)
    other = page_of(client, "/compare/?measure=cqim-smoking-booking&under=QMF&level=provider")
    assert "record keeping" not in text_of(other.main)
