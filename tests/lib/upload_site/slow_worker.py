"""A worker that stops for long after the first month of an import, and says so by a file."""

import os
import time
from pathlib import Path
from typing import Any

from clearway.web import entry


def main() -> None:
    """Do jobs, slowly."""
    entry.start()
    from clearway.web.jobs.worker import work
    from clearway.web.uploads import importing

    note = importing._note

    def slowly(*arguments: Any) -> None:
        note(*arguments)
        Path(os.environ["CLEARWAY_DATA"], "half-way").touch()
        time.sleep(600)

    importing._note = slowly
    work()


if __name__ == "__main__":
    main()
