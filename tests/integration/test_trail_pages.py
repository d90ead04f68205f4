"""The pages of the logs: who may see them, what they show, and that looking is written down."""

import json
import re

import pytest
from django.db import DatabaseError
from django.test import Client
from tests.lib.tampering import change_one_byte, without_triggers

from clearway.web.audit.checking import check_chain
from clearway.web.audit.erasing import erase
from clearway.web.audit.models import AccessEvent, ChangeEvent, Person, record, record_access
from clearway.web.people.models import Membership, User
from clearway.web.returns import context
from clearway.web.trail import middleware
from clearway.web.trail.sentences import sentence

pytestmark = pytest.mark.django_db
LOG = "/organisations/R1H/audit/"
LOOKED = "/organisations/R1H/audit/accesses/"
ERASE = "/organisations/R1H/audit/erase/"
ADA = Person("Ada Lead", "site", "key-of-ada")
BEN = Person("=Ben Reader", "site", "key-of-ben")


def _signed_in(role: str, org_code: str = "R1H") -> Client:
    """Somebody of the demonstration with one role, who needs no second factor."""
    user = User.objects.create_user(f"{role}@clearway.example", name=f"Una {role}", demonstration=True)
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, role=role, org_code=org_code)
    client = Client(REMOTE_ADDR="127.0.0.1")
    client.force_login(user)
    return client


@pytest.fixture
def lead() -> Client:
    return _signed_in("trust-lead")


@pytest.fixture
def administrator() -> Client:
    return _signed_in("administrator", "ENG")


@pytest.fixture(autouse=True)
def _logs() -> None:
    """Two people change three things; one looks once; another organisation has a change of its own."""
    record(
        organisation="R1H",
        action="chart phase",
        subject="smoke-booking of R1H",
        by=ADA,
        details={"event": "p1"},
    )
    record(
        organisation="R1H", action="enter figures", subject="2025-04", by=BEN, details={"old": None, "new": 7}
    )
    record(
        organisation="R1H", action="enter figures", subject="2025-05", by=ADA, details={"old": 0, "new": 1}
    )
    record(organisation="RJ1", action="enter figures", subject="secret of RJ1", by=ADA, details={})
    record_access(organisation="R1H", page="month", subject="the figures of 2025-04", by=BEN, address="::1")


def _text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:500]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestWhoMaySeeThem:
    @pytest.mark.parametrize("address", [LOG, LOOKED, ERASE, f"{LOG}changes.csv", f"{LOG}changes.jsonl"])
    def test_a_visitor_is_asked_to_sign_in(self, client: Client, address: str) -> None:
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/")

    @pytest.mark.parametrize("address", [LOG, LOOKED, f"{LOG}changes.csv", f"{LOG}changes.jsonl", ERASE])
    def test_for_people_of_another_organisation_they_are_not_there(self, address: str) -> None:
        assert _signed_in("trust-lead", "RJ1").get(address).status_code == 404

    def test_a_role_that_may_not_see_them_is_refused(self) -> None:
        assert _signed_in("contributor").get(LOG).status_code == 403

    def test_a_trust_lead_sees_them_and_erases_nothing(self, lead: Client) -> None:
        assert lead.get(LOG).status_code == 200
        assert lead.get(ERASE).status_code == 403

    def test_the_log_of_the_instance_is_for_those_who_run_it(
        self, lead: Client, administrator: Client
    ) -> None:
        assert lead.get("/organisations/instance/audit/").status_code == 404
        assert "Clearway itself" in _text(administrator, "/organisations/instance/audit/")

    def test_an_organisation_that_does_not_exist_has_none(self, administrator: Client) -> None:
        assert administrator.get("/organisations/NOBODY/audit/").status_code == 404


