"""Asks the rule of every page before the page is answered."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from clearway.web.design import errors
from clearway.web.people.access import access_of
from clearway.web.people.library_rules import GET_ONLY, library_rule
from clearway.web.people.rules import OpenToEveryone, Outcome, Rule
from clearway.web.people.second_factor import is_missing

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")


def rule_of(view: Callable[..., Any], request: HttpRequest) -> Rule:
    """The rule of the page.

    Raises ImproperlyConfigured when the view declares none: better no answer than an open door.
    """
    rule: Rule | None = getattr(view, "rule", None)
    if rule is None and request.resolver_match is not None:
        rule = library_rule(request.resolver_match)
    if rule is None:
        raise ImproperlyConfigured(f"the page {request.path} declares no rule of access")
    return rule


class RulesMiddleware:
    """Answers instead of the page when its rule does not allow it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the page answer."""
        rule = rule_of(view, request)
        allowed = _methods(view, request)
        if allowed and request.method not in allowed:
            return HttpResponseNotAllowed(allowed)
        outcome = rule.outcome(access_of(request), request, kwargs)
        if outcome == Outcome.SIGN_IN:
            return _to_sign_in(request)
        if outcome == Outcome.HIDDEN:
            raise Http404
        if outcome == Outcome.REFUSED:
            return errors.not_for_role(request)
        if not isinstance(rule, OpenToEveryone) and is_missing(request):
            return HttpResponseRedirect(reverse("second-factor"))
        return None


def _methods(view: Callable[..., Any], request: HttpRequest) -> tuple[str, ...]:
    """The methods that the page answers; empty for pages of libraries, which check them themselves."""
    match = request.resolver_match
    if match is not None and match.url_name in GET_ONLY:
        return SAFE
    if not hasattr(view, "rule"):
        return ()
    return (*SAFE, "POST") if getattr(view, "accepts_post", False) else SAFE


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    address = reverse("account_login")
    if request.method in SAFE:
        address += "?" + urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(address)
