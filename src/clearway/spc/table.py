"""Thousands of series judged at once: `spc_table`.

The arithmetic is that of `spc`, on all points of all series together; no step of it loops over series.
What people read of one series (its `Chart`) is made when it is asked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.spc import icons
from clearway.spc.arrays import Bools, Floats, Ints
from clearway.spc.disclosure import made_safe
from clearway.spc.engine import spc
from clearway.spc.options import Options, read_options
from clearway.spc.result import Chart
from clearway.spc.table_batch import judge_rows
from clearway.spc.table_look import Look, ranked, series_p_values
from clearway.spc.table_result import Judged
from clearway.spc.table_rows import Column, Rows, day_of, read_rows
from clearway.spc.table_text import texts_of
from clearway.spc.words import Assurance, Direction, PointType, Rule, Variation

# Names of `spc` that differ from those of `read_options`.
_RENAMED = {"profile": "profile_name"}


@dataclass(frozen=True)
class Table:
    """What was found in every series of a long table.

    `names` are the series in order of first appearance. `judged` holds the arrays: `points` with one
    entry a point, in order of series and time, and `series` with one entry a series. `which` tells the
    place of each series' choices in `options`.
    """

    names: tuple[str, ...]
    judged: Judged
    options: tuple[Options, ...]
    which: Ints
    _rows: Rows
    _given: tuple[Mapping[str, Any], ...]
    _numbers: Mapping[str, int] = field(repr=False)

    def __len__(self) -> int:
        return len(self.names)

    @property
    def dated(self) -> bool:
        """Whether its points have dates."""
        return self._rows.dated

    @property
    def variation(self) -> list[Variation]:
        """The variation of each series."""
        return [icons.VARIATIONS[number] for number in self.judged.series.variation.tolist()]

    @property
    def assurance(self) -> list[Assurance]:
        """The assurance of each series."""
        return [icons.ASSURANCES[number] for number in self.judged.series.assurance.tolist()]

    @property
    def runs_judged(self) -> Bools:
        """The series whose runs of the last phase say something: enough points, on a chart that has runs."""
        has = np.array([Rule.RUNS in one.family.only_rules for one in self.options], dtype=np.bool_)
        return np.asarray(self.judged.series.shown & has[self.which], dtype=np.bool_)

    @property
    def types(self) -> list[PointType]:
        """The type of each point."""
        kinds = {
            direction: {signal: icons.point_type(signal, direction) for signal in (-1, 0, 1)}
            for direction in Direction
        }
        found = [kinds[self.options[number].direction] for number in self.which.tolist()]
        codes, signals = self.judged.points.code.tolist(), self.judged.points.signal.tolist()
        return [found[code][signal] for code, signal in zip(codes, signals, strict=True)]

    def rules_at(self, point: int) -> tuple[Rule, ...]:
        """All rules that fired at a point."""
        points = self.judged.points
        order = self.options[int(self.which[points.code[point]])].method.rules
        return tuple(rule for rule in order if points.rules[rule][point])

    def chart(self, name: str) -> Chart:
        """All that is known about one series, with its text. Raises ClearwayError for an unknown name."""
        number = self._number(name)
        rows = self._rows
        first, end = np.searchsorted(rows.code, [number, number + 1])
        here = slice(int(first), int(end))
        positions = rows.position[here].tolist()
        given = dict(self._given[int(self.which[number])])
        if isinstance(given.get("trajectory"), list | tuple):
            # One target a row stands in the order of the input; the rows here are in order of time.
            order = {position: place for place, position in enumerate(sorted(positions))}
            given["trajectory"] = [given["trajectory"][order[position]] for position in positions]
        return spc(
            _listed(rows.top[here]),
            dates=[day_of(day) for day in rows.day[here].tolist()] if rows.dated else None,
            denominators=_listed(rows.bottom[here]) if rows.ratio[number] else None,
            series=name,
            rows=[rows.label(position).removeprefix("row ") for position in positions],
            withheld=rows.withheld[here].tolist(),
            **given,
        )

    def charts(self) -> Iterator[Chart]:
        """The charts of all series, one after another."""
        return (self.chart(name) for name in self.names)

    def text(self, name: str) -> str:
        """The sentences about one series."""
        return self.chart(name).summary.text

    def texts(self) -> list[str]:
        """The sentences about every series, in order."""
        return texts_of(self.judged, self.options, self.which, self.dated)

    def notes(self) -> dict[str, tuple[str, ...]]:
        """What a person must know about what was done with a series, for those where there is something."""
        plans = np.array([one.plan.dated for one in self.options], dtype=np.bool_)[self.which]
        some = np.flatnonzero(plans | self.judged.series.fallback).tolist()
        found = ((self.names[number], self.chart(self.names[number]).notes) for number in some)
        return {name: notes for name, notes in found if notes}

    def p_values(self) -> Floats:
        """How surprising each series would be if its process were stable; see `table_look`."""
        return series_p_values(self.judged, self.options, self.which)

    def needs_a_look(self, rate: float = 0.05) -> tuple[Look, ...]:
        """The series that stand out, most surprising first, with at most that share false alarms.

        The false discovery rate is controlled by Benjamini and Hochberg (1995) over all series that
        have enough points to be judged.
        """
        return ranked(self.names, self.judged, self.p_values(), rate)

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            raise ClearwayError(f"There is no series '{name}'")
        return self._numbers[name]


def spc_table(
    columns: Mapping[str, Column],
    *,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    small_numbers: str | None = None,
    **defaults: Any,
) -> Table:
    """Judges every series of a long table in one go.

    `columns` are `series`, `date`, `value` and, where there are any, `denominator` (not a number or None
    for series without) and `row` (names for errors), as arrays or lists of one length, in any order.
    `defaults` are keyword arguments of `spc` (chart, profile, direction, target ...) for all series;
    `settings` maps names of series to those that differ. `small_numbers` makes counts safe to publish
    before anything is computed from them: `round` or `suppress`, see `clearway.spc.disclosure`.

    Raises ClearwayError, naming series and row, where `spc` would.
    """
    rows = read_rows(columns)
    given, which = _which_settings(rows.names, settings or {}, defaults)
    options = tuple(
        read_options(**{_RENAMED.get(name, name): value for name, value in one.items()}) for one in given
    )
    if small_numbers is not None:
        shares = np.array([one.family.proportion for one in options], dtype=np.bool_)[which]
        rows = made_safe(rows, small_numbers, shares)
    numbers = {name: number for number, name in enumerate(rows.names)}
    return Table(rows.names, judge_rows(rows, options, which), options, which, rows, given, numbers)


def _which_settings(
    names: tuple[str, ...], settings: Mapping[str, Mapping[str, Any]], defaults: Mapping[str, Any]
) -> tuple[tuple[Mapping[str, Any], ...], Ints]:
    """The different sets of choices, and which of them each series has."""
    which = np.zeros(len(names), dtype=np.int64)
    if not settings:
        return (dict(defaults),), which
    numbers = {name: number for number, name in enumerate(names)}
    given: list[Mapping[str, Any]] = [dict(defaults)]
    for name, chosen in settings.items():
        if name not in numbers:
            raise ClearwayError(f"There is no series '{name}'", mend="Correct the name in the settings")
        given.append({**defaults, **chosen})
        which[numbers[name]] = len(given) - 1
    return tuple(given), which


def _listed(figures: Floats) -> list[float | None]:
    return [None if figure != figure else figure for figure in figures.tolist()]