class TestTheChangeLog:
    def test_tells_each_change_as_a_sentence_with_its_details(self, lead: Client) -> None:
        page = _text(lead, LOG)
        assert "Ada Lead began new limits on the chart of smoke-booking of R1H" in page
        assert "=Ben Reader entered figures for 2025-04" in page
        assert sentence("whisper", "2025-04") == "– whisper: 2025-04"  # one that no app has words for
        assert "New 7 Old none" in page
        assert "New 1 Old 0" in page
        assert "secret of RJ1" not in page

    def test_says_that_it_was_checked(self, lead: Client) -> None:
        assert "Checked just now: 3 events fit." in _text(lead, LOG)

    def test_says_which_event_does_not_fit(self, lead: Client) -> None:
        with without_triggers():
            change_one_byte("audit_changeevent", "subject", "subject = '2025-04'")
            assert "This log was altered: event 2 does not fit (the event was changed)" in _text(lead, LOG)

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("who=ada", {"smoke-booking", "2025-05"}),
            ("who=key-of-ben", {"2025-04"}),
            ("what=2025-04", {"2025-04"}),
            ("kind=enter+figures", {"2025-04", "2025-05"}),
            ("last=2020-01-01", set()),
            ("first=2020-01-01", {"smoke-booking", "2025-04", "2025-05"}),
            ("first=2020-01-01&last=2099-01-01&who=ada&kind=enter+figures", {"2025-05"}),
        ],
    )
    def test_is_filtered(self, lead: Client, query: str, shown: set[str]) -> None:
        lines = re.findall(
            r'class="app-trail__said">\s*<p>(.*?)</p>', lead.get(f"{LOG}?{query}").content.decode()
        )
        found = {
            name for name in ("smoke-booking", "2025-04", "2025-05") if any(name in line for line in lines)
        }
        assert found == shown

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("first=yesterday", "Enter a date"),
            ("first=0001-01-01", "Enter a date"),
            ("last=9999-12-31", "Enter a date"),
            ("first=2025-05-01&last=2025-04-01", "is before"),
            ("kind=no-such", "Select a valid choice"),
        ],
    )
    def test_says_what_is_wrong_with_a_filter(self, lead: Client, query: str, message: str) -> None:
        page = _text(lead, f"{LOG}?{query}")
        assert "There is a problem" in page
        assert message in page

    def test_says_that_nothing_fits_or_that_nothing_happened(self, lead: Client) -> None:
        assert "Nothing fits this filter" in _text(lead, f"{LOG}?who=nobody")
        assert "Nothing has been changed here yet" in _text(
            _signed_in("board-champion", "RCD"), "/organisations/RCD/audit/"
        )

    def test_is_shown_a_screenful_at_a_time_and_keeps_the_filter(self, lead: Client) -> None:
        for number in range(60):
            record(organisation="R1H", action="enter figures", subject=f"n{number}", by=ADA, details={})
        assert "1 to 50 of 61 events that fit the filter" in _text(lead, f"{LOG}?who=ada&kind=enter+figures")
        page = lead.get(f"{LOG}?who=ada&kind=enter+figures&name=x").content.decode()
        assert "kind=enter+figures&amp;page=2" in page or "page=2&amp;who=ada" in page
        assert "51 to 61 of 61" in _text(lead, f"{LOG}?who=ada&kind=enter+figures&page=2")

    def test_leaves_as_csv_in_which_no_cell_is_a_formula(self, lead: Client) -> None:
        text = b"".join(lead.get(f"{LOG}changes.csv").streaming_content).decode()
        assert "'=Ben Reader" in text
        assert ",=Ben" not in text
        assert text.count("\n") == 4

    def test_leaves_whole_as_lines_that_can_be_checked(self, lead: Client) -> None:
        response = lead.get(f"{LOG}changes.jsonl?who=nobody")
        lines = [json.loads(line) for line in b"".join(response.streaming_content).decode().splitlines()]
        assert [line["sequence"] for line in lines] == [1, 2, 3]


