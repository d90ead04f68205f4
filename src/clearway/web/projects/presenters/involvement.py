"""Who was involved in which phase, and who was not."""

from collections import defaultdict
from dataclasses import dataclass

from clearway.web.projects.models import Discussion, Phase, Project
from clearway.web.projects.vocabulary import Word, title_of, vocabulary

IN_ORDER = tuple(Phase)


@dataclass(frozen=True)
class GroupCell:
    """How often a group was involved in a phase; `flagged` where the phase was reached without it."""

    times: int
    reached: bool

    @property
    def flagged(self) -> bool:
        """Whether the group is missing."""
        return self.reached and not self.times


@dataclass(frozen=True)
class GroupLine:
    """One group, phase by phase."""

    group: Word
    cells: tuple[GroupCell, ...]


@dataclass(frozen=True)
class DiscussionCard:
    """One time that a group was listened to, and what came of it."""

    row: Discussion
    group: str
    phase: str
    changes: tuple[tuple[str, int | None, int | None], ...]


@dataclass(frozen=True)
class Involvement:
    """The table of groups and phases, and the discussions, newest first."""

    phases: tuple[str, ...]
    lines: tuple[GroupLine, ...]
    discussions: tuple[DiscussionCard, ...]

    @property
    def missing(self) -> int:
        """How many cells are flagged."""
        return sum(cell.flagged for line in self.lines for cell in line.cells)

    @property
    def without_change(self) -> int:
        """How many discussions changed nothing, as far as anybody said."""
        return sum(not card.changes for card in self.discussions)


def reached(project: Project) -> set[str]:
    """The phases that the project was ever in, the present one included."""
    return {project.phase, *project.steps.values_list("phase", flat=True)}


def missing_groups(project: Project) -> tuple[str, ...]:
    """The titles of the groups that are not yet involved in the phase the project is in."""
    there = set(project.discussions.filter(phase=project.phase).values_list("group", flat=True))
    return tuple(group.title for group in vocabulary().groups if group.id not in there)


def involvement(project: Project) -> Involvement:
    """The page; the changes of all discussions are read at once."""
    rows = list(project.discussions.prefetch_related("changes__action").order_by("-on", "-pk"))
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        counted[row.group, row.phase] += 1
    been = reached(project)
    return Involvement(
        phases=tuple(phase.label for phase in IN_ORDER),
        lines=tuple(
            GroupLine(
                group,
                tuple(GroupCell(counted[group.id, phase], phase in been) for phase in IN_ORDER),
            )
            for group in vocabulary().groups
        ),
        discussions=tuple(_card(row) for row in rows),
    )


def _card(row: Discussion) -> DiscussionCard:
    return DiscussionCard(
        row=row,
        group=title_of(vocabulary().groups, row.group),
        phase=row.get_phase_display(),
        changes=tuple(
            (change.words, change.charter, change.action.number if change.action else None)
            for change in row.changes.all()
        ),
    )
