"""The pages on which somebody arrives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clearway.web.people.rules import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody comes after signing in."""
    return redirect("diagram")


@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where somebody is sent whose roles need a second factor that is not set up yet."""
    return redirect("mfa_index")
