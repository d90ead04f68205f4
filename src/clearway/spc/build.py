"""Arrays made into the chart that people and other programs read."""

from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np

from clearway.spc import icons
from clearway.spc.arrays import Floats, Ints, group_count
from clearway.spc.explain import explain
from clearway.spc.judge import Verdict
from clearway.spc.limits import Lines, Stack
from clearway.spc.options import Options
from clearway.spc.probability import meeting
from clearway.spc.result import Chart, Phase, Point, Summary
from clearway.spc.series import Observation, Series
from clearway.spc.words import Assurance, Direction, PointState, PointType, Rule, Unit, Variation


@dataclass(frozen=True)
class Laid:
    """The points of one series in arrays, and the phase of each from 0."""

    stack: Stack
    phase: Ints


def build_chart(
    found: Series, laid: Laid, verdict: Verdict, options: Options, series: str, notes: list[str]
) -> Chart:
    """The chart of one series from its observations and the verdict on them."""
    family, profile = options.family, options.profile
    unit = options.unit or _unit(found, options)
    lines = clipped(verdict.lines, bounds_of(options, unit))
    points = tuple(
        _point(seen, index, laid, lines, verdict, options) for index, seen in enumerate(found.observations)
    )
    phases = tuple(_phase(number, points, verdict, options) for number in range(verdict.counted.size))
    notes += line_notes(verdict)
    next_target = _next_target(found, options)
    chart = Chart(
        series=series,
        chart=family.name,
        chart_title=family.title,
        centre_word=family.centre_word,
        profile=profile.name,
        profile_title=profile.title,
        direction=options.direction,
        target=_known(_last_target(found, options)),
        unit=unit,
        minimum_points=options.method.minimum_points,
        points=points,
        phases=phases,
        summary=_summary(series, points, phases, laid, verdict, found, options),
        absent=found.absent,
        notes=tuple(notes),
        rule_set=profile,
        exact_limits=options.method.exact,
        targets=options.target.dated(),
        next_target=_known(next_target),
    )
    return replace(chart, summary=replace(chart.summary, text=explain(chart)))


def _unit(found: Series, options: Options) -> Unit:
    """Percent for shares: a chart of proportions, or ratios that never leave 0 to 1."""
    if options.family.proportion:
        return Unit.PERCENT
    if options.family.rate:
        return Unit.NUMBER
    ratios = [seen.value for seen in found.observations if seen.denominator and not isnan(seen.value)]
    return Unit.PERCENT if ratios and all(0 <= ratio <= 1 for ratio in ratios) else Unit.NUMBER


def bounds_of(options: Options, unit: Unit) -> tuple[float | None, float | None]:
    """What a figure can be at all, as far as the limits are shown."""
    if options.bounds is not None:
        return options.bounds
    if unit is Unit.PERCENT and options.profile.clip_individuals and options.family.has_limits:
        return (0.0, 1.0)
    return options.family.bounds


def clipped(lines: Lines, bounds: tuple[float | None, float | None]) -> dict[str, Floats]:
    """The lines as shown; rules have used them unclipped."""
    least, most = bounds
    low = -np.inf if least is None else least
    high = np.inf if most is None else most
    names = ("lower", "upper", "near_lower", "near_upper")
    return {"centre": lines.centre} | {name: np.clip(getattr(lines, name), low, high) for name in names}


def line_notes(verdict: Verdict) -> list[str]:
    """What was done to find limits that could not be found in the usual way."""
    notes = [
        f"Screening would leave phase {number + 1} without variation; its limits use every moving range."
        for number in np.flatnonzero(verdict.lines.unscreened & verdict.shown)
    ]
    return notes + [
        f"No two neighbouring points of phase {number + 1} have figures; its moving ranges were taken "
        "across the gaps."
        for number in np.flatnonzero(verdict.lines.bridged & verdict.shown)
    ]


def _known(number: float) -> float | None:
    return None if isnan(number) else float(number)


def _point(
    seen: Observation, index: int, laid: Laid, lines: dict[str, Floats], verdict: Verdict, options: Options
) -> Point:
    state = seen.state
    if state is PointState.VALUE and laid.stack.excluded[index]:
        state = PointState.EXCLUDED
    value = _known(verdict.values[index])
    if value is None and state is PointState.VALUE:
        state = PointState.NO_RANGE
    excluded = seen.day is not None and state is PointState.EXCLUDED
    return Point(
        date=seen.day,
        value=value,
        numerator=seen.numerator,
        denominator=seen.denominator,
        phase=int(laid.phase[index]) + 1,
        centre=_known(lines["centre"][index]),
        lower=_known(lines["lower"][index]),
        upper=_known(lines["upper"][index]),
        near_lower=_known(lines["near_lower"][index]),
        near_upper=_known(lines["near_upper"][index]),
        rules=tuple(rule for rule, hit in verdict.hits.items() if hit.fired[index]),
        type=icons.point_type(int(verdict.signal[index]), options.direction),
        state=state,
        target=_known(options.target.at(seen.day, seen.position)),
        row=seen.row,
        position=seen.position,
        in_baseline=bool(laid.stack.base[index]),
        reason=options.plan.exclusions.get(seen.day, "") if excluded and seen.day else "",
        size=int(seen.size),
    )


