"""The measures of all drivers: marks taken off, one id for one name, contradictions settled and told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from clearway.package.importer.cells import Piece, nested_joined
from clearway.package.importer.draft import Page
from clearway.package.importer.form import Key, says_nothing, without_marks
from clearway.package.importer.report import Ledger
from clearway.package.importer.text import Ids, fold
from clearway.package.model import MeasureClass

_STRICTEST = (MeasureClass.ALL, MeasureClass.DRIVER, MeasureClass.SUPPORTING)


@dataclass(frozen=True)
class Ask:
    """One line of a driver's data as the document has it; `driver` is the driver's number in the document."""

    driver: int
    line: int
    part: int | None
    name: str
    class_: MeasureClass
    psmu: bool
    sampled: bool

    @property
    def key(self) -> str:
        """What two lines of the same measure share."""
        return fold(self.name)


def read_asks(driver: int, pages: Iterable[Page], ledger: Ledger) -> list[Ask]:
    """The measures of one driver, mandatory ones of all its pages first, each once."""
    listed = list(pages)
    found: dict[str, Ask] = {}
    for key in (Key.MANDATORY, Key.SUPPORTING):
        for page in listed:
            for piece in nested_joined(page.lists.get(key, [])):
                ask = _ask(driver, page, key, piece, ledger)
                if ask and ask.key in found:
                    _told_twice(found[ask.key], ask, ledger)
                elif ask:
                    found[ask.key] = ask
    return list(found.values())


def settled(asks: Iterable[Ask], ledger: Ledger) -> list[Ask]:
    """The lines with one name, class and marks for one measure, as a package requires.

    Where drivers disagree the stricter reading stands: mandatory before supporting, marked before
    unmarked. The ledger says so at the line that differs.
    """
    listed = list(asks)
    merged: dict[str, Ask] = {}
    for ask in listed:
        before = merged.get(ask.key, ask)
        strict = min(before.class_, ask.class_, key=_STRICTEST.index)
        merged[ask.key] = replace(
            before, class_=strict, psmu=before.psmu or ask.psmu, sampled=before.sampled or ask.sampled
        )
    for ask in listed:
        one = merged[ask.key]
        if (ask.class_, ask.psmu, ask.sampled) != (one.class_, one.psmu, one.sampled):
            what = f"this line has '{one.name}' as {_shown(ask)}, another driver as {_shown(one)}"
            ledger.warn(
                "measure-differs", ask.line, what, "The stricter one is kept; correct it where needed."
            )
        if ask.name != one.name:
            ledger.note("measure-spelt", ask.line, f"'{ask.name}' is taken for '{one.name}'")
    return [
        replace(ask, name=one.name, class_=one.class_, psmu=one.psmu, sampled=one.sampled)
        for ask in listed
        for one in [merged[ask.key]]
    ]


def measure_ids(asks: Iterable[Ask], ids: Ids) -> dict[str, str]:
    """An id for each measure by what its lines share."""
    found: dict[str, str] = {}
    for ask in asks:
        if ask.key not in found:
            found[ask.key] = ids.new(ask.name, "measure")
    return found


def _ask(driver: int, page: Page, key: Key, piece: Piece, ledger: Ledger) -> Ask | None:
    name, marks = without_marks(piece.text)
    if says_nothing(name):
        ledger.note("no-measures", piece.line, f"the row of {key} says that there are none: {piece.text}")
        return None
    for hidden in piece.hidden_addresses:
        ledger.unplaced(piece.line, hidden, f"the measure '{name}' has no place for an address")
    if not name:
        ledger.unplaced(piece.line, piece.text, "a mark without a measure")
        return None
    owed = MeasureClass.ALL if piece.listed and piece.bold else MeasureClass.DRIVER
    class_ = owed if key is Key.MANDATORY else MeasureClass.SUPPORTING
    return Ask(driver, piece.line, page.part, name, class_, "psmu" in marks, "s" in marks)


def _told_twice(kept: Ask, ask: Ask, ledger: Ledger) -> None:
    what = f"'{ask.name}' is asked for twice by one driver"
    if _shown(kept) == _shown(ask):
        ledger.note("measure-twice", ask.line, what)
    else:
        what += f", as {_shown(kept)} and as {_shown(ask)}"
        ledger.warn("measure-twice", ask.line, what, "The first is kept; correct it where needed.")


def _shown(ask: Ask) -> str:
    words = {MeasureClass.ALL: "mandatory for all", MeasureClass.DRIVER: "mandatory"}
    marks = "".join(f" [{mark}]" for mark, has in (("PSMU", ask.psmu), ("s", ask.sampled)) if has)
    return words.get(ask.class_, "supporting") + marks
