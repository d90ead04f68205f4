"""The department at a glance: who leads, the projects with their scores, and how the scores lie."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.department.models import Leadership
from clearway.web.department.movement import Movement, Progress
from clearway.web.department.selectors.standing import Scored, leaders, scored, spread_in
from clearway.web.department.spread import Spread
from clearway.web.department.vocabulary import Model, model_of, profession_name
from clearway.web.projects.here import COLOURS
from clearway.web.projects.models import Project, Status

MONTHS = 6
MOVEMENTS = {
    Movement.NONE: ("No score yet", "white"),
    Movement.STALE: ("Not scored lately", "white"),
    Movement.NEW: ("Too new to say", "white"),
    Movement.RISING: ("Rising", "green"),
    Movement.FLAT: ("Flat for three months", "yellow"),
    Movement.FALLING: ("Lower than before", "yellow"),
    Movement.TOP: ("At the top", "green"),
}


@dataclass(frozen=True)
class Lead:
    """Who leads the pathway, or led it."""

    row: Leadership
    model: Model
    profession: str


@dataclass(frozen=True)
class ScoredLine:
    """A project of the list."""

    project: Project
    colour: str
    score: str
    month: str
    tag: str
    tag_colour: str
    gap: str


@dataclass(frozen=True)
class SpreadLine:
    """The spread of a month in words."""

    title: str
    spread: Spread

    @property
    def cells(self) -> tuple[str, ...]:
        """Mean, median, lowest to highest, middle half, projects with and without a score."""
        one = self.spread
        return (
            number(one.mean, 2),
            number(one.median, 2),
            f"{number(one.low)} to {number(one.high)}" if one.scored else "–",
            f"{number(one.quartiles[0], 2)} to {number(one.quartiles[1], 2)}" if one.quartiles else "–",
            str(one.scored),
            str(one.without),
        )


SPREAD_HEADINGS = ("Mean", "Median", "Lowest to highest", "Middle half", "Projects scored", "Without a score")


@dataclass(frozen=True)
class Overview:
    """What the department's page shows besides plan, meetings and reach."""

    lead: Lead | None
    leads: tuple[Lead, ...]
    projects: tuple[ScoredLine, ...]
    closed: int
    spreads: tuple[SpreadLine, ...]
    without: int

    @property
    def has_scores(self) -> bool:
        """Whether any of the months has a score."""
        return any(line.spread.scored for line in self.spreads)


def overview(organisation: Organisation, last: Month) -> Overview:
    """The department; `last` is the last month that has ended."""
    rows = [lead_of(row) for row in leaders([organisation.code])[organisation.code]]
    projects = scored([organisation.code])
    open_ones = [one for one in projects if one.is_open]
    months = [last.shift(-back) for back in range(MONTHS)]
    return Overview(
        lead=rows[-1] if rows else None,
        leads=tuple(reversed(rows)),
        projects=tuple(_line(one, last) for one in reversed(open_ones)),
        closed=len(projects) - len(open_ones),
        spreads=tuple(SpreadLine(month.label, spread_in(projects, month)) for month in months),
        without=sum(not one.scores for one in open_ones),
    )


def lead_of(row: Leadership) -> Lead:
    """A row in words."""
    return Lead(row, model_of(row.model), profession_name(row.profession) if row.profession else "")


def words_of(progress: Progress) -> tuple[str, str]:
    """How a score moves, as a tag with its colour."""
    return MOVEMENTS[progress.kind]


def number(value: float | None, digits: int = 1) -> str:
    """A score, or a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return text if digits == 1 else text.removesuffix("0")


def _line(one: Scored, last: Month) -> ScoredLine:
    found = one.progress(last)
    tag, colour = words_of(found)
    return ScoredLine(
        project=one.project,
        colour=COLOURS[Status(one.project.status)],
        score=number(found.now),
        month=found.month.label if found.month else "",
        tag=tag,
        tag_colour=colour,
        gap=one.gap,
    )


def months_of(lines: Sequence[SpreadLine]) -> tuple[tuple[str, ...], ...]:
    """The spreads as rows of a table."""
    return tuple((line.title, *line.cells) for line in lines)
