"""Every address of the site, found by walking the URL configuration: nothing is forgotten."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from clearway.web.publications.models import SourceFile

pytestmark = pytest.mark.django_db

# An example for each argument that appears in an address.
EXAMPLES = {
    "package": "smoke-free-pregnancies",
    "package_id": "smoke-free-pregnancies",
    "driver": "identification",
    "driver_id": "identification",
    "primary": "clinical-excellence",
    "primary_id": "clinical-excellence",
    "idea": "identification-1",
    "idea_id": "identification-1",
    "measure_id": "cqim-smoking-booking",
    "code": "R1H",
    "kind": "dots",
    "form": "svg",
    "run": "7f0c1a52-5d6f-4f0e-9a53-0f6f5f1f0a11",
}
# The answer of the API to an address that it does not have.
ELSEWHERE = {"api/^v1/.+$": ("/api/v1/no-such-thing/", 404)}
CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, route)
        else:
            yield route, entry


def _address(route: str, pattern: URLPattern) -> str:
    if route in ELSEWHERE:
        return ELSEWHERE[route][0]
    for name, converter in pattern.pattern.converters.items():
        of_a_file = type(converter).__name__ == "IntConverter" or name == "publication_id"
        value = str(SourceFile.objects.order_by("pk").first().pk) if of_a_file else EXAMPLES[name]
        for kind in ("", "slug:", "str:", "int:", "path:", "uuid:"):
            route = route.replace(f"<{kind}{name}>", value)
    return "/" + route


# Pages of the sign-in library have tests of their own.
ROUTES = sorted(  # one a route: no two patterns are compared
    (route, pattern)
    for route, pattern in dict(_patterns(get_resolver())).items()
    if not route.startswith("account/")
)


@pytest.mark.parametrize(("route", "pattern"), ROUTES, ids=[route or "/" for route, _ in ROUTES])
class TestEveryAddress:
    def test_answers_a_visitor_on_this_machine_and_writes_nothing(
        self, client: Client, route: str, pattern: URLPattern
    ) -> None:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(_address(route, pattern))
            if response.streaming:
                list(response.streaming_content)
        expected = (ELSEWHERE[route][1],) if route in ELSEWHERE else (200, 302)
        assert response.status_code in expected
        assert [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(CHANGES)] == []

    def test_refuses_a_visitor_from_another_machine(self, route: str, pattern: URLPattern) -> None:
        response = Client(REMOTE_ADDR="192.0.2.7").get(_address(route, pattern))
        assert response.status_code == 403

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_refuses_to_change_anything(
        self, client: Client, route: str, pattern: URLPattern, method: str
    ) -> None:
        response = getattr(client, method)(_address(route, pattern))
        if getattr(pattern.callback, "accepts_post", False) and response.status_code == 302:
            assert "login" in response["Location"]  # somebody who may change it signs in first
        else:
            assert response.status_code == 405

    def test_carries_the_headers_that_keep_a_page_safe(
        self, client: Client, route: str, pattern: URLPattern
    ) -> None:
        headers = client.get(_address(route, pattern)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Permissions-Policy"]
        assert headers["X-Request-ID"]