class TestTheAccessLog:
    def test_tells_who_looked_at_what(self, lead: Client) -> None:
        page = _text(lead, LOOKED)
        assert "=Ben Reader looked at the figures of 2025-04 from this machine" in page
        assert "Checked just now: 1 page view fits." in page

    def test_looking_at_the_logs_is_written_down_too(self, lead: Client) -> None:
        lead.get(LOG)
        line = AccessEvent.objects.first()
        assert (line.person, line.subject, line.page) == ("Una trust-lead", "the change log", "trail")

    def test_what_was_not_shown_is_not_written_down(self, lead: Client) -> None:
        before = AccessEvent.objects.count()
        lead.get("/organisations/RJ1/audit/")
        lead.get(ERASE)
        assert AccessEvent.objects.count() == before

    @pytest.mark.parametrize("address", [LOG, f"{LOG}changes.csv"])
    def test_a_page_is_not_shown_when_it_cannot_be_written_down(
        self, lead: Client, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        def full(*_asked: object, **_said: object) -> None:
            raise DatabaseError("disk full")

        monkeypatch.setattr(middleware, "record_access", full)
        monkeypatch.setattr(context, "collisions_of", full)
        response = lead.get(address)
        assert response.status_code == 503
        assert b"2025-04" not in response.content

    def test_leaves_as_csv(self, lead: Client) -> None:
        text = b"".join(lead.get(f"{LOOKED[:-1]}.csv").streaming_content).decode()
        assert "the figures of 2025-04" in text


class TestErasure:
    SAID = {"reason": "Request of 3 May", "authority": "DPO 7/26"}

    def test_of_a_person_is_shown_once_more_before_it_is_done(self, administrator: Client) -> None:
        said = {**self.SAID, "person": "key-of-ada|Ada Lead", "numbers": ""}
        page = administrator.post(ERASE, said).content.decode()
        assert "2 changes" in page
        assert "Erase for ever" in page
        assert ChangeEvent.objects.get(organisation="R1H", sequence=1).person == "Ada Lead"

    def test_of_a_person_takes_the_name_from_both_logs_and_keeps_the_chain(
        self, administrator: Client
    ) -> None:
        said = {**self.SAID, "person": "key-of-ben|=Ben Reader", "numbers": "", "confirmed": "yes"}
        page = administrator.post(ERASE, said, follow=True).content.decode()
        assert "Erased." in page
        assert "Ben Reader" not in page
        assert "Somebody whose name was erased" in page
        assert "carried out a lawful erasure of 1 change and 1 page view" in page
        assert "=Ben Reader" not in _text(administrator, LOOKED)
        state = check_chain("R1H")
        assert (state.fault, state.erased) == (None, 1)

    def test_of_single_changes_by_their_numbers(self, administrator: Client) -> None:
        administrator.post(ERASE, {**self.SAID, "person": "", "numbers": "1, 3", "confirmed": "yes"})
        left = [event.sequence for event in ChangeEvent.objects.filter(organisation="R1H") if event.person]
        assert left == [4, 2]

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"person": "", "numbers": ""}, "Choose a person, or enter the numbers"),
            ({"numbers": "all"}, "“all” is no number"),
            ({"numbers": "3-1"}, "is no number"),
            ({"numbers": "1-999999"}, "is no number"),
            ({"numbers": "99"}, "Event 99 is not there"),
            ({"numbers": "1", "reason": ""}, "Enter a reason"),
            ({"numbers": "1", "authority": " "}, "Enter who or what orders"),
            ({"person": "nobody|Nobody"}, "Select a valid choice"),
        ],
    )
    def test_says_what_is_missing_and_erases_nothing(
        self, administrator: Client, said: dict[str, str], message: str
    ) -> None:
        filled = {**self.SAID, "numbers": "", **said, "confirmed": "yes"}
        page = administrator.post(ERASE, filled).content.decode()
        assert "There is a problem" in page
        assert message in page
        assert not ChangeEvent.objects.filter(action="erase personal data").exists()

    @pytest.mark.parametrize("text", ["1-3", "1 - 3", "1 to 3", "1–3", "3,2 ;1", "1, 2-3 2"])
    def test_numbers_are_read_as_people_write_them(self, administrator: Client, text: str) -> None:
        page = administrator.post(ERASE, {**self.SAID, "person": "", "numbers": text}).content.decode()
        assert "3 changes" in page
        assert "Erase for ever" in page

    def test_begins_with_nothing_filled_in(self, administrator: Client) -> None:
        page = administrator.get(ERASE).content.decode()
        assert "None" not in re.findall(r"<(?:input|textarea)[^>]*>[^<]*", page.split("<form method=")[1])[-1]
        assert ">None<" not in page

    def test_asks_for_the_password_again_when_that_was_long_ago(self, administrator: Client) -> None:
        user = User.objects.get(email="administrator@clearway.example")
        user.set_password("a long pass phrase")
        user.save()
        administrator.force_login(user)
        response = administrator.get(ERASE)
        assert response.status_code == 302
        assert "/account/reauthenticate/" in response["Location"]

    def test_of_an_erasure_is_refused(self, administrator: Client) -> None:
        erase(organisation="R1H", changes=[1], reason="r", authority="a", by=ADA)
        page = administrator.post(ERASE, {**self.SAID, "person": "", "numbers": "4"}).content.decode()
        assert "Event 4 is not there, was erased before, or must stay" in page
