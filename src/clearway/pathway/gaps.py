"""Steps that are due: done, refused by the woman, or not done.

One definition for work lists, the cascade and the measure of care omitted. Each step gives the same
columns, so that they stack: provider, pregnancy_id, mother_local_id, step, due_date (the day it falls
due from), late_date (the last day on which it is in time), month (in which it is due), done, refused.
Steps whose `done` is 0, `refused` 0 and `late_date` past are gaps.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

from clearway.pathway.expressions import days, flag, month_number, narrow, plus_days, tiny
from clearway.pathway.gestation import date_at
from clearway.pathway.settings import Settings
from clearway.pathway.tables import KEY, local_id
from clearway.pathway.thirty_six_weeks import contact_months

Step = Callable[[ir.Table, Settings], ir.Table]


def _rows(
    rows: ir.Table,
    step: str,
    *,
    due: ir.DateValue,
    late: ir.DateValue,
    done: ir.IntegerValue,
    refused: ir.IntegerValue,
    month: ir.IntegerValue | None = None,
) -> ir.Table:
    return rows.select(
        *KEY,
        *local_id(rows),
        step=ibis.literal(step),
        due_date=due,
        late_date=late,
        month=narrow(month_number(due) if month is None else month),
        done=tiny(done),
        refused=tiny(refused),
    )


def co_test_at_booking(pathway: ir.Table, settings: Settings) -> ir.Table:
    """Every booking owes a CO test (NICE NG209), in time as in Saving Babies' Lives a.i."""
    rows = pathway.filter(pathway.booking_date.notnull())
    late = plus_days(rows.booking_date, settings.test_after_booking_days)
    return _rows(
        rows,
        "co-test-booking",
        due=rows.booking_date,
        late=late,
        done=rows.tested_at_booking,
        refused=rows.declined_at_booking,
    )


def co_test_at_36_weeks(pathway: ir.Table, settings: Settings) -> ir.Table:
    """Every month with a contact at 245 to 258 days owes a CO test, as in Saving Babies' Lives a.ii."""
    rows = contact_months(pathway)
    window = settings.contact_36_weeks
    return _rows(
        rows,
        "co-test-36-weeks",
        due=date_at(window.first, rows.edd, rows.lmp, settings),
        late=date_at(window.last, rows.edd, rows.lmp, settings),
        done=rows.tested,
        refused=rows.declined,
        month=rows.month,
    )


def brief_intervention(pathway: ir.Table, settings: Settings) -> ir.Table:
    """The earliest elevated reading owes a brief intervention on its day."""
    rows = pathway.filter(pathway.elevated == 1)
    nothing = ibis.literal(0, "int64")
    return _rows(
        rows,
        "brief-intervention",
        due=rows.elevated_date,
        late=rows.elevated_date,
        done=rows.brief_intervention_given,
        refused=nothing,
    )


def referral_after_reading(pathway: ir.Table, settings: Settings) -> ir.Table:
    """The earliest elevated reading owes a referral within 7 days.

    It is refused when a referral was declined on the day of the reading or later: an earlier refusal
    does not answer a new reading (NICE NG209: offer again).
    """
    rows = pathway.filter(pathway.elevated == 1)
    return _rows(
        rows,
        "referral",
        due=rows.elevated_date,
        late=plus_days(rows.elevated_date, settings.referral_after_reading_days),
        done=rows.referred_after_reading,
        refused=flag(rows.last_declined_date >= rows.elevated_date),
    )


def contact_after_referral(pathway: ir.Table, settings: Settings) -> ir.Table:
    """A referral owes a first contact; no national deadline was found, so the days are configuration."""
    rows = pathway.filter(pathway.referred_date.notnull())
    waiting = rows.waiting_since.notnull()
    due = ibis.ifelse(waiting, rows.waiting_since, rows.referred_date)
    refused = flag(rows.contacted_date.isnull() & rows.declined_date.notnull())
    return _rows(
        rows,
        "contact-after-referral",
        due=due,
        late=plus_days(due, settings.contact_after_referral_days),
        done=1 - flag(waiting),
        refused=refused,
    )


