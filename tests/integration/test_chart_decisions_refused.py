"""What is refused on the pages that decide about a chart, with what to mend, and to whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.lib.chart_pages import CHART, STEP, looked, recorded, text, the_chart
from tests.lib.own_figures import enter_figures
from tests.lib.visitors import browser, browser_of, somebody

from clearway.spc.history import Event, EventKind
from clearway.web.audit.models import Person
from clearway.web.charts.actions import decide, record_chart_event
from clearway.web.charts.checks import DecisionError
from clearway.web.charts.models import ChartEvent
from clearway.web.design import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The specifications of the pictures are looked at here; drawing them takes a page most of its time."""
    monkeypatch.setattr(pictures, "_svg", lambda spec, title, finding: "<svg></svg>")


@pytest.fixture
def lead() -> Client:
    enter_figures("DEMO1")
    return browser_of(somebody(("improvement-lead", "DEMO1"), email="ada@example.org", demonstration=True))


@pytest.mark.parametrize(
    ("word", "asked", "said"),
    [
        ("phase", {"effective": "2019-01-01"}, "The chart begins with January 2024"),
        ("phase", {"effective": "2027-01-01"}, "There is nothing on this chart on or after 1 January 2027"),
        ("phase", {"effective": "soon"}, "Enter a date, such as"),
        ("phase", {"effective": "0001-01-01"}, "Enter a date, such as"),
        ("phase", {"effective": STEP, "reason": "  "}, "Enter a reason"),
        ("phase", {"effective": STEP, "reason": "x" * 501}, "at most 500 characters"),
        ("baseline", {"points": "5"}, "too short for the profile"),
        ("baseline", {"points": "30"}, "a phase of 29 points with a figure"),
        ("baseline", {"points": "many"}, "Enter a whole number"),
        ("baseline-range", {"effective": "2024-03-01", "until": "2024-02-01"}, "must be after"),
        ("baseline-range", {"effective": "2024-01-01", "until": "2024-08-01"}, "has 7 points with figures"),
        (
            "baseline-range",
            {"effective": "2024-05-01", "until": "2025-08-01"},
            "Choose a period from the list",
        ),
        ("baseline-points", {"dates": ["2024-01-01"]}, "Choose two points or more"),
        ("exclusion", {"effective": "2024-05-01"}, "Choose a period from the list"),  # not collected
        ("profile", {"profile": "mdc"}, "Making Data Count already"),
        ("profile", {"profile": "guess"}, "Choose a rule set"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    lead: Client, word: str, asked: dict[str, object], said: str
) -> None:
    page = looked(lead, word, **asked)
    assert "There is a problem" in text(page)
    assert said in text(page)
    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.title is not None
    assert soup.title.get_text().strip().startswith("Error: ")
    link = soup.select_one(".nhsuk-error-summary a")
    assert link is not None
    assert soup.find(id=str(link["href"])[1:]) is not None
    assert ChartEvent.objects.filter(org_code="DEMO1").count() == 0


def test_a_date_within_a_month_moves_to_the_next_point_and_says_so(lead: Client) -> None:
    page = looked(lead, "phase", effective="2025-03-10")
    assert "The new limits start with the next one, April 2025." in text(page)
    assert text(recorded(lead, page)).count("New limits from 10 March 2025") >= 1
    assert the_chart().judged.phases[1].start == date(2025, 4, 1)


def test_a_phase_that_is_too_short_for_limits_says_so(lead: Client) -> None:
    page = looked(lead, "phase", effective="2026-01-01")
    assert "The phase from January 2026 has 6 points with a figure. Limits need 13" in text(page)


def test_two_phases_cannot_start_at_one_point(lead: Client) -> None:
    recorded(lead, looked(lead, "phase", effective=STEP))
    page = looked(lead, "phase", effective="2025-03-10")  # moves to the same point
    assert "New limits already start with April 2025 (ada: a named midwife asks)" in text(page)


def test_a_baseline_lies_in_one_phase(lead: Client) -> None:
    recorded(lead, looked(lead, "phase", effective=STEP))
    page = looked(lead, "baseline-range", effective="2024-06-01", until="2025-09-01")
    assert "These points lie in two phases: new limits start with April 2025" in text(page)


def test_new_limits_do_not_part_a_baseline(lead: Client) -> None:
    recorded(lead, looked(lead, "baseline-range", effective="2024-01-01", until="2025-03-01"))
    assert "would part the points of the chosen baseline" in text(
        looked(lead, "phase", effective="2024-09-01")
    )
    assert "Look before you record it" in text(looked(lead, "phase", effective=STEP))


def test_a_point_is_left_out_once(lead: Client) -> None:
    recorded(lead, looked(lead, "exclusion", effective="2024-03-01"))
    assert "left out already (ada:" in text(looked(lead, "exclusion", effective="2024-03-01"))


def test_the_later_of_two_decisions_that_exclude_each_other_is_refused(lead: Client) -> None:
    other = browser_of(somebody(("trust-lead", "DEMO1"), email="bea@example.org", demonstration=True))
    mine = looked(lead, "phase", effective=STEP)
    recorded(other, looked(other, "phase", effective=STEP))
    form = BeautifulSoup(mine.content, "html.parser").select_one("form.app-record")
    assert form is not None
    sent = {str(field["name"]): str(field["value"]) for field in form.select("input[name]")}
    page = lead.post(str(form["action"]), sent)
    assert "New limits already start with April 2025 (bea:" in text(page)
    assert "a named midwife asks" in text(page) or b"a named midwife asks" in page.content
    assert ChartEvent.objects.filter(org_code="DEMO1").count() == 1


def test_the_author_is_who_signed_in_whatever_is_posted(lead: Client) -> None:
    sent = {
        "effective": STEP,
        "reason": "mine",
        "author": "somebody else",
        "by": "x",
        "recorded_at": "2020-01-01",
    }
    lead.post(f"{CHART}decide/phase/", sent)
    row = ChartEvent.objects.get(org_code="DEMO1")
    assert row.author == "ada"
    assert datetime.now(UTC) - row.recorded_at < timedelta(minutes=1)


def test_an_event_of_another_chart_is_not_taken_over_by_its_id(lead: Client) -> None:
    look = looked(lead, "note", effective="2024-03-15")
    recorded(lead, look)
    taken = ChartEvent.objects.get(org_code="DEMO1").event_id
    sent = {"effective": STEP, "reason": "another", "event": taken}
    lead.post(f"{CHART}decide/phase/", sent)
    assert ChartEvent.objects.filter(org_code="DEMO1").count() == 2
    assert ChartEvent.objects.filter(event_id=taken).count() == 1


@pytest.mark.parametrize("address", [f"{CHART}decide/phase/", f"{CHART}decisions/e1/withdraw/"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        (None, "", 302),
        ("reader", "DEMO1", 403),
        ("contributor", "DEMO1", 403),
        ("network-lead", "DEMO-N", 403),
        ("trust-lead", "DEMO2", 404),
    ],
)
def test_only_those_who_keep_the_charts_decide(
    lead: Client, tester: Person, address: str, method: str, role: str | None, at: str, status: int
) -> None:
    event = Event("e1", EventKind.NOTE, date(2024, 3, 1), "r", "x", datetime(2026, 1, 1, tzinfo=UTC))
    record_chart_event(
        organisation=the_chart().organisation, measure="smoke-booking", component="", event=event, by=tester
    )
    client = browser_of(somebody((role, at), demonstration=True)) if role else browser()
    sent = {"effective": STEP, "reason": "not mine to decide"}
    assert getattr(client, method)(address, sent).status_code == status
    assert ChartEvent.objects.filter(org_code="DEMO1").count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/organisations/DEMO1/charts/no-such-measure/decide/phase/",
        f"{CHART}decide/party/",
        f"{CHART}decide/phase/?component=none",
        f"{CHART}decisions/none/",
        f"{CHART}decisions/none/withdraw/",
        "/organisations/DEMO1/charts/quit-success/",
    ],
)
def test_what_is_not_there_is_not_found(lead: Client, address: str) -> None:
    assert lead.get(address).status_code == 404


def test_the_check_holds_without_the_form_too(lead: Client, tester: Person) -> None:
    event = Event("e1", EventKind.PHASE, date(2019, 1, 1), "r", "x", datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(DecisionError, match="The chart begins with January 2024"):
        decide(chart=the_chart(), event=event, by=tester)
    outside = Event(
        "e2", EventKind.BASELINE, date(2019, 1, 1), "r", "x", datetime(2026, 1, 1, tzinfo=UTC),
        until=date(2019, 9, 1),
    )  # fmt: skip
    with pytest.raises(DecisionError, match="No period of the chart lies in this baseline"):
        decide(chart=the_chart(), event=outside, by=tester)
    assert not ChartEvent.objects.filter(org_code="DEMO1").exists()
