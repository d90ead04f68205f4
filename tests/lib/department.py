"""A department in tests: a meeting, a plan."""

from datetime import timedelta

from django.utils.timezone import localdate
from tests.lib.improvement import TRUST

from clearway.common.organisations import directory
from clearway.web.department.actions import meetings as meeting_actions
from clearway.web.department.actions import plan as plan_actions
from clearway.web.department.models import Meeting, PlanVersion
from clearway.web.people.models import User

HERE = directory().get(TRUST)
BASE = f"/organisations/{TRUST}/department/"
TODAY = localdate()


def a_meeting(lead: User, *, days: int = -7, held: bool = False, **more: object) -> Meeting:
    said = {"title": "Improvement meeting", "on": TODAY + timedelta(days=days), "by": lead.as_person()}
    row = meeting_actions.plan_meeting(organisation=HERE, **{**said, **more})
    if held:
        meeting_actions.hold_meeting(meeting=row, decisions="Test the tablet", by=lead.as_person())
    return Meeting.objects.get(pk=row.pk)


def a_plan(lead: User) -> PlanVersion:
    saved = plan_actions.save_plan(
        organisation=HERE, texts={"vision": "No baby is harmed by smoke"}, base=0, by=lead.as_person()
    )
    assert saved.version is not None
    return saved.version
