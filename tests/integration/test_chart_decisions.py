"""People decide about charts on pages: they look first, give a reason, and nothing is ever lost."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from tests.lib.own_figures import enter_figures
from tests.lib.visitors import browser, browser_of, somebody

from clearway.spc.history import Event, EventKind, replay
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.charts import actions
from clearway.web.charts.actions import decide, record_chart_event
from clearway.web.charts.checks import DecisionError
from clearway.web.charts.marks import Mark, register, unregister
from clearway.web.charts.models import ChartEvent
from clearway.web.charts.one_chart import OneChart, one_chart
from clearway.web.design import pictures
from clearway.web.people.access import Access, access_of_user

pytestmark = pytest.mark.django_db
CHART = "/organisations/DEMO1/charts/smoke-booking/"
STEP = "2025-04-01"  # the sixteenth month, with which the figures fall


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The specifications of the pictures are looked at here; drawing them takes a page most of its time."""
    monkeypatch.setattr(pictures, "_svg", lambda spec, title, finding: "<svg></svg>")


@pytest.fixture
def lead() -> Client:
    enter_figures("DEMO1")
    return browser_of(somebody(("improvement-lead", "DEMO1"), email="ada@example.org", demonstration=True))


def access() -> Access:
    return access_of_user(somebody(("improvement-lead", "DEMO1"), demonstration=True))


def the_chart() -> OneChart:
    found = one_chart("DEMO1", "smoke-booking", "", access())
    assert found is not None
    return found


def looked(client: Client, word: str, **asked: object) -> HttpResponse:
    query = urlencode({"look": "1", "reason": "a named midwife asks", **asked}, doseq=True)
    return client.get(f"{CHART}decide/{word}/?{query}")


