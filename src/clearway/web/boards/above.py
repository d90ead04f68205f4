"""Above the trusts there is no board of one's own: the boards of the trusts below, by access."""

from collections import Counter
from dataclasses import dataclass

from clearway.common.organisations import Organisation, directory
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.projects.models import Status
from clearway.web.projects.selectors import projects_in


@dataclass(frozen=True)
class TrustBoard:
    """A trust below, and how many approved projects its board shows."""

    code: str
    name: str
    projects: int


@dataclass(frozen=True)
class Below:
    """Trusts with something on their board, and the names of the others."""

    boards: tuple[TrustBoard, ...]
    others: tuple[TrustBoard, ...]


def boards_below(organisation: Organisation, access: Access) -> Below:
    """The trusts below that the visitor may see, by name, in one query."""
    seen = [
        trust
        for trust in directory().providers(organisation.code)
        if access.allows(Permission.SEE_IMPROVEMENT, trust.code)
    ]
    rows = projects_in({trust.code for trust in seen}).filter(status=Status.APPROVED)
    counts = Counter(rows.values_list("org_code", flat=True))
    lines = sorted(
        (TrustBoard(trust.code, trust.name, counts[trust.code]) for trust in seen), key=lambda one: one.name
    )
    return Below(
        boards=tuple(one for one in lines if one.projects),
        others=tuple(one for one in lines if not one.projects),
    )
