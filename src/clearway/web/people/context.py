"""What every template can see of the visitor."""

from django.conf import settings
from django.http import HttpRequest

from clearway.web.people.access import NOBODY, access_of


def visitor(request: HttpRequest) -> dict[str, object]:
    """Who is here (`access`), and whether this is the demonstration."""
    here = access_of(request) if hasattr(request, "user") else NOBODY
    return {"access": here, "demonstration": settings.DEMONSTRATION}
