"""Accepting, locking, undoing and exceptions by whoever coordinates: only what they saw."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.lib.collaborative import NORTH, browser_of, enter, newest, person, take

from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.calendar.actions import lock
from clearway.web.calendar.states import state_of
from clearway.web.coordination.selectors import fields_of
from clearway.web.publications.models import Value
from clearway.web.returns.cells import CellEntry

pytestmark = pytest.mark.django_db
MONTH = newest()
PAGE = f"/coordination/DEMO-N/months/{MONTH}/"


@pytest.fixture
def lead() -> Client:
    return browser_of(person("Nora", ("network-lead", "DEMO-N")))


@pytest.fixture(autouse=True)
def _approved() -> None:
    for code in NORTH[:2]:
        enter(code, MONTH)
        take(code, MONTH, "submit", "approve")
    enter("DEMO3", MONTH)
    take("DEMO3", MONTH, "submit")


def _seen(*codes: str) -> dict[str, str]:
    fields = fields_of(codes, [MONTH], timezone.localdate())
    return {f"seen-{code}": fields[code, MONTH].seen for code in codes}


def _state(code: str) -> str:
    return str(state_of(directory().get(code), MONTH).state)


class TestAllAtOnce:
    def test_every_approved_month_is_accepted_and_no_other(self, lead: Client) -> None:
        page = lead.post(f"{PAGE}accept/", _seen(*NORTH), follow=True).content.decode()
        assert [_state(code) for code in NORTH] == ["accepted", "accepted", "submitted", "open"]
        assert "accepted: Alderbrook Hospitals, Birchwater Hospitals." in page
        assert "Not accepted: Cedarholm Hospital is submitted, not approved." in page
        assert ChangeEvent.objects.filter(action="accept month").count() == 2

    def test_a_figure_changed_since_the_page_was_loaded_is_not_accepted(self, lead: Client) -> None:
        seen = _seen("DEMO1", "DEMO2")
        row = Value.objects.get(org_code="DEMO1", measure="smoke-booking", period=str(MONTH))
        enter("DEMO1", MONTH, [CellEntry("smoke-booking", numerator=8, denominator=100, seen=row.pk)])
        page = lead.post(f"{PAGE}accept/", seen, follow=True).content.decode()
        assert [_state("DEMO1"), _state("DEMO2")] == ["approved", "accepted"]
        assert "Alderbrook Hospitals changed since you loaded the page" in page

    def test_a_trust_that_the_page_did_not_show_is_left_alone(self, lead: Client) -> None:
        lead.post(f"{PAGE}accept/", _seen("DEMO1"))
        assert _state("DEMO2") == "approved"

    def test_trusts_of_another_place_are_passed_over(self, lead: Client) -> None:
        enter("DEMO5", MONTH)
        take("DEMO5", MONTH, "submit", "approve")
        page = lead.post(f"{PAGE}accept/", _seen("DEMO5"), follow=True).content.decode()
        assert _state("DEMO5") == "approved"
        assert "none was ready" in page

    def test_posting_twice_accepts_once(self, lead: Client) -> None:
        seen = _seen("DEMO1")
        lead.post(f"{PAGE}accept/", seen)
        lead.post(f"{PAGE}accept/", seen)
        assert ChangeEvent.objects.filter(organisation="DEMO1", action="accept month").count() == 1

    def test_a_month_is_locked_where_it_was_accepted(self, lead: Client) -> None:
        lead.post(f"{PAGE}accept/", _seen("DEMO1"))
        page = lead.post(f"{PAGE}lock/", _seen("DEMO1", "DEMO2"), follow=True).content.decode()
        assert [_state("DEMO1"), _state("DEMO2")] == ["locked", "approved"]
        assert "Not locked: Birchwater Hospitals" in page

    def test_the_page_offers_what_can_be_done(self, lead: Client) -> None:
        page = lead.get(PAGE).content.decode()
        assert "Accept all approved" in page
        assert f"Lock {MONTH.label}" not in page
        lead.post(f"{PAGE}accept/", _seen("DEMO1", "DEMO2"))
        page = lead.get(PAGE).content.decode()
        assert "No trust&#39;s month waits" in page or "No trust's month waits" in page
        assert f"Lock {MONTH.label}" in page

    @pytest.mark.parametrize("what", ["accept", "lock"])
    def test_a_get_changes_nothing(self, lead: Client, what: str) -> None:
        assert lead.get(f"{PAGE}{what}/").status_code == 405

    @pytest.mark.parametrize(("role", "at"), [("national-analyst", "DEMO"), ("reader", "DEMO-N")])
    def test_whoever_only_looks_sees_no_button_and_is_refused(self, role: str, at: str) -> None:
        client = browser_of(person("Nat", (role, at)))
        assert "Accept all approved" not in client.get(PAGE).content.decode()
        assert client.post(f"{PAGE}accept/", _seen("DEMO1")).status_code == 403
        assert client.post(f"{PAGE}lock/", _seen("DEMO1")).status_code == 403
        assert _state("DEMO1") == "approved"


class TestOneTrust:
    def _post(self, client: Client, code: str, step: str, **more: str) -> object:
        seen = _seen(code)[f"seen-{code}"]
        address = f"/coordination/DEMO-N/trusts/{code}/{MONTH}/{step}/"
        return client.post(address, {"seen": seen, **more}, follow=True)

    def test_is_accepted_locked_and_undone_in_reverse_order(self, lead: Client) -> None:
        states = []
        for step in ("accept", "lock", "undo", "undo"):
            self._post(lead, "DEMO1", step)
            states.append(_state("DEMO1"))
        assert states == ["accepted", "locked", "accepted", "approved"]

    def test_the_trusts_own_approval_is_not_the_coordinators_to_undo(self, lead: Client) -> None:
        response = self._post(lead, "DEMO1", "undo")
        assert response.status_code == 403  # type: ignore[attr-defined]
        assert _state("DEMO1") == "approved"

    def test_what_changed_meanwhile_is_not_accepted(self, lead: Client) -> None:
        address = f"/coordination/DEMO-N/trusts/DEMO1/{MONTH}/accept/"
        page = lead.post(address, {"seen": "0.0"}, follow=True).content.decode()
        assert "changed since you loaded the page" in page
        assert _state("DEMO1") == "approved"

    def test_an_unknown_step_is_not_there(self, lead: Client) -> None:
        assert lead.post(f"/coordination/DEMO-N/trusts/DEMO1/{MONTH}/burn/").status_code == 404

    def test_an_exception_opens_a_locked_month_until_its_day(self, lead: Client) -> None:
        take("DEMO1", MONTH, "accept")
        lock(organisation=directory().get("DEMO1"), period=MONTH, by=Person("Nora", "site"))
        until = timezone.localdate() + timedelta(days=10)
        response = self._post(lead, "DEMO1", "exception", until=f"{until:%d/%m/%Y}", reason="Counted twice")
        page = response.content.decode()  # type: ignore[attr-defined]
        assert "Granted an exception until" in page
        assert "Counted twice" in page
        field = fields_of(["DEMO1"], [MONTH], timezone.localdate())["DEMO1", MONTH]
        assert field.open_now
        assert field.exception_until == until

    @pytest.mark.parametrize(
        ("until", "reason", "said"),
        [
            ("", "", "Enter the last day of the exception"),
            ("soon", "mend", "Enter a date"),
            ("01/01/2020", "mend", "Choose a day from"),
            ("01/01/2199", "mend", "Choose a day from"),
            ("", "mend", "Enter the last day"),
        ],
    )
    def test_an_exception_without_day_or_reason_is_said_and_not_granted(
        self, lead: Client, until: str, reason: str, said: str
    ) -> None:
        page = self._post(lead, "DEMO1", "exception", until=until, reason=reason).content.decode()  # type: ignore[attr-defined]
        assert said in page
        assert "<title>Error:" in page.replace("\n", "").replace("  ", "") or "Error: " in page
        assert not ChangeEvent.objects.filter(action="exception month").exists()

    def test_whoever_only_looks_is_refused(self) -> None:
        client = browser_of(person("Nat", ("national-analyst", "DEMO")))
        for step in ("accept", "lock", "undo", "exception"):
            response = self._post(client, "DEMO1", step)
            assert response.status_code == 403  # type: ignore[attr-defined]
