"""A slow judge of one series under the profile `mdc`, in plain Python: the law that `spc` is held to.

It works from the sentences of the rule set, one point at a time, and shares no code with the engine.
"""

import itertools
from dataclasses import dataclass, field
from statistics import mean, median

NEAR = 1e-9


@dataclass
class Judged:
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    rules: set[str] = field(default_factory=set)
    high: bool = False
    low: bool = False


def side_of(value: float, line: float, near: float) -> int:
    if abs(value - line) <= near:
        return 0
    return 1 if value > line else -1


def individuals(values: list[float | None]) -> tuple[float, list[float]]:
    """Mean, and one sigma for every point, from ranges of neighbours that both have a figure."""
    known = [value for value in values if value is not None]
    ranges = [
        abs(later - earlier)
        for earlier, later in itertools.pairwise(values)
        if earlier is not None and later is not None
    ]
    return mean(known), [2.66 * mean(ranges) / 3] * len(values) if ranges else []


def proportions(tops: list[float | None], bottoms: list[float]) -> tuple[float, list[float]]:
    """Pooled proportion, and the binomial sigma of every point."""
    pairs = [(top, bottom) for top, bottom in zip(tops, bottoms, strict=True) if top is not None and bottom]
    share = sum(top for top, _ in pairs) / sum(bottom for _, bottom in pairs)
    return share, [(share * (1 - share) / bottom) ** 0.5 if bottom else 0.0 for bottom in bottoms]


def judge(values: list[float | None], centre: float, sigmas: list[float]) -> list[Judged]:
    """Rules at every point of a series long enough to be judged."""
    judged = [Judged() for _ in values]
    known = [place for place, value in enumerate(values) if value is not None]
    near = NEAR * max(abs(values[place]) for place in known)
    figures = {place: values[place] for place in known}
    for place in known:
        judged[place] = Judged(centre, centre - 3 * sigmas[place], centre + 3 * sigmas[place])
    sides = {place: side_of(figures[place], centre, near) for place in known}
    for place in known:
        reach = (figures[place] - centre) * sides[place]
        if reach > 3 * sigmas[place] + near:
            mark(judged[place], "outside", sides[place])
    mark_shifts(judged, [(place, sides[place]) for place in known if sides[place]])
    mark_trends(judged, known, figures, near)
    beyond = {p: sides[p] if (figures[p] - centre) * sides[p] > 2 * sigmas[p] + near else 0 for p in known}
    mark_two_of_three(judged, known, sides, beyond)
    return judged


def mark(point: Judged, rule: str, side: int) -> None:
    point.rules.add(rule)
    point.high |= side > 0
    point.low |= side < 0


def mark_shifts(judged: list[Judged], sided: list[tuple[int, int]]) -> None:
    for first in range(len(sided) - 6):
        window = sided[first : first + 7]
        if len({side for _, side in window}) == 1:
            for place, side in window:
                mark(judged[place], "shift", side)


def mark_trends(judged: list[Judged], known: list[int], figures: dict[int, float], near: float) -> None:
    kept = known[:1]
    for earlier, place in itertools.pairwise(known):
        if abs(figures[place] - figures[earlier]) > near:
            kept.append(place)
    for first in range(len(kept) - 6):
        window = kept[first : first + 7]
        steps = {figures[later] > figures[earlier] for earlier, later in itertools.pairwise(window)}
        if len(steps) == 1:
            for place in window:
                mark(judged[place], "trend", 1 if steps == {True} else -1)


def mark_two_of_three(
    judged: list[Judged], known: list[int], sides: dict[int, int], beyond: dict[int, int]
) -> None:
    for first in range(len(known) - 2):
        window = known[first : first + 3]
        side = sides[window[0]]
        if side and all(sides[place] == side for place in window):
            far = [place for place in window if beyond[place] == side]
            if len(far) >= 2:
                for place in far:
                    mark(judged[place], "two_of_three", side)


def kind(point: Judged, direction: str) -> str:
    """The type of a point where a direction is wanted; an improvement wins."""
    if not (point.high or point.low):
        return "common_cause"
    good = point.high if direction == "increase" else point.low
    return "improvement" if good else "concern"


def anhoej(values: list[float]) -> tuple[int, int]:
    """Longest run and crossings of the median, points on it left out."""
    middle = median(values)
    sides = [value > middle for value in values if value != middle]
    runs: list[int] = []
    for place, side in enumerate(sides):
        if place and side == sides[place - 1]:
            runs[-1] += 1
        else:
            runs.append(1)
    return max(runs, default=0), max(len(runs) - 1, 0)
