"""The plan for people: its sections, its history, and two texts side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clearway.common.organisations import Organisation
from clearway.web.department.models import PlanCollision, PlanVersion
from clearway.web.department.selectors import standing
from clearway.web.department.vocabulary import plan_sections
from clearway.web.projects.presenters.charter import BothTexts, SectionText


@dataclass(frozen=True)
class Version:
    """One version of the history."""

    number: int
    at: datetime
    person: str
    changed: tuple[str, ...]


@dataclass(frozen=True)
class PlanPage:
    """A version of the plan; `number` is 0 where nobody has written one."""

    number: int
    newest: int
    at: datetime | None
    person: str
    sections: tuple[SectionText, ...]
    waiting: tuple[PlanCollision, ...]
    history: tuple[Version, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The sections that say nothing yet."""
        return tuple(each.section.title for each in self.sections if not each.text.strip())


def plan_page(organisation: Organisation, number: int | None = None) -> PlanPage | None:
    """A version of the plan, the newest where none is named; None for a version that is not there."""
    versions = standing.plans(organisation)
    wanted = next((one for one in versions if one.number == number), None) if number else None
    if number and wanted is None:
        return None
    shown = wanted or (versions[-1] if versions else None)
    texts: Mapping[str, str] = shown.texts if shown else {}
    return PlanPage(
        number=shown.number if shown else 0,
        newest=versions[-1].number if versions else 0,
        at=shown.at if shown else None,
        person=shown.person if shown else "",
        sections=tuple(SectionText(each, texts.get(each.id, "")) for each in plan_sections().values()),
        waiting=tuple(standing.waiting(organisation)),
        history=tuple(reversed(_history(versions))),
    )


def both_texts(
    organisation: Organisation, collision: PlanCollision
) -> tuple[PlanVersion, tuple[BothTexts, ...]]:
    """The newest version, and each section that was typed differently from what the writer saw."""
    versions = {one.number: one for one in standing.plans(organisation)}
    newest = versions[max(versions)]
    base: Mapping[str, str] = versions[collision.base].texts if collision.base else {}
    now: Mapping[str, str] = newest.texts
    found = tuple(
        BothTexts(section, now.get(key, ""), typed, _fought(key, collision, now, base))
        for key, section in plan_sections().items()
        if (typed := collision.texts.get(key)) is not None
        and typed not in (base.get(key, ""), now.get(key, ""))
    )
    return newest, found


def _fought(key: str, collision: PlanCollision, now: Mapping[str, str], base: Mapping[str, str]) -> bool:
    return key in collision.sections or now.get(key, "") != base.get(key, "")


def _history(versions: list[PlanVersion]) -> list[Version]:
    lines = []
    before: Mapping[str, str] = {}
    for one in versions:
        changed = tuple(
            section.title
            for key, section in plan_sections().items()
            if one.texts.get(key, "") != before.get(key, "")
        )
        lines.append(Version(one.number, one.at, one.person, changed))
        before = one.texts
    return lines
