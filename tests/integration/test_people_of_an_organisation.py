"""People of an organisation: invited, given roles, changed, ended; and what nobody may do."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.lib.visitors import browser, browser_of, code_now, somebody, with_app

from clearway.common.errors import ClearwayError
from clearway.web.accounts import command
from clearway.web.accounts.inviting import accept, invite, withdraw
from clearway.web.accounts.models import Invitation
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.people.access import NOBODY, access_of, access_of_user
from clearway.web.people.actions import change_role, close_account, end_role, give_role
from clearway.web.people.models import Membership, User

pytestmark = pytest.mark.django_db
PEOPLE = "/organisations/R1H/people/"
NEW = {"name": "Nina New", "email": "nina@example.org", "role": "midwife"}
CHOSEN = {"name": "Nina New", "password": "purple river teapot", "again": "purple river teapot"}


@pytest.fixture
def lead() -> User:
    return with_app(somebody(("trust-lead", "R1H"), email="lead@example.org"))


@pytest.fixture
def leads(lead: User) -> Client:
    return browser_of(lead)


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def _link() -> str:
    return re.search(r"http://testserver(/invitation/\S+)", mail.outbox[-1].body)[1]


def _invite(lead: User, **changed: str) -> str:
    said = {"email": NEW["email"], "name": NEW["name"], "role_id": "midwife", "org_code": "R1H", **changed}
    access = access_of_user(lead)
    return invite(**said, by=access.person, giver=access, address=lambda secret: secret)


class TestInvitation:
    def test_leads_from_the_trust_lead_to_an_account_with_the_role_and_a_second_factor(
        self, leads: Client
    ) -> None:
        assert "Nina New is invited" in _text(leads.post(f"{PEOPLE}invite/", NEW, follow=True))
        assert "as midwife of" in mail.outbox[-1].body
        nina = browser()
        assert "nina@example.org" in _text(nina.get(_link()))
        assert nina.post(_link(), CHOSEN)["Location"] == "/account/second-factor/"
        user = User.objects.get(email="nina@example.org")
        assert [(held.role.id, held.org_code) for held in access_of_user(user).held] == [("midwife", "R1H")]
        assert nina.get("/account/")["Location"] == "/account/second-factor/"
        page = nina.get("/account/2fa/totp/activate/").content.decode()
        secret = re.search(r'app-secret">(\w+)<', page)[1]
        nina.post("/account/2fa/totp/activate/", {"code": code_now(secret)})
        assert nina.get("/account/").status_code == 200

    def test_works_once(self, leads: Client) -> None:
        leads.post(f"{PEOPLE}invite/", NEW)
        link = _link()
        browser().post(link, CHOSEN)
        again = browser().get(link)
        assert again.status_code == 410
        assert "does not work" in _text(again)

    def test_is_kept_as_a_digest_only(self, lead: User) -> None:
        secret = _invite(lead)
        kept = Invitation.objects.values().get()
        assert secret not in {str(value) for value in kept.values()}

    def test_a_newer_one_takes_the_older_back(self, lead: User) -> None:
        first = _invite(lead)
        _invite(lead)
        with pytest.raises(ClearwayError, match="does not work"):
            accept(secret=first, name="N", password="p")  # noqa: S106

    def test_is_too_old_after_14_days(self, lead: User) -> None:
        secret = _invite(lead)
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert browser().get(f"/invitation/{secret}/").status_code == 410
        assert "Too old" in _text(browser_of(lead).get(PEOPLE))

    def test_taken_back_it_works_no_longer(self, leads: Client) -> None:
        leads.post(f"{PEOPLE}invite/", NEW)
        found = Invitation.objects.get()
        leads.post(f"{PEOPLE}invitations/{found.pk}/")
        assert browser().get(_link()).status_code == 410

    def test_of_somebody_who_no_longer_manages_people_is_not_taken(self, lead: User, tester: Person) -> None:
        secret = _invite(lead)
        somebody(("trust-lead", "R1H"))
        end_role(membership=lead.memberships.get(), by=tester)
        with pytest.raises(ClearwayError, match="no longer manages people"):
            accept(secret=secret, name="Nina", password=CHOSEN["password"])
        assert not User.objects.filter(email=NEW["email"]).exists()

    def test_of_somebody_with_an_account_gives_the_role_at_once(self, lead: User) -> None:
        known = somebody(("reader", "RJ1"), email="nina@example.org")
        assert _invite(lead) == ""
        assert {held.org_code for held in access_of_user(known).held} == {"R1H", "RJ1"}
        assert mail.outbox[-1].to == ["nina@example.org"]

    def test_accepted_with_faults_names_each(self, lead: User) -> None:
        address = f"/invitation/{_invite(lead)}/"
        text = _text(browser().post(address, {"name": "", "password": "nina", "again": "other"}))
        assert "Enter a name" in text
        assert "at least 12 characters" in text
        assert "The two passwords are not the same" in text

    def test_with_faults_is_not_sent(self, leads: Client) -> None:
        text = _text(leads.post(f"{PEOPLE}invite/", {"email": "no address"}))
        assert "such as name@nhs.net" in text
        assert "Choose a role" in text
        assert mail.outbox == []


class TestWhatNobodyMay:
    @pytest.mark.parametrize("role", ["network-lead", "administrator", "national-analyst"])
    def test_give_a_role_with_more_than_their_own(self, leads: Client, role: str) -> None:
        leads.post(f"{PEOPLE}invite/", {**NEW, "role": role})
        assert not Invitation.objects.exists()

    def test_change_their_own_role(self, lead: User) -> None:
        access = access_of_user(lead)
        with pytest.raises(ClearwayError, match="your own roles"):
            give_role(user=lead, role_id="midwife", org_code="R1H", by=access.person, giver=access)

    def test_touch_the_people_of_another_organisation(self, leads: Client) -> None:
        theirs = somebody(("midwife", "RJ1")).memberships.get()
        assert leads.get("/organisations/RJ1/people/").status_code == 404
        assert leads.get(f"{PEOPLE}{theirs.pk}/").status_code == 404
        assert leads.post(f"{PEOPLE}{theirs.pk}/", {"do": "end"}).status_code == 404
        assert Membership.objects.held().filter(pk=theirs.pk).exists()

    def test_end_somebody_whose_role_they_could_not_give(self, leads: Client) -> None:
        theirs = somebody(("administrator", "R1H")).memberships.get()
        text = _text(leads.post(f"{PEOPLE}{theirs.pk}/", {"do": "end"}))
        assert "You cannot change this role" in text
        assert Membership.objects.held().filter(pk=theirs.pk).exists()

    def test_remove_the_last_who_manages_people(self, lead: User, tester: Person) -> None:
        only = lead.memberships.get()
        for attempt in (
            lambda: end_role(membership=only, by=tester),
            lambda: change_role(membership=only, role_id="reader", by=tester),
            lambda: close_account(user=lead, by=tester),
        ):
            with pytest.raises(ClearwayError, match="the last trust lead here"):
                attempt()
        assert access_of_user(lead).held

    def test_hold_a_role_where_it_makes_no_sense(self, lead: User, tester: Person) -> None:
        with pytest.raises(ClearwayError, match="nobody can be midwife of"):
            give_role(user=lead, role_id="midwife", org_code="ENG", by=tester)

    @pytest.mark.parametrize("role", ["reader", "midwife", "improvement-lead", "board-champion"])
    def test_see_the_people_without_managing_them(self, role: str) -> None:
        assert browser_of(with_app(somebody((role, "R1H")))).get(PEOPLE).status_code == 403


class TestLeaving:
    def test_ends_access_and_every_session_at_once(self, leads: Client) -> None:
        leaver = with_app(somebody(("midwife", "R1H"), ("reader", "RJ1")))
        signed_in = browser_of(leaver)
        assert signed_in.get("/account/").status_code == 200
        held = leaver.memberships.get(role="midwife")
        leads.post(f"{PEOPLE}{held.pk}/", {"do": "end"})
        assert signed_in.get("/account/").status_code == 302
        assert {one.org_code for one in access_of_user(leaver).held} == {"RJ1"}

    def test_does_not_end_the_sessions_of_others(self, leads: Client) -> None:
        leaver = somebody(("reader", "R1H")).memberships.get()
        leads.post(f"{PEOPLE}{leaver.pk}/", {"do": "end"})
        assert leads.get(PEOPLE).status_code == 200

    def test_what_was_done_stays_recorded_under_their_key(self, leads: Client, lead: User) -> None:
        leaver = somebody(("reader", "R1H"))
        leads.post(f"{PEOPLE}{leaver.memberships.get().pk}/", {"do": "end"})
        event = ChangeEvent.objects.filter(organisation="R1H", action="end role").latest("sequence")
        assert event.detail.key == str(lead.key)
        assert str(leaver.key) in event.detail.details
        assert leaver.email not in event.subject

    def test_a_change_of_role_counts_at_once(self, leads: Client) -> None:
        held = somebody(("reader", "R1H")).memberships.get()
        text = _text(leads.post(f"{PEOPLE}{held.pk}/", {"do": "change", "role": "midwife"}, follow=True))
        assert "is midwife now" in text
        assert [one.role.id for one in access_of_user(held.user).held] == ["midwife"]

    def test_closing_an_account_ends_everything(self, tester: Person) -> None:
        leaver = somebody(("reader", "R1H"), ("reader", "RJ1"))
        signed_in = browser_of(leaver)
        close_account(user=leaver, by=tester)
        assert access_of_user(leaver).held == ()
        assert signed_in.get("/account/").status_code == 302

    def test_a_closed_account_holds_nothing_whichever_way_somebody_was_let_in(self, lead: User) -> None:
        request = RequestFactory().get("/")
        lead.is_active, request.user = False, lead
        assert access_of(request) is NOBODY


def test_the_page_shows_role_last_sign_in_and_second_factor(leads: Client) -> None:
    somebody(("contributor", "R1H"), email="con@example.org")
    text = _text(leads.get(PEOPLE))
    assert "lead (you) lead@example.org Trust lead Second factor set" in text
    assert "con con@example.org Contributor Second factor missing" in text
    assert "Last sign-in: never" in text


class TestCommandLine:
    def test_a_fresh_instance_gets_one_first_administrator(self) -> None:
        said = command.first_administrator(
            email="root@example.org", name="Root", site="https://clearway.example"
        )
        secret = re.search(r"https://clearway.example/invitation/(\S+)/", said)[1]
        user = accept(secret=secret, name="Root", password=CHOSEN["password"])
        assert [(one.role.id, one.org_code) for one in access_of_user(user).held] == [
            ("administrator", "ENG")
        ]
        with pytest.raises(ClearwayError, match="an administrator already: Root"):
            command.first_administrator(email="other@example.org", name="Other", site="")

    def test_people_are_listed_and_ended(self, lead: User) -> None:
        somebody(("reader", "R1H"), email="reader@example.org")
        assert [line.split("\t")[:2] for line in command.list_people("r1h")] == [
            ["R1H", "reader"],
            ["R1H", "trust-lead"],
        ]
        assert "no role at R1H any more" in command.end_person(email="reader@example.org", organisation="R1H")
        with pytest.raises(ClearwayError, match="holds no role at R1H"):
            command.end_person(email="reader@example.org", organisation="R1H")
        with pytest.raises(ClearwayError, match="nobody has the address"):
            command.end_person(email="nobody@example.org", organisation=None)


def test_withdrawing_twice_is_refused(lead: User) -> None:
    _invite(lead)
    found, access = Invitation.objects.get(), access_of_user(lead)
    withdraw(invitation=found, by=access.person, giver=access)
    with pytest.raises(ClearwayError, match="waits no longer"):
        withdraw(invitation=found, by=access.person, giver=access)
