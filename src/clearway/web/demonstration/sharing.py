"""The chapter of the library: what trusts share of their tests, who copies it, case studies and tools."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.cycles.models import Cycle
from clearway.web.demonstration.department import project_at
from clearway.web.demonstration.department_plan import CopyTold, ItemTold, SharedTold, departments
from clearway.web.demonstration.improvement import Days
from clearway.web.demonstration.months import Happening
from clearway.web.demonstration.people import Cast
from clearway.web.demonstration.plan import Story
from clearway.web.library.actions.items import add_item
from clearway.web.library.actions.sharing import Setting, copy_test, share_test
from clearway.web.library.looking import Contact
from clearway.web.library.models import SharedTest
from clearway.web.library.vocabulary import vocabulary

WHO_DOES = "The midwife in charge of the clinic"
SHARED_ON, COPIED_ON = 3, 4
"""The days of the week."""


def happenings(story: Story, cast: Cast, today: date) -> Iterator[Happening]:
    """Everything of this chapter, in no order."""
    days = Days(Month.of(today).shift(-story.months))
    for test in departments().tests:
        yield days.happening(test.week, SHARED_ON, partial(_share, test, cast))
        for copy in test.copied:
            yield days.happening(copy.week, COPIED_ON, partial(_copy, test, copy, cast))
    for item in departments().items:
        yield days.happening(item.week, SHARED_ON, partial(_offer, item, cast))


def _share(told: SharedTold, cast: Cast) -> None:
    cycle = Cycle.objects.get(project__org_code=told.code, title=told.cycle)
    texts = {text.id: cycle.texts.get(text.id, "") for text in vocabulary().texts}
    share_test(
        cycle=cycle,
        setting=Setting(told.unit, told.births, told.who),
        lesson=told.lesson,
        texts={**texts, "who-does": WHO_DOES},
        contact=Contact(told.contact, told.reached) if told.contact else None,
        own_figures=True,
        consent=True,
        by=cast.improves(told.code),
    )


def _copy(told: SharedTold, copy: CopyTold, cast: Cast) -> None:
    copy_test(
        shared=SharedTest.objects.get(org_code=told.code, cycle__title=told.cycle),
        project=project_at(copy.code, copy.project),
        scale=copy.scale,
        by=cast.improves(copy.code),
    )


def _offer(told: ItemTold, cast: Cast) -> None:
    words = told.model_dump(exclude={"week", "code"})
    add_item(organisation=directory().get(told.code), by=cast.improves(told.code), **words)
