"""Who does what in the story: the personas where there is one, somebody made up without an account else."""

from collections.abc import Mapping

from clearway.common.organisations import directory
from clearway.web.audit.models import Person
from clearway.web.people.models import Membership, User

VIA = "demonstration"


class Cast:
    """The made-up people by the role they hold and where."""

    def __init__(self) -> None:
        rows = Membership.objects.held().filter(user__demonstration=True).select_related("user")
        self._users: Mapping[tuple[str, str], User] = {(row.role, row.org_code): row.user for row in rows}
        self._held: Mapping[tuple[str, str], Person] = {
            key: user.as_person(VIA) for key, user in self._users.items()
        }

    def user(self, role: str, code: str) -> User | None:
        """The account of the persona who holds that role there, if there is one."""
        return self._users.get((role, code))

    def improves(self, code: str) -> Person:
        """Who leads the projects of a trust: never who approves them."""
        return self._one(code, "improvement-lead", title="improvement midwife")

    def offers(self, code: str) -> Person:
        """Who has ideas at a trust."""
        return self._one(code, "contributor", title="maternity support worker")

    def enters(self, code: str) -> Person:
        """Who types the figures of a trust."""
        return self._one(code, "improvement-lead", "contributor", "trust-lead", title="improvement midwife")

    def approves(self, code: str) -> Person:
        """Who answers for a trust."""
        return self._one(code, "trust-lead", title="head of midwifery")

    def coordinates(self, code: str) -> Person:
        """Who leads the LMNS above a trust."""
        above = directory().ancestors(code)[0]
        return self._one(above.code, "network-lead", title="programme lead")

    def _one(self, code: str, *roles: str, title: str) -> Person:
        for role in roles:
            if (role, code) in self._held:
                return self._held[role, code]
        name = directory().get(code).name.removesuffix(" (made up)")
        return Person(f"The {title} of {name} (made up)", VIA)
