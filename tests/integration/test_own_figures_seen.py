"""What an organisation entered is shown to those who may see it, on pages, in pictures and in files."""

import pytest
from django.test import Client
from tests.lib.own_figures import enter_figures
from tests.lib.visitors import browser, browser_of, somebody

from clearway.spc.history import Event, EventKind
from clearway.web.audit.models import Person
from clearway.web.charts.actions import decide
from clearway.web.charts.one_chart import one_chart
from clearway.web.people.access import NOBODY, access_of_user

pytestmark = pytest.mark.django_db
ORGANISATION = "/organisations/DEMO1/"
FIGURES = "/organisations/DEMO1/figures.csv"
MEASURE = "/measures/smoke-booking/?organisation=DEMO1"
MEASURE_FIGURES = "/measures/smoke-booking/figures.csv?organisation=DEMO1"
PICTURE = "/measures/smoke-booking/series.svg?organisation=DEMO1"
CHART = "/organisations/DEMO1/charts/smoke-booking/"
ALL = [ORGANISATION, FIGURES, MEASURE, MEASURE_FIGURES, PICTURE, CHART]
# A figure of the fixture: 52 of 400 in January 2024.
SHOWN = {
    ORGANISATION: "Smoking at booking",
    FIGURES: "2024-01,52",
    MEASURE: "January 2024</th>",
    MEASURE_FIGURES: "2024-01,52",
    PICTURE: "<svg",
    CHART: "January 2024</th>",
}


@pytest.fixture(autouse=True)
def figures(settings) -> None:
    settings.OWN_FIGURES_OPEN = False
    enter_figures("DEMO1")


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


@pytest.mark.parametrize("address", ALL)
@pytest.mark.parametrize(
    ("role", "at"), [("reader", "DEMO1"), ("network-lead", "DEMO-N"), ("national-analyst", "DEMO")]
)
def test_people_of_the_trust_and_above_it_see_its_figures(role: str, at: str, address: str) -> None:
    client = browser_of(somebody((role, at), demonstration=True))
    assert SHOWN[address] in body(client, address)


@pytest.mark.parametrize("address", ALL)
@pytest.mark.parametrize("role", [None, "trust-lead", "administrator"])
def test_others_do_not(role: str | None, address: str) -> None:
    at = {"trust-lead": "DEMO2", "administrator": "DEMO"}
    client = browser_of(somebody((role, at[role]), demonstration=True)) if role else browser()
    assert SHOWN[address] not in body(client, address)


def test_what_was_decided_about_a_chart_is_for_those_who_may_see_its_figures(tester: Person) -> None:
    access = access_of_user(somebody(("improvement-lead", "DEMO1"), demonstration=True))
    found = one_chart("DEMO1", "smoke-booking", "", access)
    first = found.rows[3].period_start
    note = Event("n1", EventKind.NOTE, first, "two wards were closed", "Ada", found.held[0].recorded_at)
    decide(chart=found, event=note, by=tester)
    reader = browser_of(somebody(("reader", "DEMO1"), demonstration=True))
    for address in (MEASURE, CHART, f"{CHART}decisions/n1/"):
        assert "two wards were closed" in body(reader, address)
        assert "two wards were closed" not in body(browser(), address)
    assert browser().get(CHART).status_code == browser().get(f"{CHART}decisions/n1/").status_code == 404
    assert one_chart("DEMO1", "smoke-booking", "", NOBODY) is None


def test_a_trust_is_not_compared_with_itself_alone() -> None:
    alone = browser_of(somebody(("reader", "DEMO1"), demonstration=True))
    assert 'id="funnel"' not in body(alone, MEASURE)
    assert 'aria-label="Period to compare"' not in body(alone, MEASURE)
    assert alone.get(PICTURE.replace("series", "funnel")).status_code == 404


def test_who_may_see_several_trusts_sees_them_side_by_side() -> None:
    for code in ("DEMO2", "DEMO3", "DEMO5"):
        enter_figures(code)
    lead = browser_of(somebody(("network-lead", "DEMO-N"), demonstration=True))
    page = body(lead, MEASURE)
    assert 'id="funnel"' in page
    assert "Birchwater" in page
    assert "Elmfield" not in page  # another LMNS


def test_the_list_to_pick_from_has_the_trusts_whose_figures_may_be_seen() -> None:
    assert '<option value="DEMO1" selected' in body(
        browser_of(somebody(("reader", "DEMO1"), demonstration=True)), MEASURE
    )
    assert '<option value="DEMO1"' not in body(browser(), MEASURE)


def test_entered_figures_say_whose_they_are_and_link_to_no_file() -> None:
    page = body(browser_of(somebody(("reader", "DEMO1"), demonstration=True)), MEASURE)
    assert "own figures, entered month by month by The trust itself (newest provisional)." in page
    assert "/publications/" not in page.split("<main")[1].split("</main")[0]


def test_the_measures_that_have_figures_are_marked_for_those_who_may_see_them() -> None:
    enter_figures("DEMO1", measure="staff-trained-aim")
    line = 'href="/measures/staff-trained-aim/"'

    def marked(client: Client) -> bool:
        return "Figures today" in body(client, "/measures/").split(line)[1].split("</li>")[0]

    assert marked(browser_of(somebody(("reader", "DEMO1"), demonstration=True)))
    assert not marked(browser())
