"""What changes a department: meetings, who leads, whom it reached, and the plan."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.department.actions import meetings, plan, staff
from clearway.web.department.models import Leadership, Meeting, PlanVersion, StaffReach, Understood
from clearway.web.people.models import User
from clearway.web.projects.actions.common import ChangedMeanwhileError

pytestmark = pytest.mark.django_db
HERE = directory().get("RXR")
MARY, JO = Person("Mary Rowe", "test", "m"), Person("Jo Lund", "test", "j")


def meeting(**more: object) -> Meeting:
    said = {"title": "Improvement meeting", "on": localdate() - timedelta(days=7), "by": MARY}
    return meetings.plan_meeting(organisation=HERE, **{**said, **more})


def test_a_meeting_is_planned_then_held_with_decisions_and_the_next_one_is_planned():
    planned = meeting(agenda="Readings on paper")
    next_on = localdate() + timedelta(weeks=4)
    held = meetings.hold_meeting(
        meeting=planned, decisions="Test the tablet\n\nAsk the board", next_on=next_on, by=JO
    )
    assert held.meeting.decided == ("Test the tablet", "Ask the board")
    assert held.meeting.agenda == "Readings on paper"
    assert held.following is not None
    assert (held.following.on, held.following.title) == (next_on, "Improvement meeting")
    assert meetings.state_of(planned) == "held"
    log = list(ChangeEvent.objects.filter(organisation="RXR").values_list("action", flat=True))
    assert log == ["hold meeting", "plan meeting", "plan meeting"]  # the newest first


def test_a_next_meeting_that_is_planned_already_is_not_planned_twice():
    next_on = localdate() + timedelta(weeks=4)
    there = meeting(on=next_on)
    assert meetings.hold_meeting(meeting=meeting(), next_on=next_on, by=JO).following == there


@pytest.mark.parametrize("end", ["held", "called off"])
def test_a_meeting_ends_once(end: str):
    row = meeting()
    if end == "held":
        meetings.hold_meeting(meeting=row, by=MARY)
    else:
        meetings.call_off_meeting(meeting=row, reason="Two teams are ill", by=MARY)
    row = Meeting.objects.get(pk=row.pk)
    with pytest.raises(ClearwayError, match=f"The meeting was {end} already"):
        meetings.hold_meeting(meeting=row, by=JO)
    with pytest.raises(ClearwayError, match=f"The meeting was {end} already"):
        meetings.call_off_meeting(meeting=row, reason="Again", by=JO)


def test_a_meeting_is_not_held_on_a_day_that_has_not_come():
    with pytest.raises(ClearwayError, match="lies ahead"):
        meetings.hold_meeting(meeting=meeting(on=localdate() + timedelta(days=1)), by=MARY)


def test_whoever_saw_an_older_version_of_a_meeting_overwrites_nothing():
    row = meeting()
    meetings.change_meeting(meeting=row, expected=1, title="Safety meeting", on=row.on, agenda="New", by=MARY)
    with pytest.raises(ChangedMeanwhileError, match="Mary Rowe changed this"):
        meetings.hold_meeting(meeting=row, expected=1, decisions="Mine", by=JO)
    assert meetings.state_of(row) == "planned"


def test_attendance_counts_a_user_once_and_groups_without_names():
    row = meeting()
    with pytest.raises(ClearwayError, match="was not held yet"):
        meetings.record_attendance(meeting=row, attended_as="midwifery", people=12, by=MARY)
    meetings.hold_meeting(meeting=row, by=MARY)
    kim = User.objects.create_user("kim@example.org", name="Kim Vale")
    for _ in range(2):
        meetings.record_attendance(meeting=row, attended_as="leader", user=kim, by=MARY)
    crowd = meetings.record_attendance(meeting=row, attended_as="midwifery", people=12, by=MARY)
    assert sorted(row.attendances.values_list("attended_as", "name", "people")) == [
        ("leader", "Kim Vale", 1), ("midwifery", "", 12),
    ]  # fmt: skip
    meetings.leave_out_attendance(row=crowd, by=MARY)
    assert row.attendances.filter(left_out=False).count() == 1
    with pytest.raises(ClearwayError, match="2 people"):
        meetings.record_attendance(meeting=row, attended_as="midwifery", name="Ann", people=2, by=MARY)


def test_who_leads_is_kept_with_its_history_and_nobody_leads_without_a_name():
    staff.say_who_leads(organisation=HERE, model="no-lead", since=date(2025, 1, 1), by=MARY)
    staff.say_who_leads(
        organisation=HERE, model="sss-led", lead_name="Ali Reed", profession="stop-smoking", by=MARY
    )
    rows = Leadership.objects.filter(org_code="RXR")
    assert list(rows.values_list("model", "lead_name")) == [("no-lead", ""), ("sss-led", "Ali Reed")]
    with pytest.raises(ClearwayError, match="name is missing"):
        staff.say_who_leads(organisation=HERE, model="maternity-led", by=MARY)
    with pytest.raises(ClearwayError, match="Nobody leads, and a name is given"):
        staff.say_who_leads(organisation=HERE, model="no-lead", lead_name="Ali Reed", by=MARY)


def test_a_count_of_staff_is_replaced_once_and_never_changed():
    said = {"organisation": HERE, "step": "told", "profession": "midwifery", "by": MARY}
    wrong = staff.record_reach(number=40, words="Ward huddle", **said)
    staff.record_reach(number=14, replaces=wrong, **said)
    wrong = StaffReach.objects.get(pk=wrong.pk)
    with pytest.raises(ClearwayError, match="replaced already"):
        staff.record_reach(number=0, replaces=wrong, **said)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StaffReach.objects.filter(pk=wrong.pk).update(number=1)


def test_a_plan_is_confirmed_once_a_version_by_each_person():
    kim = User.objects.create_user("kim@example.org", name="Kim Vale")
    confirm = {"organisation": HERE, "user": kim, "by": MARY, "profession": "midwifery"}
    with pytest.raises(ClearwayError, match="has no plan yet"):
        staff.confirm_understood(**confirm)
    plan.save_plan(organisation=HERE, texts={"vision": "No baby is harmed"}, base=0, by=MARY)
    assert staff.confirm_understood(**confirm) == staff.confirm_understood(**confirm)
    plan.save_plan(organisation=HERE, texts={"vision": "No baby is harmed here"}, base=1, by=MARY)
    staff.confirm_understood(**confirm)
    assert Understood.objects.filter(user=kim).count() == 2


def test_two_people_who_write_the_plan_at_once_lose_nothing():
    plan.save_plan(organisation=HERE, texts={"vision": "A", "plan": "P"}, base=0, by=MARY)
    plan.save_plan(organisation=HERE, texts={"vision": "Mary's"}, base=1, by=MARY)
    other = plan.save_plan(organisation=HERE, texts={"vision": "A", "plan": "Jo's"}, base=1, by=JO)
    assert other.version is not None
    assert other.version.texts == {"vision": "Mary's", "plan": "Jo's"}
    fought = plan.save_plan(organisation=HERE, texts={"vision": "Jo's"}, base=1, by=JO)
    assert fought.collision is not None
    assert fought.collision.texts == {"vision": "Jo's"}
    merged = plan.save_plan(
        organisation=HERE, texts={"vision": "Both"}, base=3, merges=fought.collision, by=JO
    )
    assert merged.version is not None
    assert merged.version.texts["vision"] == "Both"
    assert PlanVersion.objects.filter(org_code="RXR").count() == 4
