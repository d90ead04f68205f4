"""Public pages as lists and forms show them: how each stands, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from clearway.web.boards.models import LinkStep, PublicLink
from clearway.web.boards.public import offered
from clearway.web.boards.secrets import address_of
from clearway.web.boards.selectors import ENDS_SOON


@dataclass(frozen=True)
class LinkLine:
    """One public page. `address` is "" where it cannot be shown again; an ended one has none either."""

    row: PublicLink
    board: str
    title: str
    tag: str
    colour: str
    is_shown: bool
    may_renew: bool
    ends_soon: bool
    address: str
    expires_on: date


def link_line(row: PublicLink, today: date) -> LinkLine:
    """How the link stands on a day; it comes by `with_last()`."""
    down = row.state == LinkStep.REVOKED
    shown = not down and row.expires_on >= today
    soon = shown and row.expires_on - today <= ENDS_SOON
    return LinkLine(
        row=row,
        board=row.about.board,
        title=row.content["title"],
        tag=_tag(row, today, down),
        colour="grey" if not shown else "yellow" if soon else "green",
        is_shown=shown,
        may_renew=not down,
        ends_soon=soon,
        address=address_of(row) if shown else "",
        expires_on=row.expires_on,
    )


def link_lines(rows: Iterable[PublicLink]) -> tuple[LinkLine, ...]:
    """Those that are shown first, the one that ends first at the top; then the others, the newest first."""
    lines = [link_line(row, localdate()) for row in rows]
    shown = sorted((one for one in lines if one.is_shown), key=lambda one: (one.expires_on, one.row.number))
    return (*shown, *(one for one in lines if not one.is_shown))


def panel_titles(row: PublicLink) -> tuple[str, ...]:
    """The titles of the panels that were chosen."""
    return tuple(panel.title for panel in offered() if panel.id in row.content["chosen"])


def _tag(row: PublicLink, today: date, down: bool) -> str:
    if down:
        return "Taken down"
    days = (row.expires_on - today).days
    if days < 0:
        return "Ended"
    if days > ENDS_SOON.days:
        return "Shown"
    return "Ends today" if days == 0 else "Ends tomorrow" if days == 1 else f"Ends in {days} days"
