"""The series of a table that share a method, judged in one go; and all batches put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clearway.spc import icons
from clearway.spc.arrays import Bools, Floats, Ints, Signs, any_of, count_from, group_count, starts_of
from clearway.spc.judge import Method, Verdict, judge
from clearway.spc.limits import Stack
from clearway.spc.options import Options
from clearway.spc.phasing import Plan, check_baseline, choose_base, leave_out, start_phases
from clearway.spc.probability import meeting
from clearway.spc.table_points import Ready, points_of
from clearway.spc.table_result import EXCLUDED, NO_RANGE, VALUE, Judged, PerSeries, Points, together
from clearway.spc.table_rows import Rows
from clearway.spc.table_targets import targets_of
from clearway.spc.words import Unit


def judge_rows(rows: Rows, options: Sequence[Options], which: Ints) -> Judged:
    """All series judged, batch by batch; `which` is the place of each series' choices in `options`."""
    keys = [(one.method, one.same_date) for one in options]
    used = sorted(set(which.tolist())) or [0]
    different = list(dict.fromkeys(keys[place] for place in used))
    if len(different) == 1:
        return _Batch(rows, options, which, np.arange(len(rows.names))).judged()
    number_of = {key: number for number, key in enumerate(different)}
    batch_of = np.array([number_of.get(key, -1) for key in keys], dtype=np.int64)[which]
    found = []
    for number in range(len(different)):
        members = np.flatnonzero(batch_of == number)
        part = rows.only((batch_of == number)[rows.code])
        found.append((members, _Batch(part, options, which, members).judged()))
    return together(found, len(rows.names))


