"""What a board is about: one project, one unit of a trust, or, where neither is named, the whole trust."""

from dataclasses import dataclass

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.projects.models import Project
from clearway.web.units.models import Unit

OF_ORGANISATION = "organisation"


@dataclass(frozen=True)
class About:
    """At most one of the two is named."""

    project: Project | None = None
    unit: Unit | None = None

    @property
    def board(self) -> str:
        """The name of the board in its address, and in the token of a wall."""
        if self.project is not None:
            return f"project-{self.project.number}"
        return OF_ORGANISATION if self.unit is None else f"unit-{self.unit.number}"

    @property
    def title(self) -> str:
        """What it is called; of the organisation's own board nothing."""
        if self.project is not None:
            return self.project.title
        return "" if self.unit is None else self.unit.name

    def subject(self, code: str) -> str:
        """What the change log calls it."""
        named = self.project or self.unit
        return f"board of {code}" if named is None else named.subject

    def check(self, organisation: Organisation) -> None:
        """Raises ClearwayError for a project or a unit of somebody else, and for both at once."""
        if self.project is not None and self.unit is not None:
            raise ClearwayError("A board is of a project or of a unit", mend="Choose one of the two")
        named = self.project or self.unit
        if named is not None and named.org_code != organisation.code:
            what = "project" if self.project else "unit"
            raise ClearwayError(f"That {what} is of another organisation", mend="Choose one of your own")


WHOLE = About()
"""The organisation's own board."""
