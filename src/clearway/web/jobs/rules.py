"""Who may open the pages of one run."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from clearway.web.jobs.models import JobRun
from clearway.web.jobs.selectors import may_see
from clearway.web.people.access import Access
from clearway.web.people.rules import Outcome


@dataclass(frozen=True)
class SeesRun:
    """For whoever asked for the run or may see jobs where it belongs; for others it is not there."""

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Decides by the run that the address names."""
        if not access.signed_in:
            return Outcome.SIGN_IN
        run = JobRun.objects.filter(pk=arguments["run"]).first()
        return Outcome.ALLOWED if run is not None and may_see(access, run) else Outcome.HIDDEN
