"""Takes chance out of the telling, so that the same story is the same to the last byte wherever it is told.

The change log adds 128 random bits to what it says of a person, so that nobody can guess a name and try it
against the digest. The people of the story are in a file for everybody to read, so nothing is lost where
these bits follow from a seed while it is told. Whatever opens something, such as the address of a public
board, stays random: it is in no snapshot.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from unittest.mock import patch

from clearway.web.audit import recording

SALT_BYTES = 16


@contextmanager
def settled(seed: int) -> Iterator[None]:
    """While the block runs, the salts of the change log follow from the seed."""
    draw = Random(seed)  # noqa: S311 - it hides nothing: the names are made up

    def salt() -> str:
        return draw.randbytes(SALT_BYTES).hex()

    with patch.object(recording, "new_salt", salt):
        yield
