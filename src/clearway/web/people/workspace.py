"""The places in which somebody works: for each organisation of theirs, the pages that their roles open."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from clearway.common.organisations import Level, directory
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ABOVE_TRUSTS, EVERYWHERE, TRUST

MOST = 2
"""With more organisations than this the page "My month" lists them instead of the head of every page."""

# Name of the address, what the link says, what it needs, and the levels that have such a page.
PLACES: Sequence[tuple[str, str, Permission, frozenset[Level]]] = (
    ("months", "Months", Permission.SEE_FIGURES, TRUST),
    ("coordination", "Trusts and months", Permission.SEE_FIGURES, ABOVE_TRUSTS),
    ("coordination-health", "Health", Permission.SEE_IMPROVEMENT, ABOVE_TRUSTS),
    ("work", "Measures of the work", Permission.SEE_IMPROVEMENT, ABOVE_TRUSTS),
    ("uploads", "Import", Permission.ENTER_FIGURES, TRUST),
    ("projects", "Projects", Permission.SEE_IMPROVEMENT, TRUST),
    ("units", "Units", Permission.SEE_IMPROVEMENT, TRUST),
    ("department", "Department", Permission.SEE_IMPROVEMENT, TRUST),
    ("reports", "Reports", Permission.SEE_IMPROVEMENT, TRUST),
    ("idea-box", "Ideas", Permission.OFFER_IDEAS, TRUST),
    ("library", "Library", Permission.SEE_IMPROVEMENT, EVERYWHERE),
    ("people", "People", Permission.MANAGE_PEOPLE, EVERYWHERE),
    ("tokens", "Tokens", Permission.MANAGE_TOKENS, EVERYWHERE),
    ("trail", "Audit", Permission.SEE_AUDIT, EVERYWHERE),
    ("organisation-export", "Export", Permission.EXPORT, TRUST),
)
FOR_ALL = frozenset({"library"})
"""Pages that are the same for every organisation."""


@dataclass(frozen=True)
class Link:
    """One page of an organisation."""

    title: str
    address: str


@dataclass(frozen=True)
class Workspace:
    """An organisation in which somebody holds a role, and its pages for them."""

    name: str
    address: str
    links: Sequence[Link]

    def nearest(self, here: str) -> Link | None:
        """The link that the page at the address `here` lies below: the one that says most of it."""
        above = [link for link in self.links if here.startswith(link.address)]
        return max(above, key=lambda link: len(link.address), default=None)


def workspaces(access: Access) -> list[Workspace]:
    """Those of the person, by name; none where there are more of them than the head can show."""
    codes = {held.org_code for held in access.held}
    if len(codes) > MOST:
        return []
    found = [_workspace(access, code) for code in codes if directory().find(code) is not None]
    return sorted((one for one in found if one.links), key=lambda one: one.name)


def _workspace(access: Access, code: str) -> Workspace:
    organisation = directory().get(code)
    allowed = access.permissions(code)
    links = [
        Link(title, reverse(name, args=[] if name in FOR_ALL else [code]))
        for name, title, permission, levels in PLACES
        if permission in allowed and organisation.level in levels
    ]
    if Permission.SEE_JOBS in allowed:
        links.append(Link("Jobs", reverse("jobs")))
    return Workspace(organisation.name, reverse("organisation", args=[code]), links)
