"""One line that tells how far a long job has come; quiet where nobody watches."""

import sys
import time
from typing import Self

EVERY = 0.2
PATIENCE = 1.0


class Progress:
    """Call it with (done, total). It shows nothing for jobs of less than a second.

    As a context it ends its line whatever happens, so that what is told next stands on its own.
    """

    def __init__(self, what: str) -> None:
        self.what, self.began, self.shown = what, time.monotonic(), 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self.began < PATIENCE or now - self.shown < EVERY:
            return
        self.shown = now
        share = f"{100 * done // total}%" if total else str(done)
        print(f"\r{self.what}: {share} ({done:,} of {total:,})", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """End the line, if there was one."""
        if self.shown:
            print(file=sys.stderr)
