"""A server starts only when its settings are safe, and nothing of the demonstration reaches it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "clearway.web.config.settings.production",
    "CLEARWAY_SECRET_KEY": "a-key-of-the-tests-that-is-long-enough-and-has-many-letters-0123456789",
    "CLEARWAY_ALLOWED_HOSTS": "clearway.example",
    "CLEARWAY_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
}
SAID = """
import json
from django.conf import settings
names = {names}
print(json.dumps({{name: getattr(settings, name, None) for name in names}}, default=str))
"""


def _run(tmp_path: Path, *arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CLEARWAY_")},
        **PRODUCTION,
        "PYTHONPATH": str(PROJECT / "src"),
        "CLEARWAY_DATA": str(tmp_path),
        **changed,
    }
    environment = {name: value for name, value in environment.items() if value}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def settings_of_a_server(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    names = [
        "DEBUG", "DEMONSTRATION", "LOOPBACK_ONLY", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "ALLOWED_HOSTS",
        "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE",
        "CSRF_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "X_FRAME_OPTIONS", "CONTENT_SECURITY_POLICY", "PASSWORD_HASHERS", "DATA_UPLOAD_MAX_MEMORY_SIZE",
        "DATA_UPLOAD_MAX_NUMBER_FIELDS", "FILE_UPLOAD_MAX_MEMORY_SIZE", "SESSION_COOKIE_NAME", "CACHES",
    ]  # fmt: skip
    code = "import django; django.setup()\n" + SAID.format(names=names)
    done = _run(tmp_path_factory.mktemp("production"), "-c", code)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_check_of_a_deployment_finds_nothing(tmp_path: Path) -> None:
    done = _run(tmp_path, "-m", "clearway", "manage", "check", "--deploy", "--fail-level", "INFO")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_demonstration_does_not_pass_it(tmp_path: Path) -> None:
    embedded = {
        "DJANGO_SETTINGS_MODULE": "clearway.web.config.settings.embedded",
        "CLEARWAY_DATABASE_URL": "",
    }
    done = _run(tmp_path, "-m", "clearway", "manage", "check", "--deploy", **embedded)
    assert done.returncode != 0
    assert "clearway.E002" in done.stderr


@pytest.mark.parametrize("name", ["CLEARWAY_SECRET_KEY", "CLEARWAY_ALLOWED_HOSTS", "CLEARWAY_DATABASE_URL"])
def test_a_server_without_a_setting_says_which_and_what_it_is(tmp_path: Path, name: str) -> None:
    done = _run(tmp_path, "-m", "clearway", "manage", "check", **{name: ""})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_nothing_of_the_demonstration_is_on(settings_of_a_server: dict[str, object]) -> None:
    said = settings_of_a_server
    assert (said["DEBUG"], said["DEMONSTRATION"], said["LOOPBACK_ONLY"]) == (False, False, False)
    assert not said["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]


def test_cookies_travel_over_https_only_and_scripts_do_not_read_them(
    settings_of_a_server: dict[str, object],
) -> None:
    said = settings_of_a_server
    for name in ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE"):
        assert said[name] is True, name
    assert said["CSRF_COOKIE_HTTPONLY"] is True
    assert said["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert str(said["SESSION_COOKIE_NAME"]).startswith("__Host-")


def test_browsers_are_told_to_come_by_https_for_a_year(settings_of_a_server: dict[str, object]) -> None:
    said = settings_of_a_server
    assert said["SECURE_SSL_REDIRECT"] is True
    assert said["SECURE_HSTS_SECONDS"] == 31_536_000
    assert said["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_only_the_named_hosts_answer(settings_of_a_server: dict[str, object]) -> None:
    assert settings_of_a_server["ALLOWED_HOSTS"] == ["clearway.example"]


def test_the_content_security_policy_has_no_exception(settings_of_a_server: dict[str, object]) -> None:
    policy = settings_of_a_server["CONTENT_SECURITY_POLICY"]
    text = json.dumps(policy)
    assert "unsafe" not in text
    assert "*" not in text
    assert "http" not in text
    assert set(policy) == {"DIRECTIVES"}  # no path is left out


def test_passwords_are_hashed_by_argon2(settings_of_a_server: dict[str, object]) -> None:
    assert "Argon2" in settings_of_a_server["PASSWORD_HASHERS"][0]


def test_what_is_sent_has_a_limit(settings_of_a_server: dict[str, object]) -> None:
    said = settings_of_a_server
    assert 0 < said["DATA_UPLOAD_MAX_MEMORY_SIZE"] <= 20 * 1024 * 1024
    assert 0 < said["FILE_UPLOAD_MAX_MEMORY_SIZE"] <= 5 * 1024 * 1024
    assert 0 < said["DATA_UPLOAD_MAX_NUMBER_FIELDS"] <= 10_000


def test_rate_limits_count_in_one_place_for_all_processes(settings_of_a_server: dict[str, object]) -> None:
    assert "locmem" not in settings_of_a_server["CACHES"]["default"]["BACKEND"]
