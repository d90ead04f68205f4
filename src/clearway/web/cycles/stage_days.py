"""The days of a test of change: planned, begun, studied, decided, none before the one before it. Pure."""

from collections.abc import Sequence
from datetime import date

from clearway.common.errors import ClearwayError
from clearway.web.cycles.models import Stage
from clearway.web.design.filters import day as told

HAPPENED = {
    Stage.PLAN: "The test was planned",
    Stage.DO: "Do began",
    Stage.STUDY: "Study began",
    Stage.ACT: "Act began",
    Stage.DECIDED: "It was decided",
    Stage.STOPPED: "It was stopped",
}
REFUSED = {
    Stage.PLAN: "it cannot have been planned",
    Stage.DO: "Do cannot have begun",
    Stage.STUDY: "Study cannot have begun",
    Stage.ACT: "Act cannot have begun",
    Stage.DECIDED: "it cannot have been decided",
    Stage.STOPPED: "it cannot have been stopped",
}


def check_day(
    step: Stage, day: date, *, today: date, project_began: date, before: Sequence[tuple[Stage, date]]
) -> None:
    """Raises ClearwayError for a day to come, before the project, or before a step that was taken already.

    `before` are the steps so far with their days. The words say which day is known.
    """
    if day > today:
        raise ClearwayError(f"{told(day)} is still to come", mend="Enter a day up to today")
    if day < project_began:
        raise ClearwayError(
            f"The project began on {told(project_began)}, so {REFUSED[step]} on {told(day)}",
            mend=f"Enter {told(project_began)} or a later day",
        )
    last, known = max(before, key=lambda one: one[1], default=(step, day))
    if day < known:
        raise ClearwayError(
            f"{HAPPENED[last]} on {told(known)}, so {REFUSED[step]} on {told(day)}",
            mend=f"Enter {told(known)} or a later day",
        )
