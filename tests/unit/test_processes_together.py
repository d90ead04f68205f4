"""Programs that live and die together."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def _start(*commands: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "clearway.common.processes", json.dumps(commands)],
        env={**os.environ, "PYTHONPATH": str(PROJECT / "src")},
    )


def _writes(path: Path, then: str) -> list[str]:
    """A program that adds its process number to a file, then does more."""
    code = f"import os, signal, sys, time; open({str(path)!r}, 'a').write(f'{{os.getpid()}}\\n'); {then}"
    return [sys.executable, "-c", code]


def _numbers(path: Path, wanted: int) -> list[int]:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = [int(line) for line in path.read_text().split()] if path.exists() else []
        if len(found) >= wanted:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{path.name} was not written {wanted} times")


def _is_gone(process: int) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_the_end_of_the_first_program_ends_the_others_and_is_the_exit_code(tmp_path: Path) -> None:
    helper = tmp_path / "helper"
    wait = f"\nwhile not os.path.exists({str(helper)!r}): time.sleep(0.05)\nsys.exit(7)"
    together = _start(_writes(tmp_path / "first", "pass" + wait), _writes(helper, "time.sleep(60)"))
    assert together.wait(timeout=20) == 7
    assert _is_gone(_numbers(helper, 1)[0])


def test_a_helper_that_ends_is_started_again(tmp_path: Path) -> None:
    together = _start(SLEEP, _writes(tmp_path / "helper", "sys.exit(1)"))
    first, second = _numbers(tmp_path / "helper", 2)[:2]
    together.terminate()
    assert together.wait(timeout=20) == 0
    assert first != second


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_killing_the_parent_ends_the_programs(tmp_path: Path) -> None:
    together = _start(
        _writes(tmp_path / "first", "time.sleep(60)"), _writes(tmp_path / "helper", "time.sleep(60)")
    )
    processes = [*_numbers(tmp_path / "first", 1), *_numbers(tmp_path / "helper", 1)]
    together.kill()
    together.wait()
    assert all(_is_gone(process) for process in processes)


def test_a_second_signal_ends_what_does_not_heed_the_first(tmp_path: Path) -> None:
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN); open(sys.argv[1], 'w').write('1'); time.sleep(60)"
    together = _start([*_writes(tmp_path / "first", deaf), str(tmp_path / "ready")])
    [process] = _numbers(tmp_path / "first", 1)
    _numbers(tmp_path / "ready", 1)
    together.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert together.poll() is None
    together.send_signal(signal.SIGINT)
    together.wait(timeout=10)
    assert _is_gone(process)
