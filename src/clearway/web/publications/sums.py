"""Who sees the sums that Clearway computed for an LMNS (a board's area), a region or England.

Published sums are open to everybody; this is about those that were added up from what trusts entered, logged
or computed. The rule has two halves.

1. By role. A sum belongs to the organisation it is of, as a figure of a trust belongs to the trust. Whoever
   holds SEE_FIGURES there or above it sees it: a lead or reader of the LMNS its own, one of the region also
   those of its LMNSs, an analyst of the nation all. A person of a trust holds that permission at the trust
   and below, so sees no sum, unless they have a role at the LMNS as well: with the sum of two trusts and the
   own figure, the other trust's would be one subtraction away, and with more trusts a small rest says nearly
   as much.
2. By what is in it. A sum is shown only to somebody who may see every trust that was added up, so that it
   never tells anything that the reader could not add up alone; no difference with what else they see, of
   however many trusts, gives away another's figure, be it small or zero. The trusts below an organisation are
   theirs to see by the first half. The exception is a trust (or an LMNS in a region) that has moved: the sums
   of the months in which it was there hold it still, while whoever is responsible now is somebody else. Those
   months show only to people above both places. A trust that has closed counts where it was last.

Suppressing small counts instead would not do: the reader sees the other parts exactly, so a rounded sum
protects nothing at all, and trusts read exactly by their LMNS need no rounding.
"""

from django.db.models import Q

from clearway.common.organisations import Level, directory
from clearway.web.people.access import Access, line_above
from clearway.web.people.permissions import Permission

SUMMED = frozenset({Level.ICB, Level.REGION, Level.NATIONAL})
"""The levels at which figures of trusts are added up."""
_PARTS = frozenset({Level.PROVIDER, Level.ICB, Level.REGION})


def sums_seen(access: Access) -> Q:
    """The condition on a value's organisation and period for the sums that the person may see."""
    held = access.organisations(Permission.SEE_FIGURES)
    codes = {code for top in held for code in _summed(top)}
    seen = Q(org_code__in=codes)
    for hidden in _with_others(codes, held):
        seen &= ~hidden
    return seen


def _summed(top: str) -> set[str]:
    """The organisation, and those below it, at whose level figures are added up."""
    organisation = directory().find(top)
    if organisation is None or organisation.level not in SUMMED:
        return set()
    below = directory().children(organisation.code, levels=SUMMED)
    return {organisation.code}.union(*(_summed(child.code) for child in below))


def _with_others(codes: set[str], held: frozenset[str]) -> list[Q]:
    """The sums among these of the time in which they held a part that the person may not see."""
    found = []
    for move in directory().moves():
        part = directory().get(move.code)
        if part.level not in _PARTS or not line_above(part).isdisjoint(held):
            continue
        for code in codes & line_above(directory().get(move.parent)):
            hidden = Q(org_code=code)
            if move.first_day is not None:
                hidden &= Q(period_start__gte=move.first_day)
            if move.last_day is not None:
                hidden &= Q(period_start__lte=move.last_day)
            found.append(hidden)
    return found
