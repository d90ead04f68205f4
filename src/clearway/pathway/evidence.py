"""Each coded row once, with what it says: reading, status, declined, brief intervention.

Readings and statuses come from care at a contact (MSD202). Care in labour and delivery (MSD302) is
evidence for the status at delivery only, so its rows have nothing in the other columns.
"""

import ibis
import ibis.expr.types as ir

from clearway.pathway.coded import found, with_codes
from clearway.pathway.delivery import rank_at_delivery
from clearway.pathway.expressions import days, narrow, tiny, together
from clearway.pathway.gestation import gestation_days
from clearway.pathway.readings import (
    cigarettes,
    co_reading,
    co_reading_at_delivery,
    declined_test,
    with_numbers,
)
from clearway.pathway.settings import Settings
from clearway.pathway.status import coded_status, rank, status_from
from clearway.pathway.tables import KEY, NUMBER
from clearway.pathway.thirty_six_weeks import window_half

_CONTACT_CARE = "MSD202"


def evidence(activities: ir.Table, settings: Settings) -> ir.Table:
    """Rows of `activities` that bear on smoking, dated and of a pregnancy.

    Columns: provider, pregnancy_id, day; high (1 for a CO reading at or above the limit, 0 for one below,
    nothing for no reading); says, says_at_delivery (what it says of her smoking:
    `clearway.pathway.status`); declined, brief_intervention, smokes (true, or else false or nothing;
    `smokes` is the evidence of smoking that the national smoke-free pregnancy measure looks for).
    """
    rows = _read(with_numbers(_relevant(with_codes(_dated(activities), settings))), settings)
    says = status_from(rows.coded, rows.reading, rows.smoked, settings)
    smokes = found(rows, settings.codes.smokefree_smoker_findings, settings) | (rows.any_smoked > 0)
    contact_care = rows.contact_care
    high = ibis.cases((rows.reading >= settings.elevated_ppm, 1), (rows.reading.notnull(), 0))
    return rows.select(
        *KEY,
        day=rows.activity_date,
        high=tiny(ibis.ifelse(contact_care, high, ibis.null("int8"))),
        says=tiny(ibis.ifelse(contact_care, says, ibis.null("int8"))),
        says_at_delivery=status_from(rows.coded, rows.reading_at_delivery, rows.smoked, settings),
        declined=contact_care & declined_test(rows, rows.reading, settings),
        brief_intervention=contact_care & (rows.procedure > 0),
        smokes=contact_care & smokes,
    )


def placed(said: ir.Table, anchors: ir.Table, settings: Settings) -> ir.Table:
    """Evidence of pregnancies that the provider booked, measured once from the dates beside it.

    `from_booking` and `gestation` are in days; `half_36_weeks` is 1 or 2 in the two months of the window
    of 36 weeks; `after_birth` is true from the first day that counts as after it; `rank_at_booking` and
    `rank_at_delivery` say how good a row is as the status then (`clearway.pathway.status`).
    """
    rows = together(said, anchors)
    rows = rows.select(
        *rows.columns,
        from_booking=narrow(days(rows.day, rows.booking_date)),
        gestation=narrow(gestation_days(rows.day, rows.edd, rows.lmp, settings)),
    )
    within = settings.status_days
    at_booking = rank(rows.says, rows.from_booking == 0, rows.from_booking.between(-within, within))
    late = days(rows.day, rows.birth_date) >= settings.after_birth.first
    return rows.select(
        *(*NUMBER, "day", "high", "says", "from_booking", "gestation", "labour_dated"),
        *("declined", "brief_intervention", "smokes"),
        half_36_weeks=tiny(window_half(rows, settings)),
        after_birth=late,
        rank_at_booking=tiny(at_booking),
        rank_at_delivery=tiny(rank_at_delivery(rows, settings)),
    )


def readings_of(activities: ir.Table, pregnancies: ir.Table, settings: Settings) -> ir.Table:
    """The CO readings of some pregnancies, with the `activity_id` and `line` of their records.

    Every row has these, and few pregnancies need them; so they are read again rather than kept of all.
    """
    rows = with_codes(_dated(activities), settings)
    rows = rows.filter((rows.source == _CONTACT_CARE) & (rows.observation > 0))
    columns = ("activity_id", "line", "activity_date", "observation", "observation_value", "unit")
    rows = with_numbers(together(rows.select(*KEY, *columns), pregnancies))
    rows = rows.select(*rows.columns, day=rows.activity_date, reading=co_reading(rows, settings))
    return rows.filter(rows.reading.notnull())


def _read(rows: ir.Table, settings: Settings) -> ir.Table:
    """Rows with what they measure and say: readings in ppm, cigarettes a day, status by code."""
    codes = settings.codes
    return rows.select(
        *rows.columns,
        reading=co_reading(rows, settings),
        reading_at_delivery=co_reading_at_delivery(rows, settings),
        smoked=cigarettes(rows, codes.cigarette_observations, settings),
        any_smoked=cigarettes(rows, codes.smokefree_cigarettes | codes.cigarette_observations, settings),
        coded=coded_status(rows, settings),
        contact_care=rows.source == _CONTACT_CARE,
    )


def _dated(activities: ir.Table) -> ir.Table:
    return activities.filter(activities.pregnancy_id.notnull() & activities.activity_date.notnull())


def _relevant(rows: ir.Table) -> ir.Table:
    """Most coded rows of maternity care are about other things; they are left out before any work."""
    return rows.filter((rows.finding > 0) | (rows.observation > 0) | (rows.procedure > 0))