def _phase(number: int, points: tuple[Point, ...], verdict: Verdict, options: Options) -> Phase:
    """The phase as its last point with limits shows it."""
    inside = [point for point in points if point.phase == number + 1]
    limited = [point for point in inside if point.upper is not None]
    last = limited[-1] if limited else inside[-1]
    centred = [point.centre for point in inside if point.centre is not None]
    runs = verdict.runs
    return Phase(
        number=number + 1,
        start=inside[0].date,
        end=inside[-1].date,
        n=int(verdict.counted[number]),
        centre=centred[-1] if centred else None,
        lower=last.lower,
        upper=last.upper,
        limits_shown=bool(verdict.shown[number]),
        limits_vary=len({(round(p.upper or 0, 12), round(p.lower or 0, 12)) for p in limited}) > 1,
        longest_run=int(runs.longest[number]),
        longest_run_max=int(runs.longest_max[number]),
        crossings=int(runs.crossings[number]),
        crossings_min=int(runs.crossings_min[number]),
        runs_signal=bool(runs.signal[number]),
        reason=_start_reason(inside[0], points, options),
        baseline_n=sum(point.in_baseline for point in inside),
        baseline_reason=options.plan.baseline_reason,
    )


def _start_reason(first: Point, points: tuple[Point, ...], options: Options) -> str:
    """The reason of the last date asked for that moved no further than to this first point."""
    before = [point.date for point in points if point.date and first.date and point.date < first.date]
    reasons = [
        reason
        for day, reason in options.plan.rebases.items()
        if first.date and day <= first.date and before and day > before[-1]
    ]
    return reasons[-1] if reasons else ""


def _summary(
    series: str,
    points: tuple[Point, ...],
    phases: tuple[Phase, ...],
    laid: Laid,
    verdict: Verdict,
    found: Series,
    options: Options,
) -> Summary:
    """The summary without its text. Verdicts are about the last phase and its latest figure."""
    last = phases[-1] if phases else None
    shown = last is not None and last.limits_shown and Rule.RUNS in options.family.only_rules
    latest = _latest(points, phases)
    variation, assurance, chance = Variation.TOO_FEW_POINTS, Assurance.NONE, None
    if latest is not None:
        variation = _variation(points[latest], latest, verdict, options)
        assurance, chance = _target_verdict(latest, laid, verdict, found, options)
    return Summary(
        series=series,
        chart=options.family.name,
        profile=options.profile.name,
        n=sum(point.state is PointState.VALUE for point in points),
        variation=variation,
        assurance=assurance,
        longest_run=last.longest_run if last and shown else None,
        longest_run_max=last.longest_run_max if last and shown else None,
        crossings=last.crossings if last and shown else None,
        crossings_min=last.crossings_min if last and shown else None,
        runs_signal=last.runs_signal if last and shown else None,
        text="",
        target_probability=chance,
    )


def _latest(points: tuple[Point, ...], phases: tuple[Phase, ...]) -> int | None:
    """The place of the latest figure, where the last phase holds it and has enough points."""
    counted = [index for index, point in enumerate(points) if point.state is PointState.VALUE]
    if not phases or not phases[-1].limits_shown or not counted or points[counted[-1]].phase != len(phases):
        return None
    return counted[-1]


def _variation(latest: Point, index: int, verdict: Verdict, options: Options) -> Variation:
    if verdict.still[-1]:
        return Variation.NO_VARIATION
    if latest.rules and latest.type is PointType.COMMON_CAUSE:
        # Too few crossings: not chance, yet it does not say which way the process went.
        high = latest.value is not None and latest.centre is not None and latest.value >= latest.centre
        return icons.variation(1 if high else -1, Direction.NEUTRAL)
    return icons.variation(int(verdict.signal[index]), options.direction)


def _target_verdict(
    index: int, laid: Laid, verdict: Verdict, found: Series, options: Options
) -> tuple[Assurance, float | None]:
    """Assurance by the last target, and the chance of meeting the next one."""
    here, profile, lines = slice(index, index + 1), options.profile, verdict.lines
    target = np.array([_last_target(found, options)])
    better, still = np.array([icons.better(options.direction)]), verdict.still[-1:]
    value = verdict.values[here]
    kind = icons.assurances(target, lines.lower[here], lines.upper[here], value, better, still, profile)
    group = laid.stack.group
    chance = meeting(
        options.family.name,
        lines.centre[here],
        lines.lower[here],
        lines.upper[here],
        laid.stack.sizes[here],
        group_count(laid.stack.base, group, laid.stack.groups)[-1:],
        np.array([_next_target(found, options)]),
        better,
        value,
        still,
        profile.meeting == "strict",
    )
    return icons.ASSURANCES[int(kind[0])], _known(float(chance[0]))


def _last_target(found: Series, options: Options) -> float:
    seen = [one for one in found.observations if one.state is PointState.VALUE] or found.observations
    return options.target.last([one.day for one in seen], [one.position for one in seen])


def _next_target(found: Series, options: Options) -> float:
    """The target of the period after the last row, else the last one there was."""
    last = found.observations[-1].day if found.observations else None
    coming = nan
    if options.target.varies and found.rhythm is not None and last is not None:
        coming = options.target.at(found.rhythm.after(last, 1))
    return _last_target(found, options) if isnan(coming) else coming
