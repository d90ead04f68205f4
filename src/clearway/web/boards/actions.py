"""Record that a board was shared, so that a later measure counts it."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.audit.models import Person, record
from clearway.web.boards.models import Share
from clearway.web.projects.actions.common import said, written
from clearway.web.projects.models import Project
from clearway.web.projects.vocabulary import check_word, vocabulary


@transaction.atomic
def share_board(
    *,
    organisation: Organisation,
    project: Project | None,
    with_whom: str,
    audience: str,
    on: date,
    by: Person,
) -> Share:
    """The board was shared with that group on that day; `audience` is an id of the projects' vocabulary.

    Raises ClearwayError where nobody is named, the day has not come, there is no such audience, or the project is another's.
    """
    if on > localdate():
        raise ClearwayError("The day has not come yet", mend="Enter the day on which it was shared")
    if project is not None and project.org_code != organisation.code:
        raise ClearwayError("That project is of another organisation", mend="Choose one of your own")
    row = Share.objects.create(
        org_code=organisation.code,
        project=project,
        on=on,
        with_whom=said(with_whom, "With whom it was shared", longest=200),
        audience=check_word(vocabulary().audiences, audience, "audience"),
        **written(by),
    )
    record(
        organisation=organisation.code,
        action="share learning board",
        subject=project.subject if project else f"board of {organisation.code}",
        by=by,
        details={"with_whom": row.with_whom, "audience": row.audience, "on": on},
    )
    return row