def owed_test_at_36_weeks(pathway: ir.Table, settings: Settings) -> ir.Table:
    """A pregnancy that reaches the end of the window owes a test, with a contact in it or without.

    Not part of care omitted, whose denominator is contacts: a woman nobody saw is for the work list.
    """
    window = settings.contact_36_weeks
    last = date_at(window.last, pathway.edd, pathway.lmp, settings)
    ended = ibis.least(
        ibis.coalesce(pathway.ended_date, ibis.date(9999, 12, 31)),
        ibis.coalesce(pathway.discharge_date, ibis.date(9999, 12, 31)),
    )
    rows = pathway.filter(last.notnull() & (days(ended, last) > 0) & (pathway.booking_date <= last))
    tested = rows.tested_36_weeks_first + rows.tested_36_weeks_second
    declined = rows.declined_36_weeks_first + rows.declined_36_weeks_second
    return _rows(
        rows,
        "test-owed-36-weeks",
        due=date_at(window.first, rows.edd, rows.lmp, settings),
        late=date_at(window.last, rows.edd, rows.lmp, settings),
        done=flag(tested > 0),
        refused=flag(declined > 0),
    )


def follow_up_at_4_weeks(attempts: ir.Table, settings: Settings) -> ir.Table:
    """A quit attempt owes a follow-up 25 to 42 days after the quit date."""
    window = settings.follow_up_4_weeks
    return _rows(
        attempts,
        "follow-up-4-weeks",
        due=plus_days(attempts.quit_date, window.first),
        late=plus_days(attempts.quit_date, window.last),
        done=attempts.recorded_4_weeks,
        refused=ibis.literal(0, "int64"),
    )


OMITTED: Mapping[str, Step] = MappingProxyType(
    {
        "co-test-booking": co_test_at_booking,
        "co-test-36-weeks": co_test_at_36_weeks,
        "brief-intervention": brief_intervention,
        "referral": referral_after_reading,
    }
)
"""The steps of the measure care-omitted, each with the denominator and window of its own measure."""

WORK_LIST: Mapping[str, Step] = MappingProxyType(
    {
        "co-test-booking": co_test_at_booking,
        "test-owed-36-weeks": owed_test_at_36_weeks,
        "brief-intervention": brief_intervention,
        "referral": referral_after_reading,
        "contact-after-referral": contact_after_referral,
    }
)
"""The steps that a work list shows besides follow-ups, which come from quit attempts."""


def stacked(pathway: ir.Table, chosen: Mapping[str, Step], settings: Settings) -> ir.Table:
    """The steps due of every pregnancy, one under the other."""
    return reduce(lambda above, below: above.union(below), due_steps(pathway, chosen, settings))


def due_steps(pathway: ir.Table, chosen: Mapping[str, Step], settings: Settings) -> tuple[ir.Table, ...]:
    """The steps due of every pregnancy, a table a step."""
    return tuple(step(pathway, settings) for step in chosen.values())


def work_list(pathway: ir.Table, attempts: ir.Table, settings: Settings) -> ir.Table:
    """Every step due, with `done` and `refused`; filter with `open_on` for what is owed today."""
    return stacked(pathway, WORK_LIST, settings).union(follow_up_at_4_weeks(attempts, settings))


def open_on(due: ir.Table, as_of: ir.DateValue) -> ir.Table:
    """Steps not done and not refused that are due on the day, with `days_late` (negative: still in time).

    Overdue are those with `days_late` above 0: "elevated 9 days ago, no referral" is 2 days late.
    """
    rows = due.filter((due.done == 0) & (due.refused == 0) & (due.due_date <= as_of))
    return rows.select(*rows.columns, days_late=days(as_of, rows.late_date))
