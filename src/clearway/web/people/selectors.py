"""Who may do what: the question of a role, asked the other way round."""

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
    allowed = {
        row.user.pk: row.user for row in rows.select_related("user") if permission in row.kind.permissions
    }
    return sorted(allowed.values(), key=lambda user: (user.name, user.pk))
