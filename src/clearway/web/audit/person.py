"""Somebody who does something."""

from dataclasses import dataclass
from getpass import getuser


@dataclass(frozen=True)
class Person:
    """Somebody who does something: a name to show, where the name comes from, and a key that stays.

    The key tells two people of the same name apart and is never an e-mail address; it is empty for
    whoever has no account.
    """

    name: str
    via: str
    key: str = ""

    @classmethod
    def at_the_command_line(cls) -> "Person":
        """Whoever is signed in to this computer."""
        try:
            name = getuser()
        except (KeyError, OSError):  # a container may run as a number without a name
            name = "somebody"
        return cls(name=name, via="command line")


# Does what nobody asked for by name, such as beginning a log.
CLEARWAY = Person(name="Clearway", via="itself")
