"""References and resources: what each is, and what became of it since the package was published."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language_info

from clearway.package.model import Package, Reference, ReferenceStatus
from clearway.web.design.filters import day
from clearway.web.diagram.presenters.tree import number_of

# The word on the tag and its colour; the word says it all, the colour only helps.
STATUSES = {
    ReferenceStatus.CURRENT: ("Current", "green"),
    ReferenceStatus.SUPERSEDED: ("Superseded", "orange"),
    ReferenceStatus.ADDRESS_GONE: ("Address gone", "red"),
    ReferenceStatus.DUPLICATE: ("Duplicate", "grey"),
    ReferenceStatus.NOT_PUBLISHED: ("Not published", "purple"),
    ReferenceStatus.UNKNOWN: ("Not known if current", "yellow"),
}


@dataclass(frozen=True)
class SeeAlso:
    """Where to go instead: another entry or an address outside."""

    text: str
    address: str
    outside: bool


@dataclass(frozen=True)
class ReadingEntry:
    """One reference or resource. `linked` is false where the address is known to be gone."""

    id: str
    title: str
    by: str
    topic: str
    language: str
    address: str
    linked: bool
    status: str
    colour: str
    instead: SeeAlso | None
    note: str
    checked: str


@dataclass(frozen=True)
class ReadingGroup:
    """The entries of one secondary driver."""

    driver: str
    number: str
    title: str
    colour: int
    entries: Sequence[ReadingEntry]


@dataclass(frozen=True)
class ReadingPage:
    """All entries of a kind, by driver, with how many have which status."""

    groups: Sequence[ReadingGroup]
    total: int
    statuses: Sequence[tuple[str, str, int]]


def reading_page(package: Package, kind: str) -> ReadingPage:
    """The page of `references` or of `resources`; drivers without entries are left out."""
    groups = []
    for driver in package.drivers:
        listed = driver.references if kind == "references" else driver.resources
        if listed:
            colour = package.primary(driver.primary_driver).colour
            number = number_of(package, driver.id)
            groups.append(ReadingGroup(driver.id, number, driver.title, colour, entries_of(package, listed)))
    counts = Counter((entry.status, entry.colour) for group in groups for entry in group.entries)
    statuses = [(*status, counts[status]) for status in STATUSES.values() if counts[status]]
    return ReadingPage(groups, sum(counts.values()), statuses)


def entries_of(package: Package, listed: Iterable[Reference]) -> list[ReadingEntry]:
    """Entries in their order, with the links between them resolved."""
    return [_entry(package, reference) for reference in listed]


def _entry(package: Package, reference: Reference) -> ReadingEntry:
    status, colour = STATUSES[reference.status]
    return ReadingEntry(
        id=reference.id,
        title=reference.title,
        by=", ".join(str(part) for part in (reference.authors, reference.year) if part),
        topic=reference.topic,
        language=_language(reference.language),
        address=reference.address or "",
        linked=bool(reference.address) and reference.status is not ReferenceStatus.ADDRESS_GONE,
        status=status,
        colour=colour,
        instead=_instead(package, reference),
        note=reference.note or "",
        checked=_checked(reference),
    )


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name"])
    except KeyError:  # a language that the framework has no name for
        return code


def _checked(reference: Reference) -> str:
    if reference.checked is None:
        return "Nobody has checked it yet."
    how = f". {reference.checked_how}" if reference.checked_how else "."
    return f"Checked {day(reference.checked)}{how}"


def _instead(package: Package, reference: Reference) -> SeeAlso | None:
    other = reference.superseded_by or reference.duplicate_of
    if other is None:
        return None
    if "://" in other:
        return SeeAlso(other, other, outside=True)
    entry = package.reference(other)
    cited = any(entry in driver.references for driver in package.drivers)
    page = reverse("references" if cited else "resources", args=[package.id])
    return SeeAlso(entry.title, f"{page}#{entry.id}", outside=False)
