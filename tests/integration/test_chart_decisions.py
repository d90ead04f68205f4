"""People decide about charts on pages: they look first, give a reason, and nothing is ever lost."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.lib.chart_pages import CHART, STEP, finding, looked, picture, recorded, text, the_chart
from tests.lib.own_figures import enter_figures
from tests.lib.visitors import browser_of, somebody

from clearway.spc.history import Event, EventKind, replay
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.charts import actions
from clearway.web.charts.actions import decide, record_chart_event
from clearway.web.charts.marks import Mark, register, unregister
from clearway.web.charts.models import ChartEvent
from clearway.web.design import pictures
from clearway.web.people.access import Access

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The specifications of the pictures are looked at here; drawing them takes a page most of its time."""
    monkeypatch.setattr(pictures, "_svg", lambda spec, title, finding: "<svg></svg>")


@pytest.fixture
def lead() -> Client:
    enter_figures("DEMO1")
    return browser_of(somebody(("improvement-lead", "DEMO1"), email="ada@example.org", demonstration=True))


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


def test_who_may_not_decide_sees_the_history_without_ways_to_change_it(lead: Client) -> None:
    recorded(lead, looked(lead, "phase", effective=STEP))
    reader = browser_of(somebody(("reader", "DEMO1"), demonstration=True))
    for page in (CHART, "/measures/smoke-booking/?organisation=DEMO1"):
        told = text(reader.get(page))
        assert "a named midwife asks" in told
        assert "Withdraw" not in told
        assert "Change this chart" not in told
        assert "Change this chart" in text(lead.get(page))


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
