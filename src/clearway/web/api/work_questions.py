"""What may be asked about improvement work."""

from typing import Annotated

from pydantic import Field, StringConstraints

from clearway.web.api.questions import LARGEST_ID, IdText, Paging
from clearway.web.api.work_answers import ActionState, PhaseName, ProjectStatus

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""What counts up within an organisation, a project or a cycle."""
Key = Annotated[int, Field(ge=1, le=LARGEST_ID)]
SpanText = Annotated[
    str, StringConstraints(pattern=r"^20[0-9]{2}-((0[1-9]|1[0-2])|[0-9]{2}-q[1-4])$", max_length=10)
]
HighlightMonth = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class ProjectsQuestion(Paging):
    """Which projects."""

    status: ProjectStatus | None = Field(None, description="how far the charter is")
    phase: PhaseName | None = Field(None, description="how far the improvement is")
    driver: IdText | None = Field(None, description="id of a secondary driver that it works on")


class ActionsQuestion(Paging):
    """Which actions."""

    state: ActionState | None = Field(None, description="how it stands")
    project: Number | None = Field(None, description="number of the project that it belongs to")


class LibraryQuestion(Paging):
    """Which shared tests."""

    package: IdText | None = Field(None, description="id of a package")
    driver: IdText | None = Field(None, description="id of a secondary driver")
    change_idea: IdText | None = Field(None, description="id of a change idea")
