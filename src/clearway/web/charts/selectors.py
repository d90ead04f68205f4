"""What pages read of the history of a chart."""

from clearway.common.organisations import Organisation
from clearway.spc.history import Event
from clearway.web.charts.models import ChartEvent


def chart_history(organisation: Organisation, measure: str, component: str = "") -> list[Event]:
    """All events of one chart, withdrawn ones and withdrawals included, in order of recording."""
    rows = ChartEvent.objects.filter(org_code=organisation.code, measure=measure, component=component)
    return [row.as_event() for row in rows.order_by("recorded_at", "pk")]
