"""The start of the API, the page that explains it, and the answer to an address that it does not have."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from clearway.web.api.documentation import described
from clearway.web.api.problems import SEE
from clearway.web.api.service import api
from clearway.web.people.rules import open_to_everyone


@open_to_everyone
def root(request: HttpRequest) -> JsonResponse:
    """Where to go on: the lists, the page for people and the document for programs."""
    lists = ("packages", "measures", "organisations", "values", "publications")
    address = request.build_absolute_uri
    return JsonResponse(
        {
            "title": api.title,
            "version": api.version,
            "docs": address(reverse("api-docs")),
            "openapi": address(reverse("api-v1:openapi-json")),
            "lists": {name: address(reverse(f"api-v1:{name}")) for name in lists},
        }
    )


@open_to_everyone
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, an example and what it answers."""
    page = described(api.get_openapi_schema())
    return render(request, "api/docs.jinja", {"title": "API", "page": page})


@open_to_everyone
def unknown(request: HttpRequest) -> JsonResponse:
    """404 in the form of all errors of the API."""
    return JsonResponse({"error": "there is no such address in the API", "mend": SEE}, status=404)
