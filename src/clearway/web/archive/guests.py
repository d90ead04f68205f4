"""The people of an export: who is here already, who gets an account, and which roles they would hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.archive.cells import ROW, heard
from clearway.web.archive.reading import Archive
from clearway.web.archive.tables import PEOPLE, tables
from clearway.web.people.actions import fitting_role
from clearway.web.people.models import User

MEMBERSHIPS = "people.Membership"


@dataclass(frozen=True)
class Guest:
    """One person of an export. `account` is the key of the account that they have here already."""

    number: int
    name: str
    email: str
    account: int | None
    roles: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        what = (
            "has an account here" if self.account is not None else "gets an account, without a way to sign in"
        )
        roles = f"; becomes {', '.join(self.roles)}" if self.roles else "; holds no role"
        return f"{self.name} <{self.email}>: {what}{roles}"


def guests(archive: Archive) -> dict[int, Guest]:
    """The people by their number in the export.

    Raises ClearwayError where a person's e-mail address and key lead to two accounts, where two people lead
    to one, or where a role is not known here or not held at such an organisation.
    """
    found: dict[int, Guest] = {}
    for cells in archive.lines(PEOPLE):
        account = _account(cells)
        if account is not None and any(other.account == account for other in found.values()):
            raise ClearwayError(
                f"Two people of the export are one account here: {cells['email']}",
                mend="Change the e-mail address of one of them where the export was made, and export again",
            )
        number = int(cells[ROW])
        found[number] = Guest(number, str(cells["name"]), str(cells["email"]), account)
    for cells in archive.lines(MEMBERSHIPS):
        if _holds(cells):
            role = fitting_role(str(cells["role"]), archive.code)
            guest = found.get(cells["user"]) if type(cells["user"]) is int else None
            if guest is not None:  # anything else is refused when the row itself is read
                guest.roles.append(role.title.lower())
    return found


def _account(cells: Mapping[str, Any]) -> int | None:
    """The account that the person has here: the same key, or the same e-mail address."""
    try:
        key = UUID(str(cells["key"]))
    except ValueError:
        raise ClearwayError(f"'{cells['key']}' is no key of a person", where=PEOPLE) from None
    by_key = User.objects.filter(key=key).first()
    rows = User.objects.annotate(address=Lower("email"))
    by_email = rows.filter(address=str(cells["email"]).lower()).first()
    if by_key and by_email and by_key != by_email:
        raise ClearwayError(
            f"{cells['name']} has an account here under another e-mail address, and {cells['email']} is that "
            "of somebody else",
            mend="Correct the address of one of the two accounts, then import again",
        )
    account = by_key or by_email
    return account.pk if account else None


def _holds(cells: Mapping[str, Any]) -> bool:
    if cells["ended"] is None:
        return True
    try:
        ended = heard("time", tables()[MEMBERSHIPS].column("ended").field, cells["ended"])
    except ValueError:
        return True
    return bool(ended > timezone.now())


def who_needs_a_yes(found: Mapping[int, Guest]) -> list[Guest]:
    """Those who would get an account or a role by the import."""
    return [guest for guest in found.values() if guest.roles or guest.account is None]
