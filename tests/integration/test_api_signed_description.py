"""What needs a token keeps to the description of the API, asked by a program that makes questions up."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils.timezone import localdate
from hypothesis import HealthCheck, settings
from month_api import token
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from tests.lib.api_under_test import DESCRIPTION, described_with

from clearway.common.periods import Month
from clearway.web.people.permissions import Permission

pytestmark = pytest.mark.django_db
LAST = Month.of(localdate()).previous()
SCOPES = [
    Permission.SEE_FIGURES,
    Permission.ENTER_FIGURES,
    Permission.CHOOSE_DRIVERS,
    Permission.APPROVE_RETURNS,
    Permission.ACCEPT_RETURNS,
    Permission.LOCK_MONTHS,
    Permission.SEE_AUDIT,
    Permission.SEE_IMPROVEMENT,
]

schema = schemathesis.openapi.from_wsgi(
    DESCRIPTION,
    described_with(code="DEMO1", period=str(LAST), measure_id="smoke-booking", number="1", cycle="1"),
).include(lambda context: "security" in context.operation.definition.raw)


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """The server closes its connection after each request; a test's transaction must outlive them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def bearer() -> dict[str, str]:
    cache.clear()  # the requests of other tests do not count
    return {"Authorization": f"Bearer {token(org_code='DEMO-N', scopes=SCOPES)}"}


@pytest.mark.usefixtures("kept_connection")
@schema.parametrize()
@settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_what_needs_a_token_keeps_to_its_description(case: schemathesis.Case, bearer: dict[str, str]) -> None:
    case.call_and_validate(
        headers=bearer,
        checks=(
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
            negative_data_rejection,
        ),
    )
