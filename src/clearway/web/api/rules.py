"""Who may use an operation: each declares its rule, which is asked before the question is read.

    @router.get("organisations/{code}/months", auth=operation_rule(Needs(Permission.SEE_FIGURES, "code")))

A program shows a token (`Authorization: Bearer ...`), whose scopes are permissions; a person who has signed
in on the site uses the session, with the token against forged requests where something changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.core.internal import ratelimit
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.utils import check_csrf

from clearway.web.accounts.models import TokenKind
from clearway.web.accounts.tokens import TooManyRequestsError, access_of_token, bearer_of, token_of
from clearway.web.api.problems import ProblemError
from clearway.web.audit.looking import Looked
from clearway.web.people.access import Access, access_of, keep_access
from clearway.web.people.rules import OpenToEveryone, Outcome, Rule
from clearway.web.people.second_factor import is_missing
from clearway.web.trail.middleware import note_look

SAFE = ("GET", "HEAD", "OPTIONS")
# Requests of one signed-in person; a token has its own limit.
LIMITS = {"api": "600/m/key"}
ANSWERS = {
    Outcome.SIGN_IN: (
        401,
        "this needs a token",
        "Send “Authorization: Bearer …” with a program's token, or sign in on the site",
    ),
    Outcome.HIDDEN: (
        404,
        "there is no such thing here",
        "Check the organisation's code, and what the token may see",
    ),
    Outcome.REFUSED: (403, "that is not allowed", "Use a token with that scope, or ask the trust lead"),
}


@dataclass(frozen=True)
class OpenOperation:
    """For everybody: content and published figures."""

    rule: Rule = field(default_factory=OpenToEveryone)
    logged: Looked | None = None

    def __call__(self, request: HttpRequest) -> bool:
        """Always."""
        return True


@dataclass(frozen=True)
class ProgramToken:
    """For those whom the rule allows it, by a program's token or a session of the site."""

    rule: Rule
    logged: Looked | None = None

    @property
    def openapi_security_schema(self) -> dict[str, str]:
        """How the description of the API says it."""
        return {"type": "http", "scheme": "bearer", "description": "a program's token, made on the site"}

    def __call__(self, request: HttpRequest) -> Access:
        """The access of whoever asks. Raises ProblemError 401, 403, 404 or 429."""
        try:
            access = _by_token(request) or _by_session(request)
        except TooManyRequestsError:
            raise ProblemError(429, "too many requests", "Wait a minute, and ask less often") from None
        arguments = dict(request.resolver_match.kwargs) if request.resolver_match else {}
        outcome = self.rule.outcome(access, request, arguments)
        if outcome != Outcome.ALLOWED:
            raise ProblemError(*ANSWERS[outcome])
        if self.logged is not None:
            note_look(request, self.logged, arguments)
        return access


def operation_rule(rule: Rule, *, logged: str = "") -> Any:
    """The `auth` of an operation that this rule decides.

    `logged` is what the access log says of the answer, where it shows an organisation's own data.
    """
    if isinstance(rule, OpenToEveryone):
        return OpenOperation()
    return ProgramToken(rule, Looked(logged, "code") if logged else None)


open_operation = OpenOperation()


def say_rules(api: NinjaAPI) -> None:
    """Write into the description what each operation needs (`x-needs`): the scope of a token, in words."""
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                (declared,) = operation.auth_callbacks
                if isinstance(declared, ProgramToken):
                    needs = getattr(declared.rule, "permission", None) or "take the step"
                    operation.openapi_extra = {**(operation.openapi_extra or {}), "x-needs": str(needs)}


@dataclass(frozen=True)
class Declared:
    """One operation and its rule."""

    method: str
    path: str
    rule: Rule
    logged: bool


def rules_of(api: NinjaAPI) -> Iterator[Declared]:
    """Every operation of the API with its rule. Raises ImproperlyConfigured for one that declares none."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                known = (OpenOperation, ProgramToken)
                declared = [one for one in operation.auth_callbacks if isinstance(one, known)]
                if len(declared) != 1 or len(operation.auth_callbacks) != 1:
                    raise ImproperlyConfigured(f"{operation.methods} {path} declares no rule of access")
                for method in operation.methods:
                    yield Declared(method, path, declared[0].rule, declared[0].logged is not None)


def _by_token(request: HttpRequest) -> Access | None:
    """The access of the token that the request shows; None when it shows none."""
    if "Authorization" not in request.headers:
        return None
    token = token_of(request, bearer_of(request), kinds=(TokenKind.PROGRAM,))
    if token is None:
        raise ProblemError(
            401, "the token is not taken", "Check that it is whole, not revoked and not past its day"
        )
    access = access_of_token(token)
    keep_access(request, access)
    return access


def _by_session(request: HttpRequest) -> Access:
    access = access_of(request)
    if access.user is None:
        return access
    usage = ratelimit.consume(
        request, app="clearway", action="api", config=LIMITS, key=str(access.user.key), limit_get=True
    )
    if usage is None:
        raise TooManyRequestsError
    if request.method not in SAFE and check_csrf(request) is not None:
        raise ProblemError(
            403, "the request does not come from the site", "Send the site's X-CSRFToken, or a token"
        )
    if is_missing(request):
        raise ProblemError(403, "a second factor is needed", "Set it up on the site first")
    return access
