"""Ideas that staff offer, and what they need to make improvements."""

from django.db import transaction

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.audit.models import Person, record
from clearway.web.projects.actions.common import next_number, open_project, said, written
from clearway.web.projects.models import Action, Need, NeedStep, Project, Suggestion, SuggestionStep

NEXT = {
    NeedStep.ASKED: (NeedStep.APPROVED, NeedStep.REFUSED, NeedStep.ARRIVED),
    NeedStep.APPROVED: (NeedStep.ARRIVED, NeedStep.REFUSED),
    NeedStep.REFUSED: (NeedStep.ASKED,),
    NeedStep.ARRIVED: (),
}
"""Which step of a need may follow which."""


@transaction.atomic
def offer_idea(
    *, organisation: Organisation, title: str, by: Person, words: str = "", driver: str = ""
) -> Suggestion:
    """Offer an idea to the organisation."""
    row = Suggestion.objects.create(
        org_code=organisation.code,
        number=next_number(organisation.code, "suggestion"),
        title=said(title, "Your idea", longest=200),
        words=said(words, "Words", needed=False),
        driver=driver,
        **written(by),
    )
    SuggestionStep.objects.create(suggestion=row, step=SuggestionStep.OFFERED, **written(by))
    _log(row, "offer idea", by)
    return row


@transaction.atomic
def take_up_idea(
    *, suggestion: Suggestion, by: Person, project: Project | None = None, action: Action | None = None
) -> SuggestionStep:
    """A project or an action of the same organisation takes the idea up; raises ClearwayError else."""
    taker = project or action
    if taker is None or taker.org_code != suggestion.org_code:
        raise ClearwayError(
            "The idea is taken up by nothing", mend="Choose a project of the same organisation"
        )
    return _answer(suggestion, SuggestionStep.TAKEN, by, project=project, action=action)


@transaction.atomic
def decline_idea(*, suggestion: Suggestion, reason: str, by: Person) -> SuggestionStep:
    """Say no to the idea, and why, so that whoever offered it knows."""
    return _answer(suggestion, SuggestionStep.DECLINED, by, reason=said(reason, "Reason"))


@transaction.atomic
def ask_for(
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    by: Person,
    words: str = "",
    project: Project | None = None,
) -> Need:
    """Ask for equipment, education or a link to an outside organisation."""
    if kind not in dict(Need.KINDS):
        raise ClearwayError(f"there is no kind '{kind}'", mend=f"Use one of {', '.join(dict(Need.KINDS))}")
    if project is not None and open_project(project).org_code != organisation.code:
        raise ClearwayError("This project belongs to another organisation", mend="Choose one of its projects")
    row = Need.objects.create(
        org_code=organisation.code,
        number=next_number(organisation.code, "need"),
        project=project,
        kind=kind,
        title=said(title, "What is needed", longest=200),
        words=said(words, "Words", needed=False),
        **written(by),
    )
    NeedStep.objects.create(need=row, step=NeedStep.ASKED, **written(by))
    _log(row, "ask for need", by)
    return row


@transaction.atomic
def answer_need(*, need: Need, step: str, by: Person, reason: str = "") -> NeedStep:
    """The need is approved, refused (with a reason), has arrived, or is asked for again.

    Raises ClearwayError where that cannot follow on how it stands.
    """
    last = Need.objects.select_for_update().get(pk=need.pk).steps.order_by("-pk")[0].step
    if step == NeedStep.APPROVED and is_own(need, by):
        raise ClearwayError(
            "You asked for it yourself", mend="Ask somebody else who runs improvement work to approve it"
        )
    if step not in NEXT[last]:
        raise ClearwayError(f"This need is {last}, and cannot be {step}", mend="Load the page again")
    words = said(reason, "Reason", needed=step == NeedStep.REFUSED)
    row = NeedStep.objects.create(need=need, step=step, reason=words, **written(by))
    _log(need, f"need {step}", by, reason=words)
    return row


def is_own(row: Suggestion | Need, by: Person) -> bool:
    """Whether that person offered the idea, or asked for what is needed."""
    return bool(row.key) and row.key == by.key


def _answer(
    suggestion: Suggestion,
    step: str,
    by: Person,
    *,
    reason: str = "",
    project: Project | None = None,
    action: Action | None = None,
) -> SuggestionStep:
    mine = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if step == SuggestionStep.TAKEN and is_own(mine, by):
        raise ClearwayError(
            "The idea is your own", mend="Ask somebody else who runs improvement work to take it up"
        )
    if mine.steps.order_by("-pk")[0].step != SuggestionStep.OFFERED:
        raise ClearwayError("This idea has an answer already", mend="Load the page again")
    row = SuggestionStep.objects.create(
        suggestion=mine, step=step, reason=reason, project=project, action=action, **written(by)
    )
    _log(mine, f"idea {step}", by, reason=reason, project=project.number if project else None)
    return row


def _log(row: Suggestion | Need, action: str, by: Person, **details: object) -> None:
    kind = "idea" if isinstance(row, Suggestion) else "need"
    record(
        organisation=row.org_code,
        action=action,
        subject=f"{kind} {row.number} of {row.org_code}",
        by=by,
        details={"title": row.title, **details},
    )
