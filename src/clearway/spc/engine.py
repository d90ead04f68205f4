"""One series judged: `spc`."""

from collections.abc import Mapping, Sequence
from math import nan

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.spc import icons
from clearway.spc.arrays import Floats, group_count
from clearway.spc.build import Laid, build_chart
from clearway.spc.judge import judge
from clearway.spc.limits import Stack
from clearway.spc.options import Options, read_options
from clearway.spc.phasing import (
    Baseline,
    Dates,
    check_baseline,
    choose_base,
    leave_out,
    number_of,
    plan_notes,
    start_phases,
)
from clearway.spc.profiles import Profile, Screen
from clearway.spc.result import Chart
from clearway.spc.series import Series, When, read_series
from clearway.spc.targets import Trajectory


def spc(
    values: Sequence[float | None],
    *,
    dates: Sequence[When] | None = None,
    denominators: Sequence[float | None] | None = None,
    chart: str = "i",
    profile: str | Profile = "mdc",
    direction: str = "neutral",
    target: float | Mapping[When, float] | None = None,
    trajectory: Trajectory | None = None,
    baseline_points: int | None = None,
    baseline: Baseline | None = None,
    rebase_dates: Dates = (),
    exclude_dates: Dates = (),
    screen: bool | Screen | None = None,
    unit: str | None = None,
    bounds: tuple[float | None, float | None] | None = None,
    limits: str = "sigma",
    centre: float | None = None,
    same_date: str | None = None,
    series: str = "",
    rows: Sequence[str | int] | None = None,
    withheld: Sequence[bool] | None = None,
) -> Chart:
    """Judges one series by statistical process control.

    `values` are figures, or numerators when `denominators` are given; None is a missing figure, which
    is never zero. `dates` are dates, months, financial years or their text, in any order; without
    them the order of the values is the order of time. Periods that the calendar has and the series
    has not are gaps: they neither break nor feed a run.

    `chart` is a name in `clearway.spc.limits.FAMILIES`, `profile` a rule set in
    `clearway.spc.profiles.PROFILES` or one made by `custom_profile`. `direction` says which way is
    better: `increase`, `decrease`, `neutral`. `screen` overrides the profile's screening of moving ranges:
    `none`, `one_pass`, `repeated`, or true for one pass. `limits="exact"` takes the limits of P, U and C
    charts from binomial and Poisson probabilities, for small numbers. `centre` fixes the centre line.

    `target` is in the unit of the plotted figure (a fraction where there are denominators): one number,
    or a mapping of dates to the target that holds from each. `trajectory` is one target a row, or
    a mapping of dates, future ones too, to the target on each. Verdicts use the last target reached.

    `rebase_dates` start new phases, at the next date of the series; points on `exclude_dates` are shown
    and neither set limits nor are judged. Both may be mappings of dates to reasons. `baseline_points`
    sets the limits of each phase from its first points, `baseline` from a range or chosen dates.

    `same_date` says what several rows of one date are: `refuse` (an error, the default), `apart` (points
    of their own, the default of G and T charts), `sum` or `mean`. On Xbar and S charts they are a subgroup.
    `unit` is `percent` or `number`, by default percent for shares. `bounds` are what a figure can be at
    all (None for no bound): limits are shown no further, rules use them unclipped. `rows` name the rows in
    errors; `withheld` tells rows whose figures must not be shown.

    Raises ClearwayError, naming the row, for a figure that cannot be: a numerator above its
    denominator, a negative denominator, an infinity, two rows of one date.
    """
    options = read_options(
        chart=chart,
        profile_name=profile,
        direction=direction,
        target=target,
        trajectory=trajectory,
        baseline_points=baseline_points,
        baseline=baseline,
        rebase_dates=rebase_dates,
        exclude_dates=exclude_dates,
        screen=screen,
        unit=unit,
        bounds=bounds,
        limits=limits,
        centre=centre,
        same_date=same_date,
        rows=len(values),
    )
    if dates is None and options.plan.dated:
        raise ClearwayError("A series without dates cannot be rebased or have dates excluded")
    found = read_series(values, dates, denominators, rows, options.family, options.same_date, withheld)
    laid, notes = _lay_out(found, options)
    verdict = judge(laid.stack, options.method, np.full(laid.stack.groups, icons.better(options.direction)))
    return build_chart(found, laid, verdict, options, series, notes)


def _lay_out(found: Series, options: Options) -> tuple[Laid, list[str]]:
    """The points in arrays with their phases, and what a person must know about the dates asked for."""
    seen, plan = found.observations, options.plan
    values = np.array([one.value for one in seen], dtype=np.float64)
    code = np.zeros(values.size, dtype=np.int64)
    days = [one.day for one in seen if one.day is not None]
    dated = len(days) == values.size
    day = np.array([number_of(one) for one in days], dtype=np.int64) if dated else np.arange(values.size)
    phase, group = start_phases(code, day, {0: plan} if dated else {})
    excluded = leave_out(code, day, {0: plan}) & np.isfinite(values)
    usable = np.isfinite(values) & ~excluded
    base = choose_base(usable, code, day, group, phase, {0: plan}, options.profile) if values.size else usable
    groups = int(group.max(initial=-1)) + 1
    for number in group_count(base, group, groups) if plan.window or plan.chosen else ():
        check_baseline(int(number), plan, options.profile)
    stack = Stack(
        values=values,
        sizes=_sizes(found, options),
        base=base,
        excluded=excluded,
        after_gap=np.array([one.after_gap for one in seen], dtype=np.bool_),
        group=group,
        groups=groups,
        spreads=np.array([one.spread for one in seen], dtype=np.float64),
        fixed=np.full(groups, nan if options.centre is None else options.centre),
    )
    return Laid(stack, phase), plan_notes(plan, days) if dated else []


def _sizes(found: Series, options: Options) -> Floats:
    subgroup = options.same_date == "subgroup"
    return np.array(
        [
            one.size if subgroup else 1.0 if one.denominator is None else one.denominator
            for one in found.observations
        ],
        dtype=np.float64,
    )
