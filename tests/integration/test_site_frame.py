"""What holds for the whole site: errors, health, logs, settings."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from clearway.web.design import errors, filters
from clearway.web.design.logs import JsonFormatter, request_id

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        (errors.bad_request, 400, "could not be understood"),
        (errors.forbidden, 403, "cannot see this page"),
        (errors.not_found, 404, "Page not found"),
        (errors.too_large, 413, "too large"),
        (errors.too_many_requests, 429, "Too many requests"),
        (errors.server_error, 500, "there is a problem"),
    ],
)
def test_error_pages_say_what_happened_and_what_to_do(
    rf: RequestFactory, page: object, status: int, words: str
) -> None:
    token = request_id.set("abc-123-def")
    try:
        response: HttpResponse = page(rf.get("/"))
    finally:
        request_id.reset(token)
    text = response.content.decode()
    assert response.status_code == status
    assert words in text
    assert "abc-123-def" in text
    assert "start from the driver diagram" in text


@pytest.mark.django_db
def test_an_unknown_address_gets_our_own_page(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.django_db
def test_health_says_ok_when_the_database_answers(client: Client) -> None:
    response = client.get("/health/")
    assert response.json()["status"] == "ok"
    assert "no-cache" in response["Cache-Control"]


def test_a_log_line_names_the_page_and_never_what_was_asked(rf: RequestFactory) -> None:
    request = rf.get("/search/", {"q": "Jane Roe 9434765919"})
    request.resolver_match = resolve("/search/")
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Not Found: %s", ("/search/Jane",), None
    )
    record.request, record.request_id, record.status_code = request, "abc", 404
    line = JsonFormatter().format(record)
    assert json.loads(line)["page"] == "search"
    assert json.loads(line)["status_code"] == 404
    assert "Jane" not in line


def _check(settings: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "clearway", "manage", "check"],
        env={**kept, **environment, "PYTHONPATH": str(PROJECT / "src"), "DJANGO_SETTINGS_MODULE": settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_says_which_variable_is_missing_and_what_it_is_for() -> None:
    result = _check("clearway.web.config.settings.production")
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "CLEARWAY_SECRET_KEY is not set" in result.stderr
    assert "signs cookies" in result.stderr


def test_production_starts_when_all_is_set(tmp_path: Path) -> None:
    result = _check(
        "clearway.web.config.settings.production",
        CLEARWAY_SECRET_KEY="x" * 60,
        CLEARWAY_ALLOWED_HOSTS="clearway.example",
        CLEARWAY_DATABASE_URL="postgres://nobody@127.0.0.1:1/none",
        CLEARWAY_DATA=str(tmp_path),
    )
    assert result.returncode == 0, result.stderr


def test_a_database_address_that_is_not_postgresql_is_refused(tmp_path: Path) -> None:
    result = _check(
        "clearway.web.config.settings.embedded",
        CLEARWAY_DATABASE_URL="mysql://somewhere",
        CLEARWAY_DATA=str(tmp_path),
    )
    assert result.returncode == 2
    assert "not a PostgreSQL address" in result.stderr


def test_a_missing_number_is_written_as_words_and_zero_as_zero() -> None:
    assert (filters.percent(None), filters.percent(0.0)) == ("no figure", "0.0%")
    assert (filters.count(None), filters.count(0)) == ("no figure", "0")


@pytest.mark.parametrize("announced", ["30000001", "-1", "many"])
def test_a_request_that_is_too_large_is_refused_before_it_is_read(client: Client, announced: str) -> None:
    response = client.generic("POST", "/account/login/", b"name=1", CONTENT_LENGTH=announced)
    assert response.status_code == 413
    assert "smaller file" in response.content.decode()
