"""The comparison of organisations: small charts, the grid of verdicts, what needs a look, and its files."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearway.common.organisations import directory
from clearway.measures.definitions import definition
from clearway.records.publications import read_publication
from clearway.spc.history import Event, EventKind
from clearway.web.audit.models import Person
from clearway.web.charts.actions import record_chart_event
from clearway.web.charts.over_time import judged
from clearway.web.organisations.compare.choice import read_choice
from clearway.web.organisations.compare.grid import read_grid
from clearway.web.publications import selectors
from clearway.web.publications.actions import import_publication
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db
HEADER = "measure,component,parameter,version,org_level,org_code,period,numerator,denominator,value,state\n"
MEASURE = "smoke-booking"
# Percentages of 500 women: a process that only varies, and one that fell in its last year.
STEADY = [
    50,
    55,
    45,
    60,
    50,
    40,
    55,
    50,
    45,
    55,
    60,
    45,
    50,
    55,
    40,
    50,
    60,
    45,
    55,
    50,
    45,
    50,
    55,
    60,
    45,
    50,
]
FALLEN = [*STEADY[:14], *[one - 30 for one in STEADY[14:]]]


def _months(count: int) -> list[str]:
    return [f"{(2023 * 12 + place) // 12}-{(2023 * 12 + place) % 12 + 1:02d}" for place in range(count)]


def _lines(code: str, counts: Sequence[int | None], measure: str = MEASURE, of: int = 500) -> list[str]:
    rows = []
    for month, count in zip(_months(len(counts)), counts, strict=True):
        figures = ",,,not_collected" if count is None else f"{count},{of},{count / of},value"
        rows.append(f"{measure},,,1,provider,{code},{month},{figures}")
    return rows


def _read(lines: Sequence[str], folder: Path, tester: Person) -> None:
    path = folder / "own.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    import_publication(publication=read_publication(path), by=tester)


@pytest.fixture
def three_trusts(tmp_path: Path, tester: Person) -> None:
    """Barts is steady, Homerton fell, Royal Free has its last month missing."""
    lines = _lines("R1H", STEADY) + _lines("RQX", FALLEN) + _lines("RAL", [*STEADY[:-1], None])
    _read(lines, tmp_path, tester)


def _page(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def _text(tag: Tag | None) -> str:
    assert tag is not None
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def _row(page: BeautifulSoup, code: str) -> Tag:
    rows = page.select(".app-grid tbody tr")
    return next(row for row in rows if row.th.a["href"] == f"/organisations/{code}/")


ADDRESS = f"/compare/?measure={MEASURE}&level=provider"


# The needs-a-look list


@pytest.mark.usefixtures("three_trusts")
def test_a_process_that_changed_is_listed_and_one_that_only_varies_is_not(client: Client) -> None:
    looks = [_text(one) for one in _page(client, ADDRESS).select(".app-looks__item")]
    assert len(looks) == 1
    assert "Homerton" in looks[0]
    assert "Improvement: low" in looks[0]


def test_a_calm_icon_in_the_list_says_why_it_is_listed(client: Client) -> None:
    looks = [_text(one) for one in _page(client, "/compare/?under=SYNTH").select(".app-looks__item")]
    assert looks
    assert not [one for one in looks if "no sign of change" in one]
    assert [one for one in looks if "Earlier figures stand out" in one]


def test_without_enough_months_nothing_is_judged_and_the_page_says_so(client: Client) -> None:
    page = _page(client, "/compare/?measure=cqim-smoking-booking")
    assert "Nothing can be judged yet" in _text(page.main)
    assert not page.select(".app-looks__item")
    icons = {_text(one) for one in page.select(".app-grid__icons")}
    assert icons == {"Too few points for a verdict"}


@pytest.mark.usefixtures("three_trusts")
def test_nobody_is_ranked(client: Client) -> None:
    page = _page(client, ADDRESS)
    names = [_text(row.th) for row in page.select(".app-grid tbody tr")]
    assert names == sorted(names)
    assert "nobody is ranked" in _text(page.main)


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
    page = _page(client, ADDRESS)
    assert not page.select(".app-looks__item")  # the change is explained by the new phase


@pytest.mark.usefixtures("three_trusts")
def test_a_month_without_a_figure_has_its_reason_and_no_verdict(client: Client) -> None:
    page = _page(client, ADDRESS)
    place = next(
        place
        for place, head in enumerate(page.select(".app-grid thead th"))
        if "Smoking at booking" in _text(head)
    )
    cell = _row(page, "RAL").find_all("td")[place - 1]
    assert "No figure" in _text(cell)
    assert "Not collected" in _text(cell)
    assert not cell.svg
    assert "%" not in _text(cell)


def test_months_and_years_are_not_one_series() -> None:
    grid = read_grid(read_choice({"measure": "msds-smoking-status-booking", "component": "smoker"}))
    for cell in grid.cells.values():
        assert len({len(one.period) for one in cell.figures}) == 1
        assert len({"/" in one.period for one in cell.figures}) == 1


def test_made_up_figures_stand_beside_no_real_ones(client: Client) -> None:
    real = _page(client, "/compare/")
    assert "SYNTH" not in {link["href"].split("/")[2] for link in real.select(".app-grid tbody th a")}
    made_up = _page(client, "/compare/?under=SYNTH")
    assert [_text(row.th) for row in made_up.select(".app-grid tbody tr")] == [
        "Synthetic Trust (made-up data)"
    ]
    first = made_up.main.select_one(".app-synthetic, .app-grid, .app-looks, .app-multiples")
    assert "app-synthetic" in first["class"]
    assert "England 8" not in _text(made_up.select_one(".app-grid"))


# Small numbers


@pytest.fixture
def small_counts(tmp_path: Path, tester: Person) -> None:
    _read(_lines("R1H", [3, 2, 4, 3, 1, 3] * 3, of=43), tmp_path, tester)


@pytest.mark.usefixtures("small_counts")
def test_small_own_counts_are_rounded_before_anything_leaves(client: Client) -> None:
    rows = csv.DictReader(io.StringIO(client.get(ADDRESS.replace("/?", "/figures.csv?")).content.decode()))
    row = next(one for one in rows if (one["org_code"], one["measure"]) == ("R1H", MEASURE))
    assert (row["numerator"], row["denominator"]) == ("5", "45")
    assert float(row["value"]) == pytest.approx(5 / 45)
    page = _page(client, ADDRESS)
    own = _text(_row(page, "R1H"))
    assert "11.1%" in own
    assert "7.0%" not in own  # 3 of 43
    assert "were rounded before anything was judged" in _text(page.main)


@pytest.mark.usefixtures("small_counts")
def test_a_small_own_zero_stays_zero_and_a_published_figure_stays_as_printed() -> None:
    grid = read_grid(read_choice({"measure": "cqim-smoking-booking", "level": "provider"}))
    for (key, code), cell in grid.cells.items():
        if key[0] == "cqim-smoking-booking":
            held = selectors.latest(directory().get(code), key[0])
            assert (cell.latest.numerator, cell.latest.value) == (held.numerator, held.value)


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
    page = _page(client, f"/compare/?{query}", status=404)
    assert words in _text(page.select_one("[role=alert]"))
    assert page.select(".app-grid")  # with the usual choice below
    assert client.get(f"/compare/figures.csv?{query}").status_code == 404


def test_only_members_of_the_chosen_board_are_shown(client: Client) -> None:
    page = _page(client, "/compare/?under=QMF&level=provider")
    shown = {link["href"].split("/")[2] for link in page.select(".app-grid tbody th a")}
    assert shown
    assert shown <= {one.code for one in directory().providers("QMF")}


def test_a_measure_that_trusts_do_not_have_is_compared_where_it_is_held(client: Client) -> None:
    page = _page(client, "/compare/?measure=satod")
    assert page.select_one("#level option[selected]")["value"] in ("sub_icb", "local_authority")
    assert page.select(".app-grid tbody tr")


def test_all_small_charts_can_be_walked_through(client: Client, tmp_path: Path, tester: Person) -> None:
    trusts = directory().providers("Y56") + directory().providers("Y60")
    _read([line for one in trusts for line in _lines(one.code, STEADY[:3])], tmp_path, tester)
    first = _page(client, ADDRESS)
    assert f"1 to 24 of {len(trusts)}" in _text(first.select_one(".app-pages"))
    second = _page(client, first.select_one(".app-pages a")["href"])
    assert f"25 to {len(trusts)} of {len(trusts)}" in _text(second.select_one(".app-pages"))


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
    before = _text(_row(_page(client, ADDRESS), "R1H"))
    last = _months(len(STEADY))[-1]
    _read([f"{MEASURE},,,1,provider,R1H,{last},400,500,0.8,value"], tmp_path, tester)
    after = _text(_row(_page(client, ADDRESS), "R1H"))
    assert "80.0%" not in before
    assert "80.0%" in after


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
    assert "Homerton" in _text(picture.desc)


# Reading it without seeing it, and the ways to it


@pytest.mark.usefixtures("three_trusts")
def test_every_icon_has_its_words_and_its_drawing(client: Client) -> None:
    page = _page(client, ADDRESS)
    symbols = {one["id"] for one in page.select("symbol")}
    icons = page.select(".app-icon")
    assert icons
    for icon in icons:
        assert icon.use["href"].removeprefix("#") in symbols
        assert icon.svg["aria-hidden"] == "true"
        assert len(_text(icon)) > 8


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
    links = [link["href"] for link in _page(client, address).select("a[href^='/compare/']")]
    assert any(f"under={under}" in link if under else link == "/compare/" for link in links)


def test_without_figures_the_page_says_how_to_load_some(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clearway.web.organisations.compare.choice.held", list)
    assert "No figures have been loaded" in _text(_page(client, "/compare/").main)
    assert client.get("/compare/figures.json").status_code == 404


def test_every_organisation_with_a_row_is_in_the_grid_or_named_below_it(client: Client) -> None:
    page = _page(client, "/compare/?measure=cqim-smoking-booking&level=provider")
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
