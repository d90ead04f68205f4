"""What a trust, or one project, has shared, has taken back, and has decided but not shared."""

from dataclasses import dataclass, replace
from datetime import date

from clearway.common.organisations import Organisation
from clearway.web.cycles.models import Cycle
from clearway.web.library import selectors
from clearway.web.library.figures import months_added
from clearway.web.library.models import LibraryItem, SharedVersion, Withdrawal
from clearway.web.library.presenters.shared import DECISIONS
from clearway.web.projects.models import Project


@dataclass(frozen=True)
class Line:
    """One decided cycle and how it stands in the library; `version` is None where it was never shared.

    `added` is how many months came since its own figures were shared, where they are enough to share anew.
    """

    code: str
    project: int
    project_title: str
    trust: str
    cycle: int
    title: str
    decision: str
    colour: str
    decided_on: date | None
    version: SharedVersion | None
    withdrawal: Withdrawal | None
    added: int = 0

    @property
    def is_shared(self) -> bool:
        """Whether others see it now."""
        return self.version is not None and self.withdrawal is None


@dataclass(frozen=True)
class OwnPage:
    """What the page of an organisation shows."""

    waiting: tuple[Line, ...]
    shared: tuple[Line, ...]
    withdrawn: tuple[Line, ...]
    items: tuple[LibraryItem, ...]
    withdrawn_items: tuple[LibraryItem, ...]

    @property
    def boxes(self) -> frozenset[str]:
        """The fields in which somebody may say why a test or an item is withdrawn."""
        tests = (f"reason-{line.version.shared.pk}" for line in self.shared if line.version)
        return frozenset(tests) | {f"item-reason-{item.pk}" for item in self.items}


@dataclass(frozen=True)
class Refused:
    """A reason for withdrawing that could not stand: its field, what was typed, and what is wrong with it."""

    box: str
    typed: str
    told: str


def own_page(organisation: Organisation) -> OwnPage:
    """What the organisation, or the trusts below it, shared."""
    versions = list(selectors.shared_by(organisation))
    added = months_added(each for each in versions if getattr(each, "withdrawal", None) is None)
    shared = [replace(_shared(version), added=added.get(version.pk, 0)) for version in versions]
    items = list(selectors.items_of(organisation))
    return OwnPage(
        waiting=tuple(_line(cycle, None) for cycle in selectors.not_shared(organisation)),
        shared=tuple(line for line in shared if line.is_shared),
        withdrawn=tuple(line for line in shared if not line.is_shared),
        items=tuple(item for item in items if item.withdrawn_at is None),
        withdrawn_items=tuple(item for item in items if item.withdrawn_at is not None),
    )


def project_lines(project: Project) -> tuple[Line, ...]:
    """The decided cycles of a project."""
    versions = selectors.versions_of_project(project)
    added = months_added(each for each in versions.values() if getattr(each, "withdrawal", None) is None)
    lines = (_line(cycle, versions.get(cycle.pk)) for cycle in selectors.decided(project))
    return tuple(
        replace(line, added=added.get(line.version.pk, 0)) if line.version else line for line in lines
    )


def waiting_words(waiting: int) -> str:
    """How many decided tests are not shared yet, as a sentence."""
    if not waiting:
        return "Every decided test is shared, or was."
    return f"{waiting} decided {'test is' if waiting == 1 else 'tests are'} not shared yet."


def _line(cycle: Cycle, version: SharedVersion | None) -> Line:
    words, colour = DECISIONS[cycle.decision or ""]
    project = cycle.project
    return Line(
        code=project.org_code,
        project=project.number,
        project_title=project.title,
        trust=project.organisation.name,
        cycle=cycle.number,
        title=cycle.title,
        decision=words,
        colour=colour,
        decided_on=cycle.decided_on,
        version=version,
        withdrawal=getattr(version, "withdrawal", None),
    )


def _shared(version: SharedVersion) -> Line:
    cycle = version.shared.cycle
    # What was decided is told as it was shared: the cycle itself need not be asked.
    cycle.decision, cycle.decided_on = version.decision, version.decided_on
    return _line(cycle, version)
