"""Every operation of the API declares its rule, and keeps it: by token, by session, for each role."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from month_api import DAY, ROOT, Program, token
from ninja import NinjaAPI

from clearway.common.periods import Month
from clearway.web.accounts.models import Token, TokenKind
from clearway.web.api.rules import Declared, operation_rule, rules_of
from clearway.web.api.service import api
from clearway.web.people.models import Membership, User
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES
from clearway.web.people.rules import NeedsSomewhere, OpenToEveryone, SignedIn

pytestmark = pytest.mark.django_db

LAST = Month.of(localdate()).previous()
NOTHING = "7f0c1a52-5d6f-4f0e-9a53-0f6f5f1f0a11"
EXAMPLES = {
    "code": "DEMO1", "period": str(LAST), "measure_id": "smoke-booking", "step": "submit", "form": "csv",
    "import_id": NOTHING, "upload_id": NOTHING, "submission_id": "1",
    "number": "1", "cycle": "1", "shared": "1", "item": "1",
}  # fmt: skip
OPERATIONS = list(rules_of(api))
SIGNED = [one for one in OPERATIONS if not isinstance(one.rule, OpenToEveryone)]
# The library is the same for all who see improvement work anywhere; test_api_work.py asks it.
OF_ALL = [one for one in SIGNED if isinstance(one.rule, NeedsSomewhere)]
each = pytest.mark.parametrize("one", SIGNED, ids=[f"{one.method} {one.path}" for one in SIGNED])


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """The requests of other tests do not count."""
    cache.clear()


def address(one: Declared, code: str = "DEMO1") -> str:
    return ROOT + re.sub(r"\{(?:\w+:)?(\w+)\}", lambda found: (EXAMPLES | {"code": code})[found[1]], one.path)


def permission(one: Declared) -> Permission:
    return getattr(one.rule, "permission", Permission.ENTER_FIGURES)  # a submit takes that


def user_with(role: str, org_code: str) -> User:
    user = User.objects.create_user(f"{role}@example.org", name=role, demonstration=True)
    Membership.objects.create(user=user, org_code=org_code, role=role)
    return user


def test_the_walk_finds_every_address_of_the_description(client: Client) -> None:
    document = client.get(f"{ROOT}openapi.json").json()
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    walked = {(one.method, ROOT + re.sub(r"\{\w+:", "{", one.path)) for one in OPERATIONS}
    assert walked == described


def test_an_operation_without_a_rule_is_found() -> None:
    other = NinjaAPI(urls_namespace="without-rule", docs_url=None)
    other.get("open")(lambda request: None)
    with pytest.raises(ImproperlyConfigured, match="declares no rule"):
        list(rules_of(other))


def test_only_reading_is_open_and_only_what_is_published() -> None:
    open_to_all = {one.path for one in OPERATIONS if one not in SIGNED}
    assert {one.method for one in OPERATIONS if one not in SIGNED} == {"GET"}
    heads = {path.split("/")[0] for path in open_to_all}
    assert heads == {
        "packages",
        "drivers",
        "measures",
        "organisations",
        "values",
        "values.csv",
        "publications",
    }
    assert {path for path in open_to_all if path.startswith("org")} == {
        "organisations",
        "organisations/{code}",
    }


def test_whatever_shows_an_organisations_own_data_is_logged() -> None:
    assert [one.path for one in SIGNED if one.method == "GET" and not one.logged] == []


def test_people_and_women_are_not_exposed() -> None:
    never = {Permission.MANAGE_PEOPLE, Permission.SEE_WOMEN, Permission.ERASE_PERSONAL_DATA}
    assert {permission(one) for one in SIGNED}.isdisjoint(never)


@each
class TestEveryOperation:
    def test_asks_who_it_is(self, client: Client, one: Declared) -> None:
        response = client.generic(one.method, address(one))
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
        assert set(response.json()) == {"error", "mend"}

    def test_takes_a_token_with_that_scope_alone(self, one: Declared) -> None:
        allowed = Program(permission(one))
        response = allowed.client.generic(one.method, address(one), headers=allowed.headers)
        assert response.status_code not in (401, 403)

    def test_refuses_a_token_with_every_other_scope(self, one: Declared) -> None:
        others = Program(*(scope for scope in Permission if scope is not permission(one)))
        assert "error" in others.ask(one.method, address(one), expect=403)

    def test_is_not_there_for_a_token_of_another_trust(self, one: Declared) -> None:
        if one in OF_ALL:
            return
        elsewhere = Program(*Permission, org_code="DEMO2")
        assert "error" in elsewhere.ask(one.method, address(one), expect=404)

    def test_is_not_there_for_a_made_up_organisation(self, one: Declared) -> None:
        if one in OF_ALL:
            return
        assert "error" in Program(*Permission).ask(one.method, address(one, "NOWHERE"), expect=404)

    @pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
    def test_answers_each_role_as_its_class_says(self, client: Client, one: Declared, role: type) -> None:
        client.force_login(user_with(role.id, "DEMO1"))
        status = client.generic(one.method, address(one)).status_code
        assert (status not in (401, 403)) == (permission(one) in role.permissions)


def kinds_of_wrong_tokens() -> Iterator[tuple[str, dict[str, object]]]:
    now = timezone.now()
    yield "revoked", {"revoked_at": now}
    yield "past its day", {"expires_at": now - DAY}
    yield "of a device", {"kind": TokenKind.DEVICE}
    yield "of a wall", {"kind": TokenKind.WALL, "board": "ward"}


@pytest.mark.parametrize(("name", "fields"), list(kinds_of_wrong_tokens()))
def test_a_token_that_is_not_taken_is_401(client: Client, name: str, fields: dict[str, object]) -> None:
    text = token(scopes=Permission, **fields)
    response = client.get(f"{ROOT}organisations/DEMO1/months", headers={"Authorization": f"Bearer {text}"})
    assert response.status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic YTpi", "Bearer " + "x" * 5000, "bearer é"])
def test_a_wrong_token_is_401_even_for_somebody_who_has_signed_in(client: Client, header: str) -> None:
    client.force_login(user_with("trust-lead", "DEMO1"))
    response = client.get(f"{ROOT}organisations/DEMO1/months", headers={"Authorization": header})
    assert response.status_code == 401


def test_too_many_wrong_tokens_from_one_address_are_429(client: Client) -> None:
    wrong = {"Authorization": "Bearer wrong"}
    statuses = [client.get(f"{ROOT}organisations/DEMO1/months", headers=wrong).status_code for _ in range(25)]
    assert (statuses[0], statuses[-1]) == (401, 429)
    response = client.get(f"{ROOT}organisations/DEMO1/months", headers=wrong)
    assert response["Retry-After"] == "60"
    assert "minute" in response.json()["mend"]


def test_a_change_from_another_site_is_refused_to_a_session_and_not_asked_of_a_token() -> None:
    strict = Client(REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)
    strict.force_login(user_with("trust-lead", "DEMO1"))
    where = f"{ROOT}organisations/DEMO1/months/{LAST}/steps/submit"
    assert strict.get(f"{ROOT}organisations/DEMO1/months").status_code == 200
    refused = strict.post(where, "{}", content_type="application/json")
    assert refused.status_code == 403
    assert "does not come from the site" in refused.json()["error"]
    bearer = {"Authorization": f"Bearer {token(scopes=[Permission.ENTER_FIGURES])}"}
    fresh = Client(REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)
    assert fresh.post(where, "{}", content_type="application/json", headers=bearer).status_code == 409


def test_somebody_who_writes_without_a_second_factor_is_refused(client: Client) -> None:
    user = user_with("trust-lead", "DEMO1")
    User.objects.filter(pk=user.pk).update(demonstration=False)
    client.force_login(User.objects.get(pk=user.pk))
    response = client.get(f"{ROOT}organisations/DEMO1/months")
    assert response.status_code == 403
    assert "second factor" in response.json()["error"]


def test_a_token_is_noted_as_used_and_revoked_at_once(client: Client) -> None:
    program = Program(Permission.SEE_FIGURES)
    program.ask("GET", "organisations/DEMO1/months")
    held = Token.objects.get()
    assert held.last_used_at is not None
    Token.objects.update(revoked_at=timezone.now())
    program.ask("GET", "organisations/DEMO1/months", expect=401)


def test_an_open_rule_is_no_door_with_a_lock() -> None:
    assert operation_rule(OpenToEveryone()) == operation_rule(OpenToEveryone())
    assert isinstance(operation_rule(SignedIn()).rule, SignedIn)
