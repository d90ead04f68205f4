"""The sentences about every series of a table, written without making every point of its charts.

`clearway.spc.explain` writes them from charts that hold what it reads and no more.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, cast

import numpy as np

from clearway.spc import icons
from clearway.spc.arrays import Bools, Floats, Ints
from clearway.spc.explain import explain
from clearway.spc.options import Options
from clearway.spc.result import Chart, Phase, Point, Summary
from clearway.spc.table_result import STATES, Judged, PerSeries, Points
from clearway.spc.table_rows import day_of
from clearway.spc.words import Direction, PointState, PointType, Rule, Unit


class _Seen(NamedTuple):
    """What the sentences need of a point; names as in `Point`."""

    date: date | None
    value: float | None
    phase: int
    centre: float | None
    lower: float | None
    upper: float | None
    rules: tuple[Rule, ...]
    type: PointType
    state: PointState


def texts_of(judged: Judged, options: Sequence[Options], which: Ints, dated: bool) -> list[str]:
    """The text of each series."""
    points, found = judged.points, judged.series
    if not points.code.size:
        return []
    seen = _seen(points, options, which, dated)
    size = np.bincount(points.code, minlength=found.n.size)
    start, end = (found.end - size).tolist(), found.end.tolist()
    vary = _vary(points, found).tolist()
    columns = _Columns(found)
    result = []
    for number, choice in enumerate(which.tolist()):
        mine = cast("tuple[Point, ...]", tuple(seen[start[number] : end[number]]))
        result.append(explain(_chart(columns, number, mine, options[choice], vary[number])))
    return result


def _seen(points: Points, options: Sequence[Options], which: Ints, dated: bool) -> list[_Seen]:
    """The points of all series."""
    size = points.code.size
    days: Sequence[date | None] = [None] * size
    if dated:
        known = {day: day_of(day) for day in np.unique(points.day).tolist()}
        days = [known[day] for day in points.day.tolist()]
    better = np.array([icons.better(one.direction) for one in options])[which][points.code]
    types = [_TYPES[kind] for kind in (better * 3 + points.signal).tolist()]
    rules: list[tuple[Rule, ...]] = [()] * size
    fired = np.logical_or.reduce([*points.rules.values(), np.zeros(size, dtype=np.bool_)])
    for at in np.flatnonzero(fired).tolist():
        order = options[int(which[points.code[at]])].method.rules
        rules[at] = tuple(rule for rule in order if points.rules[rule][at])
    states = [STATES[state] for state in points.state.tolist()]
    lines = (_known(line) for line in (points.value, points.centre, points.lower, points.upper))
    value, centre, lower, upper = lines
    phase = (points.phase + 1).tolist()
    rows = zip(days, value, phase, centre, lower, upper, rules, types, states, strict=True)
    return list(map(partial(tuple.__new__, _Seen), rows))


_TYPES = {
    icons.better(direction) * 3 + signal: icons.point_type(signal, direction)
    for direction in Direction
    for signal in (-1, 0, 1)
}


def _known(figures: Floats) -> list[float | None]:
    """Figures with None for what is not a number."""
    listed: list[float | None] = figures.tolist()
    for place in np.flatnonzero(np.isnan(figures)).tolist():
        listed[place] = None
    return listed


def _vary(points: Points, found: PerSeries) -> Bools:
    """The series whose limits are not the same at all points of the last phase that have them."""
    # The entries between one series and the last phase of the next are passed over.
    edges = np.column_stack((found.last_start, found.end)).ravel()[:-1]
    vary = np.zeros(found.end.size, dtype=np.bool_)
    for line in (points.lower, points.upper):
        digits = np.round(line, 12)
        most, least = (edge.reduceat(digits, edges)[::2] for edge in (np.fmax, np.fmin))
        vary |= most > least
    return vary


class _Columns:
    """The arrays of one entry a series as lists, since plain numbers are read fastest from them."""

    def __init__(self, found: PerSeries) -> None:
        self.values: dict[str, list[Any]] = {
            name: getattr(found, name).tolist()
            for name in [
                "n",
                "last_n",
                "shown",
                "absent",
                "useful",
                "longest_run",
                "longest_run_max",
                "crossings",
                "crossings_min",
                "runs_signal",
                "variation",
                "assurance",
                "target",
                "percent",
            ]
        }

    def of(self, name: str, number: int) -> Any:
        """The entry of one series."""
        return self.values[name][number]


def _phases(columns: _Columns, number: int, points: tuple[Point, ...], vary: bool) -> tuple[Phase, ...]:
    """The phases of a series; of the earlier ones only the lines, which is all that is read."""
    if points[-1].phase == 1:
        return (_phase(columns, number, points, vary),)
    *earlier, last = (tuple(inside) for _, inside in groupby(points, attrgetter("phase")))
    return *map(_lines_only, earlier), _phase(columns, number, last, vary)


def _lines_only(inside: tuple[Point, ...]) -> Phase:
    last = _limited(inside)
    phase, start, end = last.phase, inside[0].date, inside[-1].date
    return Phase(phase, start, end, 0, last.centre, last.lower, last.upper, False, False, 0, 0, 0, 0, False)


def _limited(inside: tuple[Point, ...]) -> Point:
    """The last point of a phase with limits, else the last."""
    return next((point for point in reversed(inside) if point.upper is not None), inside[-1])


def _phase(columns: _Columns, number: int, inside: tuple[Point, ...], vary: bool) -> Phase:
    """The last phase of a series."""
    of, last = columns.of, _limited(inside)
    centre = next((point.centre for point in reversed(inside) if point.centre is not None), None)
    runs = [of(name, number) for name in ("longest_run", "longest_run_max", "crossings", "crossings_min")]
    return Phase(
        number=last.phase,
        start=inside[0].date,
        end=inside[-1].date,
        n=of("last_n", number),
        centre=centre,
        lower=last.lower,
        upper=last.upper,
        limits_shown=of("shown", number),
        limits_vary=vary,
        longest_run=runs[0],
        longest_run_max=runs[1],
        crossings=runs[2],
        crossings_min=runs[3],
        runs_signal=of("runs_signal", number),
    )


def _chart(columns: _Columns, number: int, points: tuple[Point, ...], options: Options, vary: bool) -> Chart:
    """A chart with what the sentences read."""
    of, phases = columns.of, _phases(columns, number, points, vary)
    phase = phases[-1]
    family, profile, target = options.family, options.profile, of("target", number)
    summary = Summary(
        series="",
        chart=family.name,
        profile=profile.name,
        n=of("n", number),
        variation=icons.VARIATIONS[of("variation", number)],
        assurance=icons.ASSURANCES[of("assurance", number)],
        longest_run=phase.longest_run,
        longest_run_max=phase.longest_run_max,
        crossings=phase.crossings,
        crossings_min=phase.crossings_min,
        runs_signal=phase.runs_signal,
        text="",
    )
    return Chart(
        series="",
        chart=family.name,
        chart_title=family.title,
        centre_word=family.centre_word,
        profile=profile.name,
        profile_title=profile.title,
        direction=options.direction,
        target=target if target == target else None,
        unit=Unit.PERCENT if of("percent", number) else Unit.NUMBER,
        minimum_points=options.method.minimum_points,
        points=points,
        phases=phases,
        summary=summary,
        absent=(date.min,) * of("absent", number),
        notes=(),
        rule_set=profile,
        exact_limits=options.method.exact,
    )
