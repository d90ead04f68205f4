"""From the rows of a table to the points of its charts: merged where asked, checked, with their states."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.spc.arrays import Bools, Floats, Ints, Signs, unvaried
from clearway.spc.limits import Family
from clearway.spc.options import Options
from clearway.spc.same_date import merge
from clearway.spc.series import LARGEST, check_columns, observe, same_date_error
from clearway.spc.table_result import MISSING, NO_CASES, VALUE, WITHHELD
from clearway.spc.table_rows import Rows, calendar, day_of


@dataclass(frozen=True)
class Ready:
    """Points before they are judged; `spread` is that of subgroups, `absent` the calendar periods that
    are missing just before each point."""

    code: Ints
    day: Ints
    position: Ints
    value: Floats
    numerator: Floats
    denominator: Floats
    size: Floats
    spread: Floats
    state: Signs
    absent: Ints


def points_of(rows: Rows, options: Options, members: Ints) -> Ready:
    """The points of the series `members`. Raises ClearwayError naming the first row that does not fit."""
    family, same_date = options.family, options.same_date
    ratio = rows.ratio[members]
    for number in (members[ratio][:1], members[~ratio][:1]):  # one of each kind stands for all
        for one in number.tolist():
            _named(rows, one, _column_check(rows, one, options))
    _check(rows, family)
    if same_date == "refuse" and rows.dated:
        _refuse_same_dates(rows)
    followed = np.full(len(rows.names), family.calendar)
    if same_date in ("refuse", "apart"):
        size, nothing = (unvaried(figure, rows.code.size) for figure in (1.0, np.nan))
        return _with_states(rows, rows.top, rows.bottom, size, nothing, calendar(rows, followed))
    return _merged(rows, options, followed)


def _column_check(rows: Rows, number: int, options: Options) -> Callable[[], object]:
    ratio = bool(rows.ratio[number])
    return lambda: check_columns(options.family, ratio, options.same_date, rows.dated)


def _merged(rows: Rows, options: Options, followed: Bools) -> Ready:
    """One point a date."""
    new = np.ones(rows.code.size, dtype=np.bool_)
    new[1:] = (rows.code[1:] != rows.code[:-1]) | (rows.day[1:] != rows.day[:-1])
    starts = np.flatnonzero(new)
    united = merge(rows.top, rows.bottom, starts, summed=options.same_date == "sum")
    top = united.spreads if options.family.name == "s" else united.values
    withheld = np.logical_or.reduceat(rows.withheld, starts)
    merged = replace(rows.only(new), top=top, bottom=united.denominators, withheld=withheld)
    # Only the size of a subgroup is a weight; a sum of rows is one figure.
    size = united.sizes if options.same_date == "subgroup" else np.ones(starts.size)
    return _with_states(merged, top, united.denominators, size, united.spreads, calendar(merged, followed))


def _with_states(
    rows: Rows, top: Floats, bottom: Floats, size: Floats, spread: Floats, absent: Ints
) -> Ready:
    """The plotted figures and what state each point is in."""
    if not rows.ratio.any():
        state = np.where(np.isnan(top), MISSING, VALUE)
        value, numerator, denominator = top, unvaried(np.nan, top.size), unvaried(np.nan, top.size)
    else:
        ratio = rows.ratio[rows.code]
        none = ratio & (bottom == 0)
        missing = np.isnan(top) | (ratio & np.isnan(bottom))
        value = np.where(ratio, np.nan, top)
        np.divide(top, bottom, out=value, where=ratio & ~none)
        state = np.where(none, NO_CASES, np.where(missing, MISSING, VALUE))
        numerator, denominator = np.where(ratio, top, np.nan), np.where(ratio, bottom, np.nan)
    if rows.withheld.any():
        state = np.where(rows.withheld, WITHHELD, state)
    return Ready(
        rows.code, rows.day, rows.position, value, numerator, denominator, size, spread, state, absent
    )


def _check(rows: Rows, family: Family) -> None:
    """Raises the error that one series alone would raise for the first row that cannot be."""
    top, bottom = rows.top, rows.bottom
    bad = np.abs(top) > LARGEST
    if rows.ratio.any():
        bad |= (np.abs(bottom) > LARGEST) | (bottom < 0)
        if family.proportion:
            bad |= (top < 0) | (top > bottom)
    if family.least is not None:
        bad |= top < family.least
    if family.positive:
        bad |= top <= 0
    if not bad.any():
        return
    place = int(np.flatnonzero(bad)[np.argmin(rows.position[bad])])
    number = int(rows.code[place])
    position = int(rows.position[place])
    below = None if np.isnan(bottom[place]) else float(bottom[place])
    _named(
        rows,
        number,
        lambda: observe(
            rows.label(position), 0, None, float(top[place]), below, bool(rows.ratio[number]), family
        ),
    )


def _refuse_same_dates(rows: Rows) -> None:
    same = (rows.code[1:] == rows.code[:-1]) & (rows.day[1:] == rows.day[:-1])
    if not same.any():
        return
    place = int(np.flatnonzero(same)[0])
    first, second = (rows.label(int(rows.position[at])) for at in (place, place + 1))
    error = same_date_error(first, second, day_of(int(rows.day[place])))
    raise ClearwayError(error.what, where=f"series {rows.names[rows.code[place]]}", mend=error.mend)


def _named(rows: Rows, number: int, check: Callable[[], object]) -> None:
    """Runs a check; its error names the series as well."""
    try:
        check()
    except ClearwayError as error:
        where = ", ".join(filter(None, (f"series {rows.names[number]}", error.where)))
        raise ClearwayError(error.what, where=where, mend=error.mend) from None
