"""Every address of the site with its rule, an example for each argument, and what should follow for whom."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.library_rules import library_rule
from clearway.web.people.models import User
from clearway.web.people.roles import ROLES
from clearway.web.people.rules import Needs, NeedsSomewhere, OpenToEveryone, Outcome, SignedIn
from clearway.web.people.second_factor import SETTING_UP

TRUST = "R1H"
# An example for each argument that appears in an address, or for it after that part of one ("months/period");
# objects are made by the tests themselves.
EXAMPLES = {
    "package": "smoke-free-pregnancies",
    "package_id": "smoke-free-pregnancies",
    "driver": "identification",
    "driver_id": "identification",
    "primary": "clinical-excellence",
    "primary_id": "clinical-excellence",
    "idea": "identification-1",
    "idea_id": "identification-1",
    "measure_id": "cqim-smoking-booking",
    "work/measure_id": "improvement-projects",
    "code": TRUST,
    "coordination/code": "QMF",
    "trust": TRUST,
    "kind": "dots",
    "form": "svg",
    "template/form": "csv",
    "run": "7f0c1a52-5d6f-4f0e-9a53-0f6f5f1f0a11",
    "period": "2026-10",
    "step": "accept",
    "decision": "phase",
    "event": "none",
    "number": "1",
    "secret": "nonsense",
    "provider_id": "nobody",
    "uidb36": "1",
    "key": "set-password",
    "pk": "1",
    "upload": "7f0c1a52-5d6f-4f0e-9a53-0f6f5f1f0a11",
    "upload_id": "7f0c1a52-5d6f-4f0e-9a53-0f6f5f1f0a11",
    "import_id": "7f0c1a52-5d6f-4f0e-9a53-0f6f5f1f0a11",
    "submission_id": "7f0c1a52-5d6f-4f0e-9a53-0f6f5f1f0a11",
    "row": "1",
    "version": "1",
    "collision": "1",
    "cycle": "1",
    "question": "1",
    "stage": "plan",
    "score": "1",
    "paper": "a4",
    "board": "organisation",
    "units/number": "1",
    "shared": "1",
    "item": "1",
}
# Where the example's object is made by tests of their own only: a passkey, a provider, the made-up people.
MAY_LACK = (
    "account/2fa/",
    "account/oidc/",
    "demonstration/",
)
NO_SUCH = {"api/^v1/.+$": "/api/v1/no-such-thing/"}


def filled(route: str, given: Mapping[str, str]) -> str:
    """The route with an example for each argument. Raises AssertionError when there is none."""
    given = {**EXAMPLES, **given}

    def example(match: re.Match[str]) -> str:
        path = f"/{route[: match.start()].rstrip('/.')}/{match[1]}"
        fitting = [key for key in given if path.endswith(f"/{key}")]
        assert fitting, f"{route} has no example for “{match[1]}”: give one above"
        return given[max(fitting, key=len)]

    return re.sub(r"[<{](?:\w+:)?(\w+)[>}]", example, route)


@dataclass(frozen=True)
class Place:
    """A route with its view."""

    route: str
    pattern: URLPattern

    @property
    def may_lack(self) -> bool:
        """Whether the example names something that is not there."""
        return self.route in NO_SUCH or self.route.startswith(MAY_LACK)

    @property
    def is_of_api(self) -> bool:
        """Whether programs ask there; its operations declare their rules one by one."""
        return self.route.startswith("api/v1/")

    @property
    def is_of_sign_in(self) -> bool:
        """Whether it belongs to signing in, and may lead there itself."""
        return self.route.startswith("account/")

    @property
    def is_written(self) -> bool:
        """Whether the page says that it takes what is posted."""
        return bool(getattr(self.pattern.callback, "accepts_post", False))

    def address(self, objects: Mapping[str, str]) -> str:
        """An address of the route. Raises AssertionError when an argument has no example."""
        if self.route in NO_SUCH:
            return NO_SUCH[self.route]
        given = {**EXAMPLES, **objects}
        names = re.findall(r"\(\?P<(\w+)>", self.route)
        if names:
            return reverse(self.pattern.name, kwargs={name: given[name] for name in names})
        return "/" + filled(self.route, given)

    def code(self, objects: Mapping[str, str]) -> str:
        """The organisation that the address names; the trust's where it names none."""
        return str(resolve(self.address(objects)).kwargs.get("code", TRUST))

    def rule(self, address: str) -> Any:
        """The declared rule. Raises AssertionError when there is none."""
        match = resolve(address)
        rule = getattr(match.func, "rule", None) or library_rule(match)
        assert rule is not None, f"{address} declares no rule of access"
        return rule


def posted_of(objects: Mapping[str, str]) -> dict[str, str]:
    """The fields by which a button says what it is about; they are kept as "posted idea"."""
    return {key.removeprefix("posted "): said for key, said in objects.items() if key.startswith("posted ")}


def places() -> list[Place]:
    """Every route once: no two patterns are compared."""
    return [Place(route, pattern) for route, pattern in sorted(dict(_walk(get_resolver())).items())]


def _walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route)
        else:
            yield route, entry


def expected(rule: Any, user: User | None, method: str, address: str, code_of_roles: str) -> str:
    """The outcome that the rule promises, worked out anew for the rules that everybody uses.

    `code_of_roles` is where the visitor's roles count: at the trust of the address, or elsewhere.
    """
    if isinstance(rule, OpenToEveryone):
        return Outcome.ALLOWED
    if user is None:
        return Outcome.SIGN_IN
    if isinstance(rule, SignedIn):
        return Outcome.ALLOWED
    if isinstance(rule, Needs) and code_of_roles != "by the tree":
        roles = [ROLES[held.role] for held in user.memberships.all()] if code_of_roles == TRUST else []
        if any(rule.permission in role.permissions for role in roles):
            return Outcome.ALLOWED
        return Outcome.REFUSED if roles else Outcome.HIDDEN
    if isinstance(rule, NeedsSomewhere):
        held = [ROLES[held.role].permissions for held in user.memberships.all()]
        return Outcome.ALLOWED if any(rule.permission in each for each in held) else Outcome.REFUSED
    request = RequestFactory().generic(method.upper(), address)
    access = NOBODY if user is None else access_of_user(user)
    return str(rule.outcome(access, request, resolve(address).kwargs))


def outcome_of(response: HttpResponse, place: Place) -> str:
    """What a response says of the visitor's access."""
    to = response.get("Location", "")
    if response.status_code == 401 and place.is_of_api:
        return Outcome.SIGN_IN
    if response.status_code == 302 and to.startswith("/account/login/"):
        return Outcome.SIGN_IN
    if response.status_code == 302 and to == "/account/second-factor/":
        return "set up a second factor first"
    if response.status_code == 403:
        return Outcome.REFUSED
    if response.status_code == 404:
        return Outcome.HIDDEN
    assert response.status_code < 500, response.content.decode()[:300]
    return Outcome.ALLOWED


def sets_up_a_factor(place: Place) -> bool:
    """Whether somebody without a second factor may open the page in order to get one."""
    return (place.pattern.name or "").startswith(SETTING_UP)
