"""What became of a posted form, told to a page or to the script that saves as you go."""

from dataclasses import dataclass, field

from clearway.measures.definitions import definition
from clearway.web.returns.cells import TAKEN_BACK, EntryResult
from clearway.web.returns.past import counts_text
from clearway.web.returns.presenters import Attempt


@dataclass(frozen=True)
class Saved:
    """`refused` says why nothing at all was saved; `attempt` holds the cells that need somebody."""

    result: EntryResult = field(default_factory=EntryResult)
    attempt: Attempt = field(default_factory=Attempt)
    refused: str = ""

    @property
    def clean(self) -> bool:
        """Whether nothing is left to mend."""
        return not (self.refused or self.attempt.posted)


def sentence(saved: Saved) -> str:
    """What was saved, in words."""
    count = len(saved.result.saved)
    parts = [f"{count} {'cell' if count == 1 else 'cells'} saved" if count else "Nothing to save"]
    if saved.result.collisions:
        parts.append("somebody else changed a figure meanwhile; both are kept, choose between them below")
    return "; ".join(parts) + "."


def answer_of(saved: Saved) -> dict[str, object]:
    """The same for the script that saves one cell.

    `state` is saved, same, waiting, wrong, collision or closed.
    """
    result, attempt = saved.result, saved.attempt
    if saved.refused:
        return {"state": "closed", "text": saved.refused}
    if result.collisions:
        other = result.collisions[0].held_person or "somebody else"
        return {
            "state": "collision",
            "text": f"{other} changed this meanwhile. Both are kept: load the page to choose.",
        }
    if attempt.posted:
        said = [each.finding for each in attempt.findings if each.cell == attempt.posted[0].key]
        texts = [*attempt.posted[0].wrong.values(), *(f"{each.what} {each.mend}".strip() for each in said)]
        return {"state": "waiting" if result.waiting else "wrong", "text": " ".join(texts)}
    if not result.saved:
        return {"state": "same", "text": ""}
    row = result.saved[0]
    emptied = row.state == TAKEN_BACK
    text = "Emptied" if emptied else f"Saved: {counts_text(definition(row.measure), row)}"
    return {"state": "saved", "seen": row.pk, "text": text, "held": not emptied}
