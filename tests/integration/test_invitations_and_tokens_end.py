"""Invitations and tokens at their edges: for whom, by whom, and until when exactly."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.lib.visitors import browser_of, somebody

from clearway.common.errors import ClearwayError
from clearway.web.accounts import sessions
from clearway.web.accounts.inviting import accept, invite, open_invitation, withdraw
from clearway.web.accounts.models import Invitation, Token, TokenKind
from clearway.web.accounts.tokens import make_token
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who do not exist


@pytest.fixture
def lead() -> User:
    return somebody(("trust-lead", "R1H"), ("trust-lead", "RJ1"))


def _invite(giver: User, email: str = "new@example.org", code: str = "R1H", role: str = "reader") -> str:
    access = access_of_user(giver)
    said = {"email": email, "name": "New", "org_code": code, "role_id": role}
    return invite(**said, by=access.person, giver=access, address=str)


def _token(giver: User, **said: Any) -> Token:
    access = access_of_user(giver)
    given = {"kind": TokenKind.DEVICE, "name": "x", "org_code": "R1H", "days": 30, **said}
    return make_token(**given, by=access.person, giver=access)[0]


class TestAnInvitation:
    def test_lasts_14_days_to_the_moment(self, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
        secret = _invite(lead)
        row = Invitation.objects.get()
        assert abs(row.expires_at - row.made_at - timedelta(days=14)) < timedelta(minutes=1)
        monkeypatch.setattr(timezone, "now", lambda: row.expires_at - timedelta(seconds=1))
        assert open_invitation(secret) == row
        monkeypatch.setattr(timezone, "now", lambda: row.expires_at)
        with pytest.raises(ClearwayError, match="does not work"):
            open_invitation(secret)

    def test_takes_back_none_to_somebody_else_or_to_another_organisation(self, lead: User) -> None:
        others = [_invite(lead, email="other@example.org"), _invite(lead, code="RJ1")]
        first, newest = _invite(lead), _invite(lead, email=" NEW@Example.org ")
        for secret in (*others, newest):
            open_invitation(secret)
        with pytest.raises(ClearwayError, match="does not work"):
            open_invitation(first)

    def test_of_somebody_who_got_an_account_meanwhile_makes_no_second(self, lead: User) -> None:
        secret = _invite(lead)
        somebody(email="new@example.org")
        with pytest.raises(ClearwayError, match="has an account"):
            accept(secret=secret, name="New", password=PASSWORD)

    def test_is_neither_made_nor_taken_back_by_who_may_not_give_its_role(self, lead: User) -> None:
        elsewhere = somebody(("trust-lead", "RQX"))
        with pytest.raises(ClearwayError):
            _invite(elsewhere)
        _invite(lead)
        access = access_of_user(elsewhere)
        with pytest.raises(ClearwayError):
            withdraw(invitation=Invitation.objects.get(), by=access.person, giver=access)
        assert Invitation.objects.waiting().count() == 1

    def test_gives_a_closed_account_no_role_at_once(self, lead: User) -> None:
        gone = somebody(email="new@example.org")
        User.objects.filter(pk=gone.pk).update(is_active=False)
        assert _invite(lead) != ""
        assert not gone.memberships.exists()


class TestAToken:
    @pytest.mark.parametrize("days", [-1, 0, 367])
    def test_lasts_from_1_to_366_days(self, lead: User, days: int) -> None:
        with pytest.raises(ClearwayError, match="1 to 366 days"):
            _token(lead, days=days)
        for allowed in (1, 366):
            row = _token(lead, days=allowed)
            assert abs(row.expires_at - row.made_at - timedelta(days=allowed)) < timedelta(minutes=1)

    def test_of_a_program_may_do_something_and_of_a_wall_names_its_board(self, lead: User) -> None:
        with pytest.raises(ClearwayError, match="may do nothing"):
            _token(lead, kind=TokenKind.PROGRAM, scopes=[])
        with pytest.raises(ClearwayError, match="names no board"):
            _token(lead, kind=TokenKind.WALL, board=" ")


def test_a_form_that_came_after_the_session_ended_is_not_where_sign_in_leads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = browser_of(somebody(("reader", "R1H")))
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(sessions.timezone, "now", lambda: later)
    assert client.post("/account/password/change/", {})["Location"] == "/account/login/"
