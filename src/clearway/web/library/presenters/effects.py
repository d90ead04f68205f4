"""Effects of tests as people read them: what was before, what is since, and what that does not say."""

from dataclasses import dataclass
from datetime import date

from clearway.common.periods import Month, parse_period
from clearway.measures.definitions import definitions
from clearway.measures.model import Direction
from clearway.web.charts.titles import chart_title
from clearway.web.design.filters import count, percent
from clearway.web.library.effect import AT_LEAST, Effect, Kind, Span
from clearway.web.library.figures import is_share

CAVEAT = (
    "Before and since are compared, nothing more. Other things changed in the same months, so a difference "
    "does not show that the change was its cause. The interval (Newcombe, 95%) counts every case as "
    "if it stood alone; months and clinics differ by more than that, so the truth is less sure than it looks."
)
MUCH = 1.5
"""Months that differ this many times as much as chance makes them are pointed out."""


@dataclass(frozen=True)
class Side:
    """One side of the comparison."""

    title: str
    months: str
    value: str
    counts: str


@dataclass(frozen=True)
class EffectShown:
    """An effect in words. `kept` says since when figures of a trust's own stand still."""

    measure: str
    source: str
    sides: tuple[Side, ...]
    finding: str
    remarks: tuple[str, ...]
    effect: Effect


def effect_shown(
    measure: str,
    effect: Effect,
    source: str,
    *,
    component: str = "",
    parameter: str = "",
    ramp_began: date | None = None,
) -> EffectShown:
    """The effect on a measure, in words; `ramp_began` is when an earlier test of its ramp began."""
    sheet = definitions().get(measure)
    share = is_share(measure)
    sides: tuple[Side, ...] = ()
    if effect.before is not None and effect.since is not None:
        sides = (
            _side(
                "Before the first test of its ramp" if ramp_began else "Before the test", effect.before, share
            ),
            _side("Since the decision", effect.since, share),
        )
    direction = sheet.direction if sheet else Direction.NEUTRAL
    return EffectShown(
        measure=chart_title(sheet, component, parameter) if sheet else measure,
        source=source,
        sides=sides,
        finding=_finding(effect),
        remarks=(*_of_ramp(ramp_began), *_remarks(effect, direction)),
        effect=effect,
    )


def _of_ramp(began: date | None) -> tuple[str, ...]:
    if began is None:
        return ()
    month = Month.of(began).label
    return (f"The first test of its ramp began in {month}: months from then on do not count as before.",)


def points(value: float) -> str:
    """A difference of fractions in percentage points: "13.3 higher"."""
    shown = f"{abs(100 * value):.1f}"
    if shown == "0.0":
        return "0.0"
    return f"{shown} {'higher' if value > 0 else 'lower'}"


def interval(effect: Effect) -> str:
    """Its 95% interval: "6.2 to 20.1 higher", "2.0 lower to 9.1 higher"."""
    low, high = points(effect.lower or 0.0), points(effect.upper or 0.0)
    if low.split()[-1] == high.split()[-1]:
        low = low.split()[0]
    return f"{low} to {high}"


def _side(title: str, span: Span, share: bool) -> Side:
    first, last = (parse_period(month).label for month in (span.first, span.last))
    months = f"{span.months} months, {first} to {last}"
    counts = f"{count(span.numerator)} of {count(span.denominator)}" if span.denominator else ""
    value = percent(span.value) if share else f"median {count(round(span.value, 1))}"
    return Side(title, months, value, counts)


def _finding(effect: Effect) -> str:
    before, since = effect.had
    match effect.kind:
        case Kind.WAITING:
            return (
                f"Not enough months yet: {before} with a figure before the test, {since} since its decision. "
                f"It takes {AT_LEAST} of each."
            )
        case Kind.WITHHELD:
            return "The counts are so small that they are not shown."
        case Kind.MEDIANS:
            return "Medians are shown without an interval, so nothing is said about chance."
    size, _, way = points(effect.difference or 0.0).partition(" ")
    said = f"{size} percentage points {way or 'apart'}"
    return f"{said}; 95% interval {interval(effect)}."


def _remarks(effect: Effect, direction: Direction) -> tuple[str, ...]:
    if effect.kind is not Kind.DIFFERENCE or effect.lower is None or effect.upper is None:
        return ()
    said = []
    if effect.lower <= 0 <= effect.upper:
        said.append("The interval holds no difference at all: chance may have made it.")
    else:
        rose = effect.lower > 0
        wanted = {Direction.INCREASE: rose, Direction.DECREASE: not rose}.get(direction)
        way = {True: ", and in the direction that is wanted", False: ", and away from what is wanted"}
        said.append(f"More than chance between single cases makes{way.get(wanted, '')}.")  # type: ignore[arg-type]
    if effect.spread is not None and effect.spread >= MUCH:
        said.append(
            f"The months differ from each other {effect.spread:g} times as much as chance makes them: the "
            "interval is too narrow."
        )
    return tuple(said)
