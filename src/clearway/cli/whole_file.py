"""Files that a command writes: whole or not at all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from clearway.common.errors import ClearwayError


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """The file to write, or the screen: it takes its name only once it is written.

    Raises ClearwayError where the folder refuses it.
    """
    if path is None:
        yield sys.stdout
        return
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        raise ClearwayError(
            f"It cannot be written: {error.strerror}",
            where=str(path),
            mend="Name a file in a folder that is there",
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
