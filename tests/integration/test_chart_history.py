"""What people decided about a chart is kept, shown and replayed; what a reader tries is not saved."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.lib.own_figures import enter_figures
from tests.lib.visitors import somebody

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.measures.definitions import definition
from clearway.spc.history import Event, EventKind
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.charts.actions import record_chart_event
from clearway.web.charts.models import ChartEvent
from clearway.web.charts.over_time import series_picture
from clearway.web.charts.selectors import chart_history
from clearway.web.charts.setup import Setup
from clearway.web.people.access import access_of_user
from clearway.web.publications.selectors import series

pytestmark = pytest.mark.django_db
TRUST = directory().get("SYNTH")
MEASURE = "sbl-co-booking"
ADDRESS = f"/measures/{MEASURE}/?organisation=SYNTH"


def _event(id_: str, kind: EventKind, effective: date, recorded: datetime, **details: object) -> Event:
    return Event(id_, kind, effective, f"reason of {id_}", "Ada Lead", recorded, **details)


PHASE = _event("p1", EventKind.PHASE, date(2023, 12, 1), datetime(2024, 6, 11, 10, tzinfo=UTC))
DIP = _event("x1", EventKind.EXCLUSION, date(2024, 7, 1), datetime(2024, 8, 20, 9, tzinfo=UTC))


@pytest.fixture
def history(tester: Person) -> None:
    for event in (PHASE, DIP):
        record_chart_event(organisation=TRUST, measure=MEASURE, component="", event=event, by=tester)


def _text(as_of: date | None = None) -> str:
    sheet = definition(MEASURE)
    return series_picture(sheet, "", TRUST, title="CO", setup=Setup(as_of=as_of)).finding


@pytest.mark.usefixtures("history")
def test_a_phase_gives_the_chart_limits_of_its_own() -> None:
    with_phase, before = _text(), _text(date(2024, 6, 10))
    assert with_phase != before
    assert "78.8%" in before  # one mean over both processes, of the months that were over by then
    assert "78.8%" not in with_phase


def test_a_replay_shows_no_month_that_was_not_over() -> None:
    last_day_of_may, the_day_before = (_text(date(2024, 5, day)) for day in (31, 30))
    assert "for May 2024" in last_day_of_may
    assert "for April 2024" in the_day_before


def test_a_replay_shows_what_was_entered_here_only_from_the_day_it_was_entered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enter_figures("DEMO1", [10, 11], "co-test-booking", layout="team-logs")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2024, 3, 8, 9, tzinfo=UTC))
    enter_figures("DEMO1", [10, 11])
    monkeypatch.undo()
    here, lead = directory().get("DEMO1"), access_of_user(somebody(("improvement-lead", "DEMO1")))

    def known(measure: str, *day: int) -> list[float | None]:
        return [row.numerator for row in series(here, measure, "", date(*day), lead)]

    assert known("smoke-booking", 2024, 3, 7) == []
    assert known("smoke-booking", 2024, 3, 8) == [10, 11]
    assert known("co-test-booking", 2024, 12, 31) == [], "computed here later"


@pytest.mark.usefixtures("history")
def test_the_chart_can_be_seen_as_it_was_known_on_a_day(client: Client) -> None:
    then = client.get(f"{ADDRESS}&as_of=2024-07-31").content.decode()
    assert "reason of p1" in then
    assert "Left out of the limits 1 July 2024</strong> – does not hold" in then
    now = client.get(ADDRESS).content.decode()
    assert "does not hold" not in now


@pytest.mark.usefixtures("history")
def test_a_withdrawn_decision_stays_visible_and_no_longer_counts(tester: Person, client: Client) -> None:
    back = _event(
        "w1", EventKind.WITHDRAWAL, date(2023, 12, 1), datetime(2025, 1, 9, tzinfo=UTC), withdraws="p1"
    )
    record_chart_event(organisation=TRUST, measure=MEASURE, component="", event=back, by=tester)
    page = client.get(ADDRESS).content.decode()
    assert "reason of p1" in page
    assert "reason of w1" in page
    assert "New limits from 1 December 2023</strong> – does not hold" in page


@pytest.mark.usefixtures("history")
def test_a_decision_is_recorded_with_who_made_it() -> None:
    event = ChangeEvent.objects.first()
    assert (event.person, event.action, event.subject) == (
        "Tess Ter",
        "chart exclusion",
        "sbl-co-booking of SYNTH",
    )
    assert [one.author for one in chart_history(TRUST, MEASURE)] == ["Ada Lead", "Ada Lead"]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    "statement", ["UPDATE charts_chartevent SET reason = ''", "DELETE FROM charts_chartevent"]
)
def test_the_history_cannot_be_rewritten(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("event", "message"),
    [
        (PHASE, "recorded already"),
        (
            _event(
                "w2", EventKind.WITHDRAWAL, date(2024, 1, 1), datetime(2025, 1, 1, tzinfo=UTC), withdraws="zz"
            ),
            "zz",
        ),
        (
            _event(
                "r1", EventKind.PROFILE, date(2024, 1, 1), datetime(2025, 1, 1, tzinfo=UTC), profile="mcd"
            ),
            "mcd",
        ),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_and_leaves_nothing(
    tester: Person, event: Event, message: str
) -> None:
    before = (ChartEvent.objects.count(), ChangeEvent.objects.count())
    with pytest.raises(ClearwayError, match=message):
        record_chart_event(organisation=TRUST, measure=MEASURE, component="", event=event, by=tester)
    assert (ChartEvent.objects.count(), ChangeEvent.objects.count()) == before


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("&chart=run", "Anhøj"),
        ("&chart=p", "P chart"),
        ("&profile=plotthedots-0.2.2", "NHSRplotthedots 0.2.2"),
        ("&profile=nelson", "Nelson"),
    ],
)
def test_a_reader_tries_another_chart_without_saving(client: Client, query: str, words: str) -> None:
    before = ChartEvent.objects.count()
    page = client.get(ADDRESS + query).content.decode()
    assert "You are trying another view" in page
    assert words in page
    assert ChartEvent.objects.count() == before
    assert "You are trying another view" not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("query", ["&chart=pie", "&profile=none", "&as_of=yesterday"])
def test_a_view_that_does_not_exist_is_said(client: Client, query: str) -> None:
    response = client.get(ADDRESS + query)
    assert response.status_code == 404
    assert "There is a problem" in response.content.decode()
