"""Tokens of devices, walls and programs: narrow, shown once, revocable, counted."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.lib.visitors import browser_of, somebody, with_app

from clearway.common.errors import ClearwayError
from clearway.web.accounts import tokens
from clearway.web.accounts.models import Token, TokenKind
from clearway.web.accounts.tokens import (
    TooManyRequestsError,
    access_of_token,
    bearer_of,
    make_token,
    revoke_token,
    scopes_to_give,
    token_of,
)
from clearway.web.audit.models import ChangeEvent
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission

pytestmark = pytest.mark.django_db
TOKENS = "/organisations/R1H/tokens/"
PROGRAM = {"kind": "program", "name": "Nightly export", "scopes": ["SEE_FIGURES"], "days": "30"}


@pytest.fixture(autouse=True)
def _no_limits_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def lead() -> User:
    return with_app(somebody(("trust-lead", "R1H")))


@pytest.fixture
def leads(lead: User) -> Client:
    return browser_of(lead)


def _made(lead: User, kind: TokenKind, **options: Any) -> tuple[Token, str]:
    access = access_of_user(lead)
    said = {"name": "x", "org_code": "R1H", "days": 30, **options}
    return make_token(kind=kind, by=access.person, giver=access, **said)


def _shown(text: str, kind: TokenKind) -> Token | None:
    return token_of(RequestFactory().get("/"), text, kinds={kind})


class TestWhatATokenMay:
    def test_a_device_reports_and_tallies_and_reads_nothing_back(self, lead: User) -> None:
        token, _ = _made(lead, TokenKind.DEVICE, scopes=[Permission.SEE_FIGURES])
        assert access_of_token(token).permissions("R1H") == {Permission.REPORT_AND_TALLY}

    def test_a_wall_shows_one_board_and_nothing_else(self, lead: User) -> None:
        token, _ = _made(lead, TokenKind.WALL, board="organisation")
        assert access_of_token(token).permissions("R1H") == {Permission.SHOW_BOARD}
        assert token.board == "organisation"

    def test_a_program_does_what_its_scopes_say_in_its_organisation_only(self, lead: User) -> None:
        token, _ = _made(lead, TokenKind.PROGRAM, scopes=[Permission.SEE_FIGURES])
        access = access_of_token(token)
        assert access.permissions("R1H") == {Permission.SEE_FIGURES}
        assert access.permissions("RJ1") == frozenset()
        assert access.permissions("ENG") == frozenset()
        assert access.person.name == "Token “x”"

    def test_no_scope_goes_beyond_what_the_giver_holds(self, lead: User) -> None:
        with pytest.raises(ClearwayError, match="lock a month"):
            _made(lead, TokenKind.PROGRAM, scopes=[Permission.LOCK_MONTHS])

    @pytest.mark.parametrize("permission", ["MANAGE_PEOPLE", "MANAGE_TOKENS", "SEE_WOMEN"])
    def test_no_program_manages_people_or_sees_women(self, permission: str) -> None:
        giver = access_of_user(somebody(("trust-lead", "R1H"), ("midwife", "R1H"), ("administrator", "R1H")))
        assert Permission[permission] in giver.permissions("R1H")
        assert Permission[permission] not in scopes_to_give(giver, "R1H")

    def test_only_who_may_manage_tokens_makes_or_revokes_one(self, lead: User) -> None:
        reader = somebody(("improvement-lead", "R1H"))
        token, _ = _made(lead, TokenKind.DEVICE)
        with pytest.raises(ClearwayError, match="cannot make or revoke"):
            _made(reader, TokenKind.DEVICE)
        with pytest.raises(ClearwayError, match="cannot make or revoke"):
            revoke_token(token=token, by=access_of_user(reader).person, giver=access_of_user(reader))


class TestWhenATokenIsTaken:
    def test_the_right_text_of_the_right_kind_and_it_is_noted(self, lead: User) -> None:
        token, text = _made(lead, TokenKind.DEVICE)
        assert _shown(text, TokenKind.DEVICE) == token
        assert Token.objects.get().last_used_at is not None
        assert _shown(text, TokenKind.PROGRAM) is None
        assert _shown(text[:-1], TokenKind.DEVICE) is None
        assert _shown("", TokenKind.DEVICE) is None

    def test_not_once_revoked(self, lead: User) -> None:
        token, text = _made(lead, TokenKind.DEVICE)
        access = access_of_user(lead)
        revoke_token(token=token, by=access.person, giver=access)
        assert _shown(text, TokenKind.DEVICE) is None
        with pytest.raises(ClearwayError, match="revoked before"):
            revoke_token(token=token, by=access.person, giver=access)

    def test_not_once_expired(self, lead: User) -> None:
        _, text = _made(lead, TokenKind.DEVICE)
        Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert _shown(text, TokenKind.DEVICE) is None

    def test_only_its_digest_is_kept(self, lead: User) -> None:
        token, text = _made(lead, TokenKind.DEVICE)
        assert text not in {str(value) for value in Token.objects.values().get().values()}
        assert text.startswith(token.prefix)
        assert len(text) > len(token.prefix) + 30
        logged = ChangeEvent.objects.filter(action="make token").latest("sequence")
        assert text not in logged.subject + logged.detail.details

    def test_guessing_from_one_address_is_stopped_even_when_a_guess_is_right(self, lead: User) -> None:
        _, text = _made(lead, TokenKind.DEVICE)
        for _ in range(20):
            assert _shown("cwd_wrong", TokenKind.DEVICE) is None
        with pytest.raises(TooManyRequestsError):
            _shown(text, TokenKind.DEVICE)

    def test_each_token_has_a_limit_of_its_own(self, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(tokens.LIMITS, "used", "2/m/key")
        (_, one), (_, other) = _made(lead, TokenKind.DEVICE), _made(lead, TokenKind.DEVICE)
        for _ in range(2):
            _shown(one, TokenKind.DEVICE)
        with pytest.raises(TooManyRequestsError):
            _shown(one, TokenKind.DEVICE)
        assert _shown(other, TokenKind.DEVICE) is not None

    @pytest.mark.parametrize(
        ("header", "text"), [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", ""), ("", "")]
    )
    def test_is_shown_as_a_bearer(self, header: str, text: str) -> None:
        assert bearer_of(RequestFactory().get("/", headers={"authorization": header})) == text


class TestPage:
    def test_shows_a_new_token_once(self, leads: Client) -> None:
        page = leads.post(f"{TOKENS}new/", PROGRAM).content.decode()
        text = re.search(r"cwp_[\w-]{40,}", page)[0]
        assert _shown(text, TokenKind.PROGRAM) is not None
        listed = leads.get(TOKENS).content.decode()
        assert "Nightly export" in listed
        assert text not in listed

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"kind": ""}, "Choose what the token is for"),
            ({"name": ""}, "Enter a name"),
            ({"scopes": []}, "Choose at least one scope"),
            ({"kind": "wall"}, "Say which board the wall shows"),
            ({"days": "0"}, "at least 1 day"),
            ({"days": "367"}, "at most 366 days"),
            ({"scopes": ["LOCK_MONTHS"]}, "LOCK_MONTHS"),
        ],
    )
    def test_names_what_is_wrong(self, leads: Client, changed: dict[str, Any], said: str) -> None:
        assert said in leads.post(f"{TOKENS}new/", {**PROGRAM, **changed}).content.decode()
        assert not Token.objects.exists()

    def test_revokes_after_asking_again(self, leads: Client, lead: User) -> None:
        token, text = _made(lead, TokenKind.DEVICE)
        assert "will not be taken" in leads.get(f"{TOKENS}{token.pk}/revoke/").content.decode()
        assert _shown(text, TokenKind.DEVICE) is not None
        leads.post(f"{TOKENS}{token.pk}/revoke/")
        assert _shown(text, TokenKind.DEVICE) is None

    def test_of_another_organisation_is_not_there(self, leads: Client) -> None:
        other = with_app(somebody(("trust-lead", "RJ1")))
        access = access_of_user(other)
        token, _ = make_token(
            kind=TokenKind.DEVICE, name="x", org_code="RJ1", days=1, by=access.person, giver=access
        )
        assert leads.post(f"{TOKENS}{token.pk}/revoke/").status_code == 404
        assert leads.post(f"/organisations/RJ1/tokens/{token.pk}/revoke/").status_code == 404
        assert Token.objects.valid().filter(pk=token.pk).exists()
