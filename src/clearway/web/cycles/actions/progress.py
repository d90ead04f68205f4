"""A team scores its month; a reviewer answers."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.cycles.models import ProgressFeedback, ProgressScore
from clearway.web.cycles.progress import ladder
from clearway.web.projects.actions.common import log, open_project, said, written
from clearway.web.projects.models import Project


@transaction.atomic
def score_progress(
    *, project: Project, month: Month, score: Decimal, reason: str, evidence: Mapping[str, object], by: Person
) -> ProgressScore:
    """The team's score of a month, with what the site found on that day. A later score of the month stands.

    Raises ClearwayError for a score that is not on the scale, and without a reason.
    """
    mine = open_project(project)
    _on_scale(score)
    row = ProgressScore.objects.create(
        project=mine,
        period=str(month),
        scale=ladder().id,
        scale_version=ladder().version,
        score=score,
        reason=said(reason, "Reason"),
        evidence=dict(evidence),
        **written(by),
    )
    log(mine, "score progress", by, period=str(month), score=str(score))
    return row


@transaction.atomic
def answer_score(
    *, score: ProgressScore, words: str, by: Person, would_give: Decimal | None = None
) -> ProgressFeedback:
    """A reviewer's answer, with the score they would give where it is another.

    Raises ClearwayError for somebody who answers their own score, and for a score that is not on the scale.
    """
    if score.key and score.key == by.key:
        raise ClearwayError("You gave this score yourself", mend="Ask somebody else to answer it")
    if would_give is not None:
        _on_scale(would_give)
    row = ProgressFeedback.objects.create(
        score=score, words=said(words, "Feedback"), would_give=would_give, **written(by)
    )
    log(score.project, "answer progress score", by, period=score.period)
    return row


def _on_scale(score: Decimal) -> None:
    if float(score) not in {rung.score for rung in ladder().steps}:
        raise ClearwayError(f"{score} is not on the scale", mend="Use 0.5 to 5.0 in steps of 0.5")
