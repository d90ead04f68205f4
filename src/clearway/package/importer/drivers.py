"""The primary and secondary drivers of a document, each once, however many pages name it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from clearway.package.importer.draft import Draft, Page, PrimaryRow, Said
from clearway.package.importer.report import Ledger
from clearway.package.importer.text import Ids, fold

_NEARLY = 0.92


@dataclass
class Primary:
    """A primary driver with its secondary drivers; `explanation` is empty where there is none."""

    id: str
    line: int
    title: str
    explanation: str
    drivers: list["Driver"] = field(default_factory=list)


@dataclass
class Driver:
    """A secondary driver with its pages: one, or a page for each part."""

    id: str
    pages: list[Page]
    primary: Primary


def read_primaries(draft: Draft, ids: Ids, ledger: Ledger) -> list[Primary]:
    """The primary drivers in the order in which the document first names them."""
    by_title: dict[str, list[PrimaryRow]] = {}
    for row in draft.primaries:
        by_title.setdefault(fold(row.title), []).append(row)
    _join_nearly_equal(by_title, draft, ledger)
    found = []
    used = {fold(page.primary.text) for page in draft.pages if page.primary}
    for key, rows in by_title.items():
        first, said = rows[0], [text for row in rows for text in row.explanation]
        explanation = " ".join(dict.fromkeys(said))
        if key not in used:
            ledger.note("primary-without-drivers", first.line, f"no page has a driver of '{first.title}'")
        found.append(Primary(ids.new(first.title, "primary-driver"), first.line, first.title, explanation))
    if any(page.primary is None for page in draft.pages) and not found:
        title = draft.titles[0]
        found.append(Primary(ids.new(title.text, "primary-driver"), title.line, title.text, ""))
    return found


def _join_nearly_equal(rows: dict[str, list[PrimaryRow]], draft: Draft, ledger: Ledger) -> None:
    """Take a primary driver that is explained nowhere for the explained one that differs by a slip."""
    explained = [key for key, said in rows.items() if any(row.explanation for row in said)]
    for key in [key for key in rows if key not in explained]:
        near = get_close_matches(key, explained, n=1, cutoff=_NEARLY)
        if not near:
            continue
        for row in rows.pop(key):
            meant = rows[near[0]][0].title
            what = f"'{row.title}' is taken for the primary driver '{meant}'"
            ledger.warn("primary-spelt", row.line, what, "Correct it where it is another.")
            for page in draft.pages:
                if page.primary and page.primary.line == row.line:
                    page.primary = Said(row.line, meant)


def read_drivers(draft: Draft, primaries: Sequence[Primary], ids: Ids, ledger: Ledger) -> list[Driver]:
    """The secondary drivers: pages of one title under one primary driver are one driver."""
    by_title = {fold(primary.title): primary for primary in primaries}
    found: dict[tuple[str, str], Driver] = {}
    current = primaries[0] if primaries else None
    for page in draft.pages:
        if page.primary:
            current = by_title[fold(page.primary.text)]
        elif current:
            what = f"no primary driver stands above '{page.title}'"
            ledger.warn("primary-missing", page.line, what, f"It is kept with '{current.title}'; correct it.")
        if current is None:
            continue
        key = (current.id, fold(page.title))
        if key in found:
            found[key].pages.append(page)
            continue
        found[key] = Driver(ids.new(page.title, "driver"), [page], current)
        current.drivers.append(found[key])
    return list(found.values())
