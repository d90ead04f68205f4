"""Invitations: who may come, and what happens when they do."""

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.accounts.models import Invitation
from clearway.web.accounts.secrets import digest_of, new_secret
from clearway.web.audit.models import Person, record
from clearway.web.design.filters import day
from clearway.web.jobs.mail import send_mail_later
from clearway.web.people.access import Access, access_of_user
from clearway.web.people.actions import create_person, fitting_role, give_role
from clearway.web.people.giving import may_give, refuse_giving
from clearway.web.people.models import User

VALID_FOR = timedelta(days=14)
MAIL = """\
{inviter} invites you to Clearway, as {role} of {organisation}.

{sentence}

Open this address to set your name and a password. It works once, until {until}:

{address}

If you do not expect this, do nothing. Nobody gets access by it but you.
"""
MAIL_KNOWN = """\
{inviter} gave you a role in Clearway: {role} of {organisation}.

{sentence}

Sign in as you always do.
"""


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    org_code: str,
    role_id: str,
    by: Person,
    giver: Access | None,
    address: Callable[[str], str],
) -> str:
    """Ask somebody to take a role; a message with a link reaches them. Returns the link.

    An earlier open invitation of theirs to this organisation is taken back. Whoever has an account gets
    the role at once, and "" is returned. `giver` is the access of whoever invites (None at the command
    line); `address` turns the secret into the link. Raises ClearwayError when the address is none, the
    name is empty, or the giver may not give the role.
    """
    kind = fitting_role(role_id, org_code)
    if giver is not None:
        refuse_giving(giver, kind, org_code, to=None)
    email = _checked(email, name)
    words = {
        "inviter": by.name,
        "role": kind.title.lower(),
        "organisation": directory().get(org_code).name,
        "sentence": kind.sentence,
    }
    known = User.objects.filter(email=email, is_active=True).first()
    if known is not None:
        give_role(user=known, role_id=role_id, org_code=org_code, by=by, giver=giver)
        _send(email, "You have a role in Clearway", MAIL_KNOWN.format(**words), org_code, by)
        return ""
    secret = new_secret()
    now = timezone.now()
    Invitation.objects.open().of(org_code).filter(email=email).update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        email=email,
        name=name.strip(),
        org_code=org_code,
        role=role_id,
        digest=digest_of(secret),
        invited_by=giver.user if giver else None,
        expires_at=now + VALID_FOR,
    )
    link = address(secret)
    text = MAIL.format(**words, until=day(timezone.localtime(invitation.expires_at)), address=link)
    _send(email, "Your invitation to Clearway", text, org_code, by)
    _record("invite person", invitation, by)
    return link


@transaction.atomic
def accept(*, secret: str, name: str, password: str) -> User:
    """Make the account that the invitation is for, with its role.

    Raises ClearwayError when the invitation is used, taken back, too old or unknown, or when whoever
    invited may no longer do so.
    """
    invitation = open_invitation(secret, lock=True)
    if User.objects.filter(email=invitation.email).exists():
        raise ClearwayError("this e-mail address has an account", mend="Sign in instead")
    inviter = invitation.invited_by
    if inviter is not None and not may_give(access_of_user(inviter), invitation.kind, invitation.org_code):
        raise ClearwayError(
            "whoever invited you no longer manages people there", mend="Ask for a new invitation"
        )
    invited = Person(name=name.strip() or invitation.name, via="invitation")
    user = create_person(
        email=invitation.email,
        name=name,
        password=password,
        organisation=invitation.org_code,
        by=invited,
    )
    by = user.as_person("invitation")
    give_role(user=user, role_id=invitation.role, org_code=invitation.org_code, by=by)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    _record("accept invitation", invitation, by)
    return user


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Person, giver: Access) -> None:
    """Take an invitation back: its link works no longer.

    Raises ClearwayError when it was accepted or taken back, or when the giver may not give its role.
    """
    refuse_giving(giver, invitation.kind, invitation.org_code, to=None)
    changed = Invitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
    if not changed:
        raise ClearwayError("this invitation waits no longer", mend="Load the page again")
    _record("withdraw invitation", invitation, by)


def open_invitation(secret: str, *, lock: bool = False) -> Invitation:
    """The invitation that the link belongs to. Raises ClearwayError when it can no longer be accepted."""
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    found = rows.open().filter(digest=digest_of(secret)).first()
    if found is None:
        raise ClearwayError(
            "this invitation does not work", mend="It was used, taken back or is older than 14 days"
        )
    return found


def _checked(email: str, name: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ClearwayError(f"“{email}” is not an e-mail address", mend="Correct it") from None
    if not name.strip():
        raise ClearwayError("the name is empty", mend="Give the name that colleagues know")
    return email


def _send(email: str, subject: str, text: str, org_code: str, by: Person) -> None:
    send_mail_later(to=email, subject=subject, text=text, organisation=org_code, by=by)


def _record(action: str, invitation: Invitation, by: Person) -> None:
    record(
        organisation=invitation.org_code,
        action=action,
        subject=invitation.kind.title.lower(),
        by=by,
        details={"invitation": invitation.pk, "name": invitation.name, "email": invitation.email},
    )
