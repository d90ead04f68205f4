"""The ways to decide something about a chart."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.common.parameters import same
from clearway.measures.blanks import filled
from clearway.measures.definitions import definition
from clearway.spc.history import Event, replay
from clearway.spc.profiles import profile
from clearway.web.audit.models import Person, record
from clearway.web.charts.checks import proposal
from clearway.web.charts.models import ChartEvent
from clearway.web.charts.one_chart import OneChart
from clearway.web.charts.selectors import chart_history


def decide(*, chart: OneChart, event: Event, by: Person) -> ChartEvent:
    """Record a decision that somebody made on a page about the chart, after a look at what follows.

    Its time is that of the recording. Two people who decide at once are both recorded, in the order in
    which they were. Pressing the button twice records once. Raises DecisionError where the decision does not
    fit the chart as it stands.
    """
    now = replace(event, author=by.name, recorded_at=timezone.now())
    with transaction.atomic():
        kept = _kept(chart, event)
        if kept is not None:
            return kept
        proposal(chart, now)
        try:
            return record_chart_event(
                organisation=chart.organisation,
                measure=chart.sheet.id,
                component=chart.component,
                parameter=chart.parameter,
                event=now,
                by=by,
            )
        except IntegrityError:  # the same button, pressed at the same moment
            kept = _kept(chart, event)
            if kept is None:
                raise
            return kept


def same_decision(one: Event, other: Event) -> bool:
    """Whether both are the same event, whoever wrote it down and when."""
    return replace(one, author=other.author, recorded_at=other.recorded_at) == other


def _kept(chart: OneChart, event: Event) -> ChartEvent | None:
    """The row of that event of that chart."""
    row = ChartEvent.objects.filter(
        event_id=event.id,
        org_code=chart.organisation.code,
        measure=chart.sheet.id,
        component=chart.component,
    ).first()
    if row is None or not same(row.parameter, chart.parameter):
        return None
    return row if same_decision(row.as_event(), event) else None


def record_chart_event(
    *, organisation: Organisation, measure: str, component: str, event: Event, by: Person, parameter: str = ""
) -> ChartEvent:
    """Add one event to the history of a chart.

    Raises ClearwayError for a measure or profile that does not exist, a parameter of a measure that has
    none, an id that is taken, and a withdrawal of something that is not in this chart's history.
    """
    definition(measure)
    parameter = filled(measure, parameter)
    if event.profile is not None:
        profile(event.profile)
    with transaction.atomic():
        if ChartEvent.objects.filter(event_id=event.id).exists():
            raise ClearwayError(
                f"an event with the id '{event.id}' is recorded already", mend="Give it another id"
            )
        replay([*chart_history(organisation, measure, component, parameter), event])
        row = ChartEvent.objects.create(
            measure=measure,
            component=component,
            parameter=parameter,
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
            dates=[day.isoformat() for day in event.dates] if event.dates else None,
        )
        about = f" ({parameter})" if parameter else ""
        subject = f"{measure}{about} of {organisation.code}"
        record(
            organisation=organisation.code,
            action=f"chart {event.kind}",
            subject=subject,
            by=by,
            details={"event": event.id},
        )
        return row
