"""What a report says was done, and whom it says took part, is what the records and the measures say."""

from datetime import date

import pytest
from tests.lib.improvement import TRUST
from tests.lib.team_work import HERE, MARCH, TODAY, People, cycle_begun, on, people, project, scored

from clearway.web.department.actions.meetings import hold_meeting, plan_meeting, record_attendance
from clearway.web.people.access import access_of_user
from clearway.web.projects.actions import offering, talk, work
from clearway.web.reports.highlight import highlight
from clearway.web.reports.report import Report, Section
from clearway.web.reports.spans import Span
from clearway.web.team_logs.canonical import team_log_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> People:
    return people()


def march(who: People) -> Report:
    with on(TODAY.day, 4):
        return highlight(HERE, Span(MARCH, 1), access_of_user(who.lead), TODAY)


def section(report: Report, name: str) -> Section:
    return next(one for one in report.sections if one.id == name)


def test_women_took_part_in_the_same_projects_by_the_report_and_by_the_measure(who: People) -> None:
    by = who.lead.as_person()
    heard, met, untouched = (project(who, title=title) for title in ("Heard", "Met", "Untouched"))
    with on(18):
        talk.record_discussion(
            project=heard, group="women-families", on=date(2026, 3, 12), how="Coffee",
            said_by_them="More time", by=by,
        )  # fmt: skip
        meeting = plan_meeting(organisation=HERE, title="Team", on=date(2026, 3, 18), project=met, by=by)
        planned = plan_meeting(
            organisation=HERE, title="Next", on=date(2026, 3, 18), project=untouched, by=by
        )
        hold_meeting(meeting=meeting, by=by)
        record_attendance(meeting=meeting, attended_as="lived-experience", people=2, by=by)
    assert planned.number == 2
    women = {
        row["project"]
        for row in team_log_rows([TRUST], TODAY)["participations"]
        if row["took_part_as"] == "woman"
    }
    assert women == {"1", "2"}
    found = section(march(who), "women")
    assert found.words == ("They took no part in: Untouched.",)
    assert {row[0] for row in found.rows} == {"Heard", "Met"}


def test_what_was_done_is_more_than_tests_and_charters(who: People) -> None:
    by = who.lead.as_person()
    one = project(who)
    with on(6):
        barrier = work.raise_barrier(project=one, title="No monitors", by=by)
        work.escalate_barrier(barrier=barrier, leader=who.leader, due=date(2026, 4, 1), by=by)
        need = offering.ask_for(organisation=HERE, kind="equipment", title="Monitors", project=one, by=by)
    with on(9):
        work.refuse_barrier(barrier=barrier, reason="No money", by=who.leader.as_person())
        for step in ("approved", "arrived"):
            offering.answer_need(need=need, step=step, by=who.leader.as_person())
        meeting = plan_meeting(organisation=HERE, title="Team", on=date(2026, 3, 9), project=one, by=by)
        hold_meeting(meeting=meeting, by=by)
        talk.record_discussion(
            project=one, group="midwifery", on=date(2026, 3, 9), how="Huddle", said_by_them="Yes", by=by
        )
    scored(one, who.lead, "2.0", 20, month=3)
    cycle_begun(one, who.lead, 23)
    assert [row[2] for row in section(march(who), "done").rows] == [
        "Barrier raised", "Barrier taken to a leader", "Barrier refused", "What was needed arrived",
        "Meeting held", "Listened to", "Progress score given", "Test begins",
    ]  # fmt: skip
    with on(2, month=4):
        work.raise_barrier(project=one, title="No room", by=by)
    assert "No room" not in str(section(march(who), "done").rows)
