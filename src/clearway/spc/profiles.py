"""Rule sets as plain objects: everything in which one school of SPC differs from another.

`mdc` follows what the Making Data Count team of NHS England has announced in public (limits and
icons from 13 points; since November 2023 points beyond three sigma count towards two of three; an
improvement wins over a concern at one point). Their spreadsheet itself is not public, so `mdc` rests
on those announcements. The compatible profiles reproduce the figures that the named program and
version prints.
"""

from dataclasses import dataclass
from typing import Literal

from clearway.common.errors import ClearwayError
from clearway.spc.words import Rule

# d2 for two neighbours: the mean range of a pair is 1.128 sigma. Making Data Count and Wheeler
# round 3 / 1.128 to 2.66.
SIGMA_MDC = 2.66 / 3
SIGMA_D2 = 1 / 1.128


@dataclass(frozen=True)
class Profile:
    """One rule set. Lengths count points; factors have no unit.

    `sigma_factor` turns a mean moving range into a sigma. `screen` drops moving ranges at or above
    3.267 times their mean before the limits are set (Nelson 1982). `skip_ties` lets a shift pass over
    points on the centre line and a trend over repeated values; otherwise they break it.
    `gaps_count` treats an absent calendar period as a missing one, so that no moving range is taken
    across it. `bridge_excluded` takes moving ranges between the neighbours of an excluded point.
    """

    name: str
    title: str
    rules: tuple[Rule, ...]
    run_chart_rules: tuple[Rule, ...] = (Rule.RUNS,)
    minimum_points: int = 1
    minimum_run_points: int = 1
    minimum_baseline: int = 1
    sigma_factor: float = SIGMA_MDC
    screen: bool = False
    shift_length: int = 7
    trend_length: int = 7
    skip_ties: bool = True
    two_of_three_counts_outside: bool = True
    conflict: Literal["improvement_wins", "first_rule"] = "improvement_wins"
    gaps_count: bool = False
    bridge_excluded: bool = False
    judge_excluded: bool = False
    baseline_counts_empty: bool = False
    baseline_only_unphased: bool = False
    clip_individuals: bool = False


MDC_RULES = (Rule.OUTSIDE, Rule.TREND, Rule.TWO_OF_THREE, Rule.SHIFT)

_PROFILES = (
    Profile(
        name="mdc",
        title="Making Data Count",
        rules=MDC_RULES,
        minimum_points=13,
        minimum_run_points=10,
        minimum_baseline=12,
        gaps_count=True,
        clip_individuals=True,
    ),
    Profile(
        name="plotthedots-0.2.2",
        title="NHSRplotthedots 0.2.2",
        rules=MDC_RULES,
        minimum_baseline=12,
        screen=True,
        skip_ties=False,
        two_of_three_counts_outside=False,
        conflict="first_rule",
    ),
    Profile(
        name="qicharts2",
        title="qicharts2 (three sigma and Anhøj runs)",
        rules=(Rule.OUTSIDE, Rule.RUNS),
        sigma_factor=SIGMA_D2,
        screen=True,
        bridge_excluded=True,
        judge_excluded=True,
        baseline_counts_empty=True,
        baseline_only_unphased=True,
    ),
    Profile(
        name="healthcare-run",
        title="Anhøj runs",
        rules=(Rule.RUNS,),
        minimum_points=13,
        minimum_run_points=10,
        gaps_count=True,
    ),
)

PROFILES: dict[str, Profile] = {profile.name: profile for profile in _PROFILES}


def profile(name: str) -> Profile:
    """The profile of that name. Raises ClearwayError with the names that exist."""
    try:
        return PROFILES[name]
    except KeyError:
        raise ClearwayError(
            f"There is no SPC profile '{name}'", mend=f"Use one of: {', '.join(PROFILES)}"
        ) from None
