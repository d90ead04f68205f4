"""The home page says what waits for a leader, and in which projects whoever is here takes part."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries
from tests.lib.improvement import COMPLETE, a_project, an_approved_project, browser_of, somebody, text_of

from clearway.common.periods import Month
from clearway.web.cycles.actions.progress import answer_score, score_progress
from clearway.web.demonstration.clock import at
from clearway.web.people.models import User
from clearway.web.projects.actions.charters import save_charter
from clearway.web.projects.actions.lifecycle import submit_charter
from clearway.web.projects.actions.offering import ask_for, decline_idea, offer_idea
from clearway.web.projects.actions.talk import say
from clearway.web.projects.actions.team import add_member, end_member
from clearway.web.projects.actions.work import (
    end_action,
    escalate_barrier,
    raise_barrier,
    remove_barrier,
    start_action,
)
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


WAITS, ANSWERED = "What waits for you", "Answered to you"


class TestWhatWaits:
    def test_a_charter_for_whoever_may_approve_it_with_its_age(self, lead: User) -> None:
        with at(now() - timedelta(days=12)):
            project = a_project(lead)
            save_charter(project=project, texts=COMPLETE, base=1, by=lead.as_person())
            submit_charter(project=project, by=lead.as_person())
        for role in ("trust-lead", "board-champion"):
            text = home(somebody(role)).split(WAITS)[1]
            assert "Charters that wait for your approval 1 " in text
            assert "12 days" in text.split("CO for all")[0]
        assert WAITS not in home(lead), "nobody approves what they submitted"
        assert WAITS not in home(somebody("trust-lead", "RJ1"))

    def test_ideas_and_needs_for_whoever_answers_but_not_their_own(self, lead: User) -> None:
        midwife, trust = somebody("midwife"), a_project(lead).organisation
        for who in (midwife, lead):
            offer_idea(organisation=trust, title=f"Idea of {who.name}", by=who.as_person())
            ask_for(organisation=trust, kind="equipment", title=f"Need of {who.name}", by=who.as_person())
        text = home(lead)
        assert "Idea of Una midwife" in text
        assert "Need of Una midwife" in text
        assert "Idea of Una improvement-lead" not in text
        assert WAITS not in home(midwife)

    def test_own_tasks_the_late_first_until_they_are_done(self, lead: User) -> None:
        midwife, trust = somebody("midwife"), a_project(lead).organisation
        said = {"organisation": trust, "owner_user": midwife, "by": lead.as_person()}
        start_action(title="No day", **said)
        start_action(title="Soon", due=localdate() + timedelta(days=1), **said)
        late = start_action(title="Long ago", due=localdate() - timedelta(days=9), **said)
        text = home(midwife).split(WAITS)[1]
        assert "Your tasks and actions 3, 1 late" in text
        assert text.index("Long ago") < text.index("late, due") < text.index("Soon") < text.index("No day")
        page = browser_of(midwife).get("/home/").content.decode()
        assert f"/organisations/R1H/actions/{late.number}/#end-reason-{late.number}" in page
        shown = browser_of(midwife).get(f"/organisations/R1H/actions/{late.number}/").content.decode()
        assert f'id="end-reason-{late.number}"' in shown
        end_action(row=late, outcome="Done", by=midwife.as_person())
        assert "Long ago" not in home(midwife)

    def test_the_score_of_the_last_whole_month_for_who_leads_the_project(
        self, lead: User, approver: User
    ) -> None:
        with at(now() - timedelta(days=70)):
            project = an_approved_project(lead, approver)
        midwife = somebody("midwife")
        add_member(project=project, user=midwife, role="lead", by=lead.as_person())
        month = Month.of(localdate()).previous()
        assert f"Progress scores of {month.label} 1 CO for all" in home(midwife)
        assert "Progress scores" not in home(lead)
        score_progress(
            project=project, month=month, score="1.0", reason="It began", evidence={}, by=midwife.as_person()
        )
        assert "Progress scores" not in home(midwife)

    def test_a_text_that_was_typed_at_the_same_time_for_who_typed_it(self, lead: User) -> None:
        other, project = somebody("improvement-lead", name="Otto Other"), a_project(lead)
        save_charter(project=project, texts={"aim": "hers"}, base=1, by=lead.as_person())
        save_charter(project=project, texts={"aim": "his"}, base=1, by=other.as_person())
        assert "Your texts that wait to be merged 1 today Charter of CO for all" in home(other).replace(
            "Waits since ", ""
        )
        assert WAITS not in home(lead)

    def test_nothing_is_shown_of_a_trust_in_which_they_have_no_role_any_more(self, lead: User) -> None:
        midwife, trust = somebody("midwife"), a_project(lead).organisation
        start_action(organisation=trust, title="Mine", owner_user=midwife, by=lead.as_person())
        midwife.memberships.update(org_code="RJ1")
        assert WAITS not in home(midwife)


class TestWhatWasAnswered:
    def test_a_barrier_an_idea_and_what_coaches_said_until_they_say_that_they_saw_it(
        self, lead: User, leader: User
    ) -> None:
        midwife, coach, project = somebody("midwife"), somebody("network-lead", "QMF"), a_project(lead)
        add_member(project=project, user=midwife, role="helper", by=lead.as_person())
        barrier = raise_barrier(project=project, title="No money", by=midwife.as_person())
        remove_barrier(barrier=barrier, how="Paid", by=leader.as_person())
        idea = offer_idea(organisation=project.organisation, title="Paint it", by=midwife.as_person())
        decline_idea(suggestion=idea, reason="Not our wall", by=lead.as_person())
        say(project=project, words="Test it with one woman", feedback=True, by=coach.as_person())
        score = score_progress(
            project=project,
            month=Month.of(localdate()).previous(),
            score="1.0",
            reason="It began",
            evidence={},
            by=lead.as_person(),
        )
        answer_score(score=score, words="I saw less", by=coach.as_person())
        browser = browser_of(midwife)
        text = text_of(browser.get("/home/")).split(ANSWERED)[1]
        for words in (
            "The barrier “No money” is removed",
            "Paid",
            "Your idea “Paint it” is declined",
            "Not our wall",
            "A coach wrote to CO for all",
            "Feedback to the score of",
        ):
            assert words in text
        assert ANSWERED not in home(lead)
        browser.post("/organisations/R1H/looked/", {"until": now().isoformat()})
        assert ANSWERED not in home(midwife)

    def test_after_thirty_days_it_is_no_news(self, lead: User) -> None:
        midwife = somebody("midwife")
        for days in (31, 29):
            with at(now() - timedelta(days=days)):
                idea = offer_idea(
                    organisation=a_project(lead).organisation,
                    title=f"Idea {days}",
                    by=midwife.as_person(),
                )
                decline_idea(suggestion=idea, reason="No", by=lead.as_person())
        text = home(midwife)
        assert "Idea 29" in text
        assert "Idea 31" not in text


def test_the_heading_is_true(lead: User) -> None:
    for who, heading in ((lead, "What we owe this month"), (somebody("board-champion"), "Home")):
        page = browser_of(who).get("/home/").content.decode()
        assert f'<h1 class="nhsuk-heading-l">{heading}</h1>' in page
