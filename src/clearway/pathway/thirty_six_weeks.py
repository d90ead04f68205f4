"""36 weeks: contacts at 245 to 258 days of gestation, the CO test at them, the status around them.

Contacts and test: Saving Babies' Lives indicator a.ii. A pregnancy is counted in every month with
such a contact, attended or not, and is tested when one of that month's has a reading. The window is
14 days, so it touches two months at the most: the month of its first day, and the next.

Status: local choice, for no national denominator was found. The earliest attended contact with a
known status within 3 days of it, by the rule for booking.
"""

import ibis
import ibis.expr.types as ir

from clearway.pathway.expressions import any_row, days, month_number, near, together, with_keys
from clearway.pathway.gestation import date_at, gestation_days
from clearway.pathway.settings import Settings
from clearway.pathway.status import NON_SMOKER, SMOKER, rank_around
from clearway.pathway.tables import KEY


def window_month(pregnancies: ir.Table, settings: Settings) -> ir.IntegerValue:
    """The month number of the first day of the window."""
    first = settings.contact_36_weeks.first
    return month_number(date_at(first, pregnancies.edd, pregnancies.lmp, settings))


def in_window(rows: ir.Table, day: ir.DateValue, settings: Settings) -> ir.BooleanValue:
    """Whether `day` lies in the window, for rows with the pregnancy's `edd` and `lmp`."""
    window = settings.contact_36_weeks
    return gestation_days(day, rows.edd, rows.lmp, settings).between(window.first, window.last)


def tests_in_window(rows: ir.Table, settings: Settings) -> dict[str, ir.Scalar]:
    """From a pregnancy's evidence: tested and declined, in the window's first month and its second."""
    inside = in_window(rows, rows.day, settings)
    first = inside & (month_number(rows.day) == rows.month_36_weeks)
    second = inside & (month_number(rows.day) == rows.month_36_weeks + 1)
    return {
        "tested_36_weeks_first": any_row(first & rows.reading.notnull()),
        "tested_36_weeks_second": any_row(second & rows.reading.notnull()),
        "declined_36_weeks_first": any_row(first & (rows.declined == 1)),
        "declined_36_weeks_second": any_row(second & (rows.declined == 1)),
    }


def contact_facts(contacts: ir.Table, pregnancies: ir.Table, settings: Settings) -> ir.Table:
    """One row a pregnancy with any contact in the window: in its first month, its second; the last day."""
    rows = together(
        with_keys(contacts).select(*KEY, "contact_date"),
        pregnancies.select(*KEY, "edd", "lmp", "month_36_weeks"),
    )
    rows = rows.filter(in_window(rows, rows.contact_date, settings))
    month = month_number(rows.contact_date)
    return rows.group_by(*KEY).agg(
        contact_36_weeks_first=any_row(month == rows.month_36_weeks),
        contact_36_weeks_second=any_row(month == rows.month_36_weeks + 1),
        last_contact_36_weeks=rows.contact_date.max(),
    )


def status_facts(
    contacts: ir.Table, evidence: ir.Table, pregnancies: ir.Table, settings: Settings
) -> ir.Table:
    """`contact_36_weeks_date` and `rank_36_weeks` of the earliest attended contact with a known status."""
    kept = with_keys(contacts)
    kept = kept.filter(kept.attended).select(*KEY, "contact_date").distinct()
    kept = together(kept, pregnancies.select(*KEY, "edd", "lmp"))
    kept = kept.filter(in_window(kept, kept.contact_date, settings)).select(*KEY, "contact_date")
    known = evidence.filter(evidence.status.isin((SMOKER, NON_SMOKER))).select(*KEY, "day", "status")
    rows = together(known, kept)
    rows = rows.filter(near(rows.day, rows.contact_date, settings.status_days))
    ranked = rank_around(rows.status, rows.day, rows.contact_date, settings.status_days)
    by_contact = rows.group_by(*KEY, "contact_date").agg(best=ranked.min())
    # The smallest of eight times the day plus the rank is the rank on the earliest day.
    day = days(by_contact.contact_date, ibis.date(1900, 1, 1))
    found = by_contact.group_by(*KEY).agg(
        contact_36_weeks_date=by_contact.contact_date.min(), earliest=(day * 8 + by_contact.best).min()
    )
    return found.select(*KEY, "contact_36_weeks_date", rank_36_weeks=found.earliest % 8)


def contact_months(pathway: ir.Table) -> ir.Table:
    """One row a pregnancy and month with a contact in the window: `month`, `tested`, `declined`."""
    first = pathway.filter(pathway.contact_36_weeks_first == 1)
    second = pathway.filter(pathway.contact_36_weeks_second == 1)
    return first.select(
        *KEY,
        "mother_local_id",
        month=first.month_36_weeks,
        tested=first.tested_36_weeks_first,
        declined=first.declined_36_weeks_first,
    ).union(
        second.select(
            *KEY,
            "mother_local_id",
            month=second.month_36_weeks + 1,
            tested=second.tested_36_weeks_second,
            declined=second.declined_36_weeks_second,
        )
    )
