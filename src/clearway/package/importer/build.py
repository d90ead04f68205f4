"""Fits the parts of a document together into a package, with ids of its own."""

from collections.abc import Iterable, Sequence

from clearway.package.importer.cells import nested_joined
from clearway.package.importer.draft import Draft, Said
from clearway.package.importer.drivers import Driver, Primary, read_drivers, read_primaries
from clearway.package.importer.entries import Entry, read_entries
from clearway.package.importer.form import Key, is_label, says_nothing
from clearway.package.importer.front import Front, read_front
from clearway.package.importer.known import known_ids
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


def build_package(draft: Draft, package_id: str | None, document: str, ledger: Ledger) -> Package:
    """The package that a document describes; the ledger gets what has no place in it."""
    front = read_front(draft, ledger)
    ids = Ids(known_ids())
    primaries = read_primaries(draft, ids, ledger)
    drivers = _secondaries(draft, read_drivers(draft, primaries, ids, ledger), ids, ledger)
    _repeats(draft, ledger)
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
        drivers=tuple(drivers[driver.id] for primary in primaries for driver in primary.drivers),
    )


def _secondaries(
    draft: Draft, drivers: Sequence[Driver], ids: Ids, ledger: Ledger
) -> dict[str, SecondaryDriver]:
    """The secondary drivers by id, with all that hangs on them."""
    read = [ask for number, driver in enumerate(drivers) for ask in read_asks(number, driver.pages, ledger)]
    asks = settled(read, ledger)
    measures = measure_ids(asks, ids)
    titles = _titles(draft)
    entries = [
        entry for section in draft.sections for entry in read_entries(section, draft.pages, titles, ledger)
    ]
    found = {}
    for number, driver in enumerate(drivers):
        mine = [ask for ask in asks if ask.driver == number]
        own = [entry for entry in entries if entry.page in driver.pages]
        found[driver.id] = _secondary(driver, mine, measures, own, ids, ledger)
    return found


def _secondary(
    driver: Driver,
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


def _ideas(driver: Driver, ids: Ids, ledger: Ledger) -> list[ChangeIdea]:
    found: list[ChangeIdea] = []
    seen: set[str] = set()
    for page in driver.pages:
        for piece in nested_joined(page.lists.get(Key.IDEAS, [])):
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


def _primary(number: int, primary: Primary, ledger: Ledger) -> PrimaryDriver:
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


def _titles(draft: Draft) -> list[str]:
    """The titles that a document repeats wherever it likes, apart from those of the secondary drivers."""
    return [said.text for said in draft.titles] + [row.title for row in draft.primaries]


def _repeats(draft: Draft, ledger: Ledger) -> None:
    """Lines outside all parts: repeats of a title are in the package already, the rest is reported."""
    known = {fold(title) for title in [*_titles(draft), *(page.title for page in draft.pages)]}
    for said in draft.strays:
        if fold(said.text) in known:
            continue
        if is_label(said.text):
            ledger.label(said.line, said.text)
        else:
            ledger.unplaced(said.line, said.text)
    title = draft.titles[0].text
    for said in draft.titles:
        if fold(said.text) != fold(title):
            ledger.unplaced(said.line, said.text, f"the package is called '{title}'")
