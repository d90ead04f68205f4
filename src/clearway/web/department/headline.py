"""One figure for the progress of several projects, that never hides how many of them it stands for.

The figure is the median of the scores for a month. Where fewer than half of the projects that went on were
scored for it, it is the median of the latest score of each within three months, and says so: one project
of twelve is no headline.
"""

from collections.abc import Collection
from dataclasses import dataclass

from clearway.common.periods import Month
from clearway.web.department.movement import SPAN
from clearway.web.department.selectors.standing import Scored, open_in
from clearway.web.department.spread import Spread, spread

NAMED = 5
"""So many projects without a score are named; more are counted."""


@dataclass(frozen=True)
class Headline:
    """The spread for a month, whether it takes the latest scores within three months, and who has none."""

    month: Month
    spread: Spread
    latest: bool
    without: tuple[str, ...]

    @property
    def of(self) -> str:
        """Of which projects and when, in words."""
        every = self.spread.scored + self.spread.without
        if not self.latest:
            return f"{self.spread.scored} of {every} open projects scored, {self.month.label}"
        return (
            f"the latest score of each project within {SPAN} months, as of {self.month.label}: "
            f"{self.spread.scored} of {every} open projects"
        )

    @property
    def missing(self) -> str:
        """Which projects have no score; empty where all have one, or more lack one than can be named."""
        return "; ".join(self.without) if 0 < len(self.without) <= NAMED else ""

    @property
    def words(self) -> str:
        """The median with everything that it stands for."""
        if self.spread.median is None:
            return f"no open project was scored for the {SPAN} months to {self.month.label}"
        missing = f"; no score: {self.missing}" if self.missing else ""
        return f"{self.spread.median:.2f} ({self.of}{missing})"


def headline(projects: Collection[Scored], month: Month) -> Headline:
    """The headline of a month over the projects that went on in it."""
    there = open_in(projects, month)
    found = {one.project.pk: one.scores[month] for one in there if month in one.scores}
    if 2 * len(found) < len(there):
        return latest(projects, month)
    return _headline(month, found, there, latest=False)


def latest(projects: Collection[Scored], month: Month) -> Headline:
    """The same of the latest score of each project within three months, its own month included."""
    there, found = open_in(projects, month), {}
    for one in there:
        newest = max((each for each in one.scores if month.shift(-SPAN) < each <= month), default=None)
        if newest is not None:
            found[one.project.pk] = one.scores[newest]
    return _headline(month, found, there, latest=True)


def _headline(month: Month, found: dict[int, float], there: Collection[Scored], *, latest: bool) -> Headline:
    without = tuple(one.project.title for one in there if one.project.pk not in found)
    return Headline(month, spread(tuple(found.values()), len(there)), latest, without)
