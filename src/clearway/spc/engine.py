"""One series judged: `spc`."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.spc.arrays import Bools, Ints
from clearway.spc.build import build_chart
from clearway.spc.judge import judge
from clearway.spc.limits import Stack
from clearway.spc.options import Options, read_options
from clearway.spc.result import Chart
from clearway.spc.series import Series, When, read_series
from clearway.spc.words import PointState


def spc(
    values: Sequence[float | None],
    *,
    dates: Sequence[When] | None = None,
    denominators: Sequence[float | None] | None = None,
    chart: str = "i",
    profile: str = "mdc",
    direction: str = "neutral",
    target: float | None = None,
    baseline_points: int | None = None,
    rebase_dates: Sequence[When] = (),
    exclude_dates: Sequence[When] = (),
    screen: bool | None = None,
    unit: str | None = None,
    bounds: tuple[float | None, float | None] | None = None,
    series: str = "",
    rows: Sequence[str | int] | None = None,
) -> Chart:
    """Judges one series by statistical process control.

    `values` are figures, or numerators when `denominators` are given; None is a missing figure, which
    is never zero. `dates` are dates, months, financial years or their text, in any order; without
    them the order of the values is the order of time. Periods that the calendar has and the series
    has not are gaps: they neither break nor feed a run.

    `chart` is a name in `clearway.spc.limits.FAMILIES`, `profile` a rule set in
    `clearway.spc.profiles.PROFILES`. `direction` says which way is better: `increase`, `decrease`,
    `neutral`. `target` is in the unit of the plotted figure (a fraction where there are
    denominators). `baseline_points` sets the limits of each phase from its first points;
    `rebase_dates` start new phases, at the next date of the series; points on `exclude_dates` are
    shown and neither set limits nor are judged. `screen` overrides the profile's screening of moving
    ranges. `unit` is `percent` or `number`, by default percent for shares. `bounds` are what a figure
    can be at all (None for no bound): limits are shown no further, rules use them unclipped. `rows` name
    the rows in errors.

    Raises ClearwayError, naming the row, for a figure that cannot be: a numerator above its
    denominator, a negative denominator, two rows of one date.
    """
    options = read_options(
        chart,
        profile,
        direction,
        target,
        baseline_points,
        rebase_dates,
        exclude_dates,
        screen,
        unit,
        bounds,
    )
    if dates is None and (options.rebase_days or options.excluded_days):
        raise ClearwayError("A series without dates cannot be rebased or have dates excluded")
    found = read_series(values, dates, denominators, rows, options.excluded_days, options.family)
    phase, notes = _phases(found, options)
    stack = _stack(found, phase, options)
    verdict = judge(stack, options.family, options.profile, options.direction, options.screen)
    return build_chart(found, phase, verdict, options, series, notes)


def _phases(found: Series, options: Options) -> tuple[Ints, list[str]]:
    """The phase of each observation, from 0, and what a person must know about the dates asked for."""
    days = [seen.day for seen in found.observations if seen.day is not None]
    if len(days) != len(found.observations) or not days:
        return np.zeros(len(found.observations), dtype=np.int64), []
    reached = [sum(start <= day for start in options.rebase_days) for day in days]
    different = sorted(set(reached))
    notes = [_rebase_note(start, days) for start in options.rebase_days if start not in days]
    notes += [
        f"{day:%-d %B %Y} was to be left out, and the series has no such date."
        for day in sorted(options.excluded_days)
        if day not in days
    ]
    return np.array([different.index(count) for count in reached], dtype=np.int64), notes


def _rebase_note(start: date, days: list[date]) -> str:
    later = [day for day in days if day > start]
    asked = f"A new phase was asked for from {start:%-d %B %Y}, which is not a date of the series"
    return f"{asked}; it starts on {later[0]:%-d %B %Y}." if later else f"{asked}; there is nothing after it."


def _stack(found: Series, phase: Ints, options: Options) -> Stack:
    seen = found.observations
    values = np.array([one.value for one in seen], dtype=np.float64)
    sizes = np.array([1.0 if one.denominator is None else one.denominator for one in seen])
    excluded = np.array([one.state is PointState.EXCLUDED for one in seen], dtype=np.bool_)
    usable = np.isfinite(values) & ~excluded
    return Stack(
        values=values,
        sizes=sizes,
        base=usable & _baseline(usable, phase, options),
        excluded=excluded,
        after_gap=np.array([one.after_gap for one in seen], dtype=np.bool_),
        group=phase,
        groups=int(phase.max(initial=-1)) + 1,
    )


def _baseline(usable: Bools, phase: Ints, options: Options) -> Bools:
    """The points that may set limits: all, or the first of each phase."""
    phased = bool(phase.size) and phase.max() > 0
    if options.baseline_points is None or (phased and options.profile.baseline_only_unphased):
        return np.ones(usable.size, dtype=np.bool_)
    counts = np.ones(usable.size, dtype=np.bool_) if options.profile.baseline_counts_empty else usable
    first = np.zeros(usable.size, dtype=np.bool_)
    for number in np.unique(phase):
        place = np.flatnonzero((phase == number) & counts)[: options.baseline_points]
        first[place] = True
    return first
