"""A chart in two to four plain sentences, for a board paper and for people who cannot see it."""

from clearway.spc.figures import counted, figure, listed, target_figure, when
from clearway.spc.result import Chart, Phase, Point
from clearway.spc.words import Assurance, Direction, PointState, PointType, Rule, Unit, Variation

_MEANING = {
    Variation.IMPROVEMENT_HIGH: "a change for the better (high figures)",
    Variation.IMPROVEMENT_LOW: "a change for the better (low figures)",
    Variation.CONCERN_HIGH: "a change that is a concern (high figures)",
    Variation.CONCERN_LOW: "a change that is a concern (low figures)",
    Variation.NEUTRAL_HIGH: "a change towards high figures that is neither good nor bad in itself",
    Variation.NEUTRAL_LOW: "a change towards low figures that is neither good nor bad in itself",
}


def explain(chart: Chart) -> str:
    """What the chart shows, what it means, how it stands to the target, and what is missing."""
    return " ".join(explain_sentences(chart))


def explain_sentences(chart: Chart) -> tuple[str, ...]:
    """The sentences of `explain`, one by one."""
    latest = chart.latest
    if latest is None:
        return ("There are no figures to show yet.",)
    if chart.summary.variation is Variation.TOO_FEW_POINTS:
        sentences = [_latest(chart, latest), _too_few(chart)]
    elif chart.summary.variation is Variation.NO_VARIATION:
        sentences = [_constant(chart, latest), target_sentence(chart)]
    else:
        sentences = [_latest_and_lines(chart, latest), _variation(chart, latest), target_sentence(chart)]
    sentences.append(missing_sentence(chart))
    return tuple(sentence for sentence in sentences if sentence)


def chart_decimals(chart: Chart) -> int:
    """The decimals that the figures of this chart are written with, everywhere."""
    return chart.decimals


def value_decimals(chart: Chart) -> int:
    """The decimals of plotted figures: none where all are whole numbers, else those of the lines."""
    whole = all(point.value is None or point.value.is_integer() for point in chart.points)
    return 0 if whole and chart.unit is Unit.NUMBER else chart_decimals(chart)


def plotted_figure(chart: Chart, value: float | None) -> str:
    """A plotted figure as people read it; empty for none."""
    return "" if value is None else figure(value, chart.unit, value_decimals(chart))


def line_figure(chart: Chart, value: float | None) -> str:
    """A centre or limit as people read it; empty for none."""
    return "" if value is None else figure(value, chart.unit, chart_decimals(chart))


def at_day(day: str) -> str:
    """A date that `when` wrote, in a sentence: `on 3 March 2024`, `in March 2024`, `in 2023/24`."""
    return f"on {day}" if day[:1].isdigit() and " " in day else f"in {day}"


def _when(chart: Chart, point: Point) -> str:
    day = when(point.date, (other.date for other in chart.points))
    return f", for {day}," if day else ""


def _latest(chart: Chart, latest: Point) -> str:
    return f"The latest figure{_when(chart, latest)} is {plotted_figure(chart, latest.value)}."


def _too_few(chart: Chart) -> str:
    n = chart.phases[-1].n
    place = " since the last change of phase" if len(chart.phases) > 1 else ""
    lines = "a median" if chart.centre_word == "median" else "limits"
    have = f"There {'is' if n == 1 else 'are'} {counted(n, 'point')}{place}"
    return f"{have}; {lines} and a verdict need {chart.minimum_points}, so none is given yet."


def _constant(chart: Chart, latest: Point) -> str:
    n = chart.phases[-1].n
    return f"All {n} figures are {plotted_figure(chart, latest.value)}: there is no variation to judge."


def _latest_and_lines(chart: Chart, latest: Point) -> str:
    centre = f"the {chart.centre_word} is {line_figure(chart, latest.centre)}"
    start = _latest(chart, latest).rstrip(".")
    if latest.lower is None or latest.upper is None:
        return f"{start}; {centre}."
    low, high = line_figure(chart, latest.lower), line_figure(chart, latest.upper)
    varying = " for that point" if chart.phases[-1].limits_vary else ""
    return f"{start}; {centre}, and chance alone would keep it between {low} and {high}{varying}."


