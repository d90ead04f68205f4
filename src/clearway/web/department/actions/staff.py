"""Say who leads, how many staff there are, whom the work has reached, and that one has understood."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.audit.models import Person
from clearway.web.department.actions.common import come, log, own
from clearway.web.department.models import Leadership, PlanVersion, StaffNumber, StaffReach, Understood
from clearway.web.department.vocabulary import staff_professions
from clearway.web.design.turns import in_turn
from clearway.web.people.models import User
from clearway.web.projects.actions.common import said, written
from clearway.web.projects.models import Project
from clearway.web.projects.vocabulary import check_word

MOST_STAFF = 100_000


@transaction.atomic
def say_who_leads(
    *,
    organisation: Organisation,
    model: str,
    by: Person,
    lead_name: str = "",
    profession: str = "",
    since: date | None = None,
) -> Leadership:
    """Who leads the smoke-free pathway since that day, since today where none is given.

    `model` is sss-led, maternity-led or no-lead. Raises ClearwayError for another word, for a led pathway
    without a name, and for a name where nobody leads.
    """
    if model not in Leadership.MODELS:
        raise ClearwayError(f"there is no model '{model}'", mend=f"Use one of {', '.join(Leadership.MODELS)}")
    led = model != Leadership.NO_LEAD
    name = said(lead_name, "The lead's name", longest=200, needed=led)
    if name and not led:
        raise ClearwayError(
            "Nobody leads, and a name is given", mend="Leave the name empty, or choose who leads"
        )
    if profession and led:
        check_word(staff_professions(), profession, "profession")
    row = Leadership.objects.create(
        org_code=organisation.code,
        model=model,
        lead_name=name,
        profession=profession if led else "",
        since=come(since or localdate(), "The day"),
        **written(by),
    )
    log(row.org_code, "say who leads", f"pathway of {row.org_code}", by, model=model, since=row.since)
    return row


@transaction.atomic
def give_staff_number(
    *, organisation: Organisation, profession: str, number: int, by: Person, on: date | None = None
) -> StaffNumber:
    """So many members of staff of the profession work in the department on that day; 0 is none."""
    check_word(staff_professions(), profession, "profession")
    row = StaffNumber.objects.create(
        org_code=organisation.code,
        profession=profession,
        number=_counted(number),
        on=come(on or localdate(), "The day"),
        **written(by),
    )
    _log(row.org_code, "give staff number", by, profession=profession, number=number, on=row.on)
    return row


@in_turn
def record_reach(
    *,
    organisation: Organisation,
    step: str,
    profession: str,
    number: int,
    by: Person,
    on: date | None = None,
    project: Project | None = None,
    words: str = "",
    replaces: StaffReach | None = None,
) -> StaffReach:
    """So many of a profession took a step on that day, such as "told" at a huddle (`words` name it).

    `replaces` is an earlier row that was wrong; 0 takes it back. Raises ClearwayError for an unknown step or
    profession, a day that lies ahead, and a row that was replaced before.
    """
    if step not in StaffReach.STEPS:
        raise ClearwayError(f"there is no step '{step}'", mend=f"Use one of {', '.join(StaffReach.STEPS)}")
    check_word(staff_professions(), profession, "profession")
    if replaces is not None and (replaces.org_code != organisation.code or _is_replaced(replaces)):
        raise ClearwayError("This count was replaced already", mend="Load the page again")
    row = StaffReach.objects.create(
        org_code=organisation.code,
        project=own(organisation, project),
        step=step,
        profession=profession,
        on=come(on or localdate(), "The day"),
        number=_counted(number),
        words=said(words, "The occasion", longest=200, needed=False),
        replaces=replaces,
        **written(by),
    )
    _log(row.org_code, "record reach", by, step=step, profession=profession, number=number, on=row.on)
    return row


@in_turn
def confirm_understood(
    *, organisation: Organisation, user: User, by: Person, profession: str = "", seen: int = 0
) -> Understood:
    """The user has read and understood the newest plan; once for each version of it.

    Raises ClearwayError where there is no plan yet, and where `seen`, the version that they read, is an
    older one; 0 does not say which.
    """
    if profession:
        check_word(staff_professions(), profession, "profession")
    plan = PlanVersion.objects.filter(org_code=organisation.code).order_by("-number").first()
    if plan is None:
        raise ClearwayError("The department has no plan yet", mend="Ask whoever leads the work to write it")
    if seen and seen != plan.number:
        raise ClearwayError("The plan has changed since you read it", mend="Read it once more, then confirm")
    there = _confirmed(user, plan)
    if there is not None:
        return there
    row = Understood.objects.create(
        user=user, org_code=organisation.code, plan=plan, profession=profession, **written(by)
    )
    _log(row.org_code, "confirm plan understood", by, version=plan.number, profession=profession)
    return row


def _is_replaced(row: StaffReach) -> bool:
    """Asked anew: another person may have replaced it since it was read."""
    return StaffReach.objects.filter(replaces=row).exists()


def _confirmed(user: User, plan: PlanVersion) -> Understood | None:
    return Understood.objects.filter(user=user, plan=plan).first()


def _counted(number: int) -> int:
    if not 0 <= number <= MOST_STAFF:
        raise ClearwayError(f"{number} is no number of members of staff", mend=f"Enter 0 to {MOST_STAFF}")
    return number


def _log(org_code: str, action: str, by: Person, **details: object) -> None:
    log(org_code, action, f"department of {org_code}", by, **details)
