"""A worker that is killed in the middle of an import leaves nothing half done, and another does it whole."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.lib.job_site.site import LONGEST, PROJECT, Site, job_site

FIGURES = "SELECT count(*) FROM publications_value WHERE org_code = 'DEMO1'"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with job_site(tmp_path_factory.mktemp("uploads")) as made:
        yield made


def _ask(site: Site, verb: str) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.lib.upload_site.ask", verb],
        env=site.environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()


def _appears(file: Path) -> None:
    end = time.monotonic() + LONGEST
    while not file.exists():
        assert time.monotonic() < end, f"{file} did not appear"
        time.sleep(0.05)


def _state(site: Site) -> str:
    return str(site.rows("SELECT state FROM uploads_upload")[0][0])


def test_kill_9_in_the_middle_of_an_import_leaves_nothing_and_the_next_worker_imports_all(site: Site) -> None:
    _ask(site, "give")
    assert site.clearway("jobs", "work", "--until-empty").returncode == 0
    assert _state(site) == "review"
    _, run = _ask(site, "approve")
    with site.process(module="tests.lib.upload_site.slow_worker") as worker:
        _appears(site.data / "half-way")
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    assert site.rows(FIGURES)[0][0] == 0
    assert site.rows("SELECT count(*) FROM returns_celldetail")[0][0] == 0
    assert site.rows("SELECT count(*) FROM uploads_uploadedfigure")[0][0] == 0
    assert _state(site) == "importing"
    with site.process("jobs", "work"):
        status, attempts, *_ = site.wait(run, lambda found: found[0] == "done")
    assert (status, attempts) == ("done", 2)
    assert site.rows(FIGURES)[0][0] == 6
    assert _state(site) == "imported"
