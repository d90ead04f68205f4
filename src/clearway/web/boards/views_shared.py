"""The page that everybody reads who has its address, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from clearway.common.organisations import directory
from clearway.web.accounts.limits import too_often
from clearway.web.boards.public import board_of
from clearway.web.boards.secrets import digest
from clearway.web.boards.selectors import link_of_digest
from clearway.web.design import errors
from clearway.web.people.rules import open_to_everyone

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    # A page that was taken down is gone a minute later wherever a copy was kept.
    "Cache-Control": "private, max-age=60",
}


@open_to_everyone
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """The board. An address that ended, was taken down or never was is answered all the same."""
    link = link_of_digest(digest(secret))
    if link is None:
        if too_often(request, "wrong-public-link"):
            return errors.too_many_requests(request)
        gone = {"title": "This page is not shown any longer"}
        return _with_headers(render(request, "boards/shared_gone.jinja", gone, status=404))
    organisation = directory().get(link.org_code)
    context = {
        "board": board_of(organisation, link.content),
        "organisation": organisation,
        "agreed_on": link.agreed_at,
        "expires_on": link.expires_on,
        "today": localdate(),
    }
    return _with_headers(render(request, "boards/shared.jinja", context))


def _with_headers(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response[name] = value
    return response
