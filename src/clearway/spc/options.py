"""The choices for one chart, checked once."""

from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from clearway.common.errors import ClearwayError
from clearway.spc.judge import Method
from clearway.spc.limits import Family, SameDate, family
from clearway.spc.phasing import Baseline, Dates, Plan, read_plan
from clearway.spc.profiles import Profile, Screen, profile
from clearway.spc.targets import Stepped, Target, Trajectory, read_target
from clearway.spc.words import Direction, Unit

W = TypeVar("W", Direction, Unit)
Bounds = tuple[float | None, float | None]
Limits = Literal["sigma", "exact"]


@dataclass(frozen=True)
class Options:
    """How one series is to be judged; see `clearway.spc.spc` for the meaning of each."""

    method: Method
    direction: Direction
    target: Target
    plan: Plan
    unit: Unit | None
    bounds: Bounds | None
    same_date: SameDate
    centre: float | None

    @property
    def family(self) -> Family:
        """The kind of chart."""
        return self.method.family

    @property
    def profile(self) -> Profile:
        """The rule set."""
        return self.method.profile


def read_options(
    *,
    chart: str = "i",
    profile_name: str | Profile = "mdc",
    direction: str = "neutral",
    target: float | Stepped | None = None,
    trajectory: Trajectory | None = None,
    baseline_points: int | None = None,
    baseline: Baseline | None = None,
    rebase_dates: Dates = (),
    exclude_dates: Dates = (),
    screen: bool | Screen | None = None,
    unit: str | None = None,
    bounds: Bounds | None = None,
    limits: str = "sigma",
    centre: float | None = None,
    same_date: str | None = None,
    rows: int | None = None,
) -> Options:
    """The options these arguments mean. Raises ClearwayError on a word or number that does not fit."""
    kind, rules = family(chart), profile(profile_name)
    if limits not in get_args(Limits):
        raise ClearwayError(f"There are no limits '{limits}'", mend="Use one of: sigma, exact")
    if limits == "exact" and kind.exact is None:
        raise ClearwayError(f"A {kind.title} has no exact limits", mend="They exist on charts p, u and c")
    return Options(
        method=Method(kind, rules, _screen(screen, rules), limits == "exact"),
        direction=_word(Direction, direction, "direction"),
        target=read_target(target, trajectory, rows),
        plan=read_plan(rebase_dates, exclude_dates, baseline_points, baseline, rules),
        unit=None if unit is None else _word(Unit, unit, "unit"),
        bounds=bounds,
        same_date=_same_date(same_date, kind),
        centre=centre,
    )


def _screen(asked: bool | Screen | None, rules: Profile) -> Screen:
    if asked is None:
        return rules.screen
    if isinstance(asked, bool):
        return "one_pass" if asked else "none"
    if asked not in get_args(Screen):
        raise ClearwayError(
            f"There is no screening '{asked}'", mend=f"Use one of: {', '.join(get_args(Screen))}"
        )
    return asked


def _same_date(asked: str | None, kind: Family) -> SameDate:
    if asked is None or asked == kind.same_date:
        return kind.same_date
    if kind.same_date == "subgroup":
        raise ClearwayError(f"Rows of one date are a subgroup on a {kind.title}")
    if kind.same_date == "apart" and asked != "refuse":
        raise ClearwayError(f"Events of one date are never merged on a {kind.title}")
    choices: dict[str, SameDate] = {"refuse": "refuse", "apart": "apart", "sum": "sum", "mean": "mean"}
    if asked not in choices:
        raise ClearwayError(f"same_date cannot be '{asked}'", mend="Use one of: refuse, apart, sum, mean")
    return choices[asked]


def _word(kind: type[W], word: str, name: str) -> W:
    try:
        return kind(word.lower())
    except ValueError:
        raise ClearwayError(f"There is no {name} '{word}'", mend=f"Use one of: {', '.join(kind)}") from None
