"""Fits the parts of a document together into a package, with ids of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from clearway.package.importer.draft import Draft, Page, PrimaryRow, Said
from clearway.package.importer.entries import Entry, read_entries
from clearway.package.importer.form import Key, is_label, says_nothing
from clearway.package.importer.front import Front, read_front
from clearway.package.importer.measures import Ask, measure_ids, read_asks, settled
from clearway.package.importer.report import Ledger
from clearway.package.importer.text import Ids, fold, shortened
from clearway.package.model import (
    Aim,
    ChangeIdea,
    Definition,
    Instruction,
    MeasureAsk,
    Package,
    Position,
    PrimaryDriver,
    Reference,
    Resource,
    SecondaryDriver,
)

_COLOURS = 5
_LICENCE = "The words of the published document, for the team that holds it; they remain its publisher's."
_PUBLISHER = "not named in the document"


@dataclass
class _Primary:
    id: str
    line: int
    title: str
    explanation: str
    drivers: list["_Driver"] = field(default_factory=list)


@dataclass
class _Driver:
    id: str
    pages: list[Page]
    primary: _Primary


def build_package(draft: Draft, package_id: str | None, document: str, ledger: Ledger) -> Package:
    """The package that a document describes; the ledger gets what has no place in it."""
    front = read_front(draft, ledger)
    ids = Ids()
    primaries = _primaries(draft, ids, ledger)
    drivers = _drivers(draft, primaries, ids, ledger)
    asks = settled(
        [ask for number, driver in enumerate(drivers) for ask in read_asks(number, driver.pages, ledger)],
        ledger,
    )
    measures = measure_ids(asks, ids)
    titles = [said.text for said in draft.titles] + [front.title] + [row.title for row in draft.primaries]
    entries = [
        entry for section in draft.sections for entry in read_entries(section, draft.pages, titles, ledger)
    ]
    built = {}
    for number, driver in enumerate(drivers):
        mine = [ask for ask in asks if ask.driver == number]
        own = [entry for entry in entries if entry.page in driver.pages]
        built[driver.id] = _secondary(driver, mine, measures, own, ids, ledger)
    _strays(draft, titles, ledger)
    return Package(
        id=package_id or Ids().new(front.title, "change-package"),
        title=front.title,
        edition="1",
        publisher=front.publisher or _PUBLISHER,
        licence=_LICENCE,
        provenance=f"Imported from the document {document}.",
        aim=_aim(front, ledger),
        values=tuple(front.values),
        definitions=tuple(_definition(term, said) for term, said in front.definitions),
        instructions=_instructions(front, draft, ids),
        primary_drivers=tuple(_primary(number, primary, ledger) for number, primary in enumerate(primaries)),
        drivers=tuple(built[driver.id] for primary in primaries for driver in primary.drivers),
    )


def _primaries(draft: Draft, ids: Ids, ledger: Ledger) -> list[_Primary]:
    """The primary drivers in the order in which the document first names them."""
    by_title: dict[str, list[PrimaryRow]] = {}
    for row in draft.primaries:
        by_title.setdefault(fold(row.title), []).append(row)
    found = []
    used = {fold(page.primary.text) for page in draft.pages if page.primary}
    for key, rows in by_title.items():
        first, said = rows[0], [text for row in rows for text in row.explanation]
        explanation = " ".join(dict.fromkeys(said))
        if key not in used:
            ledger.note("primary-without-drivers", first.line, f"no page has a driver of '{first.title}'")
        found.append(_Primary(ids.new(first.title, "primary-driver"), first.line, first.title, explanation))
    if any(page.primary is None for page in draft.pages) and not found:
        title = draft.titles[0]
        found.append(_Primary(ids.new(title.text, "primary-driver"), title.line, title.text, ""))
    return found


def _drivers(draft: Draft, primaries: Sequence[_Primary], ids: Ids, ledger: Ledger) -> list[_Driver]:
    """The secondary drivers: pages of one title under one primary driver are one driver."""
    by_title = {fold(primary.title): primary for primary in primaries}
    found: dict[tuple[str, str], _Driver] = {}
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
        found[key] = _Driver(ids.new(page.title, "driver"), [page], current)
        current.drivers.append(found[key])
    return list(found.values())


def _secondary(
    driver: _Driver,
    asks: Iterable[Ask],
    measures: dict[str, str],
    entries: Sequence[Entry],
    ids: Ids,
    ledger: Ledger,
) -> SecondaryDriver:
    first = driver.pages[0]
    return SecondaryDriver(
        id=driver.id,
        title=first.title,
        short_title=shortened(first.title, 6),
        primary_driver=driver.primary.id,
        position=Position(line=first.line, part=first.part),
        change_ideas=tuple(_ideas(driver, ids, ledger)),
        measures=tuple(
            MeasureAsk(
                measure=measures[ask.key],
                name=ask.name,
                class_=ask.class_,
                psmu=ask.psmu,
                sampled=ask.sampled,
                position=Position(line=ask.line, part=ask.part),
            )
            for ask in asks
        ),
        references=tuple(Reference(**_entry(entry, ids)) for entry in entries if entry.key is Key.REFERENCES),
        resources=tuple(Resource(**_entry(entry, ids)) for entry in entries if entry.key is Key.RESOURCES),
    )


def _ideas(driver: _Driver, ids: Ids, ledger: Ledger) -> list[ChangeIdea]:
    found: list[ChangeIdea] = []
    seen: set[str] = set()
    for page in driver.pages:
        for piece in page.lists.get(Key.IDEAS, []):
            text = piece.full_text
            if says_nothing(text):
                ledger.note("no-ideas", piece.line, f"the row says that there are none: {text}")
            elif fold(text) in seen:
                ledger.note("idea-twice", piece.line, f"said twice by one driver: {text}")
            else:
                seen.add(fold(text))
                idea_id = ids.exactly(f"{driver.id}-{len(found) + 1}")
                position = Position(line=piece.line, part=page.part)
                found.append(
                    ChangeIdea(id=idea_id, text=text, short_title=shortened(text, 8), position=position)
                )
    return found


def _entry(entry: Entry, ids: Ids) -> dict[str, object]:
    return {
        "id": ids.new(entry.title, "reference"),
        "title": entry.title,
        "authors": entry.authors,
        "year": entry.year,
        "topic": entry.topic,
        "address": entry.address,
        "note": entry.note,
        "position": Position(line=entry.line),
    }


def _primary(number: int, primary: _Primary, ledger: Ledger) -> PrimaryDriver:
    if not primary.explanation:
        ledger.note("no-explanation", primary.line, f"the document does not explain '{primary.title}'")
    return PrimaryDriver(
        id=primary.id,
        title=primary.title,
        short_title=shortened(primary.title, 6),
        explanation=primary.explanation or primary.title,
        colour=number % _COLOURS + 1,
        position=Position(line=primary.line),
        secondary_drivers=tuple(driver.id for driver in primary.drivers),
    )


def _aim(front: Front, ledger: Ledger) -> Aim:
    if not front.evidence:
        ledger.note("no-evidence", None, "no line says what would show that the aim is reached")
    statement = front.statement or front.title
    return Aim(statement=statement, evidence=front.evidence or statement)


def _definition(term: str, said: Said) -> Definition:
    return Definition(term=term, meaning=said.text, position=Position(line=said.line))


def _instructions(front: Front, draft: Draft, ids: Ids) -> tuple[Instruction, ...]:
    rules = [*front.rules, *(Said(piece.line, piece.full_text) for piece in draft.instructions)]
    return tuple(
        Instruction(
            id=ids.new(f"rule {shortened(said.text, 8)}", "rule"),
            rule=said.text,
            position=Position(line=said.line),
        )
        for said in rules
    )


def _strays(draft: Draft, titles: Iterable[str], ledger: Ledger) -> None:
    """Lines outside all parts: repeats of a title are in the package already, the rest is reported."""
    known = {fold(title) for title in titles} | {fold(page.title) for page in draft.pages}
    for said in draft.strays:
        if fold(said.text) in known:
            continue
        if is_label(said.text):
            ledger.label(said.line, said.text)
        else:
            ledger.unplaced(said.line, said.text)
