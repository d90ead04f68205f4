"""What the command line may do about people: invite, list, end, and the first administrator."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from clearway.common.errors import ClearwayError
from clearway.common.organisations import NATION, directory
from clearway.web.accounts.inviting import invite
from clearway.web.audit.models import Person
from clearway.web.design.filters import day
from clearway.web.people.actions import close_account, end_role
from clearway.web.people.models import Membership, User
from clearway.web.people.roles import Administrator


def invite_person(*, email: str, name: str, role: str, organisation: str, site: str) -> str:
    """Invite somebody, and say what happened. Raises ClearwayError as `invite` does."""
    code = directory().get(organisation).code
    link = invite(
        email=email,
        name=name,
        org_code=code,
        role_id=role,
        by=Person.at_the_command_line(),
        giver=None,
        address=lambda secret: _site(site) + reverse("invitation", args=[secret]),
    )
    if not link:
        return f"{name} has an account and holds the role now"
    return f"{name} is invited; the message is on its way. The same link, for 14 days and once:\n{link}"


@transaction.atomic
def first_administrator(*, email: str, name: str, site: str) -> str:
    """Invite the first administrator of a fresh instance, who invites everybody else.

    Raises ClearwayError when there is an administrator of the nation already.
    """
    held = Membership.objects.held().of(NATION).filter(role=Administrator.id).select_related("user").first()
    if held is not None:
        raise ClearwayError(
            f"there is an administrator already: {held.user.name}",
            mend="They invite others; or: clearway people invite --role administrator --organisation ENG",
        )
    return invite_person(email=email, name=name, role=Administrator.id, organisation=NATION, site=site)


def list_people(organisation: str | None) -> Iterator[str]:
    """A line for every role that is held now: organisation, role, name, address, since, last sign-in."""
    rows = Membership.objects.held().select_related("user").order_by("org_code", "role", "user__name")
    if organisation is not None:
        rows = rows.of(directory().get(organisation).code)
    for row in rows:
        seen = day(row.user.last_login) if row.user.last_login else "never"
        parts = (row.org_code, row.role, row.user.name, row.user.email, f"since {day(row.began)}")
        yield "\t".join((*parts, f"last sign-in {seen}"))


def end_person(*, email: str, organisation: str | None) -> str:
    """End the roles of somebody at one organisation, or everywhere and close the account.

    Raises ClearwayError when nobody has the address, holds no role there, or is the last who manages
    the people of an organisation.
    """
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise ClearwayError(f"nobody has the address {email}", mend="Look it up: ./clearway people list")
    by = Person.at_the_command_line()
    if organisation is None:
        close_account(user=user, by=by)
        return f"{user.name}: every role has ended, every session too, and the account is closed"
    code = directory().get(organisation).code
    held = list(Membership.objects.held().of(code).filter(user=user))
    if not held:
        raise ClearwayError(f"{user.name} holds no role at {code}", mend="Look it up: ./clearway people list")
    with transaction.atomic():
        for membership in held:
            end_role(membership=membership, by=by)
    return f"{user.name}: no role at {code} any more, and every session has ended"


def _site(site: str) -> str:
    if site:
        return site.rstrip("/")
    return "http://127.0.0.1:8000" if settings.LOOPBACK_ONLY else f"https://{settings.ALLOWED_HOSTS[0]}"
