"""Makes the accounts of the demonstration, and signs in to one of them. Refused anywhere else."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from clearway.common.errors import ClearwayError
from clearway.web.accounts.personas import Persona, personas
from clearway.web.accounts.sessions import begin_session
from clearway.web.audit.models import Person
from clearway.web.people.actions import create_person, give_role
from clearway.web.people.models import User


@transaction.atomic
def make_personas(*, by: Person) -> int:
    """Make the accounts and roles that are not there yet, and say how many accounts that were.

    Raises ClearwayError where the settings are not those of a demonstration.
    """
    _refuse_elsewhere()
    made = 0
    for persona in personas():
        user = User.objects.filter(email=persona.email, demonstration=True).first()
        if user is None:
            user = create_person(
                email=persona.email,
                name=persona.name,
                profession=persona.profession,
                organisation=persona.roles[0].at,
                by=by,
                demonstration=True,
                key=persona.key,
            )
            made += 1
            # Only when the account is new: what a visitor of the demonstration changed stays.
            for held in persona.roles:
                give_role(user=user, role_id=held.role, org_code=held.at, by=by)
    return made


def made_up_people() -> Sequence[tuple[Persona, User]]:
    """Every persona that has an account, with it."""
    users = {user.email: user for user in User.objects.filter(demonstration=True, is_active=True)}
    return [(persona, users[persona.email]) for persona in personas() if persona.email in users]


def sign_in_as(request: HttpRequest, *, persona_id: str) -> User:
    """Begin a session as that made-up person.

    Raises ClearwayError where there is no such person, or where the settings are not those of a
    demonstration.
    """
    _refuse_elsewhere()
    found = {persona.id: user for persona, user in made_up_people()}
    if persona_id not in found:
        raise ClearwayError("there is no such made-up person", mend="Choose one of the list")
    user = found[persona_id]
    begin_session(request, user, method="demonstration")
    return user


def _refuse_elsewhere() -> None:
    if not settings.DEMONSTRATION:
        raise ClearwayError(
            "there are no made-up people here",
            mend="They exist only in the demonstration on one computer: ./clearway up",
        )
