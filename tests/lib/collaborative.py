"""Months of the made-up trusts in tests, written by the real actions."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from tests.lib.visitors import browser_of as browser_of

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.calendar.actions import accept, approve, submit
from clearway.web.people.models import Membership, User
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry, EntryResult
from clearway.web.returns.models import CellDetail

MIDWIFE = Person("Mia Typed", "site", "mia")
NORTH = ("DEMO1", "DEMO2", "DEMO3", "DEMO4")
ALL = (*NORTH, "DEMO5", "DEMO6", "DEMO7", "DEMO8")
BOTH = (
    CellEntry("smoke-booking", numerator=9, denominator=100),
    CellEntry("smoke-delivery", numerator=6, denominator=100),
)
"""The two figures that every trust owes."""


def newest(today: date | None = None) -> Month:
    """The last month that has ended: open for figures, so the tests hold on any day."""
    return Month.of(today or timezone.localdate()).previous()


def enter(code: str, period: Month, cells: Sequence[CellEntry] = BOTH, by: Person = MIDWIFE) -> EntryResult:
    """Figures of a trust for a month."""
    return enter_cells(
        organisation=directory().get(code), period=period, cells=cells, by=by, origin=CellDetail.TYPED
    )


def take(code: str, period: Month, *steps: str, by: Person = MIDWIFE) -> None:
    """Steps on a month: "submit", "approve", "accept"."""
    actions = {"submit": submit, "approve": approve, "accept": accept}
    for step in steps:
        actions[step](organisation=directory().get(code), period=period, by=by)


def person(name: str, *roles: tuple[str, str]) -> User:
    """Somebody with these roles who needs no second factor."""
    user = User.objects.create_user(f"{name.lower()}@example.com", name=name, demonstration=True)
    for role, code in roles:
        Membership.objects.create(user=user, role=role, org_code=code)
    return user


WHO_SEES_A_COLLABORATIVE = (
    ("network-lead", "DEMO-N", "DEMO-N", 200),
    ("network-lead", "DEMO", "DEMO-N", 200),
    ("national-analyst", "DEMO", "DEMO", 200),
    ("reader", "DEMO-N", "DEMO-N", 200),
    ("reader", "DEMO-S", "DEMO-S", 200),
    ("network-lead", "DEMO-S", "DEMO-N", 404),
    ("trust-lead", "DEMO1", "DEMO-N", 404),
    ("trust-lead", "DEMO1", "DEMO1", 404),
    ("administrator", "DEMO", "DEMO-N", 403),
    ("national-analyst", "ENG", "DEMO", 404),
)
"""Role, where it is held, the collaborative that is looked at, and the answer."""
