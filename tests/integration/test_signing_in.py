"""Signing in: what is asked, what is said when it fails, and when a session ends."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.internal.flows import reauthentication
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.lib.visitors import (
    PASSWORD,
    browser,
    browser_of,
    code_now,
    somebody,
    with_app,
    without_factors,
)

from clearway.web.accounts import sessions
from clearway.web.people.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
LEAD_ONLY = "/organisations/R1H/people/"


@pytest.fixture(autouse=True)
def _no_limits_of_other_tests() -> None:
    cache.clear()


def _sign_in(client: Client, user: User, password: str = PASSWORD, to: str = "") -> str:
    """Where the page of sign-in leads; "" when it is shown again."""
    response = client.post(LOGIN, {"login": user.email, "password": password, "next": to})
    return response.get("Location", "")


def _text(response: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestPassword:
    def test_leads_to_where_the_person_wanted_to_go(self) -> None:
        assert _sign_in(browser(), somebody(), to="/measures/") == "/measures/"

    def test_never_leads_to_another_site(self) -> None:
        assert _sign_in(browser(), somebody(), to="https://elsewhere.example/") == "/home/"

    def test_gives_the_session_a_new_key(self) -> None:
        client = browser()
        client.get(LOGIN)
        session = client.session
        session["before"] = True
        session.save()
        before = session.session_key
        _sign_in(client, somebody())
        assert client.session.session_key != before

    @pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
    def test_says_the_same_of_a_wrong_password_and_of_an_unknown_person(self, email: str) -> None:
        somebody(email="known@example.org")
        response = browser().post(LOGIN, {"login": email, "password": "wrong"})
        assert "The e-mail address or the password is not right" in _text(response)
        assert "<title>Error: Sign in" in re.sub(r"\s+", " ", response.content.decode()).replace("> ", ">")

    def test_names_each_field_that_is_empty(self) -> None:
        text = _text(browser().post(LOGIN, {}))
        assert "Enter your e-mail address" in text
        assert "Enter your password" in text

    def test_of_a_closed_account_opens_nothing(self) -> None:
        user = somebody(("reader", "QMF"))
        user.is_active = False
        user.save()
        client = browser()
        _sign_in(client, user)
        assert client.get("/account/").status_code == 302

    def test_wrong_five_times_is_refused_even_when_right_and_from_elsewhere(self) -> None:
        user = somebody()
        for _ in range(5):
            browser().post(LOGIN, {"login": user.email, "password": "wrong"})
        response = browser().post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert response.status_code == 200
        assert "too many attempts" in _text(response)

    @pytest.mark.parametrize("address", ["/account/signup/", "/account/email/", "/account/confirm-email/"])
    def test_nobody_makes_an_account_or_changes_an_address_by_themselves(self, address: str) -> None:
        assert browser().get(address).status_code == 404


class TestSecondFactor:
    @pytest.mark.parametrize("role", ["reader", "contributor", "midwife", "trust-lead", "administrator"])
    def test_is_demanded_of_roles_that_write_before_any_page_of_theirs(self, role: str) -> None:
        client = browser_of(somebody((role, "R1H")))
        for address in ("/account/", "/home/"):
            assert client.get(address)["Location"] == "/account/second-factor/", address

    @pytest.mark.parametrize("role", ["reader", "national-analyst"])
    def test_is_not_demanded_of_roles_that_only_read(self, role: str) -> None:
        # A reader of a trust offers ideas; above it they only read.
        code = "ENG" if role == "national-analyst" else "QMF"
        assert browser_of(somebody((role, code))).get("/account/").status_code == 200

    def test_is_not_had_by_recovery_codes_alone(self) -> None:
        user = somebody(("trust-lead", "R1H"))
        Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
        assert browser_of(user).get(LEAD_ONLY)["Location"] == "/account/second-factor/"

    def test_pages_that_everybody_sees_stay_open_meanwhile(self) -> None:
        assert browser_of(somebody(("trust-lead", "R1H"))).get("/measures/").status_code == 200

    def test_an_authenticator_app_opens_the_pages_and_recovery_codes_are_shown_once(self) -> None:
        client = browser_of(somebody(("trust-lead", "R1H")))
        page = client.get("/account/2fa/totp/activate/").content.decode()
        secret = re.search(r'app-secret">(\w+)<', page)[1]
        assert "<svg" in page
        assert "style=" not in page.split("<main", 1)[1].split("</main", 1)[0]
        wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
        assert "This code is not right" in _text(wrong)
        response = client.post("/account/2fa/totp/activate/", {"code": code_now(secret)})
        shown = client.get(response["Location"]).content.decode()
        assert len(re.findall(r"<li><code>\d+</code></li>", shown)) == 10
        assert "<li><code>" not in client.get(response["Location"]).content.decode()
        assert client.get(LEAD_ONLY).status_code == 200

    def test_is_asked_for_at_each_sign_in(self) -> None:
        user, client = with_app(somebody(("trust-lead", "R1H"))), browser()
        assert _sign_in(client, user, to=LEAD_ONLY).startswith("/account/2fa/authenticate/")
        assert client.get(LEAD_ONLY).status_code == 302
        assert "This code is not right" in _text(client.post("/account/2fa/authenticate/", {"code": "1"}))
        assert client.post("/account/2fa/authenticate/", {"code": code_now()})["Location"] == LEAD_ONLY
        assert client.get(LEAD_ONLY).status_code == 200

    def test_a_code_counts_once(self) -> None:
        user, code = with_app(somebody(("trust-lead", "R1H"))), code_now()
        for expected in (302, 200):
            client = browser()
            _sign_in(client, user)
            assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == expected

    def test_removing_it_leads_back_to_setting_one_up(self) -> None:
        client = browser_of(with_app(somebody(("trust-lead", "R1H"))))
        client.post("/account/2fa/totp/deactivate/")
        assert client.get(LEAD_ONLY)["Location"] == "/account/second-factor/"


class TestReauthentication:
    @pytest.mark.parametrize(
        "address",
        [
            "/organisations/R1H/people/invite/",
            "/organisations/R1H/tokens/new/",
            "/account/2fa/totp/activate/",
            "/account/2fa/recovery-codes/generate/",
            "/account/2fa/webauthn/add/",
        ],
    )
    def test_is_asked_for_before_dangerous_pages(self, address: str) -> None:
        user = with_app(somebody(("trust-lead", "R1H")))
        client = browser()
        client.force_login(user)
        if "totp" in address:
            without_factors(user)
        assert "reauthenticate" in client.get(address)["Location"]
        assert "reauthenticate" in client.post(address)["Location"]

    def test_the_password_opens_them_for_five_minutes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        client = browser()
        client.force_login(with_app(somebody(("trust-lead", "R1H"))))
        address = "/organisations/R1H/people/invite/"
        wrong = client.post("/account/reauthenticate/", {"password": "wrong"})
        assert "This is not your password" in _text(wrong)
        assert (
            client.post("/account/reauthenticate/", {"password": PASSWORD, "next": address})["Location"]
            == address
        )
        assert client.get(address).status_code == 200
        later = reauthentication.time.time() + 301
        monkeypatch.setattr(reauthentication.time, "time", lambda: later)
        assert client.get(address).status_code == 302


class TestSession:
    NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
        held = {"now": self.NOW}
        monkeypatch.setattr(sessions.timezone, "now", lambda: held["now"])
        return held

    def test_ends_after_15_minutes_without_use_and_says_why(self, clock: dict[str, datetime]) -> None:
        client = browser_of(somebody(("reader", "QMF")))
        clock["now"] += timedelta(minutes=14, seconds=59)
        assert client.get("/account/").status_code == 200
        clock["now"] += timedelta(minutes=15)
        response = client.get("/account/")
        assert response["Location"] == "/account/login/?next=%2Faccount%2F"
        assert "nothing happened for 15 minutes" in _text(client.get(response["Location"]))
        assert client.get("/account/").status_code == 302

    def test_ends_after_12_hours_whatever_happens(self, clock: dict[str, datetime]) -> None:
        client = browser_of(somebody(("reader", "QMF")))
        for _ in range(71):
            clock["now"] += timedelta(minutes=10)
            assert client.get("/account/").status_code == 200
        clock["now"] = self.NOW + timedelta(hours=12)
        response = client.get("/account/")
        assert "ends after 12 hours" in _text(client.get(response["Location"]))

    def test_one_that_does_not_say_when_it_began_is_over(self, clock: dict[str, datetime]) -> None:
        client = browser_of(somebody(("reader", "QMF")))
        session = client.session
        del session[sessions.BEGAN]
        session.save()
        assert client.get("/account/").status_code == 302

    def test_a_change_of_password_ends_all_of_them(self) -> None:
        user = somebody(("reader", "QMF"))
        other, client = browser_of(user), browser_of(user)
        new = "another horse battery staple"
        said = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        client.post("/account/password/change/", said)
        assert client.get("/account/").status_code == 302
        assert other.get("/account/").status_code == 302
        assert _sign_in(browser(), user, new) == "/home/"

    def test_the_list_shows_each_and_ends_the_others(self) -> None:
        user = somebody(("reader", "QMF"))
        other, client = browser(), browser()
        _sign_in(other, user)
        client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
        _sign_in(client, user)
        assert UserSession.objects.filter(user=user).count() == 2
        assert "Firefox on Windows" in _text(client.get("/account/sessions/"))
        client.post("/account/sessions/")
        assert other.get("/account/").status_code == 302
        assert client.get("/account/").status_code == 200


class TestForgottenPassword:
    def test_the_link_comes_by_mail_works_once_and_ends_every_session(self) -> None:
        user = somebody(("reader", "QMF"))
        signed_in, client = browser_of(user), browser()
        client.post("/account/password/reset/", {"email": user.email})
        assert [message.subject for message in mail.outbox] == ["Reset your Clearway password"]
        link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
        form = client.get(link)["Location"]
        new = "another horse battery staple"
        weak = client.post(form, {"password1": "short", "password2": "short"})
        assert "at least 12 characters" in _text(weak)
        assert client.post(form, {"password1": new, "password2": new}).status_code == 302
        assert signed_in.get("/account/").status_code == 302
        assert _sign_in(browser(), user, new) == "/home/"
        assert "does not work" in _text(browser().get(link))

    def test_says_the_same_of_an_address_without_an_account_and_writes_to_nobody(self) -> None:
        response = browser().post("/account/password/reset/", {"email": "nobody@example.org"})
        assert response["Location"] == "/account/password/reset/done/"
        assert mail.outbox == []

    def test_asked_for_too_often_is_refused_with_a_page_of_ours(self) -> None:
        user = somebody()
        answers = [browser().post("/account/password/reset/", {"email": user.email}) for _ in range(7)]
        assert answers[-1].status_code == 429
        assert "Too many requests" in _text(answers[-1])
        assert answers[-1]["Retry-After"]


def test_changing_a_way_to_sign_in_is_told_by_mail() -> None:
    client = browser_of(with_app(somebody(("trust-lead", "R1H"))))
    client.post("/account/2fa/totp/deactivate/")
    assert mail.outbox[-1].subject == "The authenticator app was removed"
    assert "If it was not you" in mail.outbox[-1].body
