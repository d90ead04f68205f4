"""What the home page says of the department: a plan that somebody has not confirmed yet."""

from clearway.common.organisations import Organisation, directory
from clearway.web.department.selectors.understood import to_confirm
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.returns.home_parts import HomePart


def unread_plans(access: Access) -> tuple[Organisation, ...] | None:
    """The trusts of the person whose newest plan they have not confirmed; None where there is none."""
    if access.user is None:
        return None
    own = {held.org_code for held in access.held if access.allows(Permission.SEE_IMPROVEMENT, held.org_code)}
    found = tuple(directory().get(row.org_code) for row in to_confirm(access.user, own))
    return found or None


PART = HomePart("unread-plans", "department/home_plans.jinja", unread_plans, first=True)
