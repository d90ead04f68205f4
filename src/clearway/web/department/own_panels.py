"""What boards show of the department: its vision, the next meeting, and what the last one decided."""

from collections.abc import Callable
from dataclasses import replace

from django.db.models import Q
from django.urls import reverse

from clearway.common.organisations import Organisation
from clearway.web.boards.panels import Content, Line, Panel, Place
from clearway.web.boards.places import hiding
from clearway.web.department.models import Attendance, Leadership, Meeting, MeetingStep, PlanVersion
from clearway.web.department.selectors import meetings as selectors
from clearway.web.design.filters import day
from clearway.web.projects.models import Project

MOST_POINTS = 5


def meeting(place: Place) -> Content | None:
    """The next meeting with its agenda, and the decisions of the last one: of its projects, or of all."""
    coming = selectors.next_meeting(place.organisation, place.today, _whose(place))
    last = _last(place)
    lines = [
        *([_line(place, coming, "Next", "blue", coming.agenda.splitlines())] if coming else []),
        *([_line(place, last, "Decided", "green", last.decided)] if last else []),
    ]
    if not lines:
        return None
    hide = _without_guests(place.organisation.code) if place.on_wall else str
    return Content(
        lines=tuple(
            replace(line, text=hide(line.text), details=tuple(hide(each) for each in line.details))
            for line in lines
        )
    )


def _without_guests(code: str) -> Callable[[str], str]:
    """Names that the board itself does not know: of those at meetings, and of whoever leads the pathway."""
    rows = Attendance.objects.filter(meeting__org_code=code).exclude(name="")
    leads = Leadership.objects.filter(org_code=code)
    return hiding({*rows.values_list("name", flat=True), *leads.values_list("lead_name", flat=True)})


def _whose(place: Place) -> tuple[Project, ...] | None:
    """Of which projects a board speaks; None for that of the organisation, with its own meetings too."""
    return place.projects if place.project or place.unit else None


def _last(place: Place) -> Meeting | None:
    held = selectors.of_board(place.organisation, _whose(place)).filter(Q(state=MeetingStep.HELD))
    return held.exclude(decisions="").first()


def _line(place: Place, row: Meeting, tag: str, colour: str, points: list[str] | tuple[str, ...]) -> Line:
    said = [point.strip() for point in points if point.strip()]
    return Line(
        f"{row.title}, {day(row.on)}",
        tag=tag,
        colour=colour,
        details=tuple(said[:MOST_POINTS]),
        address=reverse("department-meeting", args=[row.org_code, row.number]),
    )


def vision(organisation: Organisation) -> str:
    """The vision of the department's plan as it is now; "" while nobody wrote one."""
    newest = PlanVersion.objects.filter(org_code=organisation.code).order_by("-number").first()
    return str(newest.texts.get("vision", "")) if newest else ""


PANELS = (Panel("meeting", "Meetings", "No meeting is planned, and none has decided anything yet.", meeting),)
