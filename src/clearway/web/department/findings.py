"""A decision of a meeting, as the finding from which an action starts."""

from django.urls import reverse

from clearway.web.department.presenters.meetings import ORIGIN
from clearway.web.department.selectors.meetings import meeting
from clearway.web.projects.findings import Asked, Finding
from clearway.web.projects.origins import Origin


def decision(asked: Asked) -> Finding | None:
    """The decision of that meeting in those words; None where it decided no such thing."""
    number = asked.reference
    row = meeting(asked.organisation, int(number)) if number.isascii() and number.isdigit() else None
    if row is None or asked.words not in row.decided:
        return None
    address = reverse("department-meeting", args=[asked.organisation.code, row.number])
    return Finding(Origin(ORIGIN, str(row.number), asked.words), address)
