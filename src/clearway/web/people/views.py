"""The pages on which somebody arrives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clearway.web.people.rules import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody comes after signing in."""
    return redirect("diagram")
