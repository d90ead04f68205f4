"""Who was a leader when: somebody whose role lets them approve projects or coach, there or above."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from clearway.common.organisations import directory
from clearway.web.people.models import Membership
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES

LEADS = frozenset({Permission.APPROVE_PROJECTS, Permission.COACH})


class Leaders:
    """The leaders of some organisations, read once."""

    def __init__(self, codes: Collection[str]) -> None:
        self._above = {
            code: {code, *(each.code for each in directory().ancestors(code))}
            for code in codes
            if directory().find(code) is not None
        }
        roles = [role.id for role in ROLES.values() if LEADS & role.permissions]
        held = Membership.objects.filter(role__in=roles, org_code__in=set().union(*self._above.values()))
        self._held = defaultdict(list)
        for key, where, began, ended in held.values_list("user__key", "org_code", "began", "ended"):
            self._held[str(key)].append((where, began, ended))

    def was(self, key: str, code: str, moment: datetime) -> bool:
        """Whether the person with that key was a leader of the organisation then."""
        return any(
            where in self._above.get(code, ()) and began <= moment and (ended is None or moment < ended)
            for where, began, ended in self._held.get(key, ())
        )