@dataclass(frozen=True)
class _Batch:
    """Rows of the series `members`, which share one method."""

    rows: Rows
    options: Sequence[Options]
    which: Ints
    members: Ints

    @property
    def first(self) -> Options:
        """The choices of the first series; all have their method."""
        return self.options[int(self.which[self.members[0]])] if self.members.size else self.options[0]

    def judged(self) -> Judged:
        """The findings of the batch."""
        method = self.first.method
        ready = points_of(self.rows, self.first, self.members)
        stack, phase = self._stack(ready)
        better = self.of_series([icons.better(one.direction) for one in self.options])
        head = starts_of(stack.group, stack.groups)
        verdict = judge(stack, method, np.broadcast_to(better, len(self.rows.names))[ready.code[head]])
        state = np.where(stack.excluded, EXCLUDED, ready.state)
        state[(state == VALUE) & np.isnan(verdict.values)] = NO_RANGE
        targets = targets_of(ready, self.rows.dated, self.options, self.which, self.members)
        percent = self._percent(ready, method)
        points = self._points(ready, stack, phase, verdict, state, targets[0], percent)
        return Judged(points, self._series(points, ready, stack, verdict, targets, percent))

    def of_series(self, choices: Sequence[float] | Sequence[int]) -> Ints:
        """What was chosen, an entry for every series of the table."""
        return np.asarray(choices)[self.which]

    def _stack(self, ready: Ready) -> tuple[Stack, Ints]:
        plans = self._plans()
        profile = self.first.profile
        phase, group = start_phases(ready.code, ready.day, plans)
        known = np.isfinite(ready.value)
        excluded = leave_out(ready.code, ready.day, plans) & known
        usable = known & ~excluded
        base = choose_base(usable, ready.code, ready.day, group, phase, plans, profile)
        groups = int(group[-1]) + 1 if group.size else 0
        self._check_baselines(base, group, groups, ready, plans)
        sizes = ready.size
        if self.first.same_date != "subgroup" and self.rows.ratio.any():
            sizes = np.where(np.isnan(ready.denominator), 1.0, ready.denominator)
        fixed = np.array([np.nan if one.centre is None else one.centre for one in self.options])
        head = starts_of(group, groups)
        stack = Stack(
            values=ready.value,
            sizes=sizes,
            base=base,
            excluded=excluded,
            after_gap=ready.absent > 0,
            group=group,
            groups=groups,
            spreads=ready.spread,
            fixed=None if np.isnan(fixed).all() else fixed[self.which][ready.code[head]],
        )
        return stack, phase

    def _plans(self) -> dict[int, Plan]:
        """The plans of the series that have one."""
        some = np.array(
            [one.plan.dated or one.plan.first is not None for one in self.options], dtype=np.bool_
        )
        numbers = self.members[some[self.which[self.members]]].tolist()
        return {number: self.options[int(self.which[number])].plan for number in numbers}

    def _check_baselines(
        self, base: Bools, group: Ints, groups: int, ready: Ready, plans: Mapping[int, Plan]
    ) -> None:
        chosen = {number: plan for number, plan in plans.items() if plan.window or plan.chosen}
        if not chosen:
            return
        count = group_count(base, group, groups)
        code = ready.code[starts_of(group, groups)]
        for place in np.flatnonzero(np.isin(code, list(chosen))).tolist():
            check_baseline(int(count[place]), chosen[int(code[place])], self.first.profile)

    def _percent(self, ready: Ready, method: Method) -> Bools:
        """The series whose figures are percentages, for every series of the table."""
        units = self.of_series(
            [{None: -1, Unit.NUMBER: 0, Unit.PERCENT: 1}[one.unit] for one in self.options]
        )
        shares = np.full(len(self.rows.names), method.family.proportion)
        if not (method.family.proportion or method.family.rate) and self.rows.ratio.any():
            plotted = np.isfinite(ready.value)
            outside = plotted & ((ready.value < 0) | (ready.value > 1))
            size = len(self.rows.names)
            seen = np.bincount(ready.code[plotted], minlength=size) > 0
            shares = self.rows.ratio & seen & (np.bincount(ready.code[outside], minlength=size) == 0)
        return np.where(units < 0, shares, units == 1)

    def _bounds(self, ready: Ready, percent: Bools, method: Method) -> tuple[Floats, Floats] | None:
        """The lowest and highest line that is shown at each point; None where nothing is cut."""
        family = method.family
        clip = percent & method.profile.clip_individuals & family.has_limits
        given = [one.bounds if one.bounds is not None else (None, None) for one in self.options]
        own = np.array([one.bounds is not None for one in self.options], dtype=np.bool_)[self.which]
        cut = []
        for side, none, share in ((0, -np.inf, 0.0), (1, np.inf, 1.0)):
            edge = family.bounds[side]
            usual = np.where(clip, share, none if edge is None else edge)
            chosen = np.array([none if one[side] is None else one[side] for one in given], dtype=np.float64)
            cut.append(np.where(own, chosen[self.which], usual))
        if np.isinf(cut[0]).all() and np.isinf(cut[1]).all():
            return None
        return cut[0][ready.code], cut[1][ready.code]

    def _points(
        self,
        ready: Ready,
        stack: Stack,
        phase: Ints,
        verdict: Verdict,
        state: Signs,
        target: Floats,
        percent: Bools,
    ) -> Points:
        lines, bounds = verdict.lines, self._bounds(ready, percent, self.first.method)

        def shown(line: Floats) -> Floats:
            return line if bounds is None else np.clip(line, bounds[0], bounds[1])

        return Points(
            code=ready.code,
            day=ready.day,
            position=ready.position,
            value=verdict.values,
            numerator=ready.numerator,
            denominator=ready.denominator,
            size=stack.sizes,
            state=state,
            phase=phase,
            centre=lines.centre,
            lower=shown(lines.lower),
            upper=shown(lines.upper),
            near_lower=shown(lines.near_lower),
            near_upper=shown(lines.near_upper),
            limit_low=lines.lower,
            limit_high=lines.upper,
            usable=verdict.usable,
            signal=verdict.signal,
            target=target,
            rules={rule: hit.fired for rule, hit in verdict.hits.items()},
        )

    def _series(
        self,
        points: Points,
        ready: Ready,
        stack: Stack,
        verdict: Verdict,
        targets: tuple[Floats, Floats, Floats],
        percent: Bools,
    ) -> PerSeries:
        members, group = self.members, stack.group
        start, end = (np.searchsorted(points.code, members, side) for side in ("left", "right"))
        last = group[end - 1] if members.size else end
        last_start = np.searchsorted(group, last)
        counts = points.state == VALUE
        newest = _newest(counts, start, end)
        latest = np.where((newest >= last_start) & verdict.shown[last], newest, -1)
        runs, still = verdict.runs, verdict.still[last]
        base = count_from(starts_of(group, stack.groups), stack.base)
        kind = icons.variations(
            latest, still, points.signal, _fired(points), points.value >= points.centre, self._better()
        )
        assurance, chance = self._target_verdicts(latest, still, base[last], points, targets)
        return PerSeries(
            n=count_from(start, counts),
            phases=last - group[start] + 1 if members.size else last,
            last_n=verdict.counted[last],
            base_n=base[last],
            absent=np.add.reduceat(ready.absent, start) if start.size else start,
            shown=verdict.shown[last],
            still=still,
            latest=latest,
            latest_seen=newest,
            last_start=last_start,
            end=end,
            useful=runs.useful[last],
            longest_run=runs.longest[last],
            longest_run_max=runs.longest_max[last],
            crossings=runs.crossings[last],
            crossings_min=runs.crossings_min[last],
            runs_signal=runs.signal[last],
            variation=kind,
            assurance=assurance,
            target=targets[1],
            target_probability=chance,
            percent=percent[members],
            fallback=self._fallback(verdict, stack, ready),
        )

    def _fallback(self, verdict: Verdict, stack: Stack, ready: Ready) -> Bools:
        """The members in which some phase's limits were found in another way than usual."""
        flagged = (verdict.lines.unscreened | verdict.lines.bridged) & verdict.shown
        head = np.searchsorted(stack.group, np.flatnonzero(flagged))
        return np.isin(self.members, ready.code[head])

    def _better(self) -> Ints:
        return self.of_series([icons.better(one.direction) for one in self.options])[self.members]

    def _target_verdicts(
        self,
        latest: Ints,
        still: Bools,
        base: Ints,
        points: Points,
        targets: tuple[Floats, Floats, Floats],
    ) -> tuple[Ints, Floats]:
        """Assurance and the chance of meeting the next target, of each member."""
        none = np.full(latest.size, 9), np.full(latest.size, np.nan)
        if not np.isfinite(targets[1]).any() or not points.code.size:
            return none
        at = np.maximum(latest, 0)
        low, high, value = points.limit_low[at], points.limit_high[at], points.value[at]
        better, profile = self._better(), self.first.profile
        assurance = icons.assurances(targets[1], low, high, value, better, still, profile)
        chance = meeting(
            self.first.family.name,
            points.centre[at],
            low,
            high,
            points.size[at],
            base,
            targets[2],
            better,
            value,
            still,
            profile.meeting == "strict",
        )
        return np.where(latest >= 0, assurance, 9), np.where(latest >= 0, chance, np.nan)


def _newest(counts: Bools, start: Ints, end: Ints) -> Ints:
    """The place of the last figure that counts in each series, -1 where there is none."""
    place = np.concatenate(([-1], np.flatnonzero(counts)))
    newest = place[np.searchsorted(place, end) - 1]
    return np.where(newest >= start, newest, -1)


def _fired(points: Points) -> Bools:
    """The points at which any rule fired."""
    return any_of(points.rules.values(), points.code.size)
