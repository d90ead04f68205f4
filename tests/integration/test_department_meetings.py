"""Meetings of a department: planned, held, called off; who was there, what was decided, how often."""

from datetime import timedelta

import pytest
from tests.lib.department import BASE, TODAY, a_meeting
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of

from clearway.web.department.actions import meetings as meeting_actions
from clearway.web.department.models import Meeting
from clearway.web.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    """Somebody who runs improvement work."""
    return somebody("improvement-lead")


class TestMeetings:
    def test_a_meeting_from_its_plan_to_an_action(self, lead: User) -> None:
        client = browser_of(lead)
        client.post(
            BASE + "meetings/plan/",
            {"title": "Improvement meeting", "kind": "improvement", "on": TODAY, "agenda": "Next tests"},
        )
        one = BASE + "meetings/1/"
        client.post(
            one + "hold/",
            {
                "expected": 1, "on": TODAY, "agenda": "Next tests", "decisions": "Buy a monitor\nAsk Jo",
                "next_on": TODAY + timedelta(days=28),
            },
        )  # fmt: skip
        client.post(one + "attendance/", {"attended_as": "midwifery", "people": 6})
        client.post(one + "attendance/", {"attended_as": "leader", "name": "Boa Champion"})
        said = text_of(client.get(one))
        for words in (
            "Held",
            "Who was there 7",
            "6 without a name",
            "Boa Champion",
            "Buy a monitor",
            "Ask Jo",
        ):
            assert words in said
        start = f"/organisations/{TRUST}/actions/new/?kind=meeting&reference=1&words=Buy+a+monitor"
        client.post(start, {"expected": 1, "title": "Order one monitor"})
        said = text_of(client.get(one))
        assert said.index("Buy a monitor") < said.index("Order one monitor") < said.index("Ask Jo")
        listed = text_of(client.get(BASE + "meetings/"))
        assert "7 people recorded, 2 decisions" in listed
        assert "Nobody has said yet how often to meet" in listed
        assert Meeting.objects.get(number=2).on == TODAY + timedelta(days=28)

    def test_the_rhythm_is_set_beside_what_was_held(self, lead: User) -> None:
        client = browser_of(lead)
        since = TODAY - timedelta(weeks=12) + timedelta(days=1)
        client.post(BASE + "meetings/cadence/", {"every_weeks": 4, "since": since})
        a_meeting(lead, days=-50, held=True)
        said = text_of(client.get(BASE))
        assert "that makes 3 improvement meetings, and 1 was held" in said
        assert "No improvement meeting for 7 weeks" in said
        a_meeting(lead, days=-42, held=True)
        assert "No improvement meeting for" not in text_of(client.get(BASE))

    def test_a_huddle_does_not_stand_in_for_the_improvement_meeting(self, lead: User) -> None:
        a_meeting(lead, held=True, kind="huddle")
        assert "No improvement meeting has been held yet" in text_of(browser_of(lead).get(BASE))

    def test_a_planned_day_that_has_passed_is_asked_about(self, lead: User) -> None:
        a_meeting(lead)
        assert "Was it held?" in text_of(browser_of(lead).get(BASE))

    def test_called_off_with_a_reason(self, lead: User) -> None:
        client, row = browser_of(lead), a_meeting(lead)
        where = f"{BASE}meetings/{row.number}/call-off/"
        assert "Say why it is not held" in text_of(client.post(where, {"reason": ""}))
        said = text_of(client.post(where, {"reason": "Two teams are ill"}, follow=True))
        assert "Called off: Two teams are ill" in said

    def test_what_somebody_else_wrote_meanwhile_is_shown(self, lead: User) -> None:
        client, row = browser_of(lead), a_meeting(lead)
        meeting_actions.change_meeting(
            meeting=row, expected=1, title=row.title, on=row.on, agenda="Theirs", by=lead.as_person()
        )
        posted = {"expected": 1, "on": row.on, "agenda": "Mine", "decisions": "", "next_on": ""}
        said = text_of(client.post(f"{BASE}meetings/{row.number}/hold/", posted))
        assert "How it stands now" in said
        assert "Theirs" in said
        assert "Mine" in said
        posted = {"expected": 1, "title": "Mine", "on": row.on, "agenda": "Mine"}
        assert "Theirs" in text_of(client.post(f"{BASE}meetings/{row.number}/edit/", posted))

    @pytest.mark.parametrize(
        ("posted", "words"),
        [
            ({"attended_as": "midwifery"}, "one of the three"),
            ({"attended_as": "midwifery", "name": "Ann", "people": 3}, "one of the three"),
            ({"people": 3}, "Choose the profession or group"),
        ],
    )
    def test_faults_of_attendance(self, lead: User, posted: dict[str, object], words: str) -> None:
        row = a_meeting(lead, held=True)
        assert words in text_of(browser_of(lead).post(f"{BASE}meetings/{row.number}/attendance/", posted))

    def test_somebody_written_down_by_mistake_is_taken_off(self, lead: User) -> None:
        client, row = browser_of(lead), a_meeting(lead, held=True)
        there = meeting_actions.record_attendance(
            meeting=row, attended_as="midwifery", people=5, by=lead.as_person()
        )
        where = f"{BASE}meetings/{row.number}/"
        client.post(where + "attendance/", {"leave_out": there.pk})
        assert "Nobody is written down yet" in text_of(client.get(where))


def test_a_meeting_of_a_project_is_on_its_board_and_on_that_of_the_trust_but_on_no_other(lead: User) -> None:
    project, other = a_project(lead), a_project(lead, title="Another")
    a_meeting(lead, days=0, project=project, title="Plan the test")
    client = browser_of(lead)
    boards = [f"/organisations/{TRUST}/board/"]
    boards += [f"/organisations/{TRUST}/projects/{one.number}/board/" for one in (project, other)]
    assert ["Plan the test" in text_of(client.get(board)) for board in boards] == [True, True, False]
