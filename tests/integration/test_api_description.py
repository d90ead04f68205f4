"""What the API refuses, and that it keeps to its own description."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from api_client import ROOT, get
from bs4 import BeautifulSoup
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from clearway.web.config.wsgi import application

pytestmark = pytest.mark.django_db

# What is refused


@pytest.mark.parametrize(
    ("address", "mend"),
    [
        ("packages/smoke-free", "smoke-free-pregnancies"),
        ("drivers/identify", "/drivers"),
        ("drivers/identificaton?package=smoke-free-pregnancies", "identification"),
        ("measures/smoke-bookings", "smoke-booking"),
        ("measures?package=nothing", "smoke-free-pregnancies"),
        ("organisations/R1HX", "Did you mean"),
        ("values?measure=satood", "satod"),
        ("values?org_code=NOWHERE1", "organisations"),
        ("values?period=2023/25", "2019/20"),
        ("publications/999999", "publications"),
        (f"publications/{2**80}", "publications"),
        ("nothing/here", "/api/v1/docs"),
    ],
)
def test_what_does_not_exist_is_404_with_a_mend(client: Client, address: str, mend: str) -> None:
    answer = get(client, address, expect=404)
    assert set(answer) == {"error", "mend"}
    assert mend in answer["mend"]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("values?mesure=satod", "mesure"),
        ("packages/smoke-free-pregnancies?page=2", "page"),
        ("values?state=lost", "state"),
        ("values?org_level=trust", "org_level"),
        ("values?period=April", "period"),
        ("values?from=2025-04&to=2025-01", "2025-04"),
        ("measures?class=bold", "class"),
        ("organisations?level=trust", "level"),
        ("publications/one", "publication_id"),
        ("values?org_code=%00", "org_code"),
    ],
)
def test_what_cannot_be_understood_is_422_and_says_which_part(
    client: Client, address: str, named: str
) -> None:
    answer = get(client, address, expect=422)
    assert set(answer) == {"error", "mend"}
    assert named in answer["error"]
    assert answer["mend"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{ROOT}values").status_code == 405


# The description


def test_the_start_leads_to_everything(client: Client) -> None:
    answer = get(client, ROOT)
    assert answer["version"] == "1.0"
    for address in (answer["openapi"], *answer["lists"].values()):
        get(client, address)
    assert client.get(answer["docs"]).status_code == 200


def test_the_description_is_openapi_3_1(client: Client) -> None:
    document = get(client, "openapi.json")
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == "1.0"


def test_what_is_open_only_reads_and_all_else_asks_for_a_token(client: Client) -> None:
    for method, operation in _operations(get(client, "openapi.json")):
        statuses = set(operation["responses"])
        if "security" not in operation:
            assert (method, statuses) == ("get", {"200", "404", "422"})
        else:
            assert operation["security"] == [{"ProgramToken": []}]
            assert statuses >= {"401", "403", "404", "422", "429"}
            assert ("409" in statuses) == (method != "get")


def _operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [item for methods in document["paths"].values() for item in methods.items()]


def test_the_page_explains_every_operation_with_an_example_that_works(client: Client) -> None:
    page = BeautifulSoup(client.get(f"{ROOT}docs").content, "html.parser")
    document = get(client, "openapi.json")
    sections = page.select(".app-operation:has(.app-operation__path)")
    operations = _operations(document)
    assert len(sections) == len(operations)
    links = [section.select_one("a.app-wrap") for section in sections]
    assert sum(link is not None for link in links) == sum("security" not in one for _, one in operations)
    for link in filter(None, links):
        response = client.get(link["href"])
        assert response.status_code == 200
        assert response.getvalue()
    for method, operation in operations:
        names = {one["name"] for one in operation["parameters"]}
        shown = page.find(id=operation["operationId"]).parent
        assert {code.get_text() for code in shown.select("tbody code")} == names
        assert shown.select_one(".app-operation__path").get_text().strip().startswith(method.upper())
        assert ("Needs a token" in shown.get_text()) == ("security" in operation)


def test_every_link_inside_the_page_leads_somewhere(client: Client) -> None:
    page = BeautifulSoup(client.get(f"{ROOT}docs").content, "html.parser")
    for link in page.main.select("a[href^='#']"):
        assert page.find(id=link["href"][1:]), link["href"]


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """The server closes its connection after each request; a test's transaction must outlive them.

    Django's own test client does the same.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# Questions made up from the description itself, right ones and wrong ones. All of them run in the test's
# one transaction, which is safe because nothing here writes. What needs a token has a test of its own.
schema = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", application).include(
    lambda context: "security" not in context.operation.definition.raw
)


@pytest.mark.usefixtures("kept_connection")
@schema.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_to_its_description(case: schemathesis.Case) -> None:
    case.call_and_validate(
        checks=(
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
            negative_data_rejection,
        )
    )
