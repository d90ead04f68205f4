"""The site starts without the measures engine; a worker of the server loads it beside its first answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clearway.web import entry
from clearway.web.config import server
from clearway.web.team_logs import engine

STARTS = """
import sys, django
django.setup()
import clearway.web.config.urls, clearway.web.config.wsgi, clearway.web.config.server
sys.exit(" ".join(sorted({"ibis", "duckdb", "pyarrow"} & set(sys.modules))) or 0)
"""


def test_neither_commands_nor_pages_of_stored_figures_load_it(tmp_path: Path):
    settings = {
        "DJANGO_SETTINGS_MODULE": "clearway.web.config.settings.embedded",
        "CLEARWAY_DATA": str(tmp_path),
        "PYTHONPATH": "src",
    }
    done = subprocess.run(
        [sys.executable, "-c", STARTS], env={**os.environ, **settings}, capture_output=True, text=True,
        cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_server_says_to_each_worker_that_it_may_load(monkeypatch: pytest.MonkeyPatch):
    commands: list[str] = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: commands.extend(arguments))
    entry.serve("127.0.0.1:1")
    assert f'"--config", "python:{server.__name__}"' in commands[-1]


def test_a_worker_loads_it_and_compiles_the_measures_in_a_thread(monkeypatch: pytest.MonkeyPatch):
    called: list[str] = []
    monkeypatch.setattr(engine, "load", lambda: called.append("loaded"))
    thread = engine.load_beside()
    thread.join(10)
    assert (called, thread.daemon) == (["loaded"], True)


def test_it_is_loaded_once_the_worker_is_ready(monkeypatch: pytest.MonkeyPatch):
    called: list[str] = []
    monkeypatch.setattr(engine, "load_beside", lambda: called.append("loading"))
    server.post_worker_init(object())
    assert called == ["loading"]


def test_the_first_to_ask_finds_everything_compiled():
    from clearway.measures.teamwork import computation

    computation._queries.cache_clear()
    engine.load()
    assert computation._queries.cache_info().currsize == 1


def test_an_engine_that_cannot_be_loaded_stops_no_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def broken() -> None:
        raise ImportError("no such library")

    monkeypatch.setattr(engine, "load", broken)
    engine.load_beside().join(10)
    assert "could not be loaded before it is needed" in caplog.text
