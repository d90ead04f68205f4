"""What every template can see."""

from django.http import HttpRequest

from clearway import __version__


def site(request: HttpRequest) -> dict[str, object]:
    """The version of Clearway and the text in the search box."""
    return {"clearway_version": __version__, "search_text": request.GET.get("q", "")}
