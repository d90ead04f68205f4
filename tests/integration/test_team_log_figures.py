"""What a trust entered, logged and handed in, as rows of team logs: collected and uploaded measures."""

from datetime import date

import pytest
from tests.lib.collaborative import enter
from tests.lib.improvement import TRUST
from tests.lib.team_work import HERE, People, on, people, project, rows

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.calendar import actions as calendar
from clearway.web.people.models import User
from clearway.web.projects.actions import plans
from clearway.web.projects.models import Project
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.uploads_counted import log_submission, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> People:
    return people()


@pytest.fixture
def one(who: People) -> Project:
    return project(who)


def test_a_value_is_collected_where_the_trust_entered_it_and_not_when_it_is_corrected(
    who: People, one: Project
):
    with on(4):
        for measure in ("smoke-booking", "measures-collected", "smoke-delivery"):
            plans.plan_measure(
                project=one, kind="process", title=measure, measure=measure, by=who.lead.as_person()
            )
    month = Month(2026, 2)
    with on(11):
        first = enter(TRUST, month, [CellEntry("smoke-booking", numerator=8, denominator=100)]).saved[0]
    with on(12):
        again = CellEntry("smoke-booking", numerator=9, denominator=100, seen=first.pk)
        assert enter(TRUST, month, [again]).saved
    assert rows("measure_values", "measure", "collected_on", "period") == [
        ("smoke-booking", date(2026, 3, 11), date(2026, 2, 1))
    ]


def test_uploads_are_one_a_system_and_day_without_what_was_withdrawn(who: People, one: Project):
    by = who.lead.as_person()
    with on(20):
        for system in ("Regional dashboard", "regional  Dashboard", "National"):
            row = log_submission(
                organisation=HERE, system=system, scope="local", what="Figures", sent_on=date(2026, 3, 19),
                receipt="7", by=by,
            )  # fmt: skip
        withdraw(organisation=HERE, submission=row, reason="Not sent", by=by)
    assert rows("uploads", "system", "day") == [("regional dashboard", date(2026, 3, 19))]


def handed_in(month: Month, day: int, *, again: bool = False) -> None:
    """The trust submitted and approved a month on a day of March; again after an undo."""
    lead, leader = User.objects.get(name="Una improvement-lead"), User.objects.get(name="Una trust-lead")
    with on(day):
        if again:
            calendar.undo(organisation=HERE, period=month, reason="Once more", by=leader.as_person())
        else:
            enter(TRUST, month, [CellEntry("smoke-booking", numerator=8, denominator=100)])
            calendar.submit(organisation=HERE, period=month, by=lead.as_person())
        calendar.approve(organisation=HERE, period=month, by=leader.as_person())


def test_a_month_that_the_trust_approved_is_one_upload_to_its_local_system(who: People, one: Project):
    january, february = Month(2026, 1), Month(2026, 2)
    handed_in(january, 10)
    handed_in(february, 10)
    handed_in(january, 20, again=True)
    above = directory().parent(TRUST)
    day = date(2026, 3, 10)
    assert rows("uploads", "system", "day") == [
        (f"{above.name}, month {month}", day) for month in (january, february)
    ]


@pytest.mark.parametrize(("system", "found"), [("LMNS", 1), ("National portal", 2)])
def test_a_month_that_was_logged_as_sent_to_the_same_system_is_counted_once(
    who: People, one: Project, system: str, found: int
):
    february = Month(2026, 2)
    handed_in(february, 10)
    with on(12):
        log_submission(
            organisation=HERE, system=system, scope="local", what="Figures", sent_on=date(2026, 3, 11),
            period=february, receipt="7", by=who.lead.as_person(),
        )  # fmt: skip
    assert len(rows("uploads", "system")) == found
