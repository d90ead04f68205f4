"""The pages for when something is wrong: what happened and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clearway.web.design.logs import request_id


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    context = {"title": title, "advice": advice, "status": status, "request_id": request_id.get()}
    return render(request, "design/error.jinja", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """400: the address or what was sent with it makes no sense."""
    return _page(
        request, 400, "This request could not be understood", "Go back, check what you entered and try again."
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this visitor."""
    return _page(
        request,
        403,
        "You cannot see this page",
        "Clearway answers only the computer it runs on until sign-in is set up.",
    )


def not_for_role(request: HttpRequest) -> HttpResponse:
    """403: signed in, known in this organisation, and without the permission that the page needs."""
    return _page(
        request,
        403,
        "Your role does not allow this",
        "Ask whoever manages people in your organisation if you need it for your work.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, driver, measure or organisation."""
    return _page(
        request,
        404,
        "Page not found",
        "Check the address if you typed it. If you followed a link, search for what you need.",
    )


def meanwhile(request: HttpRequest) -> HttpResponse:
    """409: somebody else wrote the same thing at the same moment."""
    return _page(
        request,
        409,
        "Somebody else saved the same thing at this moment",
        "What you sent was not saved. Go back, load the page again, and send it once more where it is still "
        "needed.",
    )


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413: more was sent than any page takes."""
    return _page(request, 413, "This is too large", "Send a smaller file, or split it into several.")


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: asked too often in a short time."""
    response = _page(request, 429, "Too many requests", "Wait a minute, then try again.")
    response["Retry-After"] = "60"
    return response


def not_logged(request: HttpRequest) -> HttpResponse:
    """503: it could not be written down who looks at the page, so it is not shown."""
    return _page(
        request,
        503,
        "This page cannot be shown at the moment",
        "Clearway writes down who looks at an organisation's own data, and could not. Try again in a few "
        "minutes.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours."""
    return _page(
        request,
        500,
        "Sorry, there is a problem with Clearway",
        "Try again in a few minutes. Nothing you entered was half saved.",
    )