def _variation(chart: Chart, latest: Point) -> str:
    verdict = chart.summary.variation
    if verdict is Variation.COMMON_CAUSE:
        earlier = sum(
            point.type is not PointType.COMMON_CAUSE for point in chart.valued if point.phase == latest.phase
        )
        start = "It is common cause variation: nothing but chance is needed to explain the latest figure"
        if not earlier:
            return f"{start}."
        return f"{start}, though {counted(earlier, 'earlier point')} in this phase stood out."
    reasons = listed([_reason(chart, latest, rule) for rule in latest.rules])
    return f"It shows {_MEANING[verdict]}: {reasons}."


def _reason(chart: Chart, latest: Point, rule: Rule) -> str:
    high = latest.value is not None and latest.centre is not None and latest.value > latest.centre
    side = "above" if high else "below"
    if rule is Rule.OUTSIDE:
        return f"the point is {side} the {'upper' if high else 'lower'} limit"
    if rule is Rule.SHIFT:
        return f"it ends a run of points all {side} the {chart.centre_word}"
    if rule is Rule.TREND:
        return f"it ends a run of points each {_trend_word(chart)} than the one before"
    if rule is Rule.TWO_OF_THREE:
        return f"two of three points are close to or beyond the {'upper' if high else 'lower'} limit"
    if rule is Rule.RUNS:
        return runs_reason(chart, chart.phases[-1])
    return _nelson_reason(chart, rule, side)


def _nelson_reason(chart: Chart, rule: Rule, side: str) -> str:
    """Nelson's other tests, for the latest point."""
    centre = chart.centre_word
    return {
        Rule.FOUR_OF_FIVE: f"four of five points lie well {side} the {centre}",
        Rule.ALTERNATING: "it ends a run of points that go up and down by turns",
        Rule.NEAR_CENTRE: f"it ends a run of points that all lie close to the {centre}",
        Rule.AWAY_FROM_CENTRE: f"it ends a run of points that all lie away from the {centre}, on either side",
    }[rule]


def _trend_word(chart: Chart) -> str:
    values = [point.value for point in chart.valued if point.value is not None]
    different = [value for value in values if value != values[-1]]
    return "higher" if values[-1] > different[-1] else "lower"


def runs_reason(chart: Chart, phase: Phase) -> str:
    """Why the runs of a phase are not chance; Anhøj's two tests."""
    reasons = []
    if phase.longest_run > phase.longest_run_max:
        reasons.append(
            f"the longest run on one side of the {chart.centre_word} is {phase.longest_run} points, "
            f"where chance explains at most {phase.longest_run_max}"
        )
    if phase.crossings < phase.crossings_min:
        reasons.append(
            f"the line crosses the {chart.centre_word} {counted(phase.crossings, 'time')}, "
            f"where chance gives {phase.crossings_min} or more"
        )
    return ", and ".join(reasons)


def target_sentence(chart: Chart) -> str:
    """What the process as it is means for the target; empty without one."""
    if chart.target is None:
        return ""
    target = target_figure(chart.target, chart.unit)
    wanted = {Direction.INCREASE: "at least ", Direction.DECREASE: "at most "}.get(chart.direction, "")
    consequence = {
        Assurance.PASS: "will be met every time unless the process changes",
        Assurance.FAIL: "will not be met unless the process changes",
        Assurance.HIT_OR_MISS: "will be met at some points and missed at others, by chance",
    }.get(chart.summary.assurance)
    return f"The target of {wanted}{target} {consequence}." if consequence else f"The target is {target}."


def missing_sentence(chart: Chart) -> str:
    """What has no figure, and what was left out; empty for nothing."""
    states = [point.state for point in chart.points]
    empty = len(chart.absent) + states.count(PointState.MISSING)
    no_cases, left_out = states.count(PointState.NO_CASES), states.count(PointState.EXCLUDED)
    withheld = states.count(PointState.WITHHELD)
    parts = []
    if empty:
        parts.append(f"{counted(empty, 'period')} {'has' if empty == 1 else 'have'} no figure")
    if no_cases:
        parts.append(f"{counted(no_cases, 'period')} had no cases")
    if left_out:
        parts.append(
            f"{counted(left_out, 'point')} {'was' if left_out == 1 else 'were'} left out of the limits"
        )
    if withheld:
        parts.append(f"{counted(withheld, 'figure')} {'is' if withheld == 1 else 'are'} withheld")
    return f"{listed(parts).capitalize()}." if parts else ""
