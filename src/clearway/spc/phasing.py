"""Which points belong to which phase, which are left out, and which set the limits.

Every function takes the points of many series at once: `code` numbers the series of each point and
`day` is its date as days since 1970, both in order. What a person asked for is a `Plan` a series.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.spc.arrays import Bools, Ints
from clearway.spc.profiles import Profile
from clearway.spc.series import When, as_day

# Room for every calendar date, so that series and day make one sortable number.
SPAN, ZERO = 8_000_000, 1_000_000
EPOCH = date(1970, 1, 1).toordinal()
Dates = Mapping[When, str] | Sequence[When]


@dataclass(frozen=True)
class Baseline:
    """The points that set the limits: the `first` so many of each phase, or those from `start` to
    `end` inclusive, or those on chosen `dates`. `reason` is for people.

    A phase in which none of the chosen points lies takes its limits from all its points.
    """

    first: int | None = None
    start: When | None = None
    end: When | None = None
    dates: Sequence[When] = ()
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """What a person decided about one series; days with reasons, which may be empty."""

    rebases: Mapping[date, str] = field(default_factory=dict)
    exclusions: Mapping[date, str] = field(default_factory=dict)
    first: int | None = None
    window: tuple[date, date] | None = None
    chosen: frozenset[date] = frozenset()
    baseline_reason: str = ""

    @property
    def dated(self) -> bool:
        """Whether it names any date."""
        return bool(self.rebases or self.exclusions or self.window or self.chosen)


def read_plan(
    rebases: Dates, exclusions: Dates, points: int | None, baseline: Baseline | None, profile: Profile
) -> Plan:
    """The plan that these arguments mean. Raises ClearwayError where they do not fit."""
    if baseline is not None and points is not None:
        raise ClearwayError("There are two baselines", mend="Use either baseline_points or baseline")
    wanted = baseline or Baseline(first=points)
    ways = (wanted.first is not None) + bool(wanted.start or wanted.end) + bool(wanted.dates)
    if baseline is not None and ways != 1:
        raise ClearwayError(
            "A baseline is the first points, a range of dates or chosen dates", mend="Give one of them"
        )
    least = max(profile.minimum_baseline, 2)
    if wanted.first is not None and wanted.first < least:
        raise ClearwayError(
            f"A baseline of {wanted.first} points is too short for the profile {profile.name}",
            mend=f"Use at least {least} points, or none for all points",
        )
    window = None
    if wanted.start or wanted.end:
        window = (
            as_day(wanted.start) if wanted.start else date.min,
            as_day(wanted.end) if wanted.end else date.max,
        )
    return Plan(
        _with_reasons(rebases),
        _with_reasons(exclusions),
        wanted.first,
        window,
        frozenset(as_day(day) for day in wanted.dates),
        wanted.reason,
    )


def _with_reasons(days: Dates) -> dict[date, str]:
    if isinstance(days, Mapping):
        found = {as_day(day): reason for day, reason in days.items()}
    else:
        found = {as_day(day): "" for day in days}
    return dict(sorted(found.items()))


def start_phases(code: Ints, day: Ints, plans: Mapping[int, Plan]) -> tuple[Ints, Ints]:
    """The phase of each point in its series and its group among all phases of all series, from 0.

    A phase starts at the first point on or after its date; a date after the last point starts none.
    """
    starts = np.ones(code.size, dtype=np.bool_)
    np.not_equal(code[1:], code[:-1], out=starts[1:])
    first_of_series = np.flatnonzero(starts)
    asked, when = _listed(plans, lambda plan: plan.rebases)
    if not asked.size:
        # Where every series has points, its number is that of its only phase.
        in_full = code.size and first_of_series.size == code[-1] + 1
        return np.zeros(code.size, dtype=np.int64), code if in_full else np.cumsum(starts) - 1
    place = np.searchsorted(_key(code, day), _key(asked, when))
    there = place < code.size
    there[there] = code[place[there]] == asked[there]
    starts[place[there]] = True
    group = np.cumsum(starts) - 1
    rows = np.diff(first_of_series, append=code.size)
    return group - np.repeat(group[first_of_series], rows), group


def leave_out(code: Ints, day: Ints, plans: Mapping[int, Plan]) -> Bools:
    """The points on the dates that a person excluded."""
    return _on(code, day, *_listed(plans, lambda plan: plan.exclusions))


def choose_base(
    usable: Bools,
    code: Ints,
    day: Ints,
    group: Ints,
    phase: Ints,
    plans: Mapping[int, Plan],
    profile: Profile,
) -> Bools:
    """The usable points that set limits: all, or those of the baseline."""
    if not any(plan.first or plan.window or plan.chosen for plan in plans.values()):
        return usable
    chosen = _on(code, day, *_listed(plans, lambda plan: plan.chosen))
    series = int(code[-1]) + 1
    first = np.full(series, np.iinfo(np.int64).max)
    low, high = np.ones(series, dtype=np.int64), np.zeros(series, dtype=np.int64)
    for number, plan in plans.items():
        if plan.first is not None:
            first[number] = plan.first
        if plan.window is not None:
            low[number], high[number] = (number_of(edge) for edge in plan.window)
    chosen |= (day >= low[code]) & (day <= high[code])
    counts = np.ones(usable.size, dtype=np.bool_) if profile.baseline_counts_empty else usable
    running = np.cumsum(counts)
    before = np.concatenate(([0], running))[np.searchsorted(group, group)]
    base = usable & (running - before <= first[code])
    if profile.baseline_only_unphased:
        phased = np.bincount(code, weights=phase > 0, minlength=series) > 0
        base |= usable & phased[code] & (first[code] < np.iinfo(np.int64).max)
    picked = usable & chosen
    has = np.bincount(group[picked], minlength=int(group[-1]) + 1)[group] > 0
    return np.where(has, picked, base)


def plan_notes(plan: Plan, days: Sequence[date]) -> list[str]:
    """What a person must know about the dates asked for; `days` are those of the series in order."""
    known = set(days)
    notes = [_rebase_note(start, days) for start in plan.rebases if start not in known]
    for wanted, verb in ((plan.exclusions, "be left out"), (sorted(plan.chosen), "set the limits")):
        notes += [
            f"{day:%-d %B %Y} was to {verb}, and the series has no such date."
            for day in wanted
            if day not in known
        ]
    if plan.window and not any(plan.window[0] <= day <= plan.window[1] for day in days):
        notes.append("No date of the series lies in the baseline asked for; all points set the limits.")
    return notes


def check_baseline(base: int, plan: Plan, profile: Profile) -> None:
    """Raises ClearwayError where a chosen baseline has too few points with figures."""
    least = max(profile.minimum_baseline, 2)
    if (plan.window or plan.chosen) and 0 < base < least:
        raise ClearwayError(
            f"The baseline has {base} points with figures, too few for the profile {profile.name}",
            mend=f"Choose at least {least}",
        )


def number_of(day: date) -> int:
    """A date as days since 1970."""
    return day.toordinal() - EPOCH


def _rebase_note(start: date, days: Sequence[date]) -> str:
    later = [day for day in days if day > start]
    asked = f"A new phase was asked for from {start:%-d %B %Y}, which is not a date of the series"
    return f"{asked}; it starts on {later[0]:%-d %B %Y}." if later else f"{asked}; there is nothing after it."


def _key(code: Ints, day: Ints) -> Ints:
    return np.asarray(code * SPAN + day + ZERO, dtype=np.int64)


def _listed(plans: Mapping[int, Plan], days: Callable[[Plan], Iterable[date]]) -> tuple[Ints, Ints]:
    """The series and the days of everything asked for of one kind."""
    pairs = [(code, number_of(day)) for code, plan in plans.items() for day in days(plan)]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _on(code: Ints, day: Ints, asked: Ints, when: Ints) -> Bools:
    if not asked.size:
        return np.zeros(code.size, dtype=np.bool_)
    return np.isin(_key(code, day), _key(asked, when))
