"""One's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from clearway.web.accounts.own_account import own_account
from clearway.web.people.access import access_of
from clearway.web.people.rules import signed_in


@signed_in
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Name, roles, and the ways to sign in."""
    user = access_of(request).user
    assert user is not None  # noqa: S101 - the rule of the page
    return render(request, "accounts/account.jinja", {"title": "Your account", "own": own_account(user)})


@signed_in
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where somebody is sent whose roles need a second factor that is not set up yet."""
    return render(request, "accounts/second_factor.jinja", {})
