"""Every address of the site and every operation of the API, found by walking them: nothing is forgotten.

Who may open a page follows from the rule that it declares. A page without a rule, an address with an argument
that has no example in tests/lib/addresses.py, and an operation of the API without a rule fail these tests.
"""

from collections.abc import Iterator, Mapping

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker
from tests.lib.addresses import (
    NO_SUCH,
    TRUST,
    Place,
    expected,
    filled,
    outcome_of,
    places,
    posted_of,
    sets_up_a_factor,
)
from tests.lib.improvement import a_project
from tests.lib.library import a_decided_cycle, an_item, shared
from tests.lib.visitors import browser_of, somebody, with_app
from tests.lib.walked import of_department, of_month, of_project, of_trust

from clearway.web.accounts.inviting import invite
from clearway.web.accounts.models import Invitation, TokenKind
from clearway.web.accounts.tokens import make_token
from clearway.web.api.rules import Declared, rules_of
from clearway.web.api.service import api
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.people.roles import ROLES
from clearway.web.people.rules import NeedsSomewhere, OpenToEveryone, Outcome
from clearway.web.projects.actions.work import start_action
from clearway.web.publications.models import SourceFile

pytestmark = pytest.mark.django_db
OTHER_TRUST = "RJ1"
CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
ABOVE = {"network-lead": "QMF", "national-analyst": "ENG"}
# Signing in takes what visitors post, and so does a wall its token; they have tests of their own.
TAKES_POSTS = ("account/", "invitation/", "demonstration/", "wall/")
WRITING = ("post", "put", "patch", "delete")
PLACES = places()
EVERY = pytest.mark.parametrize("place", PLACES, ids=[place.route or "/" for place in PLACES])


