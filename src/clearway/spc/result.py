"""What SPC gives back: points, phases, a summary, and the chart that holds them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from clearway.spc.figures import decimals_for
from clearway.spc.profiles import Profile
from clearway.spc.words import Assurance, Direction, PointState, PointType, Rule, Unit, Variation


@dataclass(frozen=True)
class Point:
    """One row of the input with its lines and verdict, in the unit of the figures.

    `value` is the plotted figure (a fraction where there is a denominator), None where there is
    none. `lower` and `upper` are as shown: never beyond what a figure of this kind can be. `rules`
    are all that fired. `phase` counts from 1. `row` names the row of the input, `position` its place
    there from 0. `target` is the one in force there. `in_baseline` points set the limits. `reason` is why
    the point was excluded. `size` counts the figures of a subgroup.
    """

    date: date | None
    value: float | None
    numerator: float | None
    denominator: float | None
    phase: int
    centre: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    rules: tuple[Rule, ...]
    type: PointType
    state: PointState
    target: float | None
    row: str
    position: int
    in_baseline: bool = True
    reason: str = ""
    size: int = 1


@dataclass(frozen=True)
class Phase:
    """A stretch of a series with its own centre and limits, and Anhøj's figures of it.

    `n` counts the points with a figure that count. `limits_shown` is false where they are too few.
    `lower` and `upper` are None where there are none, and those of the last point where they vary.
    `reason` is why the phase starts; `baseline_n` points set its limits, for `baseline_reason`.
    """

    number: int
    start: date | None
    end: date | None
    n: int
    centre: float | None
    lower: float | None
    upper: float | None
    limits_shown: bool
    limits_vary: bool
    longest_run: int
    longest_run_max: int
    crossings: int
    crossings_min: int
    runs_signal: bool
    reason: str = ""
    baseline_n: int = 0
    baseline_reason: str = ""


@dataclass(frozen=True)
class Summary:
    """One line about a series: the columns of the summary file. Runs are those of the last phase.

    `target_probability` is the chance that the next figure meets its target if nothing changes; see
    `clearway.spc.probability` for what it rests on.
    """

    series: str
    chart: str
    profile: str
    n: int
    variation: Variation
    assurance: Assurance
    longest_run: int | None
    longest_run_max: int | None
    crossings: int | None
    crossings_min: int | None
    runs_signal: bool | None
    text: str
    target_probability: float | None = None


@dataclass(frozen=True)
class Chart:
    """Everything that is known about one series.

    `absent` are calendar periods between the first and last date that have no row at all. `notes` are
    plain sentences about what was done with the input (phases moved, screening given up). `rule_set` is
    the profile itself. `target` is the last one reached, `next_target` that of the next period, and
    `targets` the dates at which one is set, future ones too.
    """

    series: str
    chart: str
    chart_title: str
    centre_word: str
    profile: str
    profile_title: str
    direction: Direction
    target: float | None
    unit: Unit
    minimum_points: int
    points: tuple[Point, ...]
    phases: tuple[Phase, ...]
    summary: Summary
    absent: tuple[date, ...]
    notes: tuple[str, ...]
    rule_set: Profile | None = None
    exact_limits: bool = False
    targets: tuple[tuple[date, float], ...] = ()
    next_target: float | None = None

    @cached_property
    def valued(self) -> tuple[Point, ...]:
        """The points whose figure counts."""
        return tuple(point for point in self.points if point.state is PointState.VALUE)

    @cached_property
    def decimals(self) -> int:
        """The decimals that tell its figures and limits apart."""
        known = [point.value for point in self.valued]
        known += [line for phase in self.phases for line in (phase.lower, phase.upper)]
        return decimals_for(known, self.unit)

    @property
    def latest(self) -> Point | None:
        """The last point whose figure counts."""
        return self.valued[-1] if self.valued else None
