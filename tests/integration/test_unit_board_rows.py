"""A shared board of a unit as rows of team logs: it shows the projects that work there on the day."""

from datetime import date

import pytest
from tests.lib.improvement import TRUST
from tests.lib.team_work import HERE, TODAY, People, approved, on, people, project

from clearway.web.boards.actions import share_board
from clearway.web.projects.actions import lifecycle, where
from clearway.web.projects.models import Project
from clearway.web.team_logs.canonical import team_log_rows
from clearway.web.units.actions import open_unit
from clearway.web.units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> People:
    return people()


@pytest.fixture
def one(who: People) -> Project:
    return project(who)


def _rows(table: str, *names: str) -> set[tuple[object, ...]]:
    """Some columns of a table of the trust; no row stands twice."""
    found = [tuple(row[name] for name in names) for row in team_log_rows([TRUST], TODAY)[table]]
    assert len(set(found)) == len(found)
    return set(found)


def test_a_shared_board_of_a_unit_shows_the_projects_that_work_there_on_the_day(who: People, one: Project):
    by = who.lead.as_person()
    with on(3):
        two = project(who, title="Two")
        for name in ("Clinic", "Ward"):
            open_unit(organisation=HERE, name=name, kind="other", by=by)
    for made in (one, two):
        approved(made, who, day=4)
    clinic, ward = Unit.objects.order_by("number")
    with on(5):
        where.say_where(project=one, units=[1], by=by)
        where.say_where(project=two, units=[1, 2], by=by)
    with on(20):
        where.say_where(project=one, units=[], by=by)
        lifecycle.close_project(project=two, reason="Done", by=by)
    for day, unit in ((4, clinic), (5, clinic), (12, ward), (19, clinic), (20, clinic), (24, ward)):
        with on(day):
            share_board(
                organisation=HERE, project=None, unit=unit, with_whom="Huddle", audience="staff",
                on=date(2026, 3, day), by=by,
            )  # fmt: skip
    first, second = str(one.number), str(two.number)
    shown = [(first, 5), (first, 19), (second, 5), (second, 12), (second, 19)]
    assert _rows("board_showings", "project", "day", "points") == {
        (number, date(2026, 3, day), 0) for number, day in shown
    }
    assert _rows("sharings", "project", "day", "way", "audience") == {
        (number, date(2026, 3, day), "learning board", "staff") for number, day in shown
    }


def test_a_project_shown_on_its_own_board_and_on_a_units_on_one_day_is_one_showing(who: People, one: Project):
    by = who.lead.as_person()
    with on(5):
        open_unit(organisation=HERE, name="Clinic", kind="other", by=by)
        where.say_where(project=one, units=[1], by=by)
    with on(9):
        for of in ({"project": one}, {"project": None, "unit": Unit.objects.get()}):
            share_board(
                organisation=HERE, with_whom="Huddle", audience="staff", on=date(2026, 3, 9), by=by, **of
            )
    assert _rows("board_showings", "day") == {(date(2026, 3, 9),)}
    assert _rows("sharings", "day") == {(date(2026, 3, 9),)}
