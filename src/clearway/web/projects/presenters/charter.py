"""The charter for people: its sections, how it stands, what waits beside it, and its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clearway.web.projects.actions.lifecycle import approved_version, gaps, submitted_version
from clearway.web.projects.models import CharterCollision, CharterVersion, Project, ProjectStep, Status
from clearway.web.projects.vocabulary import Section, sections


@dataclass(frozen=True)
class SectionText:
    """A section and what it says."""

    section: Section
    text: str

    @property
    def is_missing(self) -> bool:
        """Whether it is needed and empty."""
        return self.section.asked and not self.text.strip()


@dataclass(frozen=True)
class Since:
    """A section that says something else than when the charter was approved."""

    section: Section
    approved: str
    now: str


def since_approval(approved: Mapping[str, str], now: Mapping[str, str]) -> tuple[Since, ...]:
    """The sections that changed, in the order of the charter."""
    return tuple(
        Since(section, approved.get(section.id, ""), now.get(section.id, ""))
        for section in sections().values()
        if approved.get(section.id, "") != now.get(section.id, "")
    )


@dataclass(frozen=True)
class VersionLine:
    """One version of the history."""

    number: int
    at: datetime
    person: str
    changed: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class CharterPage:
    """A version of the charter."""

    number: int
    newest: int
    at: datetime
    person: str
    sections: tuple[SectionText, ...]
    approved: int | None
    waiting: tuple[CharterCollision, ...]
    written_at_once: int
    history: tuple[VersionLine, ...]
    last_return: ProjectStep | None
    since_approval: tuple["Since", ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The titles of the needed sections that are empty."""
        return tuple(each.section.title for each in self.sections if each.is_missing)

    @property
    def changed_since_approval(self) -> bool:
        """Whether the newest version is another than the approved one."""
        return self.approved is not None and self.approved != self.newest


def charter_page(project: Project, number: int | None = None) -> CharterPage | None:
    """A version of the charter, the newest where none is named; None where there is none."""
    versions = list(project.charters.all())
    wanted = versions[-1] if number is None else next((v for v in versions if v.number == number), None)
    if wanted is None:
        return None
    approved = approved_version(project)
    collisions = list(project.charter_collisions.select_related("merged_into"))
    return CharterPage(
        number=wanted.number,
        newest=versions[-1].number,
        at=wanted.at,
        person=wanted.person,
        sections=tuple(
            SectionText(section, wanted.texts.get(section.id, "")) for section in sections().values()
        ),
        approved=approved,
        waiting=tuple(each for each in collisions if not hasattr(each, "merged_into")),
        written_at_once=len(collisions),
        history=tuple(reversed(_history(versions, approved, _waits(project)))),
        last_return=_returned(project),
        since_approval=_since(versions, approved),
        gaps=gaps(project),
    )


def _since(versions: list[CharterVersion], approved: int | None) -> tuple[Since, ...]:
    then = next((each for each in versions if each.number == approved), None)
    return () if then is None else since_approval(then.texts, versions[-1].texts)


def _history(
    versions: list[CharterVersion], approved: int | None, submitted: int | None
) -> list[VersionLine]:
    lines = []
    before: Mapping[str, str] = {}
    for version in versions:
        changed = tuple(
            section.title
            for section in sections().values()
            if version.texts.get(section.id, "") != before.get(section.id, "")
        )
        marks = [
            word
            for word, held in (("approved", approved), ("submitted", submitted))
            if held == version.number
        ]
        lines.append(VersionLine(version.number, version.at, version.person, changed, tuple(marks)))
        before = version.texts
    return lines


def _waits(project: Project) -> int | None:
    """The number of the version that waits for approval, if one does."""
    return submitted_version(project) if project.status == Status.SUBMITTED else None


def _returned(project: Project) -> ProjectStep | None:
    """The return that has not been followed by another step of approval."""
    about = (ProjectStep.SUBMIT, ProjectStep.RETURN, ProjectStep.APPROVE)
    last = project.steps.filter(step__in=about).order_by("-pk").first()
    return last if last is not None and last.step == ProjectStep.RETURN else None


@dataclass(frozen=True)
class BothTexts:
    """A section as it is in the charter, and as it waits."""

    section: Section
    now: str
    waiting: str
    fought: bool

    @property
    def together(self) -> str:
        """What the form begins with: nothing of either is left out."""
        if not self.fought or not self.now.strip() or self.now == self.waiting:
            return self.waiting
        return f"{self.now}\n\n{self.waiting}" if self.waiting.strip() else self.now


def both_texts(collision: CharterCollision) -> tuple[CharterVersion, tuple[BothTexts, ...]]:
    """The newest version, and each section that was typed differently from what the writer saw."""
    charters = collision.project.charters
    newest, base = charters.order_by("-number")[0], charters.get(number=collision.base)
    found = tuple(
        BothTexts(
            sections()[each],
            newest.texts.get(each, ""),
            text,
            each in collision.sections or newest.texts.get(each, "") != base.texts.get(each, ""),
        )
        for each, text in ((each, collision.texts.get(each)) for each in sections())
        if text is not None and text != base.texts.get(each, "") and text != newest.texts.get(each, "")
    )
    return newest, found
