"""Real worker processes on a real database: what they survive, and that nothing is lost or half done."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.lib.job_site.site import Site, job_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with no jobs yet."""
    with job_site(tmp_path_factory.mktemp("jobs")) as made:
        yield made


def _pieces(site: Site, name: str) -> int:
    return int(site.rows("SELECT count(*) FROM jobs_occurrence WHERE name = ?", name)[0][0])


def test_a_job_whose_worker_is_killed_is_done_again_from_the_beginning_and_leaves_no_half(site: Site) -> None:
    go = site.data / "go-on-after-kill"
    [number] = site.ask(("test-write", {"name": "killed", "pieces": 20, "file": str(go)}))
    with site.process("jobs", "work") as first:
        site.wait(number, lambda run: run[0] == "running")
        time.sleep(0.5)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert site.run(number)[0] == "running"
    assert _pieces(site, "killed") == 0
    go.touch()
    with site.process("jobs", "work"):
        status, attempts, _, result = site.wait(number, lambda run: run[0] == "done")
    assert (status, attempts, result) == ("done", 2, "Wrote 20.")
    assert _pieces(site, "killed") == 20


def test_a_job_that_takes_its_worker_with_it_each_time_is_given_up_in_words(site: Site) -> None:
    [number] = site.ask(("test-deadly", {}))
    for _ in range(4):
        with site.process("jobs", "work") as worker:
            end = time.monotonic() + 40
            while worker.poll() is None and site.run(number)[0] != "failed" and time.monotonic() < end:
                time.sleep(0.1)
    status, attempts, _, result = site.run(number)
    assert (status, attempts) == ("failed", 3)
    assert "stopped in the middle 3 times" in result


def test_a_worker_told_to_stop_ends_its_job_first_and_takes_no_other(site: Site) -> None:
    go = site.data / "go-on-and-stop"
    first, second = site.ask(("test-hold", {"file": str(go)}), ("test-count", {"upto": 16}))
    with site.process("jobs", "work") as worker:
        site.wait(first, lambda run: run[0] == "running")
        worker.terminate()
        time.sleep(0.5)
        assert site.run(first)[0] == "running"
        go.touch()
        assert worker.wait(timeout=30) == 0
    assert site.run(first)[0] == "done"
    assert site.run(second)[0] == "waiting"
    assert site.rows("SELECT count(*) FROM jobs_worker")[0][0] == 0
    site.clearway("jobs", "work", "--until-empty")
    assert site.run(second)[0] == "done"


def test_a_worker_told_twice_to_stop_gives_its_job_back_at_once(site: Site) -> None:
    [number] = site.ask(("test-hold", {"file": str(site.data / "never")}))
    with site.process("jobs", "work") as worker:
        site.wait(number, lambda run: run[0] == "running")
        worker.terminate()
        time.sleep(0.3)
        worker.terminate()
        worker.wait(timeout=10)
    assert site.run(number)[0] == "waiting"
    assert site.clearway("jobs", "cancel", number).stdout.strip() == "Cancelled."


def test_progress_is_seen_and_a_wish_to_cancel_is_heard_while_the_job_runs(site: Site) -> None:
    [number] = site.ask(("test-hold", {"file": str(site.data / "never")}))
    with site.process("jobs", "work"):
        site.wait(number, lambda run: run[2] > 0)
        assert "next safe point" in site.clearway("jobs", "cancel", number).stdout
        status, _, done, result = site.wait(number, lambda run: run[0] != "running")
    assert status == "cancelled"
    assert done == 1
    assert "Nothing is half done" in result


def test_a_job_cancelled_in_the_middle_of_its_transaction_keeps_nothing_of_it(site: Site) -> None:
    if not site.database:
        pytest.skip("on SQLite nobody else can write, not even a wish to cancel, while a transaction is open")
    [number] = site.ask(("test-write", {"name": "undone", "pieces": 4, "file": str(site.data / "never")}))
    with site.process("jobs", "work"):
        site.wait(number, lambda run: run[2] > 0)
        site.clearway("jobs", "cancel", number)
        site.wait(number, lambda run: run[0] == "cancelled")
    assert _pieces(site, "undone") == 0


def test_two_workers_share_the_work_and_do_each_job_once(site: Site) -> None:
    numbers = site.ask(*(("test-write", {"name": f"shared {n}", "pieces": 3}) for n in range(30)))
    with site.process("jobs", "work"), site.process("jobs", "work"):
        for number in numbers:
            assert site.wait(number, lambda run: run[0] == "done")[1] == 1
    assert [_pieces(site, f"shared {n}") for n in range(30)] == [3] * 30


def test_two_schedulers_start_a_due_job_once(site: Site) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=2)).strftime("%Y-%m-%d 03:15:00+00:00")
    for sql in (
        "DELETE FROM jobs_occurrence WHERE name = 'tidy-jobs'",
        f"INSERT INTO jobs_occurrence (name, due) VALUES ('tidy-jobs', '{yesterday}')",  # noqa: S608
    ):
        site.change(sql)
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(site.process("jobs", "work"))
        end = time.monotonic() + 40
        while not _finished_tidying(site) and time.monotonic() < end:
            time.sleep(0.2)
        time.sleep(1)
    assert _finished_tidying(site) == 1
    assert _pieces(site, "tidy-jobs") == 2


def _finished_tidying(site: Site) -> int:
    return int(site.rows("SELECT count(*) FROM jobs_jobrun WHERE job = 'tidy-jobs'")[0][0])


class TestServed:
    """What `./clearway up` starts: the web server and a worker; they end together."""

    @pytest.fixture
    def started(self, site: Site) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with site.process(str(port), module="tests.lib.job_site.serve") as up:
            address = f"http://127.0.0.1:{port}/health/"
            end = time.monotonic() + 60
            while not _answers(address):
                assert up.poll() is None
                assert time.monotonic() < end
                time.sleep(0.2)
            yield up, address

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
    def test_stopping_it_by_any_signal_leaves_no_process(
        self, site: Site, started: tuple[subprocess.Popen[bytes], str], number: signal.Signals
    ) -> None:
        up, address = started
        end = time.monotonic() + 40
        while len(_below(up.pid)) < 3 and time.monotonic() < end:
            time.sleep(0.1)
        below = _below(up.pid)
        assert len(below) >= 3  # the web server, its process that answers, the worker
        up.send_signal(number)
        up.wait(timeout=40)
        end = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in below) and time.monotonic() < end:
            time.sleep(0.1)
        assert [pid for pid in below if Path(f"/proc/{pid}").exists()] == []
        assert not _answers(address)

    def test_a_killed_worker_is_replaced(
        self, site: Site, started: tuple[subprocess.Popen[bytes], str]
    ) -> None:
        go = site.data / "go-on-with-another-worker"
        [number] = site.ask(("test-hold", {"file": str(go)}))
        site.wait(number, lambda run: run[0] == "running")
        [(process,)] = site.rows(
            "SELECT process FROM jobs_worker WHERE seen_at = (SELECT max(seen_at) FROM jobs_worker)"
        )
        os.kill(process, signal.SIGKILL)
        go.touch()
        assert site.wait(number, lambda run: run[0] == "done")[1] == 2


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except OSError:
        return False


def _below(pid: int) -> set[int]:
    """The processes that a process started, and those that they started."""
    found: set[int] = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            found |= {child} | _below(child)
    return found
