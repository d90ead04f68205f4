"""36 weeks: contacts at 245 to 258 days of gestation, the CO test at them, the status around them.

Contacts and test: Saving Babies' Lives indicator a.ii. A pregnancy is counted in every month with
such a contact, attended or not, and is tested when one of that month's has a reading. The window is
14 days, so it touches two months at the most: the month of its first day, and the next.

Status: local choice, for no national denominator was found. The earliest attended contact with a
known status within 3 days of it, by the rule for booking.
"""

import ibis
import ibis.expr.types as ir

from clearway.pathway.expressions import (
    any_row,
    beside,
    date_when,
    days,
    month_number,
    narrow,
    tiny,
    together,
    with_keys,
)
from clearway.pathway.gestation import date_at, gestation_days
from clearway.pathway.settings import Settings
from clearway.pathway.status import SAYS_KNOWN, rank
from clearway.pathway.tables import KEY, NUMBER, local_id


def window_month(pregnancies: ir.Table, settings: Settings) -> ir.IntegerValue:
    """The month number of the first day of the window."""
    first = settings.contact_36_weeks.first
    return month_number(date_at(first, pregnancies.edd, pregnancies.lmp, settings))


def in_window(gestation: ir.IntegerValue, settings: Settings) -> ir.BooleanValue:
    """Whether that day of gestation lies in the window."""
    return gestation.between(settings.contact_36_weeks.first, settings.contact_36_weeks.last)


def window_half(rows: ir.Table, settings: Settings) -> ir.IntegerValue:
    """1 for rows in the window and in the month of its first day, 2 for those in the next month."""
    after = month_number(rows.day) - rows.month_36_weeks
    return ibis.ifelse(in_window(rows.gestation, settings), after + 1, ibis.null("int64"))


def tests_in_window(rows: ir.Table) -> dict[str, ir.Scalar]:
    """From a pregnancy's evidence: tested and declined, in the window's first month and its second."""
    first, second = rows.half_36_weeks == 1, rows.half_36_weeks == 2
    return {
        "tested_36_weeks_first": any_row(first & rows.high.notnull()),
        "tested_36_weeks_second": any_row(second & rows.high.notnull()),
        "declined_36_weeks_first": any_row(first & rows.declined),
        "declined_36_weeks_second": any_row(second & rows.declined),
    }


def contacts_in_window(contacts: ir.Table, pregnancies: ir.Table, settings: Settings) -> ir.Table:
    """The contacts in the window: their days, and whether they were attended."""
    rows = together(
        with_keys(contacts).select(*KEY, "contact_date", "attended"),
        pregnancies.select(*KEY, *NUMBER, "edd", "lmp", "month_36_weeks"),
    )
    gestation = gestation_days(rows.contact_date, rows.edd, rows.lmp, settings)
    rows = rows.filter(in_window(gestation, settings))
    return rows.select(*NUMBER, "contact_date", "attended", "month_36_weeks")


def contact_facts(contacts: ir.Table, evidence: ir.Table, settings: Settings) -> ir.Table:
    """One row a pregnancy with any contact in the window; `contacts` are `contacts_in_window`.

    Any contact in its first month, its second, and the last day with one; `contact_36_weeks_date` and
    `rank_36_weeks` of the earliest attended contact with a known status. Each contact stands beside each
    row of evidence of those weeks, so the facts are smallest and largest values only.
    """
    rows = _beside_status(contacts, evidence, settings)
    month = month_number(rows.contact_date)
    off = days(rows.day, rows.contact_date)
    within = settings.status_days
    known = rows.attended & off.between(-within, within)
    best = rank(rows.says, off == 0, known)
    # The smallest of eight times the day plus the rank is the best rank on the earliest day.
    day = days(rows.contact_date, ibis.date(1900, 1, 1))
    found = rows.group_by(*NUMBER).agg(
        contact_36_weeks_first=any_row(month == rows.month_36_weeks),
        contact_36_weeks_second=any_row(month == rows.month_36_weeks + 1),
        last_contact_36_weeks=rows.contact_date.max(),
        contact_36_weeks_date=date_when(known, rows.contact_date).min(),
        earliest=ibis.ifelse(known, day * 8 + best, ibis.null("int64")).min(),
    )
    kept = [name for name in found.columns if name != "earliest"]
    return found.select(*kept, rank_36_weeks=found.earliest % 8)


def _beside_status(rows: ir.Table, evidence: ir.Table, settings: Settings) -> ir.Table:
    """Each contact beside each row with a known status that can be near one; those without stay."""
    first, last = settings.contact_36_weeks.first, settings.contact_36_weeks.last
    weeks = evidence.gestation.between(first - settings.status_days, last + settings.status_days)
    known = evidence.filter(weeks & evidence.says.isin(SAYS_KNOWN))
    return beside(rows, known.select(*NUMBER, "day", "says"), NUMBER)


def contact_months(pathway: ir.Table) -> ir.Table:
    """One row a pregnancy and month with a contact in the window: `month`, `tested`, `declined`."""
    first, second = contacts_by_half(pathway)
    return first.union(second)


def contacts_by_half(pathway: ir.Table) -> tuple[ir.Table, ir.Table]:
    """`contact_months` in two: those of the month of the window's first day, and those of the next."""
    first = pathway.filter(pathway.contact_36_weeks_first == 1)
    second = pathway.filter(pathway.contact_36_weeks_second == 1)
    kept = (*KEY, *local_id(pathway), "edd", "lmp")
    return (
        first.select(
            *kept,
            month=narrow(first.month_36_weeks),
            tested=tiny(first.tested_36_weeks_first),
            declined=tiny(first.declined_36_weeks_first),
        ),
        second.select(
            *kept,
            month=narrow(second.month_36_weeks + 1),
            tested=tiny(second.tested_36_weeks_second),
            declined=tiny(second.declined_36_weeks_second),
        ),
    )
