"""The sentences about every series of a table, written without making every point of its charts.

`clearway.spc.explain` writes them from charts that hold what it reads and no more. Series with several
phases, and those without a point, go the long way.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

import numpy as np

from clearway.spc import icons
from clearway.spc.arrays import Floats, Ints
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


def texts_of(
    judged: Judged, options: Sequence[Options], which: Ints, dated: bool, long_way: Callable[[int], str]
) -> list[str]:
    """The text of each series; `long_way` gives that of one by its number."""
    points, found = judged.points, judged.series
    if not points.code.size:
        return []
    seen = _seen(points, options, which, dated)
    size = np.bincount(points.code, minlength=found.n.size)
    start, end = (found.end - size).tolist(), found.end.tolist()
    phases, vary = found.phases.tolist(), _vary(points, found.end - size).tolist()
    columns = _Columns(found)
    result = []
    for number, choice in enumerate(which.tolist()):
        if phases[number] != 1:
            result.append(long_way(number))
            continue
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
    return list(map(_Seen._make, rows))


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


def _vary(points: Points, start: Ints) -> Ints:
    """The series whose limits are not the same at all points that have them."""
    found = np.zeros(start.size, dtype=np.bool_)
    for line in (points.lower, points.upper):
        digits = np.round(line, 12)
        most = np.fmax.reduceat(digits, start)
        found |= most > np.fmin.reduceat(digits, start)
    return found.astype(np.int64)


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


def _phase(columns: _Columns, number: int, points: tuple[Point, ...], vary: int) -> Phase:
    """The one phase of a series."""
    of = columns.of
    limited = [point for point in points[-1:] if point.upper is not None] or [
        point for point in points if point.upper is not None
    ]
    last = limited[-1] if limited else points[-1]
    centre = points[-1].centre
    if centre is None:
        centre = next((point.centre for point in reversed(points) if point.centre is not None), None)
    runs = [of(name, number) for name in ("longest_run", "longest_run_max", "crossings", "crossings_min")]
    return Phase(
        number=1,
        start=points[0].date,
        end=points[-1].date,
        n=of("last_n", number),
        centre=centre,
        lower=last.lower,
        upper=last.upper,
        limits_shown=of("shown", number),
        limits_vary=bool(vary),
        longest_run=runs[0],
        longest_run_max=runs[1],
        crossings=runs[2],
        crossings_min=runs[3],
        runs_signal=of("runs_signal", number),
    )


def _chart(columns: _Columns, number: int, points: tuple[Point, ...], options: Options, vary: int) -> Chart:
    """A chart with what the sentences read."""
    of, phase = columns.of, _phase(columns, number, points, vary)
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
        phases=(phase,),
        summary=summary,
        absent=(date.min,) * of("absent", number),
        notes=(),
        rule_set=profile,
        exact_limits=options.method.exact,
    )
