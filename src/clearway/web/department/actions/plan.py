"""Save the department's plan so that nobody's text is lost, as charters are saved."""

from dataclasses import dataclass

from django.db import transaction

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.audit.models import Person
from clearway.web.department.actions.common import log
from clearway.web.department.models import PlanCollision, PlanVersion
from clearway.web.department.vocabulary import plan_sections
from clearway.web.projects.actions.common import said, written
from clearway.web.projects.merging import Texts, changed, fights, together
from clearway.web.projects.models import Counter

HOLDER = "department-plan"
"""The kind of the row that whoever writes the plan holds, so that writers come one by one."""


@dataclass(frozen=True)
class SavedPlan:
    """What came of saving: the newest version, and what could not be taken into it, if anything."""

    version: PlanVersion | None
    collision: PlanCollision | None = None


@transaction.atomic
def save_plan(
    *,
    organisation: Organisation,
    texts: Texts,
    base: int,
    by: Person,
    merges: PlanCollision | None = None,
) -> SavedPlan:
    """Save the sections in `texts` as typed over version `base` (0: there was none); others stay.

    `merges` names the collision that these texts settle. Raises ClearwayError for an unknown section or
    version, for text that is too long, and for a collision that somebody else has merged already.
    """
    code = organisation.code
    Counter.objects.get_or_create(org_code=code, kind=HOLDER)
    Counter.objects.select_for_update().get(org_code=code, kind=HOLDER)
    typed = _checked(texts)
    newest = PlanVersion.objects.filter(org_code=code).order_by("-number").first()
    now = newest.texts if newest else {}
    old = _texts_of(code, base)
    if merges is not None and (merges.org_code != code or _is_merged(merges)):
        raise ClearwayError("These texts were merged already", mend="Load the page again")
    both = fights(plan_sections(), old, now, typed)
    if both:
        return SavedPlan(newest, _keep_aside(code, typed, base, both, by))
    after = together(old, now, typed)
    if after == now and merges is None:
        return SavedPlan(newest)
    number = newest.number + 1 if newest else 1
    version = PlanVersion.objects.create(
        org_code=code, number=number, texts=after, merges=merges, **written(by)
    )
    log(
        code,
        "change department plan",
        _subject(code),
        by,
        version=number,
        sections=sorted(changed(now, after)),
    )
    return SavedPlan(version)


@transaction.atomic
def drop_plan_collision(*, organisation: Organisation, collision: PlanCollision, by: Person) -> SavedPlan:
    """Settle texts that waited by keeping the plan as it is; they stay readable."""
    newest = PlanVersion.objects.filter(org_code=organisation.code).order_by("-number")[0]
    return save_plan(
        organisation=organisation, texts=newest.texts, base=newest.number, by=by, merges=collision
    )


def _is_merged(aside: PlanCollision) -> bool:
    """Asked anew: whoever holds the row may have read it before another person merged it."""
    return PlanVersion.objects.filter(merges=aside).exists()


def _texts_of(code: str, base: int) -> Texts:
    if base == 0:
        return {}
    version = PlanVersion.objects.filter(org_code=code, number=base).first()
    if version is None:
        raise ClearwayError(f"there is no version {base} of this plan", mend="Load the page again")
    texts: Texts = version.texts
    return texts


def _checked(texts: Texts) -> dict[str, str]:
    strange = sorted(set(texts) - set(plan_sections()))
    if strange:
        raise ClearwayError(
            f"a plan has no section '{strange[0]}'", mend=f"Use one of {', '.join(plan_sections())}"
        )
    # Browsers send line ends in two characters; a text that was only sent back is not changed.
    return {
        each: said(text.replace("\r\n", "\n"), plan_sections()[each].title, needed=False)
        for each, text in texts.items()
    }


def _keep_aside(code: str, typed: Texts, base: int, both: list[str], by: Person) -> PlanCollision:
    aside = PlanCollision.objects.create(
        org_code=code, base=base, texts=dict(typed), sections=both, **written(by)
    )
    log(code, "keep plan text aside", _subject(code), by, base=base, sections=both)
    return aside


def _subject(code: str) -> str:
    return f"department plan of {code}"
