"""What happens to every request before a page sees it."""

import ipaddress
import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from clearway.web.design import errors
from clearway.web.design.logs import request_id
from clearway.web.design.turns import came_between

GetResponse = Callable[[HttpRequest], HttpResponse]
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Gives the request an id (the proxy's, where it sends a plain one) for the logs and the answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        token = request_id.set(sent if _ID.fullmatch(sent) else str(uuid.uuid4()))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class RequestSizeMiddleware:
    """Refuses a request that says it is larger than any page takes, before a byte of it is kept.

    One that does not say how large it is has no body for us: the server reads no more than was announced.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal() or int(announced) > settings.LARGEST_REQUEST:
            return errors.too_large(request)
        return self.get_response(request)


class MeanwhileMiddleware:
    """Says in words that two people wrote the same thing at once, wherever no action has dealt with it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for it; None for everything else, which is a fault of ours."""
        return errors.meanwhile(request) if came_between(exception) else None


class LoopbackOnlyMiddleware:
    """Refuses every address but this machine's own, where the site is a laptop's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LOOPBACK_ONLY and not _is_loopback(request.META.get("REMOTE_ADDR", "")):
            return errors.forbidden(request)
        return self.get_response(request)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == ""  # a Unix socket has no address and is on this machine
