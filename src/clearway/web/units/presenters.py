"""Units as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clearway.web.units.kinds import kind_title, kinds
from clearway.web.units.models import Unit, UnitStep

SAID = {
    UnitStep.OPENED: "Opened",
    UnitStep.CHANGED: "Changed",
    UnitStep.CLOSED: "Closed",
    UnitStep.REOPENED: "Opened again",
}


@dataclass(frozen=True)
class KindOfUnits:
    """The open units of one kind."""

    title: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class UnitList:
    """The units of a trust: the open ones by kind, then those that are closed."""

    kinds: tuple[KindOfUnits, ...]
    closed: tuple[Unit, ...]

    @property
    def open_ones(self) -> int:
        """How many are open."""
        return sum(len(kind.units) for kind in self.kinds)


@dataclass(frozen=True)
class StepLine:
    """One step in the life of a unit; `words` says what it was called from then on, where that is news."""

    at: datetime
    said: str
    person: str
    words: str
    reason: str


def unit_list(rows: Iterable[Unit]) -> UnitList:
    """The units, which come with their state."""
    every = list(rows)
    going = [row for row in every if row.is_open]
    known = {kind.id for kind in kinds()}
    strange = dict.fromkeys(row.kind for row in going if row.kind not in known)
    by_kind = (
        KindOfUnits(kind_title(kind), tuple(row for row in going if row.kind == kind))
        for kind in (*(each.id for each in kinds()), *strange)
    )
    return UnitList(
        kinds=tuple(one for one in by_kind if one.units),
        closed=tuple(row for row in every if not row.is_open),
    )


def step_lines(unit: Unit) -> tuple[StepLine, ...]:
    """The steps of a unit, the first first; of a change what became of its name, kind and site."""
    lines, before = [], None
    for step in unit.steps.all():
        lines.append(
            StepLine(
                step.at, SAID[step.step], step.person, _news(before, step) if before else "", step.reason
            )
        )
        before = step
    return tuple(lines)


def _news(before: UnitStep, now: UnitStep) -> str:
    told = []
    if before.name != now.name:
        told.append(f"“{before.name}” is called “{now.name}”")
    if before.kind != now.kind:
        told.append(f"{kind_title(before.kind).lower()} is now {kind_title(now.kind).lower()}")
    if before.site_code != now.site_code:
        told.append(f"site {now.site_code}" if now.site_code else f"no longer site {before.site_code}")
    return "; ".join(told)