def recorded(client: Client, response: HttpResponse) -> HttpResponse:
    """Press the button of the page on which one looks before recording."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form.app-record")
    assert form is not None, text(response)
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name]"):
        sent.setdefault(str(field["name"]), []).append(str(field["value"]))
    return client.post(str(form["action"]), sent, follow=True)


def picture(response: HttpResponse, name: str) -> dict[str, Any]:
    """The specification of a picture of the page."""
    script = BeautifulSoup(response.content, "html.parser").find(id=f"{name}-wide")
    assert script is not None
    return json.loads(script.get_text())


def finding(response: HttpResponse, name: str) -> str:
    """The sentences above a picture of the page."""
    found = BeautifulSoup(response.content, "html.parser").find(id=f"{name}-finding")
    assert found is not None
    return found.get_text()


def text(response: HttpResponse) -> str:
    main = BeautifulSoup(response.content, "html.parser").main
    assert main is not None
    for script in main.select("script, svg"):
        script.decompose()
    return re.sub(r"\s+", " ", main.get_text(" "))


def test_a_look_shows_the_chart_as_it_would_be_and_records_nothing(lead: Client) -> None:
    page = looked(lead, "phase", effective=STEP)
    told = text(page)
    assert "New limits from 1 April 2025" in told
    assert told.index("The mean is 9.0%") < told.index("The chart as it is now")
    assert "The mean is 11.0%" in told  # one mean over both processes, as it is now
    assert ChartEvent.objects.filter(org_code="DEMO1").count() == 0


def test_a_recorded_decision_has_its_reason_its_author_and_a_line_in_the_change_log(lead: Client) -> None:
    page = recorded(lead, looked(lead, "phase", effective=STEP))
    told = text(page)
    assert "Recorded: New limits from 1 April 2025." in told
    assert "a named midwife asks ada, recorded" in told
    row = ChartEvent.objects.get(org_code="DEMO1")
    assert (row.kind, row.effective, row.author) == ("phase", date(2025, 4, 1), "ada")
    log = ChangeEvent.objects.filter(organisation="DEMO1", action="chart phase").get()
    assert (log.person, log.subject) == ("ada", "smoke-booking of DEMO1")


@pytest.mark.parametrize(
    ("word", "asked", "said"),
    [
        ("baseline", {"points": "13"}, "Baseline: the first 13 points of each phase"),
        (
            "baseline-range",
            {"effective": "2024-01-01", "until": "2025-03-01"},
            "Baseline from 1 January 2024 to",
        ),
        (
            "baseline-points",
            {
                "dates": [f"2024-{month:02}-01" for month in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12)]
                + ["2025-01-01"]
            },
            "12 chosen points",
        ),
        ("exclusion", {"effective": "2024-03-01"}, "Left out of the limits 1 March 2024"),
        ("note", {"effective": "2024-03-15"}, "Note on 15 March 2024"),
        ("profile", {"profile": "nelson"}, "Rule set chosen: Nelson"),
    ],
)
def test_every_kind_of_decision_is_recorded_as_it_was_looked_at(
    lead: Client, word: str, asked: dict[str, object], said: str
) -> None:
    look = looked(lead, word, **asked)
    assert said in text(look)
    would_be = picture(look, "would-be")
    page = recorded(lead, look)
    assert "Recorded: " in text(page)
    assert picture(page, "series") == would_be
    assert "a named midwife asks" in str(would_be)  # the reason is written on the picture


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


def test_a_withdrawn_decision_stays_and_no_longer_counts(lead: Client) -> None:
    recorded(lead, looked(lead, "phase", effective=STEP))
    row = ChartEvent.objects.get(org_code="DEMO1")
    address = f"{CHART}decisions/{row.event_id}/withdraw/"
    assert "Withdraw a decision" in text(lead.get(address))
    page = recorded(lead, lead.get(address, {"look": "1", "reason": "the pathway was given up"}))
    told = text(page)
    assert "New limits from 1 April 2025 – does not hold" in told
    assert "the pathway was given up" in told
    assert len(the_chart().judged.phases) == 1
    again = lead.get(address, {"look": "1", "reason": "twice"})
    assert "does not hold any more" in text(again)


def test_each_decision_links_to_the_chart_before_and_after_it(lead: Client) -> None:
    recorded(lead, looked(lead, "phase", effective=STEP))
    page = recorded(lead, looked(lead, "exclusion", effective="2024-03-01"))
    assert text(page).count("The chart before and after") == 2
    row = ChartEvent.objects.get(org_code="DEMO1", kind="phase")
    both = lead.get(f"{CHART}decisions/{row.event_id}/")
    assert "11.0%" in finding(both, "before")
    assert "9.0%" in finding(both, "after")
    assert "left out" not in str(picture(both, "after")["datasets"]["flags"])  # decided later


def test_the_suggestion_stands_beside_the_form_with_its_log_and_is_never_applied(lead: Client) -> None:
    enter_figures("DEMO2", [*[52, 54, 49, 55, 51, 53] * 4, *[36, 38, 33, 37, 35, 39] * 4])
    client = browser_of(somebody(("improvement-lead", "DEMO2"), demonstration=True))
    form = CHART.replace("DEMO1", "DEMO2") + "decide/phase/"
    page = client.get(form)
    told = text(page)
    assert "A lasting change from January 2026." in told
    assert "The second opinion agrees" in told
    assert "points of this phase give a mean of" in told
    link = BeautifulSoup(page.content, "html.parser").select_one(".app-advice a")
    assert link is not None
    filled = BeautifulSoup(client.get(str(link["href"])).content, "html.parser").find(id="id_effective")
    assert filled is not None
    assert filled["value"] == "2026-01-01"
    assert ChartEvent.objects.filter(org_code="DEMO2").count() == 0


def test_pressing_the_button_twice_records_once(lead: Client) -> None:
    look = looked(lead, "phase", effective=STEP)
    recorded(lead, look)
    again = recorded(lead, look)
    assert "Recorded: New limits" in text(again)
    assert ChartEvent.objects.filter(org_code="DEMO1").count() == 1


def test_decisions_of_two_people_at_once_are_both_kept_and_the_second_is_told(lead: Client) -> None:
    other = browser_of(somebody(("trust-lead", "DEMO1"), email="bea@example.org", demonstration=True))
    mine = looked(lead, "exclusion", effective="2024-03-01")
    recorded(other, looked(other, "note", effective="2024-03-15"))
    page = recorded(lead, mine)
    assert "While you looked, bea decided something about this chart too. Both are kept" in text(page)
    assert list(ChartEvent.objects.filter(org_code="DEMO1").values_list("author", flat=True)) == [
        "bea",
        "ada",
    ]


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


def test_two_who_pass_the_check_at_the_same_moment_are_both_kept_in_their_order(
    lead: Client, tester: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "proposal", lambda chart, event: None)  # as if neither saw the other yet
    now = datetime(2026, 7, 1, tzinfo=UTC)
    for name in ("first", "second"):
        event = Event(name, EventKind.PHASE, date(2025, 4, 1), f"reason of the {name}", "x", now)
        decide(chart=the_chart(), event=event, by=tester)
    history = the_chart().history
    assert [event.reason for event in history] == ["reason of the first", "reason of the second"]
    assert replay(history).rebase_dates == {date(2025, 4, 1): "reason of the second"}
    assert replay(history, history[0].recorded_at).rebase_dates == {date(2025, 4, 1): "reason of the first"}


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


def test_who_may_not_decide_sees_the_history_without_ways_to_change_it(lead: Client) -> None:
    recorded(lead, looked(lead, "phase", effective=STEP))
    reader = browser_of(somebody(("reader", "DEMO1"), demonstration=True))
    for page in (CHART, "/measures/smoke-booking/?organisation=DEMO1"):
        told = text(reader.get(page))
        assert "a named midwife asks" in told
        assert "Withdraw" not in told
        assert "Change this chart" not in told
        assert "Change this chart" in text(lead.get(page))


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


def test_a_reader_who_tries_a_rule_set_that_the_baseline_does_not_suit_is_told(lead: Client) -> None:
    recorded(lead, looked(lead, "profile", profile="qicharts2"))
    recorded(lead, looked(lead, "baseline", points="6"))
    page = lead.get("/measures/smoke-booking/?organisation=DEMO1&profile=mdc")
    assert page.status_code == 200
    assert "The baseline chosen for this chart is not used" in text(page)


def test_other_parts_of_the_site_mark_the_chart_for_those_who_may_see_it(lead: Client) -> None:
    def cycles(organisation, measure: str, access: Access) -> list[Mark]:
        if (organisation.code, measure) != ("DEMO1", "smoke-booking") or not access.signed_in:
            return []
        return [
            Mark(date(2025, 4, 9), "Adopted: asked by name", known_from=date(2025, 5, 1), address="/aim/")
        ]

    register(cycles)
    register(cycles)
    try:
        page = lead.get("/measures/smoke-booking/?organisation=DEMO1")
        told = text(page)
        assert told.count("9 April 2025 : Adopted: asked by name More") == 1
        assert "change made: Adopted: asked by name" in str(picture(page, "series"))
        before = lead.get("/measures/smoke-booking/?organisation=DEMO1&as_of=2025-04-30")
        assert "Adopted" not in text(before)
    finally:
        unregister(cycles)


def test_the_number_of_queries_does_not_grow_with_the_decisions(
    lead: Client, tester: Person, django_assert_max_num_queries
) -> None:
    organisation = the_chart().organisation
    for number in range(12):
        when = datetime(2026, 1, 1 + number, tzinfo=UTC)
        event = Event(f"n{number}", EventKind.NOTE, date(2024, 3, 1 + number), "r", "x", when)
        record_chart_event(
            organisation=organisation, measure="smoke-booking", component="", event=event, by=tester
        )
    with django_assert_max_num_queries(12):
        lead.get(CHART)
