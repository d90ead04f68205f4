"""Who may open the pages of a month: looking and filling in are two permissions."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import Needs, with_rule

__all__ = ["LooksOrWrites", "with_rule"]


@dataclass(frozen=True)
class LooksOrWrites:
    """A page that everybody with sight of the figures may open, and that takes more to change."""

    to_write: Permission
    to_look: Permission = Permission.SEE_FIGURES
    organisation: str = "code"

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """As `Needs`, by the method of the request."""
        permission = self.to_write if request.method == "POST" else self.to_look
        return Needs(permission, self.organisation).outcome(access, request, arguments)
