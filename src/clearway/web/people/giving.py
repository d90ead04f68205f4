"""Who may give which role.

Whoever manages the people of an organisation gives a role when they hold everything that it allows, or
what they lack goes with a profession (recording care, seeing women's records): a trust lead invites
midwives without seeing women. Beyond that a role names whom it appoints: a network lead appoints trust
leads. Nobody gives a role to themselves, so nobody gains by their own hand what they do not have.
"""

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.people.access import Access
from clearway.web.people.models import User
from clearway.web.people.permissions import PROFESSIONAL, Permission
from clearway.web.people.roles import ROLES, Role

RULE = (
    "You can give a role that allows no more than your own, and those of midwives and advisers. "
    "You cannot change your own roles."
)


def may_give(access: Access, kind: type[Role], org_code: str) -> bool:
    """Whether they may give the role, or take it away, at that organisation."""
    allowed = access.permissions(org_code)
    if Permission.MANAGE_PEOPLE not in allowed:
        return False
    organisation = directory().find(org_code)
    if organisation is None or organisation.level not in kind.levels:
        return False
    return kind.allowed_at(org_code) <= allowed | PROFESSIONAL or any(
        kind.id in held.appoints for held in access.roles(org_code)
    )


def roles_to_give(access: Access, org_code: str) -> list[type[Role]]:
    """The roles they may give at that organisation."""
    return [kind for kind in ROLES.values() if may_give(access, kind, org_code)]


def refuse_giving(access: Access, kind: type[Role], org_code: str, *, to: User | None) -> None:
    """Raises ClearwayError when they may not give the role there, or would give it to themselves."""
    if to is not None and access.user is not None and to.pk == access.user.pk:
        raise ClearwayError("you cannot change your own roles", mend="Ask somebody else who manages people")
    if not may_give(access, kind, org_code):
        raise ClearwayError(
            f"you cannot give or end the role {kind.title.lower()} here",
            mend="Ask somebody who holds it, or whoever runs this Clearway",
        )
