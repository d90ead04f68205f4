"""The one way to decide something about a chart."""

from django.db import transaction

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.measures.definitions import definition
from clearway.spc.history import Event, replay
from clearway.spc.profiles import profile
from clearway.web.audit.models import Person, record
from clearway.web.charts.models import ChartEvent
from clearway.web.charts.selectors import chart_history


def record_chart_event(
    *, organisation: Organisation, measure: str, component: str, event: Event, by: Person
) -> ChartEvent:
    """Add one event to the history of a chart.

    Raises ClearwayError for a measure or profile that does not exist, an id that is taken, and a
    withdrawal of something that is not in this chart's history.
    """
    definition(measure)
    if event.profile is not None:
        profile(event.profile)
    with transaction.atomic():
        if ChartEvent.objects.filter(event_id=event.id).exists():
            raise ClearwayError(
                f"an event with the id '{event.id}' is recorded already", mend="Give it another id"
            )
        replay([*chart_history(organisation, measure, component), event])
        row = ChartEvent.objects.create(
            measure=measure,
            component=component,
            org_code=organisation.code,
            event_id=event.id,
            kind=event.kind.value,
            effective=event.effective,
            reason=event.reason,
            author=event.author,
            recorded_at=event.recorded_at,
            points=event.points,
            until=event.until,
            profile=event.profile,
            withdraws=event.withdraws,
        )
        subject = f"{measure} of {organisation.code}"
        record(
            organisation=organisation.code,
            action=f"chart {event.kind}",
            subject=subject,
            by=by,
            details={"event": event.id},
        )
        return row
