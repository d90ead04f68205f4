"""A long table of many series made ready at once: numbered, in order, checked, gaps found.

It does for arrays what `clearway.spc.series` does for one series, and a test holds the two together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.spc.arrays import Bools, Floats, Ints, unvaried
from clearway.spc.phasing import EPOCH, number_of
from clearway.spc.series import as_day

# A list, or an array of numbers, dates or text.
Column = Sequence[Any] | NDArray[Any]
COLUMNS = ("series", "date", "value", "denominator", "row")


@dataclass(frozen=True)
class Rows:
    """One entry a row, in order of series and date. Figures that are not there are not a number.

    `code` numbers the series, in order of first appearance; `names` are theirs. `position` is the place
    of the row in the input. `ratio` tells the series with denominators. `months` says that dates are
    `Month` objects, so that even two of them have a rhythm; `dated` that there are dates at all.
    """

    code: Ints
    day: Ints
    top: Floats
    bottom: Floats
    withheld: Bools
    position: Ints
    names: tuple[str, ...]
    ratio: Bools
    dated: bool
    months: bool
    labels: Column | None = None

    def label(self, position: int) -> str:
        """The name of a row for people."""
        return f"row {self.labels[position] if self.labels is not None else position + 1}"

    def only(self, chosen: Bools) -> "Rows":
        """Some of the rows; series keep their numbers."""
        return replace(
            self,
            code=self.code[chosen],
            day=self.day[chosen],
            top=self.top[chosen],
            bottom=self.bottom[chosen],
            withheld=self.withheld[chosen],
            position=self.position[chosen],
        )


def read_rows(columns: Mapping[str, Column]) -> Rows:
    """The rows of a long table. Raises ClearwayError where columns do not fit or a date is none."""
    for name in columns:
        if name not in COLUMNS:
            raise ClearwayError(f"The column '{name}' is not known", mend=f"Known are {', '.join(COLUMNS)}")
    for name in ("series", "value"):
        if name not in columns:
            raise ClearwayError(f"There is no column '{name}'", mend="It needs series, date and value")
    size = len(columns["series"])
    for name, column in columns.items():
        if len(column) != size:
            raise ClearwayError(f"There are {size} series and {len(column)} of {name}")
    code, names = _number_series(columns["series"])
    dates = columns.get("date")
    labels = columns.get("row")
    day, months = _read_days(dates, labels) if dates is not None else (np.arange(size), False)
    top = _floats(columns["value"], "value", labels)
    bottom = _floats(columns["denominator"], "denominator", labels) if "denominator" in columns else None
    ratio = np.zeros(len(names), dtype=np.bool_)
    if bottom is None:
        bottom = unvaried(np.nan, size)
    else:
        ratio[code[~np.isnan(bottom)]] = True
    rows = Rows(
        code,
        day,
        top,
        bottom,
        np.zeros(size, dtype=np.bool_),
        np.arange(size),
        names,
        ratio,
        dates is not None,
        months,
        labels,
    )
    return _in_order(rows)


def _in_order(rows: Rows) -> Rows:
    later = rows.day[1:] >= rows.day[:-1]
    later &= rows.code[1:] == rows.code[:-1]
    later |= rows.code[1:] > rows.code[:-1]
    if later.all():
        return rows
    order = np.lexsort((rows.day, rows.code))
    return replace(
        rows,
        code=rows.code[order],
        day=rows.day[order],
        top=rows.top[order],
        bottom=rows.bottom[order],
        withheld=rows.withheld[order],
        position=rows.position[order],
    )


def _number_series(series: Column) -> tuple[Ints, tuple[str, ...]]:
    """The number of the series of each row, in order of first appearance, and the names."""
    given = np.asarray(series)
    if not given.size:
        return np.zeros(0, dtype=np.int64), ()
    starts = _starts(given)
    heads = given[starts].tolist()
    numbers = {name: number for number, name in enumerate(dict.fromkeys(heads))}
    runs = np.fromiter(map(numbers.__getitem__, heads), np.int64, len(heads))
    return np.repeat(runs, np.diff(starts, append=given.size)), tuple(map(str, numbers))


def _starts(given: NDArray[Any]) -> Ints:
    """Where an entry differs from the one before."""
    different = np.zeros(given.size, dtype=np.bool_)
    different[:1] = True
    width = given.dtype.itemsize // 8
    if given.dtype.kind == "U" and width and given.dtype.itemsize == width * 8 and given.flags.c_contiguous:
        # Texts of one width are equal when their bytes are; eight at a time are compared much faster.
        parts = given.view(np.int64)
        unlike = (parts[width:] != parts[:-width]).reshape(-1, width)
        for part in unlike.T:
            different[1:] |= part
    else:
        different[1:] = given[1:] != given[:-1]
    return np.asarray(np.flatnonzero(different), dtype=np.int64)


def _read_days(dates: Column, labels: Column | None) -> tuple[Ints, bool]:
    """Dates as days since 1970, and whether all of them are `Month` objects."""
    if isinstance(dates, np.ndarray) and dates.dtype.kind == "M":
        if np.isnat(dates).any():
            place = int(np.flatnonzero(np.isnat(dates))[0])
            raise ClearwayError("There is no date", where=_label(labels, place))
        return dates.astype("datetime64[D]").view(np.int64), False
    given = dates.tolist() if isinstance(dates, np.ndarray) else dates
    known: dict[Any, int] = {}
    try:
        for when in dict.fromkeys(given):
            known[when] = number_of(as_day(when))
    except (ClearwayError, AttributeError):
        place = next(place for place, when in enumerate(given) if when not in known)
        as_day(str(given[place]), _label(labels, place))
        raise
    days = np.fromiter(map(known.__getitem__, given), np.int64, len(given))
    return days, bool(known) and all(isinstance(when, Month) for when in known)


def _label(labels: Column | None, place: int) -> str:
    return f"row {labels[place] if labels is not None else place + 1}"


def _floats(column: Column, name: str, labels: Column | None) -> Floats:
    """A column of figures; None is missing."""
    if isinstance(column, np.ndarray) and column.dtype.kind in "fiu":
        return column.astype(np.float64)
    try:
        return np.array(column, dtype=np.float64)
    except (TypeError, ValueError):
        pass
    result = np.empty(len(column))
    for place, value in enumerate(column):
        try:
            result[place] = np.nan if value is None else float(value)
        except (TypeError, ValueError):
            raise ClearwayError(
                f"{name} is '{value}', which is not a number", where=_label(labels, place)
            ) from None
    return result


def calendar(rows: Rows, followed: Bools) -> Ints:
    """How many calendar periods are absent just before each row; `followed` tells the series whose
    dates have a rhythm to look for. Rows of one date count once."""
    absent = np.zeros(rows.code.size, dtype=np.int64)
    if not (rows.dated and rows.code.size and followed.any()):
        return absent
    alike = _alike(rows) if followed.all() else 0
    if alike > 1 and (rows.day[1:alike] != rows.day[: alike - 1]).all():
        one = _absent_before(rows.code[:alike], rows.day[:alike], rows.months)
        return np.tile(one, rows.code.size // alike) if one.any() else absent
    new = np.ones(rows.code.size, dtype=np.bool_)
    new[1:] = (rows.code[1:] != rows.code[:-1]) | (rows.day[1:] != rows.day[:-1])
    place = np.flatnonzero(new & followed[rows.code])
    if place.size:
        absent[place] = _absent_before(rows.code[place], rows.day[place], rows.months)
    return absent


def _alike(rows: Rows) -> int:
    """How many dates every series has, where all have the same ones; else 0."""
    size = int(np.searchsorted(rows.code, rows.code[0], "right"))
    if rows.code.size % size or (rows.code[size - 1 :: size] != rows.code[::size]).any():
        return 0
    return size if (rows.day.reshape(-1, size) == rows.day[:size]).all() else 0


def _absent_before(code: Ints, day: Ints, months: bool) -> Ints:
    """The periods missing before each of different dates, in order of series and date."""
    first = np.concatenate(([True], code[1:] != code[:-1]))
    starts = np.flatnonzero(first)
    count = np.diff(starts, append=code.size)
    series = np.repeat(np.arange(starts.size), count)
    month, of_month, ends, workday = _calendar_of(day)
    all_ends = np.logical_and.reduceat(ends, starts)
    same_day = np.logical_and.reduceat(of_month == of_month[starts][series], starts)
    monthly = all_ends | (same_day & (of_month[starts] <= 28))
    number = np.where(monthly[series], month, day)
    gap = np.diff(number, prepend=number[:1])
    huge = np.iinfo(np.int64).max
    step = np.minimum.reduceat(np.where(first, huge, gap), starts)
    usable = (count >= 3) & (step > 0)
    safe = np.where(usable, step, 1)[series]
    regular = usable & np.logical_and.reduceat(first | (gap % safe == 0), starts)
    usual = np.add.reduceat(~first & (gap == safe), starts) >= 0.5 * (count - 1)
    believed = regular & usual
    if months:
        two = (count == 2) & ~believed
        safe = np.where(two[series], 1, safe)
        believed |= two
    found = np.where(believed[series] & ~first, gap // safe - 1, 0)
    working = believed & ~monthly & (step == 1) & np.logical_and.reduceat(workday, starts)
    weekend = np.flatnonzero(working[series] & ~first & (found > 0))
    if weekend.size:
        earlier, later = (at.astype("datetime64[D]") for at in (day[weekend - 1] + 1, day[weekend]))
        found[weekend] = np.busday_count(earlier, later)
    return np.asarray(found, dtype=np.int64)


def _calendar_of(day: Ints) -> tuple[Ints, Ints, Bools, Bools]:
    """Month number, day of the month, last of the month and Monday to Friday, of each date."""
    least = int(day.min())
    every = np.arange(least, int(day.max()) + 2).astype("datetime64[D]")
    months = every.astype("datetime64[M]")
    month = months.astype(np.int64)
    of_month = (every - months.astype("datetime64[D]")).astype(np.int64) + 1
    ends = np.append(month[1:] != month[:-1], False)
    workday = (every.astype(np.int64) + 3) % 7 < 5  # 1 January 1970 was a Thursday
    place = day - least
    return month[place], of_month[place], ends[place], workday[place]


def day_of(number: int) -> date:
    """The date of so many days since 1970."""
    return date.fromordinal(int(number) + EPOCH)
