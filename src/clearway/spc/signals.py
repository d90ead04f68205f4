"""Each rule that fired, where it began and ended, and what it means in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from clearway.spc.arrays import TOLERANCE
from clearway.spc.explain import runs_reason
from clearway.spc.figures import counted, when
from clearway.spc.result import Chart, Phase, Point
from clearway.spc.words import Rule

# Rules about some of several points: one point between those flagged does not end the signal.
_BRIDGED = {Rule.TWO_OF_THREE: 1, Rule.FOUR_OF_FIVE: 1}


@dataclass(frozen=True)
class Signal:
    """One rule over neighbouring points of a phase; `points` are those it flags, in order.

    `higher` says which way they lie (above the centre, or rising for a trend), None where a rule has no
    direction. `subject` and `predicate` make a clause: "9 points in a row", "lie below the mean".
    """

    rule: Rule
    phase: int
    points: tuple[Point, ...]
    higher: bool | None
    subject: str
    predicate: str

    @property
    def text(self) -> str:
        """The clause."""
        return f"{self.subject} {self.predicate}"

    @property
    def first(self) -> date | None:
        """The date of its first point."""
        return self.points[0].date

    @property
    def last(self) -> date | None:
        """The date of its last point."""
        return self.points[-1].date


def signals_of(chart: Chart) -> tuple[Signal, ...]:
    """Every signal of the chart, by its first point; rules keep their order at one point."""
    found: list[tuple[int, Signal]] = []
    for phase in chart.phases:
        points = [point for point in chart.points if point.phase == phase.number and point.value is not None]
        for rule in {rule: None for point in points for rule in point.rules}:
            for stretch in _stretches(points, rule):
                signal = _signal(chart, phase, rule, stretch)
                found.append((points.index(stretch[0]), signal))
    found.sort(key=lambda pair: (pair[1].phase, pair[0]))
    return tuple(signal for _, signal in found)


def signal_sentence(chart: Chart, signal: Signal) -> str:
    """The signal with its dates, as one entry of a list: "October 2024 to June 2025: ..."."""
    days = [point.date for point in chart.points]
    first, last = (when(day, days) for day in (signal.first, signal.last))
    if not first:
        first, last = (
            f"point {chart.points.index(point) + 1}" for point in (signal.points[0], signal.points[-1])
        )
    place = first if first == last else f"{first} to {last}"
    return f"{place[:1].upper()}{place[1:]}: {signal.text}."


def _stretches(points: list[Point], rule: Rule) -> Iterator[list[Point]]:
    """Neighbouring points that the rule flags together; ties that it passes over do not part them."""
    if rule is Rule.RUNS:
        yield [point for point in points if rule in point.rules]
        return
    for stretch in _neighbours(points, rule):
        yield from _trends(stretch) if rule is Rule.TREND else [stretch]


def _neighbours(points: list[Point], rule: Rule) -> Iterator[list[Point]]:
    current: list[Point] = []
    passed = 0
    for place, point in enumerate(points):
        if rule in point.rules:
            if current and not _together(current[-1], point, rule):
                yield current
                current = []
            current.append(point)
            passed = 0
        elif current:
            passed += not _tie(points, place, rule)
            if passed > _BRIDGED.get(rule, 0):
                yield current
                current, passed = [], 0
    if current:
        yield current


def _trends(points: list[Point]) -> Iterator[list[Point]]:
    """Rises and falls apart; the point at the turn belongs to both."""
    current = points[:1]
    for before, here in pairwise(points):
        rising = (here.value or 0.0) > (before.value or 0.0)
        if len(current) > 1 and rising != ((current[-1].value or 0.0) > (current[-2].value or 0.0)):
            yield current
            current = [before]
        current.append(here)
    yield current


def _together(before: Point, here: Point, rule: Rule) -> bool:
    """Whether a flagged point continues the stretch that `before` ends."""
    if rule in (Rule.TREND, Rule.ALTERNATING, Rule.NEAR_CENTRE, Rule.AWAY_FROM_CENTRE):
        return True
    return _above(before) == _above(here)


def _tie(points: list[Point], place: int, rule: Rule) -> bool:
    """Whether the rule passes over this point: on the centre for a shift, a repeat for a trend."""
    here = points[place]
    value, centre = here.value or 0.0, here.centre or 0.0
    near = TOLERANCE * max(abs(point.value or 0.0) for point in points)
    if rule is Rule.SHIFT:
        return abs(value - centre) <= near
    return rule is Rule.TREND and place > 0 and abs(value - (points[place - 1].value or 0.0)) <= near


def _above(point: Point) -> bool:
    return point.value is not None and point.centre is not None and point.value >= point.centre


def _signal(chart: Chart, phase: Phase, rule: Rule, points: list[Point]) -> Signal:
    higher: bool | None = _above(points[-1])
    if rule is Rule.TREND:
        higher = (points[-1].value or 0.0) > (points[0].value or 0.0)
    elif rule in (Rule.ALTERNATING, Rule.NEAR_CENTRE, Rule.AWAY_FROM_CENTRE, Rule.RUNS):
        higher = None
    subject, predicate = _words(chart, phase, rule, len(points), bool(higher))
    return Signal(rule, phase.number, tuple(points), higher, subject, predicate)


def _words(chart: Chart, phase: Phase, rule: Rule, many: int, higher: bool) -> tuple[str, str]:
    """What fired and what it does; singular where there is one point."""
    side, edge = ("above", "upper") if higher else ("below", "lower")
    lie, points, centre = "lies" if many == 1 else "lie", counted(many, "point"), chart.centre_word
    row, close = f"{points} in a row", f"{points} close together"
    if rule is Rule.RUNS:
        return "chance", f"does not explain the order of the points: {runs_reason(chart, phase)}"
    return {
        Rule.OUTSIDE: (points, f"{lie} {side} the {edge} limit"),
        Rule.SHIFT: (row, f"{lie} {side} the {centre}"),
        Rule.TREND: (row, f"are each {'higher' if higher else 'lower'} than the one before"),
        Rule.TWO_OF_THREE: (close, f"{lie} near or beyond the {edge} limit"),
        Rule.FOUR_OF_FIVE: (close, f"{lie} well {side} the {centre}"),
        Rule.ALTERNATING: (row, "go up and down by turns"),
        Rule.NEAR_CENTRE: (row, f"{lie} close to the {centre}"),
        Rule.AWAY_FROM_CENTRE: (row, f"{lie} away from the {centre}, on either side"),
    }[rule]
