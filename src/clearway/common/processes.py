"""Several programs that live and die together: the web server and the worker of a laptop.

Run as `python -m clearway.common.processes COMMANDS`, with the commands as JSON: the first is the one that
matters and ends all of it when it ends; each other one is started again when it ends by itself.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

PATIENCE = 30.0  # seconds that a program may take to end well
PAUSE = 2.0  # seconds before a helper that ended is started again
LOOK = 0.1
# Asks Linux to send the signal to this process when the one that started it is gone, even by kill -9.
PR_SET_PDEATHSIG = 1


class Together:
    """The programs, the first of which matters."""

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._commands = [list(command) for command in commands]
        self._running: list[subprocess.Popen[bytes]] = []
        self._due = [0.0] * len(commands)
        self._signals = 0

    def run(self) -> int:
        """Run until the first program ends or a signal comes; the exit code is the first program's."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)
        self._running = [_started(command) for command in self._commands]
        while not self._signals and self._running[0].poll() is None:
            self._start_again()
            time.sleep(LOOK)
        return self._stop()

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1

    def _start_again(self) -> None:
        for place, program in enumerate(self._running):
            if program.poll() is None:
                self._due[place] = 0.0
            elif not self._due[place]:
                self._due[place] = time.monotonic() + PAUSE
            elif time.monotonic() >= self._due[place]:
                self._running[place] = _started(self._commands[place])

    def _stop(self) -> int:
        """Tell all to end; those that take too long, or a second signal, are ended at once."""
        asked = self._signals
        by_itself = self._running[0].poll()
        for program in self._running:
            if program.poll() is None:
                program.terminate()
        until = time.monotonic() + PATIENCE
        while any(program.poll() is None for program in self._running):
            if time.monotonic() > until or self._signals > max(asked, 1):
                for program in self._running:
                    program.kill()
            time.sleep(LOOK)
        return 0 if by_itself is None else by_itself


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own: Ctrl-C reaches only us, and we pass it on once."""
    bound = [sys.executable, "-m", __spec__.name if __spec__ else __name__, "--bound", str(os.getpid())]
    return subprocess.Popen([*bound, *command], start_new_session=True)  # noqa: S603 - our own commands


def _bound_to(parent: int, command: Sequence[str]) -> None:
    """Become the command, to be ended when the parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)  # it was gone before we asked
    os.execv(command[0], list(command))  # noqa: S606 - our own commands


def main(arguments: Sequence[str]) -> int:
    """Run the commands, or become one of them."""
    if arguments[0] == "--bound":
        _bound_to(int(arguments[1]), arguments[2:])
    return Together(json.loads(arguments[0])).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
