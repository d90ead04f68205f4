"""What every template can see of the visitor."""

from django.conf import settings
from django.http import HttpRequest

from clearway.web.people.access import NOBODY, access_of
from clearway.web.people.workspace import workspaces


def visitor(request: HttpRequest) -> dict[str, object]:
    """Who is here (`access`), where they work (`workspaces`), and whether this is the demonstration."""
    here = access_of(request) if hasattr(request, "user") else NOBODY
    places = workspaces(here) if here.user is not None else []
    return {"access": here, "workspaces": places, "demonstration": settings.DEMONSTRATION}
