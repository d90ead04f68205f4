"""Rule sets: everything in which one school of SPC differs from another, as data.

The profiles stand in `profiles.toml`; `custom_profile` makes another from any of them. `mdc` follows
what the Making Data Count team of NHS England has announced in public; their spreadsheet itself is not
public. The compatible profiles reproduce the figures that the named program and version prints.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from typing import Any, Literal, get_args

from clearway.common.errors import ClearwayError
from clearway.spc.words import Rule

# d2 for two neighbours: the mean range of a pair is 1.128 sigma. Making Data Count and Wheeler
# round 3 / 1.128 to 2.66.
SIGMA_MDC = 2.66 / 3
SIGMA_D2 = 1 / 1.128

Screen = Literal["none", "one_pass", "repeated"]
Boundaries = Literal["strict", "inclusive"]
TwoOfThree = Literal["beyond_two_sigma", "between_two_and_three_sigma", "third_anywhere"]
Conflict = Literal["improvement_wins", "concern_wins", "first_rule"]


@dataclass(frozen=True)
class Profile:
    """One rule set.

    Rules: `rules` in order of priority, `run_chart_rules` for charts without limits. `shift_length`
    and `trend_length` count points. `skip_ties` lets a shift pass over points on the centre line and
    a trend over repeated values; otherwise they break it. `boundaries` says whether a point on a limit
    is beyond it (`inclusive`). `two_of_three`: `beyond_two_sigma` needs all three points on one side
    and counts those beyond three sigma, `between_two_and_three_sigma` does not count them,
    `third_anywhere` (Nelson) lets the third point lie anywhere. `conflict` is what a point shows that
    is an improvement by one rule and a concern by another.

    Limits: `sigma_factor` turns a mean moving range into a sigma. `screen` drops moving ranges at or
    above 3.267 times their mean before the limits are set (Nelson 1982), once or until none is left to
    drop. `gaps_count` treats an absent calendar period as a missing one. No moving range is taken
    across a missing figure unless `bridge_missing`, nor across an excluded point unless
    `bridge_excluded`. `minimum_points` (`minimum_run_points` on charts without limits) are needed for
    lines and verdicts, `minimum_baseline` for a baseline. `clip_individuals` shows the limits of
    percentages no further than 0 to 100%.

    Targets: with `target_on_limit` inclusive, a target on a limit counts as beyond it. With `meeting`
    strict, a figure equal to the target does not meet it.

    The other fields copy habits of a program: `judge_excluded` judges excluded points,
    `baseline_counts_empty` counts empty points towards a baseline, `baseline_only_unphased` ignores
    it once there are phases, `prime_spread_of_all` takes the spread of an I′ chart from all points.
    """

    name: str
    title: str
    rules: tuple[Rule, ...]
    run_chart_rules: tuple[Rule, ...] = (Rule.RUNS,)
    minimum_points: int = 1
    minimum_run_points: int = 1
    minimum_baseline: int = 1
    sigma_factor: float = SIGMA_MDC
    screen: Screen = "none"
    shift_length: int = 7
    trend_length: int = 7
    skip_ties: bool = True
    boundaries: Boundaries = "strict"
    two_of_three: TwoOfThree = "beyond_two_sigma"
    conflict: Conflict = "improvement_wins"
    target_on_limit: Boundaries = "strict"
    meeting: Boundaries = "inclusive"
    gaps_count: bool = False
    bridge_missing: bool = False
    bridge_excluded: bool = False
    judge_excluded: bool = False
    baseline_counts_empty: bool = False
    baseline_only_unphased: bool = False
    clip_individuals: bool = False
    prime_spread_of_all: bool = False


_CHOICES = {
    "screen": get_args(Screen),
    "boundaries": get_args(Boundaries),
    "two_of_three": get_args(TwoOfThree),
    "conflict": get_args(Conflict),
    "target_on_limit": get_args(Boundaries),
    "meeting": get_args(Boundaries),
}
_LEAST = {
    "shift_length": 3,
    "trend_length": 3,
    "minimum_points": 1,
    "minimum_run_points": 1,
    "minimum_baseline": 1,
}
_SIGMA = {"mdc": SIGMA_MDC, "d2": SIGMA_D2}


def custom_profile(base: "str | Profile" = "mdc", *, name: str = "custom", **changes: Any) -> Profile:
    """A profile made from another by changing some of its fields, named and titled after both.

    `custom_profile("mdc", shift_length=6)` is printed on a chart as "Custom: Making Data Count with
    shift_length 6". Raises ClearwayError for a field or a choice that does not exist.
    """
    start = profile(base)
    chosen = {key: _checked(key, value) for key, value in changes.items() if key != "title"}
    listed = ", ".join(f"{key} {_written(value)}" for key, value in changes.items() if key != "title")
    title = changes.get("title") or f"Custom: {start.title}{f' with {listed}' if listed else ''}"
    return replace(start, name=name, title=str(title), **chosen)


def read_profiles(text: str, where: str = "") -> dict[str, Profile]:
    """The profiles of a TOML text of the form of `profiles.toml`. Raises ClearwayError.

    A table with `base` starts from that profile, of this text or of those that are built in.
    """
    try:
        tables: Mapping[str, Mapping[str, Any]] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ClearwayError(f"This is not TOML: {error}", where=where) from None
    found: dict[str, Profile] = {}
    for name, table in tables.items():
        entries = dict(table)
        base = entries.pop("base", None)
        start = Profile(name, name, ()) if base is None else found.get(base) or profile(base)
        found[name] = custom_profile(start, name=name, **entries)
    return found


def profile(name: str | Profile) -> Profile:
    """The profile of that name, in capitals or not. Raises ClearwayError with the names that exist."""
    if isinstance(name, Profile):
        return name
    try:
        return PROFILES[name.lower()]
    except KeyError:
        raise ClearwayError(
            f"There is no SPC profile '{name}'",
            mend=f"Use one of: {', '.join(PROFILES)}; or make one with custom_profile",
        ) from None


def _checked(key: str, value: Any) -> Any:
    """A field's value as `Profile` holds it."""
    kinds = {field.name: field.type for field in fields(Profile) if field.name not in ("name", "title")}
    if key not in kinds:
        raise ClearwayError(f"A profile has no '{key}'", mend=f"Known are {', '.join(kinds)}")
    if key in ("rules", "run_chart_rules"):
        return tuple(_rule(word) for word in value)
    if key in _CHOICES:
        return _one_of(key, value, _CHOICES[key])
    if key == "sigma_factor":
        return _SIGMA[_one_of(key, value, tuple(_SIGMA))] if isinstance(value, str) else float(value)
    if key in _LEAST:
        if not isinstance(value, int) or value < _LEAST[key]:
            raise ClearwayError(f"{key} is {value}", mend=f"Use a whole number of {_LEAST[key]} or more")
        return value
    return _one_of(key, value, (True, False))


def _rule(word: str) -> Rule:
    return Rule(_one_of("rule", word, tuple(Rule)))


def _one_of(key: str, value: Any, choices: tuple[Any, ...]) -> Any:
    if value not in choices:
        raise ClearwayError(f"{key} is '{value}'", mend=f"Use one of: {', '.join(map(str, choices))}")
    return value


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


PROFILES: dict[str, Profile] = {}
PROFILES |= read_profiles(files("clearway.spc").joinpath("profiles.toml").read_text("utf-8"), "profiles.toml")
