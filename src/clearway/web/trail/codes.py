"""Organisations as the pages of the logs name them: the instance has a word where the tables hold ""."""

from django.http import HttpRequest

from clearway.common.errors import ClearwayError
from clearway.common.organisations import NATION, directory
from clearway.web.audit.models import ChainHead
from clearway.web.audit.tables import INSTANCE

INSTANCE_WORD = "instance"


def chain_of(word: str) -> str:
    """The code in the tables."""
    return INSTANCE if word == INSTANCE_WORD else word


def word_of(code: str) -> str:
    """The code as addresses and commands have it."""
    return code or INSTANCE_WORD


def title_of(word: str) -> str:
    """The name of the organisation, or what the instance is called."""
    if word == INSTANCE_WORD:
        return "Clearway itself"
    organisation = directory().find(word)
    return organisation.name if organisation else word


def place_of_permission(request: HttpRequest, code: str, **arguments: object) -> str:
    """Where a visitor needs the permission: the instance's own logs are for those who hold it nationally."""
    return NATION if code == INSTANCE_WORD else code


def known_chain(word: str) -> str:
    """The code in the tables of a word given at the command line.

    Raises ClearwayError when it is neither an organisation nor something that has a log.
    """
    code = chain_of(word)
    if not ChainHead.objects.filter(organisation=code).exists() and directory().find(code) is None:
        raise ClearwayError(f"there is no organisation '{word}'", mend=f"Give its code, or '{INSTANCE_WORD}'")
    return code
