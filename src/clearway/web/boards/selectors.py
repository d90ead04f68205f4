"""What pages, and later a measure, ask of shared boards."""

from datetime import date

from django.db.models import QuerySet

from clearway.common.organisations import Organisation
from clearway.web.boards.models import Share
from clearway.web.projects.models import Project


def shares(organisation: Organisation, project: Project | None) -> QuerySet[Share]:
    """Each time that this very board was shared, the newest first."""
    return Share.objects.filter(org_code=organisation.code, project=project)


def projects_shared(organisation: Organisation, first: date, last: date) -> int:
    """How many projects of the organisation had their board shared from one day to another, both included."""
    rows = Share.objects.filter(org_code=organisation.code, project__isnull=False, on__range=(first, last))
    return rows.values("project").distinct().count()
