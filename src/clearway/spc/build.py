"""Arrays made into the chart that people and other programs read."""

from dataclasses import replace

import numpy as np

from clearway.spc import icons
from clearway.spc.arrays import Floats, Ints
from clearway.spc.explain import explain
from clearway.spc.judge import Verdict
from clearway.spc.options import Options
from clearway.spc.result import Chart, Phase, Point, Summary
from clearway.spc.series import Observation, Series
from clearway.spc.words import Assurance, Direction, PointState, PointType, Unit, Variation


def build_chart(
    found: Series, phase: Ints, verdict: Verdict, options: Options, series: str, notes: list[str]
) -> Chart:
    """The chart of one series from its observations and the verdict on them."""
    unit = options.unit or _unit(found, options)
    lines = _clipped(verdict, _bounds(options, unit))
    points = tuple(
        _point(seen, index, phase, lines, verdict, options) for index, seen in enumerate(found.observations)
    )
    phases = tuple(_phase(number, points, verdict) for number in range(verdict.counted.size))
    notes += [
        f"Screening would leave phase {number + 1} without variation; its limits use every moving range."
        for number in np.flatnonzero(verdict.lines.unscreened & verdict.shown)
    ]
    family, profile = options.family, options.profile
    chart = Chart(
        series=series,
        chart=family.name,
        chart_title=family.title,
        centre_word=family.centre_word,
        profile=profile.name,
        profile_title=profile.title,
        direction=options.direction,
        target=options.target,
        unit=unit,
        minimum_points=profile.minimum_points if family.has_limits else profile.minimum_run_points,
        points=points,
        phases=phases,
        summary=_summary(series, points, phases, verdict, options),
        absent=found.absent,
        notes=tuple(notes),
    )
    return replace(chart, summary=replace(chart.summary, text=explain(chart)))


def _unit(found: Series, options: Options) -> Unit:
    """Percent for shares: a chart of proportions, or ratios that never leave 0 to 1."""
    if options.family.proportion:
        return Unit.PERCENT
    ratios = [seen.value for seen in found.observations if seen.denominator]
    return Unit.PERCENT if ratios and all(0 <= ratio <= 1 for ratio in ratios) else Unit.NUMBER


def _bounds(options: Options, unit: Unit) -> tuple[float | None, float | None]:
    if options.bounds is not None:
        return options.bounds
    if unit is Unit.PERCENT and options.profile.clip_individuals:
        return (0.0, 1.0)
    return options.family.bounds


def _clipped(verdict: Verdict, bounds: tuple[float | None, float | None]) -> dict[str, Floats]:
    """The lines as shown; rules have used them unclipped."""
    least, most = bounds
    low = -np.inf if least is None else least
    high = np.inf if most is None else most
    lines = verdict.lines
    names = ("lower", "upper", "near_lower", "near_upper")
    return {"centre": lines.centre} | {name: np.clip(getattr(lines, name), low, high) for name in names}


def _figure(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _point(
    seen: Observation, index: int, phase: Ints, lines: dict[str, Floats], verdict: Verdict, options: Options
) -> Point:
    return Point(
        date=seen.day,
        value=_figure(seen.value),
        numerator=seen.numerator,
        denominator=seen.denominator,
        phase=int(phase[index]) + 1,
        centre=_figure(lines["centre"][index]),
        lower=_figure(lines["lower"][index]),
        upper=_figure(lines["upper"][index]),
        near_lower=_figure(lines["near_lower"][index]),
        near_upper=_figure(lines["near_upper"][index]),
        rules=tuple(rule for rule, hit in verdict.hits.items() if hit.fired[index]),
        type=icons.point_type(int(verdict.signal[index]), options.direction),
        state=seen.state,
        target=options.target,
        row=seen.row,
        position=seen.position,
    )


def _phase(number: int, points: tuple[Point, ...], verdict: Verdict) -> Phase:
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
    )


def _summary(
    series: str, points: tuple[Point, ...], phases: tuple[Phase, ...], verdict: Verdict, options: Options
) -> Summary:
    """The summary without its text. Verdicts are about the last phase and its latest figure."""
    last = phases[-1] if phases else None
    shown = last is not None and last.limits_shown
    found, relied_on = _verdicts(points, phases, verdict, options)
    return Summary(
        series=series,
        chart=options.family.name,
        profile=options.profile.name,
        n=sum(point.state is PointState.VALUE for point in points),
        variation=found,
        assurance=relied_on,
        longest_run=last.longest_run if last and shown else None,
        longest_run_max=last.longest_run_max if last and shown else None,
        crossings=last.crossings if last and shown else None,
        crossings_min=last.crossings_min if last and shown else None,
        runs_signal=last.runs_signal if last and shown else None,
        text="",
    )


def _verdicts(
    points: tuple[Point, ...], phases: tuple[Phase, ...], verdict: Verdict, options: Options
) -> tuple[Variation, Assurance]:
    counted = [index for index, point in enumerate(points) if point.state is PointState.VALUE]
    if not phases or not phases[-1].limits_shown or not counted or points[counted[-1]].phase != len(phases):
        return Variation.TOO_FEW_POINTS, Assurance.NONE
    index = counted[-1]
    latest, target = points[index], options.target
    if verdict.still[-1]:
        return Variation.NO_VARIATION, icons.assurance_without_variation(
            target, latest.value, options.direction
        )
    relied_on = icons.assurance(
        target,
        _figure(verdict.lines.lower[index]),
        _figure(verdict.lines.upper[index]),
        options.direction,
    )
    if latest.rules and latest.type is PointType.COMMON_CAUSE:
        # Too few crossings: not chance, yet it does not say which way the process went.
        high = latest.value is not None and latest.centre is not None and latest.value >= latest.centre
        return icons.variation(1 if high else -1, Direction.NEUTRAL), relied_on
    return icons.variation(int(verdict.signal[index]), options.direction), relied_on
