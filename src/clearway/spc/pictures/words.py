"""What is written in a picture: the line under its title, the line below it, the tips of points."""

from clearway.spc.explain import chart_decimals, value_decimals
from clearway.spc.figures import counted, figure, listed, target_figure, when
from clearway.spc.result import Chart, Point
from clearway.spc.words import PointState, Rule, Unit, Variation

_VERDICTS = {
    Variation.COMMON_CAUSE: "common cause variation",
    Variation.IMPROVEMENT_HIGH: "special cause, improvement (high)",
    Variation.IMPROVEMENT_LOW: "special cause, improvement (low)",
    Variation.CONCERN_HIGH: "special cause, concern (high)",
    Variation.CONCERN_LOW: "special cause, concern (low)",
    Variation.NEUTRAL_HIGH: "special cause (high)",
    Variation.NEUTRAL_LOW: "special cause (low)",
    Variation.NO_VARIATION: "no variation",
}
_RULES = {
    Rule.OUTSIDE: "beyond a limit",
    Rule.TREND: "trend",
    Rule.SHIFT: "shift",
    Rule.TWO_OF_THREE: "two of three near a limit",
    Rule.RUNS: "unusual runs in this phase",
    Rule.FOUR_OF_FIVE: "four of five well away from the centre, on one side",
    Rule.ALTERNATING: "up and down in turn",
    Rule.NEAR_CENTRE: "many close to the centre",
    Rule.AWAY_FROM_CENTRE: "many away from the centre, on both sides",
}


def subtitle(chart: Chart, unit: Unit) -> str:
    """The finding in a few words: the latest figure and its verdict, or why there is none."""
    latest = chart.latest
    if latest is None:
        return "No figures yet"
    day = when(latest.date, (point.date for point in chart.points))
    start = f"Latest{f', {day}' if day else ''}: {point_figure(chart, latest, unit)}"
    if chart.summary.variation is Variation.TOO_FEW_POINTS:
        lines = "a median" if chart.centre_word == "median" else "limits"
        return f"{start}. Too few points for {lines} ({chart.phases[-1].n} of {chart.minimum_points})"
    return f"{start}, {_VERDICTS[chart.summary.variation]}"


def footer(chart: Chart, unit: Unit, source: str, status: str) -> str:
    """Rule set, lines, points, what is missing, source and status, in one paragraph."""
    parts = [_lines(chart, unit), _points(chart), _empty(chart), f"Rules: {chart.profile_title}."]
    parts += [f"Source: {source.rstrip('.')}." if source else "", _status(status)]
    return " ".join(part for part in parts if part)


def point_figure(chart: Chart, point: Point, unit: Unit) -> str:
    """The figure of a point as it is written in this chart."""
    return "" if point.value is None else figure(point.value, unit, value_decimals(chart))


def rule_words(chart: Chart, point: Point) -> str:
    """The rules that fired at a point, in words."""
    return ", ".join(_RULES[rule] for rule in point.rules)


def _status(status: str) -> str:
    text = status.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _lines(chart: Chart, unit: Unit) -> str:
    decimals = chart_decimals(chart)
    target = _targets(chart, unit)
    phase = chart.phases[-1] if chart.phases else None
    if phase is None or not phase.limits_shown or phase.centre is None:
        return target.strip()
    text = f"{chart.centre_word.capitalize()} {figure(phase.centre, unit, decimals)}"
    if chart.summary.variation is Variation.NO_VARIATION:
        text += ", without variation"
    elif phase.lower is not None and phase.upper is not None:
        last = ", at the last point" if phase.limits_vary else ""
        low, high = figure(phase.lower, unit, decimals), figure(phase.upper, unit, decimals)
        text += f"; limits (dashed) {low} to {high}{last}"
    return f"{text}.{target}"


def _targets(chart: Chart, unit: Unit) -> str:
    """The target now in force, and the next one that differs."""
    if chart.target is None:
        return ""
    now = target_figure(chart.target, unit)
    days = [point.date for point in chart.points]
    last = max((day for day in days if day is not None), default=None)
    later = [(day, value) for day, value in chart.targets if last and day > last and value != chart.target]
    ahead = f", then {target_figure(later[0][1], unit)} from {when(later[0][0], days)}" if later else ""
    return f" Target (dash-dot line) {now}{ahead}."


def _points(chart: Chart) -> str:
    if not chart.valued:
        return ""
    phase = chart.phases[-1]
    recent = f", {phase.n} in the last phase" if len(chart.phases) > 1 else ""
    return f"{counted(len(chart.valued), 'point')}{recent}."


def _empty(chart: Chart) -> str:
    days = [point.date for point in chart.points]
    missing = [point.date for point in chart.points if point.state is PointState.MISSING]
    gaps_found = sorted([day for day in missing if day is not None] + list(chart.absent))
    no_cases = [point.date for point in chart.points if point.state is PointState.NO_CASES]
    withheld = [point.date for point in chart.points if point.state is PointState.WITHHELD]
    parts = []
    for name, gaps in (("no figure", gaps_found), ("no cases", no_cases), ("figure withheld", withheld)):
        named = [when(day, days) for day in gaps if day is not None]
        if not gaps:
            continue
        which = listed(named) if 0 < len(named) <= 3 else counted(len(gaps), "period")
        parts.append(f"{name} for {which}")
    return f"Grey bands: {'; '.join(parts)}." if parts else ""
