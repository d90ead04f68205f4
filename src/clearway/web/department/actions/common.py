"""What the actions share: the change log, and days that must have come."""

from datetime import date

from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.audit.models import Person, record
from clearway.web.projects.models import Project


def log(org_code: str, action: str, subject: str, by: Person, **details: object) -> None:
    """Record in the change log of the organisation."""
    record(organisation=org_code, action=action, subject=subject, by=by, details=details)


def come(on: date, what: str) -> date:
    """The day. Raises ClearwayError when it lies ahead."""
    if on > localdate():
        raise ClearwayError(f"{what} lies ahead", mend="Enter a day up to today")
    return on


def own(organisation: Organisation, project: Project | None) -> Project | None:
    """The project. Raises ClearwayError when it belongs to another organisation."""
    if project is not None and project.org_code != organisation.code:
        raise ClearwayError("This project belongs to another organisation", mend="Choose one of its projects")
    return project
