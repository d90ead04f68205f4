"""Cells that two people filled in at once: both figures are kept until somebody chooses."""

from collections.abc import Sequence

from django.db.models import Q

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month, parse_month
from clearway.web.audit.models import Person, record
from clearway.web.calendar.guard import hold
from clearway.web.design.turns import in_turn
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry, EntryResult
from clearway.web.returns.models import Collision, CollisionEnd
from clearway.web.returns.posted import LARGEST_ID


def open_collisions(organisation: Organisation, period: Month) -> list[Collision]:
    """The collisions of a month that nobody has settled, oldest first."""
    rows = Collision.objects.filter(org_code=organisation.code, period=str(period), end=None)
    return list(rows.select_related("held", "held__source"))


def collision_of(organisation: Organisation, period: Month, number: int) -> Collision | None:
    """One collision of a month, settled or not; None where it is of another."""
    rows = Collision.objects.filter(org_code=organisation.code, period=str(period))
    return rows.filter(pk=number).first() if number < LARGEST_ID else None


def collisions_of(key: str, org_codes: Sequence[str]) -> list[Collision]:
    """The unsettled collisions that a person is one of the two sides of, in organisations they may see."""
    if not key:
        return []
    rows = Collision.objects.filter(Q(key=key) | Q(held_key=key), end=None, org_code__in=org_codes)
    return list(rows.select_related("held"))


def current_row(collision: Collision) -> Value | None:
    """What the cell holds now."""
    return Value.objects.current().filter(**_cell(collision)).first()


@in_turn
def settle(*, collision: Collision, keep: str, seen: int | None, by: Person) -> EntryResult:
    """Keep what the cell holds (`held`) or what was typed beside it (`typed`).

    `seen` is the id of the row that the person saw in the cell. Raises ClearwayError where the cell has
    changed since, where the collision is settled already, and as `enter_cells` does.
    """
    if keep not in (CollisionEnd.HELD, CollisionEnd.TYPED):
        raise ClearwayError("It is not said which of the two is kept", mend="Choose one of the figures")
    organisation = directory().get(collision.org_code)
    period = parse_month(collision.period)
    hold(organisation, period)
    if CollisionEnd.objects.filter(collision=collision).exists():
        raise ClearwayError("Somebody has chosen between the two already", mend="Look at the cell again")
    now = current_row(collision)
    if (now.pk if now else None) != seen:
        raise ClearwayError(
            "The figure was changed again since you looked", mend="Look at it and choose again"
        )
    result = EntryResult()
    if keep == CollisionEnd.TYPED:
        typed = CellEntry(**{**collision.typed, "seen": seen})
        if not typed.comment:
            typed = CellEntry(**{**collision.typed, "seen": seen, "comment": _why(collision, by)})
        result = enter_cells(
            organisation=organisation, period=period, cells=[typed], by=by, origin=collision.origin
        )
    CollisionEnd.objects.create(collision=collision, kept=keep, person=by.name, key=by.key)
    record(
        organisation=organisation.code,
        action="settle collision",
        subject=f"{collision.measure} {period} of {organisation.code}",
        by=by,
        details={"collision": collision.pk, "kept": keep},
    )
    return result


def _why(collision: Collision, by: Person) -> str:
    """A figure that was chosen over another is looked at already; the comment says by whom."""
    return f"Chosen by {by.name} over the figure of {collision.held_person or 'somebody else'}"


def _cell(collision: Collision) -> dict[str, str]:
    return {
        name: getattr(collision, name) for name in ("org_code", "period", "measure", "component", "parameter")
    }
