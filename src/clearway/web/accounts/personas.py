"""The made-up people of the demonstration, as the file beside this one lists them."""

from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("personas.yaml")
# A domain that can never exist (RFC 6761), so that no message reaches anybody.
DOMAIN = "demonstration.invalid"
KEYS = UUID("8d6f2b0e-4b57-5f0a-9a53-6f1d1c3e7a42")
"""Where the keys of the made-up people are counted from: whoever is made twice is the same."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HeldRole(_Frozen):
    """A role at an organisation."""

    role: str
    at: str


class Persona(_Frozen):
    """Somebody who does not exist: a name that says so, what they do, and their roles."""

    id: str
    name: str
    profession: str
    does: str
    roles: tuple[HeldRole, ...]

    @property
    def email(self) -> str:
        """The address under which the account is kept."""
        return f"{self.id}@{DOMAIN}"

    @property
    def key(self) -> UUID:
        """The key of the account, the same on every computer."""
        return uuid5(KEYS, self.id)


@cache
def personas() -> tuple[Persona, ...]:
    """All of them, in the order of the file."""
    return tuple(Persona(**row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))
