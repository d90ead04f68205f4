"""Every text that somebody typed while another wrote in the same place, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clearway.web.projects.models import CharterCollision, CharterVersion, Project
from clearway.web.projects.vocabulary import Section, sections


@dataclass(frozen=True)
class MergedSection:
    """A section as the charter had it, as the other person typed it, and as it was settled."""

    section: Section
    there: str
    typed: str
    settled: str | None


@dataclass(frozen=True)
class MergeCard:
    """One time that two people wrote in the same place. `version` settled it; None while it waits."""

    collision: CharterCollision
    other: CharterVersion
    sections: tuple[MergedSection, ...]
    version: CharterVersion | None

    @property
    def kept(self) -> bool:
        """Whether the charter was kept as it was; the other text stands only here."""
        return self.version is not None and all(one.settled == one.there for one in self.sections)


def merge_cards(project: Project) -> tuple[MergeCard, ...]:
    """All of them, the newest first."""
    versions = list(project.charters.order_by("number"))
    settled = {version.merges_id: version for version in versions if version.merges_id}
    return tuple(
        _card(collision, versions, settled.get(collision.pk))
        for collision in project.charter_collisions.order_by("-pk")
    )


def _card(
    collision: CharterCollision, versions: Sequence[CharterVersion], version: CharterVersion | None
) -> MergeCard:
    base = next(one for one in versions if one.number == collision.base)
    before = version.number if version else versions[-1].number + 1
    # What it was merged with: the newest version before the one that settled it.
    other = next(one for one in reversed(versions) if one.number < before)
    return MergeCard(collision, other, tuple(_sections(collision, base.texts, other, version)), version)


def _sections(
    collision: CharterCollision,
    base: Mapping[str, str],
    other: CharterVersion,
    version: CharterVersion | None,
) -> list[MergedSection]:
    return [
        MergedSection(
            section,
            other.texts.get(section.id, ""),
            collision.texts[section.id],
            version.texts.get(section.id, "") if version else None,
        )
        for section in sections().values()
        if section.id in collision.texts and collision.texts[section.id] != base.get(section.id, "")
    ]
