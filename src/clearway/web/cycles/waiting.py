"""What waits of progress scores: a month that a project has not scored, and what reviewers answered."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import localdate, now

from clearway.common.organisations import directory
from clearway.common.periods import Month, parse_month
from clearway.web.cycles import selectors
from clearway.web.people.access import Access
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.projects.rights import LEADING
from clearway.web.projects.selectors_waiting import led_by
from clearway.web.projects.waiting import ANSWERS_FOR, Answer, Group, Line


def scores_due(access: Access, user: User) -> Iterator[Group]:
    """The projects that the person leads and that have no score of the last whole month."""
    month = Month.of(localdate()).previous()
    begun = month.last_day
    rows = [row for row in led_by(user, LEADING) if row.started_on <= begun]
    scored = selectors.scored_in(month, [row.pk for row in rows])
    yield Group(
        "your-scores",
        f"Progress scores of {month.label}",
        tuple(
            Line(
                row.title,
                f"{reverse('project-progress', args=[row.org_code, row.number])}#id_month",
                directory().get(row.org_code).name,
            )
            for row in rows
            if row.pk not in scored and access.allows(Permission.SEE_IMPROVEMENT, row.org_code)
        ),
    )


def score_answers(user: User) -> Iterator[Answer]:
    """What reviewers answered to the scores of the person's teams."""
    for row in selectors.feedback_to(user, now() - ANSWERS_FOR):
        project = row.score.project
        address = reverse("project-progress", args=[project.org_code, project.number])
        month = parse_month(row.score.period).label
        line = Line(
            f"Feedback to the score of {month}: {project.title}",
            f"{address}#score-{row.score_id}",
            row.person,
        )
        yield Answer(project.org_code, row.at, line)