@pytest.fixture(scope="module")
def objects(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """What the examples of the addresses name, made for real and once: every test is taken back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _made()
        transaction.set_rollback(True)


def _made() -> dict[str, str]:
    """A file, a role, an invitation, a token, a project with an action, something in the library."""
    lead = somebody(("trust-lead", TRUST), email="lead@example.org")
    held = somebody(("reader", TRUST), email="held@example.org").memberships.get()
    access = access_of_user(lead)
    said = {"org_code": TRUST, "by": access.person, "giver": access}
    invite(email="new@example.org", name="New", role_id="reader", address=str, **said)
    token, _ = make_token(kind=TokenKind.DEVICE, name="x", days=1, **said)
    wall, _ = make_token(kind=TokenKind.WALL, name="x", days=1, board="organisation", **said)
    file = SourceFile.objects.order_by("pk").first()
    project = a_project(lead)  # number 1, with a charter
    start_action(organisation=project.organisation, project=project, title="An action", by=access.person)
    test = shared(a_decided_cycle(project, lead), lead)
    item = an_item(lead)
    return {
        "membership": str(held.pk),
        "invitation": str(Invitation.objects.get().pk),
        "token": str(token.pk),
        "walls/token": str(wall.pk),
        "publication_id": str(file.pk),
        "source_id": str(file.pk),
        "cycle": str(test.cycle.number),
        "shared": str(test.pk),
        "item": str(item.pk),
        **of_project(project, access.person),
        **of_trust(project.organisation, access.person),
        **of_department(project.organisation, access.person),
        **of_month(project.organisation, access.person),
    }


def _ask(client: Client, method: str, address: str, posted: Mapping[str, str] | None = None) -> HttpResponse:
    """One request whose changes are undone, in a copy of the browser."""
    copy = Client(REMOTE_ADDR="127.0.0.1")
    copy.cookies = type(client.cookies)(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        response = getattr(copy, method)(address, posted if method == "post" else None)
        if response.streaming:
            list(response.streaming_content)
        transaction.set_rollback(True)
    return response


@EVERY
class TestAnybody:
    def test_a_visitor_gets_what_the_rule_says_and_nothing_is_written(
        self, client: Client, objects: dict[str, str], place: Place
    ) -> None:
        address = place.address(objects)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            if response.streaming:
                list(response.streaming_content)
        assert [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(CHANGES)] == []
        wanted = expected(place.rule(address), None, "get", address, TRUST)
        if place.is_of_api and place.route not in NO_SUCH:
            assert response.status_code in (200, 401, 405)  # each operation has a rule of its own, see below
        elif not (place.may_lack and response.status_code == 404):
            found = outcome_of(response, place)
            # An open page of signing in may lead to its first page.
            assert found == wanted or (place.is_of_sign_in and found == Outcome.SIGN_IN)
        _is_safe(response)

    def test_another_machine_is_refused(self, objects: dict[str, str], place: Place) -> None:
        assert Client(REMOTE_ADDR="192.0.2.7").get(place.address(objects)).status_code == 403

    def test_a_visitor_changes_nothing_by_any_method(
        self, client: Client, objects: dict[str, str], place: Place
    ) -> None:
        if place.route.startswith(TAKES_POSTS):
            return
        for method in WRITING:
            response = getattr(client, method)(place.address(objects))
            if place.is_of_api:
                assert response.status_code in (401, 405)
            elif place.is_written and method == "post":
                assert outcome_of(response, place) in (Outcome.SIGN_IN, Outcome.HIDDEN)
            else:
                assert response.status_code == 405


def _is_safe(response: HttpResponse) -> None:
    """The answer carries the headers that keep a page safe."""
    headers = response.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Permissions-Policy"]
    assert headers["X-Request-ID"]


def _restricted() -> list[Place]:
    rules = [(place, getattr(place.pattern.callback, "rule", None)) for place in PLACES]
    return [place for place, rule in rules if rule is not None and not isinstance(rule, OpenToEveryone)]


def _check(place: Place, objects: dict[str, str], user: User, where: str) -> None:
    """What the person gets is what the rule promises them, looking and writing."""
    address, client = place.address(objects), browser_of(user)
    for method in ("get", "post") if place.is_written else ("get",):
        response = _ask(client, method, address, posted_of(objects))
        wanted = expected(place.rule(address), user, method, address, where)
        if wanted == Outcome.ALLOWED and place.may_lack and response.status_code == 404:
            continue
        if response.status_code == 405:
            assert method == "get", f"{address} says that it takes posts, and does not"
            continue
        assert outcome_of(response, place) == wanted, f"{method} {address} as {user.name}"


@pytest.fixture(scope="module")
def people(objects: dict[str, str], django_db_blocker: DjangoDbBlocker) -> dict[str, User]:
    """Somebody of each role, with a second factor."""
    with django_db_blocker.unblock():
        return {
            role: with_app(somebody((role, ABOVE.get(role, TRUST)), email=f"{role}@example.org"))
            for role in ROLES
        }


@pytest.mark.parametrize("place", _restricted(), ids=lambda place: place.route)
class TestPeople:
    def test_each_role_opens_what_its_permissions_allow(
        self, objects: dict[str, str], people: dict[str, User], place: Place
    ) -> None:
        for role, user in people.items():
            # Roles above the trust, and pages above it, follow from the tree of organisations.
            by_tree = role in ABOVE or place.code(objects) != TRUST
            _check(place, objects, user, "by the tree" if by_tree else TRUST)

    def test_somebody_of_another_trust_finds_nothing_there(
        self, objects: dict[str, str], place: Place
    ) -> None:
        user = with_app(somebody(("trust-lead", OTHER_TRUST), email="other@example.org"))
        _check(place, objects, user, OTHER_TRUST)

    def test_somebody_without_a_second_factor_is_sent_to_set_it_up(
        self, objects: dict[str, str], place: Place
    ) -> None:
        user = somebody(("trust-lead", TRUST), ("administrator", TRUST), email="bare@example.org")
        address = place.address(objects)
        for method in ("get", "post") if place.is_written else ("get",):
            wanted = expected(place.rule(address), user, method, address, "by the tree")
            outcome = outcome_of(_ask(browser_of(user), method, address), place)
            if wanted == Outcome.ALLOWED and not sets_up_a_factor(place):
                wanted = "set up a second factor first"
            assert outcome == wanted


OPERATIONS = list(rules_of(api))  # raises for one that declares no rule


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
class TestOperationsOfTheApi:
    def _ask(self, client: Client, operation: Declared) -> HttpResponse:
        file = SourceFile.objects.order_by("pk").first()
        address = "/api/v1/" + filled(operation.path.lstrip("/"), {"publication_id": str(file.pk)})
        return client.generic(operation.method, address, "{}", content_type="application/json")

    def test_without_a_token_only_what_is_open_answers(self, client: Client, operation: Declared) -> None:
        is_open = isinstance(operation.rule, OpenToEveryone)
        assert (self._ask(client, operation).status_code != 401) == is_open
        assert not is_open or operation.method == "GET", "what changes something is never open"

    def test_somebody_of_another_trust_finds_nothing_there(self, operation: Declared) -> None:
        if isinstance(operation.rule, OpenToEveryone):
            return
        user = with_app(somebody(("trust-lead", OTHER_TRUST), email="other@example.org"))
        shared = isinstance(operation.rule, NeedsSomewhere)  # the library, which is empty here
        assert self._ask(browser_of(user), operation).status_code in ((200, 404) if shared else (404,))

    def test_somebody_without_a_second_factor_gets_nothing(self, operation: Declared) -> None:
        if isinstance(operation.rule, OpenToEveryone):
            return
        user = somebody(("trust-lead", TRUST), email="bare@example.org")
        assert self._ask(browser_of(user), operation).status_code in (403, 404)
