"""Quit attempts: quit dates and what came of them.

The 4-week follow-up is 25 to 42 days after the quit date (Stop Smoking Services Quarterly Data Set).
Lost to follow-up, and blank once closed, is not quit (Russell Standard: intention to treat). The
closing of 12 weeks at 98 days is a local choice.
"""

import ibis.expr.types as ir

from clearway.pathway.expressions import any_row, beside, date_when, days, flag, month_number, narrow
from clearway.pathway.settings import Settings
from clearway.pathway.tables import KEY, NUMBER, local_id


def attempts(quit_attempts: ir.Table, endings: ir.Table, settings: Settings) -> ir.Table:
    """One row a quit attempt with its outcomes as 0 or 1; `endings` gives `ended_date`.

    `in_pregnancy` is 1 where the quit date lies before the end of the pregnancy, 0 where it does not
    or the pregnancy has not ended.
    """
    rows = beside(quit_attempts, endings.select(*KEY, *NUMBER, "ended_date", *local_id(endings)))
    after = days(rows.follow_up_4_week_date, rows.quit_date)
    window = settings.follow_up_4_weeks
    out_of_window = flag(after < window.first) + flag(after > window.last)
    return rows.select(
        *KEY,
        *NUMBER,
        "quit_attempt_id",
        *local_id(rows),
        "quit_date",
        "ended_date",
        "follow_up_4_week_date",
        month=narrow(month_number(rows.quit_date)),
        in_pregnancy=flag(days(rows.ended_date, rows.quit_date) > 0),
        nrt=flag(rows.nrt),
        quit_4_weeks=flag((rows.outcome_4_week == settings.quit_word) & (out_of_window == 0)),
        recorded_4_weeks=flag(rows.outcome_4_week.notnull()),
        quit_12_weeks=flag(rows.outcome_12_week == settings.quit_word),
        recorded_12_weeks=flag(rows.outcome_12_week.notnull()),
        quit_at_end=flag(rows.outcome_delivery == settings.quit_word),
        recorded_at_end=flag(rows.outcome_delivery.notnull()),
    )


def quitting_facts(tries: ir.Table) -> ir.Table:
    """One row a pregnancy with an attempt: first quit date, any before the end, any outcome quit."""
    before_end = (tries.in_pregnancy == 1) | tries.ended_date.isnull()
    return tries.group_by(*NUMBER).agg(
        quit_date=tries.quit_date.min(),
        quit_date_in_pregnancy=date_when(before_end, tries.quit_date).min(),
        quit_date_set=any_row(before_end & tries.quit_date.notnull()),
        quit_at_4_weeks=tries.quit_4_weeks.max(),
        quit_at_12_weeks=tries.quit_12_weeks.max(),
        quit_at_end=tries.quit_at_end.max(),
    )
