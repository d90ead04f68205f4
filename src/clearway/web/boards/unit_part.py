"""What the page of a unit says of its learning board: where it is, and when it was shared last."""

from dataclasses import dataclass

from clearway.web.boards.about import About
from clearway.web.boards.models import Share
from clearway.web.boards.selectors import shares
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.units.models import Unit
from clearway.web.units.parts import UnitPart


@dataclass(frozen=True)
class BoardOfUnit:
    """The last time that the board was shared; None where it never was."""

    last: Share | None


def board(unit: Unit, access: Access) -> BoardOfUnit | None:
    """The board of the unit; None for whoever may not see it."""
    if not access.allows(Permission.SEE_IMPROVEMENT, unit.org_code):
        return None
    return BoardOfUnit(shares(unit.organisation, About(unit=unit)).first())


PART = UnitPart("board", "boards/unit_link.jinja", board)
