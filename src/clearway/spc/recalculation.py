"""When might a chart's limits start anew? Suggestions with reasons; nothing is ever applied here.

To recalculate is a person's judgement: the change should be known, wanted and lasting (NHS England,
Making Data Count). This module finds the dates worth that judgement by the stable shift algorithm,
says why each was proposed and accepted or rejected, and asks a change-point method for a second opinion.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from clearway.spc.arrays import Bools, Ints
from clearway.spc.change_points import ChangePoint, change_points
from clearway.spc.columns import Columns, columns
from clearway.spc.explain import at_day, chart_decimals
from clearway.spc.figures import counted, figure, when
from clearway.spc.limits import Family, Stack, family
from clearway.spc.profiles import Profile, profile
from clearway.spc.result import Chart, Point
from clearway.spc.stable_shift import Lines, LinesFrom, Reason, Settings, StableShift, Trial, stable_shift

# Charts whose centre is a mean of figures like those plotted. A run on a chart of medians, spreads or
# times between events does not mean the same.
CHARTS = ("i", "p", "pp", "u", "up", "c", "cp", "ip")

# A change point up to so many points after the start of a shift is the same change. A shift is dated by
# its first point on the new side, a change point by the best fit; near a step chance parts the two.
SAME_CHANGE = 3


@dataclass(frozen=True)
class Suggestion:
    """One date at which limits could start anew, and the verdict on it.

    `position` is the place of the row in the input, `run` the points of the shift from here on.
    `centre`, `lower` and `upper` are what the limits would be at this point, None where too few points
    follow. `accepted` is the algorithm's verdict; `reason` says why in words. `change_point` is
    the second opinion's change that led to this level, None where it sees none.
    """

    date: date | None
    position: int
    higher: bool
    run: int
    centre: float | None
    lower: float | None
    upper: float | None
    accepted: bool
    reason: str
    change_point: ChangePoint | None

    @property
    def agreed(self) -> bool:
        """Whether both methods see a lasting change here."""
        return self.accepted and self.change_point is not None


@dataclass(frozen=True)
class Recalculation:
    """All that was tried, in order, what both methods found, and a log in plain sentences.

    `change_points` are all changes the second opinion sees in the phase looked at. `rebase_dates` are
    the dates of the accepted suggestions, as `spc` takes them.
    """

    suggestions: tuple[Suggestion, ...]
    change_points: tuple[ChangePoint, ...]
    log: tuple[str, ...]
    rebase_dates: tuple[date, ...]


def suggest_recalculation(chart: Chart, settings: Settings | None = None) -> Recalculation:
    """Suggestions for the last phase of `chart`; earlier phases were settled by a person.

    The lines are those of the chart's own kind and profile, screened as the profile says. To see a
    suggestion applied, call `spc` again with one of `rebase_dates` added to its own.
    """
    chosen = settings or Settings()
    if chart.chart not in CHARTS:
        return _none(f"Recalculation is not suggested for a {chart.chart_title}: it has no mean to shift.")
    rows = columns(chart)
    place = np.flatnonzero(rows.usable & (rows.phase == rows.phase.max(initial=0)))
    points = [chart.points[row] for row in place]
    lines = lines_from(family(chart.chart), chart.rule_set or profile(chart.profile), rows, place)
    outcome = stable_shift(rows.values[place], lines, chosen)
    if outcome is None:
        have = "There is 1 point" if len(points) == 1 else f"There are {len(points)} points"
        return _none(
            f"{have} in this phase; {chosen.period} are needed to set limits before a recalculation "
            "can be judged."
        )
    changes = change_points(chart)
    suggestions = tuple(_suggestion(chart, points, trial, chosen, changes) for trial in outcome.trials)
    return Recalculation(
        suggestions,
        changes,
        tuple(_log(chart, points, outcome, suggestions, changes, chosen)),
        tuple(one.date for one in suggestions if one.accepted and one.date is not None),
    )


def lines_from(kind: Family, rules: Profile, rows: Columns, place: Ints) -> LinesFrom:
    """The lines of a kind of chart at the rows `place`, from any choice of these rows.

    They are shown no further than figures of this kind can go.
    """
    least = -np.inf if kind.bounds[0] is None else kind.bounds[0]
    most = np.inf if kind.bounds[1] is None else kind.bounds[1]

    def lines(period: Ints, left_out: Bools) -> Lines:
        base, excluded = np.zeros(rows.values.size, dtype=np.bool_), rows.excluded.copy()
        base[place[period]] = True
        excluded[place[left_out]] = True
        stack = Stack(
            values=rows.values,
            sizes=rows.sizes,
            base=base,
            excluded=excluded,
            after_gap=rows.after_gap,
            group=np.zeros(rows.values.size, dtype=np.int64),
            groups=1,
        )
        found = kind.lines(stack, rules, rules.screen)
        lower, upper = (np.clip(line, least, most)[place] for line in (found.lower, found.upper))
        return found.centre[place], lower, upper

    return lines


def _none(sentence: str) -> Recalculation:
    return Recalculation((), (), (sentence,), ())


def _suggestion(
    chart: Chart, points: list[Point], trial: Trial, settings: Settings, changes: tuple[ChangePoint, ...]
) -> Suggestion:
    point = points[trial.start]
    return Suggestion(
        date=point.date,
        position=point.position,
        higher=trial.side > 0,
        run=trial.run,
        centre=trial.centre,
        lower=trial.lower,
        upper=trial.upper,
        accepted=trial.accepted,
        reason=_reason(chart, points, trial, settings),
        change_point=_same_change(points, trial, settings, changes),
    )


def _same_change(
    points: list[Point], trial: Trial, settings: Settings, changes: tuple[ChangePoint, ...]
) -> ChangePoint | None:
    """The change that brought the process where the shift finds it, if it goes the same way.

    A shift may be dated later than its cause: limits cannot start anew inside the period of the last.
    """
    places = {one.position: place for place, one in enumerate(points)}
    earlier = [one for one in changes if places[one.position] <= trial.start + SAME_CHANGE]
    if not earlier or earlier[-1].higher != (trial.side > 0):
        return None
    return earlier[-1] if trial.start - places[earlier[-1].position] <= settings.period else None


def _reason(chart: Chart, points: list[Point], trial: Trial, settings: Settings) -> str:
    """Why new limits are suggested or not, in one sentence."""
    back = "below" if trial.side > 0 else "above"
    if trial.reason is Reason.TOO_FEW_POINTS:
        left = len(points) - trial.start
        return (
            f"Not yet: new limits need {settings.period} points from here on, and there are {left}; "
            f"look again after {counted(settings.period - left, 'more point')}."
        )
    if trial.reason is Reason.SHIFT_BACK:
        start = _at(chart, points, trial.back)
        return f"Rejected: a shift back {back} the new {chart.centre_word} starts {start}."
    if trial.reason is Reason.UNFINISHED_RUN_BACK:
        return (
            f"Rejected for now: the latest points run back {back} the new {chart.centre_word} "
            f"{_at(chart, points, trial.back, 'from')} and may become a shift."
        )
    if trial.reason is Reason.EVERY_SHIFT:
        return "Accepted: every shift was asked for, whether or not the process stays there."
    return (
        f"Accepted: no shift back {back} the new {chart.centre_word} starts in the {settings.period} points "
        "that set it."
    )


def _at(chart: Chart, points: list[Point], place: int | None, word: str = "in") -> str:
    """`in March 2024`, or `at point 17` where there are no dates."""
    if place is None:
        return ""
    day = when(points[place].date, (point.date for point in chart.points))
    if not day:
        return f"at point {place + 1}" if word == "in" else f"{word} point {place + 1}"
    return at_day(day) if word == "in" else f"{word} {day}"


def _log(
    chart: Chart,
    points: list[Point],
    outcome: StableShift,
    suggestions: tuple[Suggestion, ...],
    changes: tuple[ChangePoint, ...],
    settings: Settings,
) -> list[str]:
    """What was done, in order, in plain sentences."""
    centre = figure(float(outcome.centre[0]), chart.unit, chart_decimals(chart))
    start = f"The first {settings.period} points of this phase give a {chart.centre_word} of {centre}."
    log = [start]
    for suggestion, trial in zip(suggestions, outcome.trials, strict=True):
        side = "above" if suggestion.higher else "below"
        found = f"{counted(trial.run, 'point')} in a row {side} the {chart.centre_word}"
        log.append(f"{_sentence(_at(chart, points, trial.start, 'from'))}: {found}. {suggestion.reason}")
        if suggestion.accepted:
            log.append(_second_opinion(chart, suggestion))
    if not suggestions:
        log.append(f"No run of {settings.shift} points on one side follows, so nothing is suggested.")
    unmatched = [change for change in changes if all(one.change_point is not change for one in suggestions)]
    log += [f"The second opinion alone: {change.text}" for change in unmatched]
    return log


def _second_opinion(chart: Chart, suggestion: Suggestion) -> str:
    if suggestion.change_point is None:
        return "The second opinion, a change-point method, sees no change of level that led here."
    return f"The second opinion agrees: {suggestion.change_point.text}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
