"""The grid of trusts and months: who sees it, what it says, how it is asked of the database."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.lib.collaborative import (
    ALL,
    BOTH,
    NORTH,
    WHO_SEES_A_COLLABORATIVE,
    browser_of,
    enter,
    newest,
    person,
    take,
)

from clearway.common.organisations import directory
from clearway.web.audit.models import Person
from clearway.web.coordination.selectors import fields_of, grid_of, months_before
from clearway.web.publications.models import Value
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.choices import choose
from clearway.web.returns.models import Look
from clearway.web.returns.obligations import Status, owed_of

pytestmark = pytest.mark.django_db
SUBJECTS = [("staff-trained-subject", "SBAR"), ("staff-trained-subject", "CTG")]


@pytest.fixture
def lead() -> Client:
    return browser_of(person("Nora", ("network-lead", "DEMO-N")))


def _page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


class TestWhoSees:
    @pytest.mark.parametrize(("role", "held_at", "place", "status"), WHO_SEES_A_COLLABORATIVE)
    def test_a_role_at_the_place_or_above_it(self, role: str, held_at: str, place: str, status: int) -> None:
        client = browser_of(person("Ann", (role, held_at)))
        month = newest()
        for address in (
            "",
            "months.csv",
            f"months/{month}/",
            f"trusts/DEMO{5 if place == 'DEMO-S' else 1}/{month}/",
        ):
            assert client.get(f"/coordination/{place}/{address}").status_code == status, address

    def test_a_trust_of_another_place_is_not_there(self, lead: Client) -> None:
        assert lead.get(f"/coordination/DEMO-N/trusts/DEMO5/{newest()}/").status_code == 404
        assert lead.get("/coordination/DEMO-N/months/2026-99/").status_code == 404

    def test_somebody_with_one_place_goes_straight_there(self, lead: Client) -> None:
        assert lead.get("/coordination/")["Location"] == "/coordination/DEMO-N/"

    def test_somebody_with_none_is_told_where_their_months_are(self) -> None:
        page = _page(browser_of(person("Tilda", ("trust-lead", "DEMO1"))), "/coordination/")
        assert "no grid of trusts for you" in page


class TestWhatIsSaid:
    def test_how_many_trusts_reported(self, lead: Client) -> None:
        month = newest()
        for code in NORTH[:3]:
            enter(code, month)
        take("DEMO1", month, "submit")
        take("DEMO2", month, "submit", "approve")
        assert "2 of 4 trusts reported" in _page(lead, f"/coordination/DEMO-N/months/{month}/")

    def test_every_state_with_its_counts(self, lead: Client) -> None:
        month = newest()
        enter("DEMO1", month, BOTH[:1])
        enter("DEMO2", month)
        enter("DEMO3", month)
        take("DEMO3", month, "submit", "approve")
        found = grid_of(directory().get("DEMO-N"), [month])
        assert [str(found.fields[code, month].stage) for code in NORTH] == [
            "part",
            "complete",
            "approved",
            "nothing yet",
        ]
        page = _page(lead, "/coordination/DEMO-N/")
        assert "1 of 2" in page
        assert "Nothing yet" in page

    def test_a_zero_is_held_and_a_blank_is_not(self) -> None:
        month = newest()
        zero = CellEntry("smoke-booking", numerator=0, denominator=9)
        enter("DEMO1", month, [zero])
        counts = fields_of(["DEMO1"], [month], timezone.localdate())["DEMO1", month].counts
        assert (counts.figures, counts.missing) == (1, 1)

    def test_changes_since_approval_and_by_whom(self, lead: Client) -> None:
        month = newest()
        enter("DEMO1", month)
        take("DEMO1", month, "submit", "approve")
        row = Value.objects.current().get(org_code="DEMO1", period=str(month), measure="smoke-booking")
        changed = CellEntry("smoke-booking", numerator=8, denominator=100, seen=row.pk)
        enter("DEMO1", month, [changed], by=Person("Late Changer", "site", "late"))
        page = _page(lead, f"/coordination/DEMO-N/months/{month}/")
        assert "1 changed since approval" in page
        assert "Late Changer" in page

    def test_a_month_past_its_closing_date_shows_that_it_shut_by_itself(self, lead: Client) -> None:
        assert "Closed" in _page(lead, "/coordination/DEMO-N/?months=12")

    def test_names_and_reasons_are_shown_as_text(self, lead: Client) -> None:
        month = newest()
        reason = CellEntry("smoke-booking", state="not_collected", reason="<script>x</script>")
        enter("DEMO1", month, [reason], by=Person("<b>Mia</b>", "site", "mia"))
        page = _page(lead, f"/coordination/DEMO-N/trusts/DEMO1/{month}/")
        assert "<script>x" not in page
        assert "<b>Mia" not in page
        assert "Reason given" in page


class TestMoves:
    def test_what_others_moved_shows_until_the_person_says_they_saw_it(self, lead: Client) -> None:
        month = newest()
        enter("DEMO1", month)
        take("DEMO1", month, "submit")
        assert "open to submitted" in _page(lead, "/coordination/DEMO-N/")
        now = timezone.now().isoformat()
        assert lead.post("/coordination/DEMO-N/looked/", {"until": now}).status_code == 302
        assert "open to submitted" not in _page(lead, "/coordination/DEMO-N/")
        take("DEMO1", month, "approve")
        assert "submitted to approved" in _page(lead, "/coordination/DEMO-N/")

    def test_looking_writes_nothing(self, lead: Client) -> None:
        lead.get("/coordination/DEMO-N/")
        assert not Look.objects.exists()

    @pytest.mark.parametrize("until", ["", "soon", "2026-13-45T00:00:00+00:00", "2026-01-01T00:00:00"])
    def test_a_moment_that_is_none_changes_nothing(self, lead: Client, until: str) -> None:
        assert lead.post("/coordination/DEMO-N/looked/", {"until": until}).status_code == 302
        assert not Look.objects.exists()

    def test_nobody_has_seen_what_is_still_to_come(self, lead: Client) -> None:
        later = timezone.now() + timedelta(days=9)
        lead.post("/coordination/DEMO-N/looked/", {"until": later.isoformat()})
        assert Look.objects.get().at <= timezone.now()


class TestFile:
    def test_has_a_line_for_every_trust_and_month(self, lead: Client) -> None:
        enter("DEMO1", newest(), BOTH[:1])
        lines = list(csv.DictReader(io.StringIO(_page(lead, "/coordination/DEMO-N/months.csv?months=12"))))
        assert len(lines) == 4 * 12
        first = next(line for line in lines if line["trust"] == "DEMO1")
        assert (first["stage"], first["owed"], first["figures_entered"], first["missing"]) == (
            "part",
            "2",
            "1",
            "1",
        )
        assert first["completeness"] == "0.5"

    def test_runs_nothing_in_a_spreadsheet(self, lead: Client) -> None:
        enter("DEMO1", newest(), by=Person("=cmd|'/c calc'!A1", "site", "x"))
        page = _page(lead, "/coordination/DEMO-N/months.csv")
        assert "'=cmd" in page
        assert ",=cmd" not in page


class TestAgreement:
    def test_the_counts_are_those_of_what_each_trust_owes(self) -> None:
        """The grid counts without loading rows one by one; the home page's own list is the judge."""
        month = newest()
        for code, drivers, measures in (
            ("DEMO1", ["identification", "specialist-support"], ["nrt", "quit-success"]),
            ("DEMO2", ["multi-agency", "learn-harm"], []),
            ("DEMO8", ["culture-capability"], []),
        ):
            choose(
                organisation=directory().get(code),
                period=month.shift(-1),
                drivers=drivers,
                measures=measures,
                parameters=SUBJECTS if code == "DEMO8" else (),
                by=Person("Ann", "site"),
            )
        enter("DEMO1", month)
        enter("DEMO2", month, [CellEntry("smoke-booking", state="not_collected", reason="moved")])
        row = Value.objects.get(org_code="DEMO1", measure="smoke-booking", period=str(month))
        enter("DEMO1", month, [CellEntry("smoke-booking", seen=row.pk)])  # emptied again
        codes, months = [*ALL, "R1H", "RJ1", "RAL"], [month, month.shift(-1), *published_months()]
        fields = fields_of(codes, months, timezone.localdate())
        judged = owed_of(codes, months)
        for key, cells in judged.items():
            counts = fields[key].counts
            by_status = [sum(cell.status is status for cell in cells) for status in Status]
            told = [counts.centre, counts.records, counts.answered, counts.missing]
            assert told == by_status, key
        assert any(fields[key].counts.centre for key in judged)

    def test_the_number_of_queries_does_not_grow(self, lead: Client) -> None:
        region = browser_of(person("Rhea", ("network-lead", "DEMO")))
        for code in ALL:
            enter(code, newest())
            take(code, newest(), "submit", "approve")
        counted = []
        for client, address in (
            (lead, "/coordination/DEMO-N/?months=6"),
            (region, "/coordination/DEMO/?months=24"),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counted.append(len(queries))
        assert counted[0] == counted[1]

    @pytest.mark.parametrize(("codes", "months"), [(ALL[:2], 1), (ALL, 24)])
    def test_the_grid_takes_three_queries(
        self, django_assert_num_queries: object, codes: tuple[str, ...], months: int
    ) -> None:
        with django_assert_num_queries(3):  # type: ignore[operator]
            fields_of(codes, months_before(timezone.localdate(), months), timezone.localdate())


def published_months() -> list[object]:
    from clearway.common.periods import Month

    return [Month(2025, 2), Month(2025, 4)]
