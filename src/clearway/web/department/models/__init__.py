"""The tables of the department, under the names that others import."""

from clearway.web.department.models.meeting import Attendance, Cadence, Meeting, MeetingStep
from clearway.web.department.models.plan import PlanCollision, PlanVersion
from clearway.web.department.models.staff import Leadership, StaffNumber, StaffReach, Understood

__all__ = [
    "Attendance",
    "Cadence",
    "Leadership",
    "Meeting",
    "MeetingStep",
    "PlanCollision",
    "PlanVersion",
    "StaffNumber",
    "StaffReach",
    "Understood",
]
