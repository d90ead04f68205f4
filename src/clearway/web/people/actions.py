"""What changes who may do what. Every action is recorded in the change log of its organisation."""

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import Person, record
from clearway.web.design.turns import in_turn
from clearway.web.people.access import Access
from clearway.web.people.giving import refuse_giving
from clearway.web.people.models import Membership, User
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import Role, role


@in_turn
def create_person(
    *,
    email: str,
    name: str,
    organisation: str,
    by: Person,
    password: str | None = None,
    profession: str = "",
    demonstration: bool = False,
    key: UUID | None = None,
) -> User:
    """A person with an account and no role yet. Without a password they sign in by another way only.

    A `key` is given only to who is made up; everybody else gets one that nobody had.

    The address counts as theirs: an invitation reached it, or whoever runs this Clearway vouches for it.

    Raises ClearwayError for an empty name and for an address that has an account.
    """
    if not name.strip():
        raise ClearwayError("the name is empty", mend="Give the name that colleagues know")
    if User.objects.filter(email=email.lower()).exists():
        raise ClearwayError("this e-mail address has an account", mend="Give the person a role instead")
    known = {} if key is None else {"key": key}
    user = User.objects.create_user(
        email, password, name=name.strip(), profession=profession, demonstration=demonstration, **known
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    record(
        organisation=organisation,
        action="create account",
        subject="a person",
        by=by,
        details={"person": user.key, "name": user.name, "email": user.email},
    )
    return user


@in_turn
def give_role(
    *, user: User, role_id: str, org_code: str, by: Person, giver: Access | None = None
) -> Membership:
    """The person holds the role at the organisation from now on; nothing when they hold it already.

    `giver` is the access of whoever gives it; the command line and the demonstration, which have none,
    may give everything. Raises ClearwayError when the role is not held at such organisations, or when the
    giver may not give it (see `clearway.web.people.giving`).
    """
    kind = fitting_role(role_id, org_code)
    if giver is not None:
        refuse_giving(giver, kind, org_code, to=user)
    held = Membership.objects.held().of(org_code).filter(user=user, role=role_id).first()
    if held is not None:
        return held
    membership = Membership.objects.create(user=user, org_code=org_code, role=role_id)
    _record("give role", membership, by)
    return membership


@in_turn
def change_role(
    *, membership: Membership, role_id: str, by: Person, giver: Access | None = None
) -> Membership:
    """The person holds another role at the organisation instead of this one. Their sessions end.

    Raises ClearwayError as `give_role` and `end_role` do.
    """
    if role_id == membership.role:
        return membership
    kind = fitting_role(role_id, membership.org_code)
    if giver is not None:
        refuse_giving(giver, kind, membership.org_code, to=membership.user)
    end_role(membership=membership, by=by, giver=giver)
    return give_role(user=membership.user, role_id=role_id, org_code=membership.org_code, by=by)


@transaction.atomic
def end_role(*, membership: Membership, by: Person, giver: Access | None = None) -> None:
    """The person holds the role no longer, and every session of theirs ends at once.

    Raises ClearwayError when the role has ended, when it is one that the giver could not give, or when
    nobody would be left who manages the people of the organisation.
    """
    code = membership.org_code
    # Two leads who end each other at the same moment wait for one another here.
    there = list(Membership.objects.select_for_update().of(code).held().order_by("pk"))
    if membership.pk not in {one.pk for one in there}:
        raise ClearwayError("this role has ended already", mend="Load the page again")
    if giver is not None:
        refuse_giving(giver, membership.kind, code, to=None)
    if _manages(membership) and not any(_manages(one) for one in there if one.pk != membership.pk):
        raise ClearwayError(
            f"{membership.user} is the last {membership.kind.title.lower()} here",
            mend="Give the role to somebody else first, so that the organisation keeps somebody who manages "
            "its people",
        )
    membership.ended = timezone.now()
    membership.save(update_fields=["ended"])
    end_sessions(user=membership.user)
    _record("end role", membership, by)


@transaction.atomic
def close_account(*, user: User, by: Person, giver: Access | None = None) -> None:
    """The person leaves: every role ends, every session too, and nobody can sign in as them.

    Raises ClearwayError as `end_role` does; then nothing has changed.
    """
    for membership in Membership.objects.held().filter(user=user):
        end_role(membership=membership, by=by, giver=giver)
    user.refresh_from_db()
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user=user)
    record(
        organisation="",
        action="close account",
        subject="a person",
        by=by,
        details={"person": user.key, "name": user.name},
    )


@transaction.atomic
def end_sessions(*, user: User) -> None:
    """Every session of the person ends: no cookie that was given out before now is taken."""
    user.session_version += 1
    user.save(update_fields=["session_version"])
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


def fitting_role(role_id: str, org_code: str) -> type[Role]:
    """The role, when it can be held at that organisation. Raises ClearwayError when it cannot."""
    kind = role(role_id)
    organisation = directory().get(org_code)
    if organisation.level not in kind.levels:
        raise ClearwayError(
            f"nobody can be {kind.title.lower()} of {organisation.name}",
            mend="The role is held at "
            + " or ".join(sorted(level.replace("_", " ") for level in kind.levels)),
        )
    return kind


def _manages(membership: Membership) -> bool:
    return Permission.MANAGE_PEOPLE in membership.kind.permissions


def _record(action: str, membership: Membership, by: Person) -> None:
    record(
        organisation=membership.org_code,
        action=action,
        subject=membership.kind.title.lower(),
        by=by,
        details={"person": membership.user.key, "name": membership.user.name, "role": membership.role},
    )
