"""Which of many series need a look: a p-value a series, and false discovery control over all.

The p-value asks how often a stable process would surprise as much as the series' last phase. It is the
smallest of up to three, times their number (Bonferroni), so it errs on the side of caution:

- the most extreme point: its two-sided tail, corrected for the number of points (Sidak). Counts on P, U,
  C and G charts have the tail of the binomial, Poisson and geometric distribution. Other charts have that
  of Student's t with 0.62 (n - 3) degrees of freedom, about what the moving ranges of the other points are
  worth (Wheeler), with sigma from those ranges alone;
- the longest run on one side of the centre, among points that fall either side by a fair coin;
- too few crossings of the centre: binomial(n - 1, 1/2).

It assumes independent points; autocorrelation and seasons make p-values too small. Moving range charts
have no runs, run charts no limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import bdtr, pdtr, stdtr

from clearway.spc import icons
from clearway.spc.arrays import Floats, Ints
from clearway.spc.limits.individuals import ROOT
from clearway.spc.options import Options
from clearway.spc.probability import at_most_binomial
from clearway.spc.table_result import Judged
from clearway.spc.words import Rule, Variation


@dataclass(frozen=True)
class Look:
    """A series that stands out. `p` is its p-value, `q` the smallest false discovery rate at which it
    would still be listed. `variation` is its icon; common cause where only earlier points stand out."""

    series: str
    p: float
    q: float
    variation: Variation


def ranked(names: Sequence[str], judged: Judged, p: Floats, rate: float) -> tuple[Look, ...]:
    """The series with q at most `rate`, most surprising first."""
    q = false_discovery(p)
    listed = np.flatnonzero(q <= rate)
    order = listed[np.lexsort((listed, p[listed]))]
    kinds = judged.series.variation
    return tuple(Look(names[at], float(p[at]), float(q[at]), icons.VARIATIONS[kinds[at]]) for at in order)


def false_discovery(p: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p-values; what has no p-value has none and is not counted."""
    q = np.full(p.size, np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known])]
    raw = p[order] * order.size / np.arange(1, order.size + 1)
    q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return q


def series_p_values(judged: Judged, options: Sequence[Options], which: Ints) -> Floats:
    """The p-value of each series; 1 without variation, not a number without a verdict."""
    found = judged.series
    parts = []
    runs = np.array([Rule.RUNS in one.family.only_rules for one in options], dtype=np.bool_)[which]
    parts.append(np.where(runs, _longest(found.useful, found.longest_run), np.nan))
    parts.append(np.where(runs, _crossings(found.useful, found.crossings), np.nan))
    parts.append(_extreme(judged, options, which))
    stacked = np.array(parts)
    asked = np.isfinite(stacked).sum(axis=0)
    smallest = np.where(np.isfinite(stacked), stacked, 1.0).min(axis=0)
    p = np.where(found.still, 1.0, np.minimum(1.0, smallest * asked))
    return np.where((found.latest >= 0) & (asked > 0), p, np.nan)


def _longest(useful: Ints, longest: Ints) -> Floats:
    pairs, place = np.unique(np.stack((useful, longest), axis=1), axis=0, return_inverse=True)
    tails: Floats = np.array([run_tail(n, length) for n, length in pairs.tolist()], dtype=np.float64)
    return np.asarray(tails[place.reshape(-1)], dtype=np.float64)


@cache
def run_tail(n: int, length: int) -> float:
    """The chance that n fair coins show a run of `length` or more equal sides."""
    same = length - 1  # a run of k equal sides is k - 1 steps without a change, of n - 1 steps
    if n < 1 or same < 1:
        return 1.0
    if same > n - 1:
        return 0.0
    without = [1.0] * same + [1 - 0.5**same]
    for step in range(same + 1, n):
        without.append(without[step - 1] - 0.5 ** (same + 1) * without[step - same - 1])
    return 1 - without[n - 1]


def _crossings(useful: Ints, crossings: Ints) -> Floats:
    n = np.maximum(useful - 1, 1)
    return np.where(useful > 1, bdtr(np.minimum(crossings, n).astype(np.float64), n, 0.5), 1.0)


