"""NHS numbers for made-up women: only from the range 999, which is never given to anyone."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

_RANGE = 999
_WEIGHTS = np.arange(10, 1, -1)
_ELEVEN = 11


@cache
def numbers() -> NDArray[np.int64]:
    """Every number of ten digits that begins with 999 and has a right check digit, in order, about 909,000.

    The check digit is 11 less the remainder by 11 of the weighted sum of the first nine; 10 cannot be
    written, and 11 is 0. The last, ten times the digit 9, is left out: it is in use as a dummy.
    """
    nine = _RANGE * 10**6 + np.arange(10**6, dtype=np.int64)
    places = 10 ** np.arange(8, -1, -1, dtype=np.int64)
    digits = (nine[:, None] // places[None, :]) % 10
    check = (_ELEVEN - (digits @ _WEIGHTS) % _ELEVEN) % _ELEVEN
    made = (nine * 10 + check)[check < 10]
    given: NDArray[np.int64] = made[made != 9_999_999_999]
    return given


def blocks(sizes: NDArray[np.int64]) -> list[tuple[int, int]]:
    """First place and length of each trust's part of the range; all of them when there are enough numbers."""
    there, wanted = len(numbers()), int(sizes.sum())
    share = min(1.0, there / max(wanted, 1))
    ends = np.floor(np.cumsum(sizes) * share).astype(np.int64)
    starts = np.concatenate([[0], ends[:-1]])
    return [(int(a), int(b - a)) for a, b in zip(starts, ends, strict=True)]
