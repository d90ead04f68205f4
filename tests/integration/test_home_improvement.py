"""The home page says what waits for a leader, and in which projects whoever is here takes part."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries
from tests.lib.improvement import a_project, browser_of, somebody, text_of

from clearway.web.demonstration.clock import at
from clearway.web.people.models import User
from clearway.web.projects.actions.team import add_member, end_member
from clearway.web.projects.actions.work import escalate_barrier, raise_barrier, remove_barrier
from clearway.web.projects.models import Barrier

pytestmark = pytest.mark.django_db
WAIT, MINE = "Barriers that wait for you", "Projects you are in"


def taken_to(leader: User, lead: User, title: str, days: int = 7) -> Barrier:
    project = a_project(lead)
    barrier = raise_barrier(project=project, title=title, by=lead.as_person())
    due = localdate() + timedelta(days=days)
    escalate_barrier(barrier=barrier, leader=leader, due=due, by=lead.as_person())
    return barrier


def home(user: User) -> str:
    return text_of(browser_of(user).get("/home/"))


def test_a_leader_sees_what_was_taken_to_them_with_age_and_day(lead: User, leader: User) -> None:
    taken_to(leader, lead, "No money")
    text = home(leader)
    assert f"{WAIT} 1 open" in text
    assert "today No money CO for all due" in text.replace("  ", " ")
    assert WAIT not in home(lead)


def test_the_link_leads_to_the_barrier_with_its_answer(lead: User, leader: User) -> None:
    barrier = taken_to(leader, lead, "No money")
    browser = browser_of(leader)
    address = f"/organisations/R1H/projects/{barrier.project.number}/barriers/"
    assert f'href="{address}#barrier-{barrier.number}"' in browser.get("/home/").content.decode()
    page = browser.get(address).content.decode()
    assert f'id="barrier-{barrier.number}"' in page
    assert "It is removed" in page


def test_what_is_removed_waits_no_more(lead: User, leader: User) -> None:
    barrier = taken_to(leader, lead, "No money")
    remove_barrier(barrier=barrier, how="Paid", by=leader.as_person())
    assert WAIT not in home(leader)


def test_a_late_answer_is_called_late_and_the_oldest_stands_first(lead: User, leader: User) -> None:
    taken_to(leader, lead, "No room")
    with at(now() - timedelta(days=30)):
        taken_to(leader, lead, "No money")
    text = home(leader).split(WAIT)[1]
    assert text.startswith(" 2 open, 1 late")
    assert text.index("30 days") < text.index("No money") < text.index("late, due") < text.index("No room")


def test_everybody_sees_the_projects_that_they_are_in_once(lead: User) -> None:
    midwife = somebody("contributor")
    project = a_project(lead, title="A room of its own")
    for role in ("front-line", "data"):
        add_member(project=project, user=midwife, role=role, profession="midwifery", by=lead.as_person())
    text = home(midwife)
    assert text.split(MINE)[1].count("A room of its own") == 1
    for member in project.members.all():
        end_member(member=member, by=lead.as_person())
    assert MINE not in home(midwife)


def test_queries_do_not_grow_with_barriers_and_projects(
    lead: User, leader: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def counted(browser: Client) -> int:
        with django_assert_max_num_queries(100) as asked:
            browser.get("/home/")
        return len(asked.captured_queries)

    def one_more() -> None:
        project = taken_to(leader, lead, "No money").project
        add_member(project=project, user=leader, role="executive-sponsor", by=lead.as_person())

    browser = browser_of(leader)
    one_more()
    browser.get("/home/")
    before = counted(browser)
    for _ in range(4):
        one_more()
    assert counted(browser) == before