def _extreme(judged: Judged, options: Sequence[Options], which: Ints) -> Floats:
    """The p-value of the most extreme point of the last phase of each series."""
    points, found = judged.points, judged.series
    result = np.full(found.n.size, np.nan)
    if not points.code.size:
        return result
    charts = np.array([one.family.name for one in options])[which]
    inside = points.usable & (np.arange(points.code.size) >= found.last_start[points.code])
    tail = np.ones(points.code.size)
    for chart in sorted(set(charts.tolist()) - {"run"}):
        here = np.flatnonzero(inside & (charts == chart)[points.code])
        tail[here] = _tails(chart, judged, here)
    start = found.end - np.bincount(points.code, minlength=found.n.size)
    least = np.minimum.reduceat(np.where(np.isfinite(tail), tail, 1.0), start)
    # 1 - (1 - p)^n without the rounding of 1 - p
    sidak = -np.expm1(found.last_n * np.log1p(-np.minimum(least, 1 - 1e-16)))
    return np.where(charts == "run", np.nan, sidak)


def _tails(chart: str, judged: Judged, here: Ints) -> Floats:
    """The two-sided tail of each point under the centre and spread of its chart, 1 where it is not needed."""
    points, found = judged.points, judged.series
    value, centre, size = points.value[here], points.centre[here], points.size[here]
    low, high = points.limit_low[here], points.limit_high[here]
    if chart in ("p", "u", "c", "g"):
        count = value * size if chart != "g" else value
        at_most, below = (_counts(chart, np.round(count) - less, centre, size, low, high) for less in (0, 1))
        return np.asarray(np.minimum(1.0, 2 * np.minimum(at_most, 1 - below)), dtype=np.float64)
    if chart == "t":
        value, centre, high = (np.maximum(one, 0) ** (1 / ROOT) for one in (value, centre, high))
        low = 2 * centre - high
    reach = np.where(value >= centre, high - centre, centre - low)
    score = 3 * (value - centre) / np.where(reach > 0, reach, np.nan)
    code = points.code[here]
    tail = np.ones(here.size)
    if here.size:
        # Only the most extreme point of a series matters, and its tail is looked up alone.
        starts = np.flatnonzero(np.concatenate(([True], code[1:] != code[:-1])))
        farthest = np.fmax.reduceat(np.abs(score) / _without_itself(score, code), starts)
        free = np.maximum(0.62 * (found.base_n[code[starts]] - 3), 1.0)
        tail[starts] = 2 * stdtr(free, -farthest)
    return tail


def _without_itself(score: Floats, code: Ints) -> Floats:
    """How the sigma of each series changes when the moving ranges of a point itself are left out.

    A point far out widens the very limits that it is judged by, and would hide itself.
    """
    step = np.zeros(score.size + 1)
    step[1:-1] = np.where(code[1:] == code[:-1], np.abs(np.diff(score)), 0.0)
    there = np.zeros(score.size + 1)
    there[1:-1] = (code[1:] == code[:-1]) & np.isfinite(step[1:-1])
    step = np.where(there > 0, step, 0.0)
    total = np.bincount(code, weights=step[:-1])[code]
    many = np.bincount(code, weights=there[:-1])[code]
    own, own_many = step[:-1] + step[1:], there[:-1] + there[1:]
    enough = (many - own_many >= 2) & (total > own)
    rest = np.where(enough, (total - own) / np.where(enough, many - own_many, 1.0), 1.0)
    return np.where(enough, rest * many / np.where(enough, total, 1.0), 1.0)


def _counts(chart: str, k: Floats, centre: Floats, size: Floats, low: Floats, high: Floats) -> Floats:
    """The chance of k or fewer."""
    if chart == "p":
        return at_most_binomial(k, size, centre)
    if chart == "g":
        mean = (low + high) / 2
        return np.where(k < 0, 0.0, 1 - (mean / (mean + 1)) ** (np.maximum(k, 0) + 1))
    return np.where(k < 0, 0.0, pdtr(np.maximum(k, 0), centre * size))
