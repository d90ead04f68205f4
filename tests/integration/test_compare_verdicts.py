"""The verdicts of the comparison: what needs a look, small numbers, and what it asks the database."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from compare_figures import (
    ADDRESS,
    MEASURE,
    STEADY,
    lines_of,
    months,
    page_of,
    read,
    row_of,
    text_of,
)
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearway.common.organisations import directory
from clearway.measures.definitions import definition
from clearway.spc.history import Event, EventKind
from clearway.web.audit.models import Person
from clearway.web.charts.actions import record_chart_event
from clearway.web.charts.over_time import judged
from clearway.web.organisations.compare.choice import read_choice
from clearway.web.organisations.compare.grid import read_grid
from clearway.web.publications import selectors

pytestmark = pytest.mark.django_db


# The needs-a-look list


@pytest.mark.usefixtures("three_trusts")
def test_a_process_that_changed_is_listed_and_one_that_only_varies_is_not(client: Client) -> None:
    looks = [text_of(one) for one in page_of(client, ADDRESS).select(".app-looks__item")]
    assert len(looks) == 1
    assert "Homerton" in looks[0]
    assert "Improvement: low" in looks[0]


def test_a_calm_icon_in_the_list_says_why_it_is_listed(client: Client) -> None:
    looks = [text_of(one) for one in page_of(client, "/compare/?under=SYNTH").select(".app-looks__item")]
    assert looks
    assert not [one for one in looks if "no sign of change" in one]
    assert [one for one in looks if "Earlier figures stand out" in one]


def test_without_enough_months_nothing_is_judged_and_the_page_says_so(client: Client) -> None:
    page = page_of(client, "/compare/?measure=cqim-smoking-booking")
    assert "Nothing can be judged yet" in text_of(page.main)
    assert not page.select(".app-looks__item")
    icons = {text_of(one) for one in page.select(".app-grid__icons")}
    assert icons == {"Too few points for a verdict"}


@pytest.mark.usefixtures("three_trusts")
def test_nobody_is_ranked(client: Client) -> None:
    page = page_of(client, ADDRESS)
    names = [text_of(row.th) for row in page.select(".app-grid tbody tr")]
    assert names == sorted(names)
    assert "nobody is ranked" in text_of(page.main)


# Verdicts


@pytest.mark.usefixtures("three_trusts")
@pytest.mark.parametrize("code", ["R1H", "RQX", "RAL"])
def test_the_verdict_is_that_of_the_chart_on_the_page_of_the_measure(code: str) -> None:
    grid = read_grid(read_choice({"measure": MEASURE, "level": "provider"}))
    trust, sheet = directory().get(code), definition(MEASURE)
    alone = judged(sheet, selectors.series(trust, MEASURE))
    cell = grid.cells[(MEASURE, "", ""), code]
    assert cell.variation is alone.summary.variation
    assert grid.chart(cell).summary.text == alone.summary.text


@pytest.mark.usefixtures("three_trusts")
def test_what_was_decided_about_a_chart_holds_here_too(client: Client, tester: Person) -> None:
    event = Event(
        "p1", EventKind.PHASE, date(2024, 3, 1), "New pathway", "Ada", datetime(2025, 6, 1, tzinfo=UTC)
    )
    trust = directory().get("RQX")
    record_chart_event(organisation=trust, measure=MEASURE, component="", event=event, by=tester)
    page = page_of(client, ADDRESS)
    assert not page.select(".app-looks__item")  # the change is explained by the new phase


@pytest.mark.usefixtures("three_trusts")
def test_a_month_without_a_figure_has_its_reason_and_no_verdict(client: Client) -> None:
    page = page_of(client, ADDRESS)
    place = next(
        place
        for place, head in enumerate(page.select(".app-grid thead th"))
        if "Smoking at booking" in text_of(head)
    )
    cell = row_of(page, "RAL").find_all("td")[place - 1]
    assert "No figure" in text_of(cell)
    assert "Not collected" in text_of(cell)
    assert not cell.svg
    assert "%" not in text_of(cell)


def test_months_and_years_are_not_one_series() -> None:
    grid = read_grid(read_choice({"measure": "msds-smoking-status-booking", "component": "smoker"}))
    for cell in grid.cells.values():
        assert len({len(one.period) for one in cell.figures}) == 1
        assert len({"/" in one.period for one in cell.figures}) == 1


def test_made_up_figures_stand_beside_no_real_ones(client: Client) -> None:
    real = page_of(client, "/compare/")
    assert "SYNTH" not in {link["href"].split("/")[2] for link in real.select(".app-grid tbody th a")}
    made_up = page_of(client, "/compare/?under=SYNTH")
    assert [text_of(row.th) for row in made_up.select(".app-grid tbody tr")] == [
        "Synthetic Trust (made-up data)"
    ]
    first = made_up.main.select_one(".app-synthetic, .app-grid, .app-looks, .app-multiples")
    assert "app-synthetic" in first["class"]
    assert "England 8" not in text_of(made_up.select_one(".app-grid"))


# Small numbers


@pytest.fixture
def small_counts(tmp_path: Path, tester: Person) -> None:
    read(lines_of("R1H", [3, 2, 4, 3, 1, 3] * 3, of=43), tmp_path, tester)


@pytest.mark.usefixtures("small_counts")
def test_small_own_counts_are_rounded_before_anything_leaves(client: Client) -> None:
    rows = csv.DictReader(io.StringIO(client.get(ADDRESS.replace("/?", "/figures.csv?")).content.decode()))
    row = next(one for one in rows if (one["org_code"], one["measure"]) == ("R1H", MEASURE))
    assert (row["numerator"], row["denominator"]) == ("5", "45")
    assert float(row["value"]) == pytest.approx(5 / 45)
    page = page_of(client, ADDRESS)
    own = text_of(row_of(page, "R1H"))
    assert "11.1%" in own
    assert "7.0%" not in own  # 3 of 43
    assert "were rounded before anything was judged" in text_of(page.main)


@pytest.mark.usefixtures("small_counts")
def test_a_small_own_zero_stays_zero_and_a_published_figure_stays_as_printed() -> None:
    grid = read_grid(read_choice({"measure": "cqim-smoking-booking", "level": "provider"}))
    for (key, code), cell in grid.cells.items():
        if key[0] == "cqim-smoking-booking":
            held = selectors.latest(directory().get(code), key[0])
            assert (cell.latest.numerator, cell.latest.value) == (held.numerator, held.value)


# The database


def test_the_number_of_questions_does_not_grow_with_organisations(client: Client) -> None:
    asked = []
    for under in ("QMF", "Y56", "ENG"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/compare/?under={under}&level=provider&measure=cqim-smoking-booking")
        asked.append(sum("publications_value" in one["sql"] or "charts_" in one["sql"] for one in queries))
    assert asked[0] == asked[1] == asked[2] <= 5


@pytest.mark.usefixtures("three_trusts")
def test_a_restated_figure_shows_at_once(client: Client, tmp_path: Path, tester: Person) -> None:
    before = text_of(row_of(page_of(client, ADDRESS), "R1H"))
    last = months(len(STEADY))[-1]
    read([f"{MEASURE},,,1,provider,R1H,{last},400,500,0.8,value"], tmp_path, tester)
    after = text_of(row_of(page_of(client, ADDRESS), "R1H"))
    assert "80.0%" not in before
    assert "80.0%" in after
