"""The department's pages: plan, lead, meetings, who takes part; who may see and do what."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.lib.boards import a_cycle, a_wall_token
from tests.lib.department import BASE, HERE, TODAY, a_meeting, a_plan
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of

from clearway.common.periods import Month
from clearway.web.boards.panels import shown
from clearway.web.boards.places import place_of, without_names
from clearway.web.cycles.actions.cycles import begin_next_stage
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.cycles.actions.progress import score_progress
from clearway.web.department.actions import meetings as meeting_actions
from clearway.web.department.actions import staff as staff_actions
from clearway.web.department.actions.plan import save_plan
from clearway.web.department.models import Leadership, StaffReach, Understood
from clearway.web.people.access import NOBODY
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.actions.offering import offer_idea
from clearway.web.projects.actions.team import add_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    """Somebody who runs improvement work."""
    return somebody("improvement-lead")


class TestWhoSees:
    @pytest.mark.parametrize(
        ("role", "held_at", "status"),
        [
            ("reader", TRUST, 200),
            ("network-lead", "QMF", 200),
            ("trust-lead", "RJ1", 404),
            ("administrator", TRUST, 403),
        ],
    )
    def test_by_role_and_place(self, role: str, held_at: str, status: int) -> None:
        visitor = browser_of(somebody(role, held_at))
        for page in ("", "plan/", "meetings/", "reach/", "understood/"):
            assert visitor.get(BASE + page).status_code == status, page

    def test_who_only_looks_changes_nothing(self, lead: User) -> None:
        row = a_meeting(lead)
        reader = browser_of(somebody("reader"))
        for page in (
            "lead/", "plan/edit/", "meetings/plan/", "meetings/cadence/", "reach/record/", "reach/staff/",
            f"meetings/{row.number}/hold/", f"meetings/{row.number}/attendance/",
        ):  # fmt: skip
            assert reader.post(BASE + page).status_code == 403, page
        assert "Plan a meeting" not in text_of(reader.get(BASE + "meetings/"))

    def test_an_lmns_has_no_department_and_meetings_of_others_are_not_there(self, lead: User) -> None:
        row = a_meeting(lead)
        coach = browser_of(somebody("network-lead", "QMF"))
        assert coach.get("/organisations/QMF/department/").status_code == 404
        assert coach.get(f"/organisations/RF4/department/meetings/{row.number}/").status_code == 404


def test_an_empty_department_says_what_is_missing(lead: User) -> None:
    said = text_of(browser_of(lead).get(BASE))
    for words in (
        "Nobody has written down yet what the department aims for",
        "It is not said who leads the pathway here",
        "No improvement meeting has been held yet",
        "Nobody has said yet how often to meet",
        "No project is open",
        "No project was scored in the last six months",
        "not recorded",
    ):
        assert words in said


class TestPlan:
    def test_is_written_read_and_its_history_kept(self, lead: User) -> None:
        client = browser_of(lead)
        first = {"base": 0, "vision": "A first vision", "why-change": "Because"}
        assert client.post(BASE + "plan/edit/", first).status_code == 302
        client.post(BASE + "plan/edit/", {"base": 1, "vision": "A better vision", "why-change": "Because"})
        said = text_of(client.get(BASE))
        assert "A better vision" in said
        assert "Not written yet: Cultural aims" in said
        assert "A first vision" in text_of(client.get(BASE + "plan/1/"))
        assert client.get(BASE + "plan/3/").status_code == 404

    def test_of_two_texts_for_one_section_neither_is_lost(self, lead: User) -> None:
        a_plan(lead)
        mine, theirs = browser_of(lead), browser_of(somebody("trust-lead"))
        theirs.post(BASE + "plan/edit/", {"base": 1, "vision": "Theirs"})
        response = mine.post(BASE + "plan/edit/", {"base": 1, "vision": "Mine"}, follow=True)
        said = text_of(response)
        assert "Two people wrote in the same place" in said
        assert "Theirs" in said
        assert "Mine" in said
        assert "Texts wait to be merged" in text_of(mine.get(BASE))
        where = response.redirect_chain[-1][0]
        mine.post(where, {"base": 2, "vision": "Theirs and mine"})
        assert "Theirs and mine" in text_of(theirs.get(BASE))
        assert "Texts wait to be merged" not in text_of(theirs.get(BASE))

    def test_is_confirmed_with_one_press_and_counted_once(self, lead: User) -> None:
        a_plan(lead)
        midwife = somebody("midwife")
        client = browser_of(midwife)
        assert "To read and confirm" in text_of(client.get("/home/"))
        for _ in range(2):
            client.post(BASE + "understood/", {"profession": "midwifery"})
        assert Understood.objects.filter(user=midwife).count() == 1
        assert "You confirmed this plan" in text_of(client.get(BASE + "understood/"))
        assert "To read and confirm" not in text_of(client.get("/home/"))

    def test_is_not_confirmed_in_words_that_nobody_has_read(self, lead: User) -> None:
        a_plan(lead)
        midwife = somebody("midwife")
        client = browser_of(midwife)
        read = client.get(BASE + "understood/")
        posted = {"version": re.search(rb'name="version" value="(\d+)"', read.content)[1].decode()}
        save_plan(organisation=HERE, texts={"vision": "Another"}, base=1, by=lead.as_person())
        said = client.post(BASE + "understood/", posted)
        assert "The plan has changed since you read it" in text_of(said)
        assert not Understood.objects.exists()
        assert b'name="version" value="2"' in said.content

    def test_is_not_confirmed_by_somebody_from_above_the_trust(self, lead: User) -> None:
        a_plan(lead)
        coach = browser_of(somebody("network-lead", "QMF"))
        coach.post(BASE + "understood/", {"profession": "midwifery"})
        assert not Understood.objects.exists()
        assert "I have read this and understood it" not in text_of(coach.get(BASE + "understood/"))


class TestLead:
    def test_is_said_with_name_and_day_and_the_one_before_stays(self, lead: User) -> None:
        client = browser_of(lead)
        client.post(BASE + "lead/", {"model": "no-lead", "since": "2025-01-06"})
        client.post(
            BASE + "lead/",
            {
                "model": "sss-led",
                "lead_name": "Ali Reed",
                "profession": "stop-smoking",
                "since": "2026-02-02",
            },
        )
        said = text_of(client.get(BASE))
        assert "Stop smoking service led : Ali Reed (stop smoking support), since 2 February 2026" in said
        assert "No specific lead , since 6 January 2025" in said

    @pytest.mark.parametrize(
        ("posted", "words"),
        [
            ({"model": "sss-led"}, "Enter the name of the lead"),
            ({"model": "no-lead", "lead_name": "Ali"}, "Leave the name empty where nobody leads"),
            ({}, "Choose who leads the pathway"),
            ({"model": "no-lead", "since": "2200-01-01"}, "The day lies ahead"),
        ],
    )
    def test_faults_stand_at_the_top(self, lead: User, posted: dict[str, str], words: str) -> None:
        said = text_of(browser_of(lead).post(BASE + "lead/", {"since": "2026-01-01", **posted}))
        assert said.index("There is a problem") < said.index(words)
        assert not Leadership.objects.exists()


class TestReach:
    def test_counts_by_profession_with_shares_where_the_number_of_staff_is_given(self, lead: User) -> None:
        by, client = lead.as_person(), browser_of(lead)
        project = a_project(lead)
        midwife = somebody("contributor", name="May Wife")
        add_member(project=project, role="front-line", user=midwife, profession="midwifery", by=by)
        add_member(
            project=project, role="service-user", name="A mother", profession="lived-experience", by=by
        )
        offer_idea(organisation=HERE, title="A quiet room", by=midwife.as_person())
        cycle = a_cycle(project, midwife, "A card")
        question = ask_question(cycle=cycle, words="Does it help?", kind="yes-no", by=by)
        predict(question=question, yes=True, sure=80, by=by)
        begin_next_stage(cycle=cycle, by=by)
        row = a_meeting(lead, held=True)
        meeting_actions.record_attendance(meeting=row, attended_as="midwifery", people=4, by=by)
        client.post(BASE + "reach/staff/", {"profession": "midwifery", "number": 20, "on": TODAY})
        client.post(
            BASE + "reach/record/",
            {"step": "told", "profession": "midwifery", "number": 12, "on": TODAY, "words": "Huddle"},
        )
        said = text_of(client.get(BASE + "reach/"))
        # staff, told, understood, joined, reported, attended, tested
        assert "Midwifery 20 12 60% 0 0% 1 5% 1 5% 4 20% 1 5%" in said
        assert "Obstetrics not given not recorded 0 0 0 0 0" in said
        assert "Lived experience" not in said

    def test_a_count_is_taken_back(self, lead: User) -> None:
        client = browser_of(lead)
        row = staff_actions.record_reach(
            organisation=HERE, step="told", profession="obstetrics", number=3, by=lead.as_person()
        )
        client.post(BASE + "reach/record/", {"take_back": row.pk})
        assert "Obstetrics not given 0 0 0 0 0 0" in text_of(client.get(BASE + "reach/"))
        assert StaffReach.objects.count() == 2
        client.post(BASE + "reach/record/", {"take_back": row.pk})
        assert StaffReach.objects.count() == 2

    def test_more_than_there_are_is_told(self, lead: User) -> None:
        by = lead.as_person()
        staff_actions.give_staff_number(organisation=HERE, profession="obstetrics", number=2, by=by)
        staff_actions.record_reach(organisation=HERE, step="told", profession="obstetrics", number=3, by=by)
        assert "more than staff" in text_of(browser_of(lead).get(BASE + "reach/"))

    def test_faults(self, lead: User) -> None:
        client = browser_of(lead)
        posted = {"step": "told", "profession": "midwifery", "number": "", "on": TODAY}
        assert "Enter a whole number; 0 is nobody" in text_of(client.post(BASE + "reach/record/", posted))
        ahead = {**posted, "number": 1, "on": TODAY + timedelta(days=1)}
        assert "The day lies ahead" in text_of(client.post(BASE + "reach/record/", ahead))


def test_own_scores_lie_between_their_ends_and_a_closed_project_counts_no_longer(lead: User) -> None:
    by, last = lead.as_person(), Month.of(TODAY).previous()
    for title, score in (("One", "1.0"), ("Two", "2.5"), ("Three", "4.0")):
        project = a_project(lead, title=title)
        project.started_on = last.first_day  # as if it had begun then
        project.save(update_fields=["started_on"])
        score_progress(project=project, month=last, score=score, reason="Seen", evidence={}, by=by)
    said = text_of(browser_of(lead).get(BASE))
    assert f"{last.label} 2.5 2.5 1.0 to 4.0 – 3 0" in said
    close_project(project=project, reason="Done", by=by)
    assert "2 open, 1 closed" in text_of(browser_of(lead).get(BASE))


def test_the_board_shows_meetings_and_a_wall_names_nobody(lead: User) -> None:
    by = lead.as_person()
    row = a_meeting(lead)
    held = meeting_actions.hold_meeting(
        meeting=row, decisions="Gwen Guest buys a monitor", next_on=TODAY + timedelta(days=9), by=by
    )
    meeting_actions.record_attendance(meeting=held.meeting, attended_as="lmns", name="Gwen Guest", by=by)
    board = text_of(browser_of(lead).get(f"/organisations/{TRUST}/board/"))
    assert "Gwen Guest buys a monitor" in board
    place = place_of(HERE, None, NOBODY, on_wall=True)
    panel = next(one for one in shown(place, without_names(place)) if one.panel.id == "meeting")
    assert panel.content is not None
    assert panel.content.lines[0].tag == "Next"
    assert panel.content.lines[1].details == ("a member of staff buys a monitor",)
    token = a_wall_token(somebody("trust-lead"), "organisation")
    assert token[1]


def test_the_number_of_queries_does_not_grow_with_what_there_is(lead: User) -> None:
    client = browser_of(lead)

    def fill(times: int) -> None:
        for number in range(times):
            project = a_project(lead, title=f"Project {number}")
            add_member(project=project, role="lead", name=f"Somebody {number}", by=lead.as_person())
            row = a_meeting(lead, held=True)
            meeting_actions.record_attendance(
                meeting=row, attended_as="midwifery", name=f"Ann {number}", by=lead.as_person()
            )
            a_meeting(lead, days=9)

    def queries(page: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    pages = (BASE, BASE + "meetings/", BASE + "reach/", BASE + "meetings/1/")
    fill(1)
    before = [queries(page) for page in pages]
    fill(4)
    assert [queries(page) for page in pages] == before
