"""What the addresses of a department name, made for real: a meeting that was held, and a fought-over plan."""

from datetime import timedelta

from django.utils import timezone

from clearway.common.organisations import Organisation
from clearway.web.audit.models import Person
from clearway.web.department.actions.meetings import hold_meeting, plan_meeting
from clearway.web.department.actions.plan import save_plan


def of_department(organisation: Organisation, by: Person) -> dict[str, str]:
    """The numbers and keys for the addresses."""
    day = timezone.localdate() - timedelta(days=7)
    meeting = plan_meeting(organisation=organisation, title="Improvement meeting", on=day, by=by)
    hold_meeting(meeting=meeting, decisions="Buy a monitor", by=by)
    for words in ("hers", "his"):
        saved = save_plan(organisation=organisation, texts={"vision": words}, base=0, by=by)
    assert saved.collision is not None
    return {
        "meetings/number": str(meeting.number),
        "plan/version": "1",
        "both/collision": str(saved.collision.pk),
    }
