"""Writes the access log: after the page is made and before it leaves."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse

from clearway.common.errors import ClearwayError
from clearway.web.audit.looking import Looked
from clearway.web.audit.models import Person, record_access
from clearway.web.design import errors
from clearway.web.people.access import access_of
from clearway.web.trail.codes import chain_of

GetResponse = Callable[[HttpRequest], HttpResponse]
NOBODY = Person(name="Somebody who has not signed in", via="site")
SHOWN = range(200, 300)  # every other answer shows an error, or leads elsewhere
_LOOKED = "_clearway_looked"
logger = logging.getLogger(__name__)


def note_look(request: HttpRequest, looked: Looked, arguments: dict[str, Any]) -> None:
    """The answer shows an organisation's own data, and is given only when it is written that it was."""
    setattr(request, _LOOKED, (looked, arguments))


class AccessLogMiddleware:
    """Pages marked `@logged` are shown only when it is written that they were."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        looked = getattr(request, _LOOKED, None)
        if looked is None or response.status_code not in SHOWN:
            return response
        try:
            self._write(request, *looked)
        except (DatabaseError, ClearwayError):
            logger.exception("the access log cannot be written; the page was not shown")
            refused = errors.not_logged(request)
            # Closing says that the request is over, and closes its connection: not before the answer is made.
            refused._resource_closers.append(response.close)  # type: ignore[attr-defined]
            return refused
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Remembers what the page says of itself; whether it is shown is decided by its rule."""
        looked = getattr(view, "logged", None)
        if looked is not None:
            note_look(request, looked, kwargs)

    def _write(self, request: HttpRequest, looked: Looked, arguments: dict[str, Any]) -> None:
        access = access_of(request)
        match = request.resolver_match
        record_access(
            organisation=chain_of(looked.place(arguments)),
            page=(match.url_name if match else "") or "",
            subject=looked.subject(arguments),
            by=access.person if access.signed_in else NOBODY,
            address=request.META.get("REMOTE_ADDR", ""),
        )
