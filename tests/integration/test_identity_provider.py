"""Signing in through an identity provider: a stub on loopback that speaks OpenID Connect with PKCE."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.lib.visitors import browser, browser_of, somebody

from clearway.common.errors import ClearwayError
from clearway.web.config.settings.identity_provider import identity_provider
from clearway.web.people.models import User

pytestmark = pytest.mark.django_db
KEY = "a-key-of-the-stub-that-is-long-enough-for-hs256"


class Stub:
    """A provider that vouches for one person; what it says can be changed."""

    def __init__(self) -> None:
        self.address = ""
        self.challenge = ""
        self.nonce: str | None = None
        self.claims: dict[str, Any] = {}
        self.token_answer: int = 200
        self.verified_by_pkce = False

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorise",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, said: dict[str, list[str]]) -> dict[str, Any]:
        verifier = said["code_verifier"][0].encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        self.verified_by_pkce = digest == self.challenge
        now = int(time.time())
        claims = {"iss": self.address, "aud": "clearway", "iat": now, "exp": now + 60, **self.claims}
        if self.nonce:
            claims["nonce"] = self.nonce
        return {
            "access_token": "a",
            "token_type": "Bearer",
            "id_token": jwt.encode(claims, KEY, algorithm="HS256"),
        }


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _say(self, status: int, what: dict[str, Any]) -> None:
            body = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            if self.path.startswith("/.well-known"):
                self._say(200, stub.configuration())
            else:
                self._say(200, stub.claims)

        def do_POST(self) -> None:
            said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if stub.token_answer == 200:
                self._say(200, stub.token(said))
            else:
                self._say(stub.token_answer, {"error": "invalid_grant"})

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def stub(settings: Any) -> Iterator[Stub]:
    stub = Stub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    stub.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SOCIALACCOUNT_PROVIDERS = _settings(stub)
    yield stub
    server.shutdown()
    server.server_close()


def _settings(stub: Stub, **more: str) -> dict[str, Any]:
    named = {
        "SERVER": stub.address,
        "CLIENT_ID": "clearway",
        "SECRET": "s",
        "ID": "cis2",
        "NAME": "NHS CIS2",
        "TRUSTED_EMAIL": "yes",
        "SECOND_FACTOR": "acr=AAL3_ANY amr=mfa,hwk",
        **more,
    }
    return identity_provider({f"CLEARWAY_OIDC_{name}": value for name, value in named.items()})


def _come(client: Client, stub: Stub, **claims: Any) -> Any:
    """The whole way through the provider; the last answer of the site."""
    stub.claims = {"sub": "uid-1", "email": "ada@example.org", "email_verified": True, **claims}
    to = client.get("/account/oidc/cis2/login/")["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}
    assert to.startswith(stub.address)
    assert asked["code_challenge_method"] == "S256"
    stub.challenge, stub.nonce = asked["code_challenge"], asked.get("nonce")
    return client.get("/account/oidc/cis2/login/callback/", {"code": "c", "state": asked["state"]})


class TestWhoGetsIn:
    def test_somebody_with_an_account_of_the_same_verified_address(self, stub: Stub) -> None:
        user, client = somebody(("reader", "QMF"), email="ada@example.org"), browser()
        assert _come(client, stub).status_code == 302
        assert client.get("/account/").status_code == 200
        assert stub.verified_by_pkce
        assert SocialAccount.objects.get().user == user

    def test_the_second_time_the_identity_counts_and_not_the_address(self, stub: Stub) -> None:
        user, client = somebody(("reader", "QMF"), email="ada@example.org"), browser()
        _come(client, stub)
        again = browser()
        _come(again, stub, email="other@example.org")
        assert int(again.session["_auth_user_id"]) == user.pk

    def test_nobody_unknown_and_they_are_told_what_to_do(self, stub: Stub) -> None:
        client = browser()
        response = _come(client, stub)
        text = client.get(response["Location"]).content.decode() if response.status_code == 302 else ""
        assert "invite you" in text + response.content.decode()
        assert not User.objects.exists()
        assert client.get("/account/").status_code == 302

    def test_nobody_by_an_address_that_is_not_verified(self, stub: Stub) -> None:
        somebody(("reader", "QMF"), email="ada@example.org")
        client = browser()
        _come(client, stub, email_verified=False)
        assert client.get("/account/").status_code == 302
        assert not SocialAccount.objects.exists()

    def test_nobody_by_the_address_where_the_provider_is_not_trusted_with_it(
        self, stub: Stub, settings: Any
    ) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = _settings(stub, TRUSTED_EMAIL="no")
        somebody(("reader", "QMF"), email="ada@example.org")
        client = browser()
        _come(client, stub)
        assert client.get("/account/").status_code == 302
        assert not SocialAccount.objects.exists()

    def test_nobody_whose_account_is_closed(self, stub: Stub) -> None:
        user = somebody(("reader", "QMF"), email="ada@example.org")
        user.is_active = False
        user.save()
        client = browser()
        _come(client, stub)
        assert client.get("/account/").status_code == 302

    def test_whoever_is_signed_in_connects_a_provider_that_is_not_trusted(
        self, stub: Stub, settings: Any
    ) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = _settings(stub, TRUSTED_EMAIL="no")
        user = somebody(("reader", "QMF"), email="own@example.org")
        client = browser_of(user)
        stub.claims = {"sub": "uid-9"}
        to = client.get("/account/oidc/cis2/login/?process=connect")["Location"]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}
        stub.challenge, stub.nonce = asked["code_challenge"], asked.get("nonce")
        client.get("/account/oidc/cis2/login/callback/", {"code": "c", "state": asked["state"]})
        assert SocialAccount.objects.get().user == user


class TestSecondFactor:
    @pytest.mark.parametrize(
        ("claims", "enough"),
        [
            ({"acr": "AAL3_ANY"}, True),
            ({"amr": ["pwd", "mfa"]}, True),
            ({"amr": "hwk"}, True),
            ({"acr": "AAL1_USERPASS"}, False),
            ({"amr": ["pwd"]}, False),
            ({}, False),
        ],
    )
    def test_of_the_provider_counts_only_when_its_claims_say_so(
        self, stub: Stub, claims: dict[str, Any], enough: bool
    ) -> None:
        somebody(("trust-lead", "R1H"), email="ada@example.org")
        client = browser()
        _come(client, stub, **claims)
        assert (client.get("/organisations/R1H/people/").status_code == 200) == enough

    def test_a_later_sign_in_by_password_does_not_inherit_it(self, stub: Stub) -> None:
        user = somebody(("trust-lead", "R1H"), email="ada@example.org")
        client = browser()
        _come(client, stub, acr="AAL3_ANY")
        client.post("/account/login/", {"login": user.email, "password": "correct horse battery staple"})
        client.post("/account/logout/")
        client.post("/account/login/", {"login": user.email, "password": "correct horse battery staple"})
        assert client.get("/organisations/R1H/people/")["Location"] == "/account/second-factor/"


class TestWhenItFails:
    def test_an_answer_nobody_asked_for_is_not_taken(self, stub: Stub) -> None:
        somebody(email="ada@example.org")
        client = browser()
        response = client.get("/account/oidc/cis2/login/callback/", {"code": "c", "state": "made-up"})
        assert "could not be used" in response.content.decode()
        assert client.get("/account/").status_code == 302

    def test_a_refusal_of_the_provider_is_said_on_a_page_of_ours(self, stub: Stub) -> None:
        stub.token_answer = 400
        response = _come(browser(), stub)
        assert "could not be used" in response.content.decode()

    def test_stopping_at_the_provider_leads_back(self, stub: Stub) -> None:
        client = browser()
        client.get("/account/oidc/cis2/login/")
        response = client.get("/account/oidc/cis2/login/callback/", {"error": "access_denied"})
        assert response.status_code in (200, 302, 401)
        assert client.get("/account/").status_code == 302

    def test_the_button_is_there_only_where_a_provider_is_named(self, stub: Stub, settings: Any) -> None:
        assert "Sign in with NHS CIS2" in browser().get("/account/login/").content.decode()
        settings.SOCIALACCOUNT_PROVIDERS = {}
        assert "CIS2" not in browser().get("/account/login/").content.decode()


class TestSettings:
    def test_none_is_named_by_default(self) -> None:
        assert identity_provider({}) == {}

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"CLIENT_ID": ""}, "CLEARWAY_OIDC_CLIENT_ID is not set"),
            ({"ID": "NHS CIS2"}, "CLEARWAY_OIDC_ID is not an id"),
            ({"SECOND_FACTOR": "yes"}, "CLEARWAY_OIDC_SECOND_FACTOR cannot be understood"),
        ],
    )
    def test_a_wrong_one_says_what_is_wrong(self, changed: dict[str, str], said: str) -> None:
        stub = Stub()
        stub.address = "https://idp.example"
        with pytest.raises(ClearwayError, match=said):
            _settings(stub, **changed)
