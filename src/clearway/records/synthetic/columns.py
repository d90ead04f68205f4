"""NumPy columns and the Arrow arrays they become: days, identifiers of fixed width, words of a list."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Days = NDArray[np.int32]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

MISSING = np.iinfo(np.int32).min
"""Stands for a day that is not known."""
_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


def known(days: Days) -> Flags:
    """Which days are known."""
    return np.asarray(days != MISSING)


def when(condition: Flags, days: NDArray[np.signedinteger]) -> Days:
    """The day where the condition holds, else not known; a day not known stays so."""
    return np.where(condition, days, MISSING).astype(np.int32)


def later(days: Days, by: NDArray[np.signedinteger] | int) -> Days:
    """So many days later; not known stays so."""
    return when(known(days), days.astype(np.int64) + by)


def by_share(condition: Flags, values: NDArray[np.float64] | float, rng: np.random.Generator) -> Flags:
    """Which of those with the condition are drawn, each with its probability. Draws one number a row."""
    return condition & (rng.random(len(condition)) < values)


def identifiers(prefix: str, numbers: Numbers, digits: int) -> pa.Array:
    """`SYNP0000012` and the like as Arrow text: prefix and number with leading zeros; null below 0."""
    count, start = len(numbers), len(prefix)
    text = np.empty((count, start + digits), dtype=np.uint8)
    text[:, :start] = np.frombuffer(prefix.encode("ascii"), dtype=np.uint8)
    rest = numbers.copy()
    for place in range(digits - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        text[:, start + place] = digit + ord("0")
    offsets = np.arange(count + 1, dtype=np.int32) * (start + digits)
    made = pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(text))
    absent = numbers < 0
    return pa.compute.if_else(pa.array(absent), pa.scalar(None, pa.string()), made) if absent.any() else made


def words(values: Sequence[str], places: NDArray[np.signedinteger]) -> pa.Array:
    """The word at each place of a list; null below 0."""
    indices = pa.array(places.astype(np.int32), mask=np.asarray(places < 0))
    return pa.DictionaryArray.from_arrays(indices, pa.array(values, pa.string())).cast(pa.string())


def constant(value: str | None, count: int) -> pa.Array:
    """The same word in every row; null for none."""
    if not value:
        return pa.nulls(count, pa.string())
    return words([value], np.zeros(count, dtype=np.int32))


def dates(days: Days) -> pa.Array:
    """Arrow dates; null where not known."""
    return pa.array(days, pa.int32(), mask=~known(days)).view(pa.date32())


def whole(numbers: NDArray[np.signedinteger], absent: Flags | None = None) -> pa.Array:
    """Arrow 32-bit integers; null where absent."""
    return pa.array(numbers.astype(np.int32), pa.int32(), mask=absent)
