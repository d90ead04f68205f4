"""Whom a team reviews where a measure may be sampled: its choice by measure and month, and the draw.

The team lists the month's women in any fixed order (booking number, say) and gives how many there are; the
sampler draws numbers along that list. The same month draws the same numbers again, and more hold fewer.
"""

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.measures.sampler import Subject, draw, may_be_sampled
from clearway.web.audit.models import Person, record
from clearway.web.calendar.guard import check_open, hold
from clearway.web.returns.models import SampleChoice

MOST = 100_000  # women in a month: more is a slip of the keyboard


def samples_of(organisation: Organisation, period: Month) -> dict[tuple[str, str], SampleChoice]:
    """The samples that stand for a month, by measure and component."""
    rows = SampleChoice.objects.filter(org_code=organisation.code, period=str(period)).order_by("pk")
    newest = {(row.measure, row.component): row for row in rows}
    return {key: row for key, row in newest.items() if row.sampled}


@transaction.atomic
def choose_sample(
    *,
    organisation: Organisation,
    period: Month,
    measure: str,
    population: int,
    size: int,
    by: Person,
    component: str = "",
) -> SampleChoice:
    """Draw `size` of the month's `population` women for a measure.

    Raises ClearwayError for a measure that may not be sampled, a closed month, and sizes that make no sample.
    """
    may_be_sampled(measure)
    if not 1 <= population <= MOST:
        raise ClearwayError(
            f"{population} women in the month cannot be", mend=f"Give a number from 1 to {MOST:,}"
        )
    if not 1 <= size <= population:
        raise ClearwayError(
            f"{size} of {population} is no sample", mend=f"Choose from 1 to {population} to review"
        )
    hold(organisation, period)
    check_open(organisation, period, localdate())
    subject = Subject(measure, component, organisation.level.value, organisation.code, period)
    drawn = draw(subject, (str(number) for number in range(1, population + 1)), size)
    members = sorted(int(member) for member in drawn.members)
    return _keep(organisation, period, measure, component, by, population, drawn.seed, members)


@transaction.atomic
def choose_everybody(
    *, organisation: Organisation, period: Month, measure: str, by: Person, component: str = ""
) -> SampleChoice:
    """Go back from a sample to all women of the month. Raises ClearwayError for a closed month."""
    may_be_sampled(measure)
    hold(organisation, period)
    check_open(organisation, period, localdate())
    return _keep(organisation, period, measure, component, by, None, "", [])


def _keep(
    organisation: Organisation,
    period: Month,
    measure: str,
    component: str,
    by: Person,
    population: int | None,
    seed: str,
    members: list[int],
) -> SampleChoice:
    row = SampleChoice.objects.create(
        org_code=organisation.code,
        period=str(period),
        measure=measure,
        component=component,
        sampled=bool(members),
        population=population,
        seed=seed,
        members=members,
        person=by.name,
        key=by.key,
    )
    record(
        organisation=organisation.code,
        action="choose sample",
        subject=f"{measure} {period} of {organisation.code}",
        by=by,
        details={"population": population, "reviewed": len(members), "seed": seed},
    )
    return row
