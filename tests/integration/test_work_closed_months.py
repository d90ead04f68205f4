"""Figures of the work in months that are handed in: what is logged late changes them by an exception only."""

from datetime import date

import pytest
from tests.lib.improvement import TRUST, browser_of, text_of
from tests.lib.team_work import HERE, MARCH, TODAY, People, on, people, project

from clearway.web.audit.models import Person
from clearway.web.calendar import actions as calendar
from clearway.web.projects.actions import talk
from clearway.web.projects.models import Project
from clearway.web.publications.models import Value
from clearway.web.team_logs.computing import compute_figures

pytestmark = pytest.mark.django_db
BY = Person("Daily job", "tests")
WORK = f"/organisations/{TRUST}/work/"
AFTER_CLOSING = date(2026, 6, 2)  # 62 days after March are over on 1 June


@pytest.fixture
def who() -> People:
    return people()


@pytest.fixture
def computed(who: People) -> Project:
    """One project in March, nobody involved, its figures computed in April."""
    row = project(who)
    compute(TODAY)
    return row


def compute(today: date) -> None:
    compute_figures(by=BY, today=today)


def women_involved() -> tuple[float | None, str]:
    row = Value.objects.current().get(measure="projects-women-involved", period=str(MARCH))
    return row.numerator, row.status


def logged_late(row: Project, who: People, day: int, month: int) -> None:
    """Women took part in March, which somebody writes down later."""
    with on(day, month):
        talk.record_discussion(
            project=row, group="women-families", on=date(2026, 3, 12), how="Coffee", said_by_them="More",
            by=who.lead.as_person(),
        )  # fmt: skip


def accepted(who: People) -> None:
    by = who.lead.as_person()
    with on(TODAY.day, TODAY.month):
        for step in (calendar.submit, calendar.approve, calendar.accept):
            step(organisation=HERE, period=MARCH, by=by)


def test_an_open_month_follows_what_is_logged(computed: Project, who: People):
    logged_late(computed, who, 20, 4)
    compute(TODAY)
    assert women_involved()[0] == 1


def test_an_accepted_month_stays_and_says_so(computed: Project, who: People):
    accepted(who)
    logged_late(computed, who, 20, 4)
    compute(TODAY)
    assert women_involved()[0] == 0
    with on(TODAY.day, TODAY.month):
        page = browser_of(who.lead).get(f"{WORK}projects-women-involved/{MARCH}/")
    assert "The month is closed, so the figure stays as it was handed in" in text_of(page)


def test_an_exception_lets_it_follow(computed: Project, who: People):
    accepted(who)
    logged_late(computed, who, 20, 4)
    with on(TODAY.day, TODAY.month):
        calendar.grant_exception(
            organisation=HERE, period=MARCH, until=TODAY, reason="Minutes found", by=who.lead.as_person()
        )
    compute(TODAY)
    assert women_involved()[0] == 1


def test_past_its_closing_day_a_month_stays_but_is_no_longer_provisional(computed: Project, who: People):
    assert women_involved() == (0, "provisional")
    compute(AFTER_CLOSING)
    assert women_involved() == (0, "final")
    logged_late(computed, who, 2, 6)
    compute(AFTER_CLOSING)
    assert women_involved() == (0, "final")


def test_a_closed_month_that_was_never_computed_is_added(who: People):
    project(who)
    compute(AFTER_CLOSING)
    assert women_involved() == (0, "final")
