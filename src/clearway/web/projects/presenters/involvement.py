"""Who was involved in which phase, and who was not."""

from collections import defaultdict
from dataclasses import dataclass

from clearway.web.projects.models import Discussion, Phase, Project
from clearway.web.projects.tests_of_actions import Test, tests_of
from clearway.web.projects.vocabulary import Word, title_of, vocabulary

IN_ORDER = tuple(Phase)


@dataclass(frozen=True)
class GroupCell:
    """How often a group was involved in a phase; `flagged` where the phase was reached without it."""

    times: int
    reached: bool
    asked: bool = True

    @property
    def flagged(self) -> bool:
        """Whether the group is missing."""
        return self.asked and self.reached and not self.times


@dataclass(frozen=True)
class GroupLine:
    """One group, phase by phase."""

    group: Word
    cells: tuple[GroupCell, ...]


@dataclass(frozen=True)
class Change:
    """What a discussion changed: a version of the charter, an action, and the tests that carry it out."""

    words: str
    charter: int | None
    action: int | None
    tests: tuple[Test, ...]


@dataclass(frozen=True)
class DiscussionCard:
    """One time that a group was listened to, and what came of it; actions call it by `reference`."""

    row: Discussion
    reference: str
    group: str
    phase: str
    changes: tuple["Change", ...]


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
    return tuple(group.title for group in vocabulary().asked if group.id not in there)


def involvement(project: Project) -> Involvement:
    """The page; the changes of all discussions are read at once."""
    rows = list(project.discussions.prefetch_related("changes__action").order_by("-on", "-pk"))
    places = {pk: place for place, pk in enumerate(sorted(row.pk for row in rows), start=1)}
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        counted[row.group, row.phase] += 1
    been, asked = reached(project), set(vocabulary().asked)
    return Involvement(
        phases=tuple(phase.label for phase in IN_ORDER),
        lines=tuple(
            GroupLine(
                group,
                tuple(
                    GroupCell(counted[group.id, phase], phase in been, group in asked) for phase in IN_ORDER
                ),
            )
            for group in vocabulary().groups
            if group in asked or any(counted[group.id, phase] for phase in IN_ORDER)
        ),
        discussions=tuple(_card(row, f"{project.number}/{places[row.pk]}") for row in rows),
    )


def _card(row: Discussion, reference: str) -> DiscussionCard:
    return DiscussionCard(
        row=row,
        reference=reference,
        group=title_of(vocabulary().groups, row.group),
        phase=row.get_phase_display(),
        changes=tuple(
            Change(
                change.words,
                change.charter,
                change.action.number if change.action else None,
                tests_of(change.action) if change.action else (),
            )
            for change in row.changes.all()
        ),
    )
