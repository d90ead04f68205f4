"""Journeys in a real Chromium against the real server, with the figures that ship with Clearway.

After every test: no request left this machine, nothing broke the content security policy, and no
script failed.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.lib.own_database import own_database
from tests.lib.watched_pages import Watched, check_accessible

PROJECT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
STARTS_WITHIN = 180  # on a busy machine with two cores


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need Chromium; without one they say how to get it."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(
                    pytest.mark.skip(reason="Chromium is not installed: apt-get install chromium")
                )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, kept from calling home."""
    switches = [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-sync",
    ]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": switches}


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What the server of these tests, and every command about it, is started with.

    Its database is its own: a SQLite file, or a new one on the PostgreSQL that CLEARWAY_DATABASE_URL names.
    Messages lie in the folder `mail`.
    """
    data = tmp_path_factory.mktemp("clearway")
    said = {
        **os.environ,
        "CLEARWAY_DATA": str(data),
        "CLEARWAY_EMAIL_URL": f"file:{data / 'mail'}",
        "PYTHONPATH": str(PROJECT / "src"),
        "DJANGO_SETTINGS_MODULE": "clearway.web.config.settings.embedded",
    }
    server = said.pop("CLEARWAY_DATABASE_URL", "")
    if not server:
        yield said
        return
    with own_database(server) as url:
        yield {**said, "CLEARWAY_DATABASE_URL": url}


@pytest.fixture(scope="session")
def site(environment: dict[str, str]) -> Iterator[str]:
    """The address of a server started as `./clearway up` starts it, on a database of its own."""
    data = Path(environment["CLEARWAY_DATA"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "clearway", "up", "--port", str(port)]
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/health/", server, data / "server.log")
            yield f"http://localhost:{port}"  # a passkey belongs to a name, never to a number
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """Lets tests say `page.goto("/aim/")`."""
    return site


@pytest.fixture(autouse=True)
def quiet(page: Page, site: str) -> Iterator[None]:
    """Fails the test when a page asked another host for something or wrote an error to the console."""
    watched = Watched(site)
    watched.watch(page)
    yield
    watched.check()


@pytest.fixture
def accessible(page: Page) -> Callable[[], None]:
    """Call it: the page as it is now breaks no rule of WCAG 2.2 AA that a machine can check."""

    return lambda: check_accessible(page)
