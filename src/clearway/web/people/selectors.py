"""Who may do what: the question of a role, asked the other way round."""

from collections.abc import Iterable

from clearway.common.organisations import directory
from clearway.web.people.access import line_above
from clearway.web.people.models import Membership, User
from clearway.web.people.permissions import Permission


def people_with(permission: Permission, org_code: str) -> list[User]:
    """Everybody whose role allows that in the organisation, held there or above it, by name."""
    organisation = directory().find(org_code)
    if organisation is None:
        return []
    rows = Membership.objects.held().filter(org_code__in=line_above(organisation), user__is_active=True)
    allowed = {row.user.pk: row.user for row in rows.select_related("user") if permission in row.permissions}
    return sorted(allowed.values(), key=lambda user: (user.name, user.pk))


def people_of(org_code: str, besides: Iterable[User | None] = ()) -> list[User]:
    """Everybody who works in the trust, by name: who may own a task there, or be in a team.

    Not those who look at it from above, whose roles do not bring what goes with working there. `besides`
    are people who are chosen already, and stay a choice.
    """
    here = people_with(Permission.OFFER_IDEAS, org_code)
    return here + [user for user in besides if user is not None and user not in here]
