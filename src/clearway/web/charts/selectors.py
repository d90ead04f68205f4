"""What pages read of the history of a chart."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from django.utils.timezone import make_aware

from clearway.common.organisations import Organisation
from clearway.common.parameters import reading, same
from clearway.spc.history import Event, Settings, replay
from clearway.web.charts.models import ChartEvent

ChartKey = tuple[str, str, str, str]
"""Organisation code, measure, component, and the reading of the parameter: see `chart_key`."""


def chart_key(code: str, measure: str, component: str = "", parameter: str = "") -> ChartKey:
    """By what a chart is known among many."""
    return code, measure, component, reading(parameter)


def chart_history(
    organisation: Organisation, measure: str, component: str = "", parameter: str = ""
) -> list[Event]:
    """All events of one chart, withdrawn ones and withdrawals included, in order of recording."""
    rows = ChartEvent.objects.filter(org_code=organisation.code, measure=measure, component=component)
    ordered = rows.order_by("recorded_at", "pk")
    return [row.as_event() for row in ordered if same(row.parameter, parameter)]


def decided_charts(
    codes: Collection[str] | None = None, measures: Collection[str] | None = None, as_of: date | None = None
) -> Mapping[ChartKey, Settings]:
    """What stands decided about many charts, read in one go; charts without a decision are not in it.

    With `as_of`, what stood at the end of that day where the site is: a decision of later, or one that was
    withdrawn later, is as if nobody had touched it yet.
    """
    rows = ChartEvent.objects.order_by("recorded_at", "pk")
    if codes is not None:
        rows = rows.filter(org_code__in=codes)
    if measures is not None:
        rows = rows.filter(measure__in=measures)
    events: dict[ChartKey, list[Event]] = defaultdict(list)
    for row in rows:
        events[chart_key(row.org_code, row.measure, row.component, row.parameter)].append(row.as_event())
    until = None if as_of is None else make_aware(datetime.combine(as_of, time.max))
    return {key: replay(history, until) for key, history in events.items()}
