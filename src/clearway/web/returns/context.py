"""What every page tells of collisions: whoever typed one of two figures hears of it on their next page."""

import logging
from collections.abc import Iterator

from django.db import DatabaseError
from django.http import HttpRequest

from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.returns.collisions import collisions_of
from clearway.web.returns.models import Collision

logger = logging.getLogger(__name__)


class _Told:
    """Asks the database when a page shows it, and not before."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __iter__(self) -> Iterator[Collision]:
        access = access_of(self._request)
        if access.user is None:
            return iter(())
        codes = sorted(access.trusts(Permission.SEE_FIGURES))
        try:
            return iter(collisions_of(access.person.key, codes) if codes else ())
        except DatabaseError:  # the page that says so must not need the database itself
            logger.exception("a page was made without its collisions")
            return iter(())


def collisions(request: HttpRequest) -> dict[str, object]:
    """The visitor's unsettled collisions."""
    return {"collisions_to_settle": _Told(request) if hasattr(request, "user") else ()}
