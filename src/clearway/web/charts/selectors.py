"""What pages read of the history of a chart."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from clearway.common.organisations import Organisation
from clearway.spc.history import Event, Settings, replay
from clearway.web.charts.models import ChartEvent

ChartKey = tuple[str, str, str]
"""Organisation code, measure, component."""


def chart_history(organisation: Organisation, measure: str, component: str = "") -> list[Event]:
    """All events of one chart, withdrawn ones and withdrawals included, in order of recording."""
    rows = ChartEvent.objects.filter(org_code=organisation.code, measure=measure, component=component)
    return [row.as_event() for row in rows.order_by("recorded_at", "pk")]


def decided_charts(
    codes: Collection[str] | None = None, measures: Collection[str] | None = None
) -> Mapping[ChartKey, Settings]:
    """What stands decided about many charts, read in one go; charts without a decision are not in it."""
    rows = ChartEvent.objects.order_by("recorded_at", "pk")
    if codes is not None:
        rows = rows.filter(org_code__in=codes)
    if measures is not None:
        rows = rows.filter(measure__in=measures)
    events: dict[ChartKey, list[Event]] = defaultdict(list)
    for row in rows:
        events[row.org_code, row.measure, row.component].append(row.as_event())
    return {key: replay(history) for key, history in events.items()}
