"""Where months stand, replayed from their events."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.calendar.models import ReturnEvent
from clearway.web.calendar.replay import Event, MonthState, State, Step, replay

__all__ = ["MonthState", "State", "Step", "state_of", "states_of"]


def state_of(organisation: Organisation, period: Month) -> MonthState:
    """Where one month of one organisation stands."""
    return states_of([organisation.code], [period])[organisation.code, period]


def states_of(
    org_codes: Collection[str], periods: Collection[Month]
) -> Mapping[tuple[str, Month], MonthState]:
    """Where every one of these months of every one of these organisations stands, in one query."""
    rows = ReturnEvent.objects.filter(
        month__org_code__in=set(org_codes), month__period__in={str(period) for period in periods}
    )
    events: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for row in rows.select_related("month").order_by("month_id", "number"):
        events[row.month.org_code, row.month.period].append(row.as_event())
    return {(code, period): replay(events[code, str(period)]) for code in org_codes for period in periods}
