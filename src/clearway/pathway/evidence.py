"""Each coded row once, with what it says: reading, status, declined, brief intervention.

Readings and statuses come from care at a contact (MSD202). Care in labour and delivery (MSD302) is
evidence for the status at delivery only, so its rows have nothing in the other columns.
"""

import ibis
import ibis.expr.types as ir

from clearway.pathway import smokefree
from clearway.pathway.delivery import rank_at_delivery
from clearway.pathway.expressions import days, flag, narrow, tiny, together
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


def evidence(activities: ir.Table, settings: Settings) -> ir.Table:
    """Rows of `activities` that bear on smoking, dated and of a pregnancy.

    Columns: provider, pregnancy_id, activity_id, line, day; reading (ppm); says, says_at_delivery (what it
    says of her smoking: `clearway.pathway.status`); declined, brief_intervention, smokes (0 or 1; `smokes`
    is the evidence of smoking that the national smoke-free pregnancy measure looks for).
    """
    rows = _read(with_numbers(_relevant(activities, settings)), settings)
    codes = settings.codes
    says = status_from(rows.coded, rows.reading, rows.smoked, settings)
    smokes = flag(rows.finding_code.isin(sorted(codes.smokefree_smoker_findings))) + flag(rows.any_smoked > 0)
    contact_care = rows.contact_care == 1
    return rows.select(
        "provider",
        "pregnancy_id",
        "activity_id",
        line=rows.line,
        day=rows.activity_date,
        reading=ibis.ifelse(contact_care, rows.reading, ibis.null("float64")),
        says=tiny(ibis.ifelse(contact_care, says, ibis.null("int8"))),
        says_at_delivery=status_from(rows.coded, rows.reading_at_delivery, rows.smoked, settings),
        declined=rows.contact_care * flag(declined_test(rows, rows.reading, settings)),
        brief_intervention=rows.contact_care
        * flag(rows.procedure_code.isin(sorted(codes.brief_interventions))),
        smokes=rows.contact_care * flag(smokes > 0),
    )


def placed(said: ir.Table, anchors: ir.Table, settings: Settings) -> ir.Table:
    """Evidence of pregnancies that the provider booked, measured once from the dates beside it.

    `from_booking` and `gestation` are in days; `rank_at_booking` and `rank_at_delivery` say how good a
    row is as the status then (`clearway.pathway.status`); readings that can show a smoke-free pregnancy
    have the `activity_id` and `line` of their record.
    """
    rows = together(said, anchors)
    rows = rows.select(
        *rows.columns,
        from_booking=narrow(days(rows.day, rows.booking_date)),
        gestation=narrow(gestation_days(rows.day, rows.edd, rows.lmp, settings)),
    )
    within = settings.status_days
    at_booking = rank(rows.says, rows.from_booking == 0, rows.from_booking.between(-within, within))
    for_smokefree = smokefree.in_a_window(rows, settings)
    return rows.select(
        *("provider", "pregnancy_id", "day", "reading", "says", "birth_date", "from_booking", "gestation"),
        *("month_36_weeks", "labour_dated", "line"),
        declined=tiny(rows.declined),
        brief_intervention=tiny(rows.brief_intervention),
        smokes=tiny(rows.smokes),
        rank_at_booking=tiny(at_booking),
        rank_at_delivery=tiny(rank_at_delivery(rows, settings)),
        activity_id=ibis.ifelse(for_smokefree, rows.activity_id, ibis.null("string")),
    )


def _read(rows: ir.Table, settings: Settings) -> ir.Table:
    """Rows with what they measure and say: readings in ppm, cigarettes a day, status by code."""
    codes = settings.codes
    return rows.select(
        *rows.columns,
        reading=co_reading(rows, settings),
        reading_at_delivery=co_reading_at_delivery(rows, settings),
        smoked=cigarettes(rows, codes.cigarette_observations),
        any_smoked=cigarettes(rows, codes.smokefree_cigarettes | codes.cigarette_observations),
        coded=coded_status(rows, settings),
        contact_care=flag(rows.source == "MSD202"),
    )


def _relevant(activities: ir.Table, settings: Settings) -> ir.Table:
    """Most coded rows of maternity care are about other things; they are left out before any work."""
    codes = settings.codes
    findings = (
        codes.smoker_findings
        | codes.non_smoker_findings
        | codes.unknown_findings
        | codes.co_declined_findings
        | codes.smokefree_smoker_findings
    )
    observations = (
        codes.co_observations
        | codes.cigarette_observations
        | codes.date_ceased_observations
        | codes.smokefree_cigarettes
    )
    said = (
        activities.finding_code.isin(sorted(findings)).fill_null(False)
        | activities.observation_code.isin(sorted(observations)).fill_null(False)
        | activities.procedure_code.isin(sorted(codes.brief_interventions)).fill_null(False)
    )
    dated = activities.pregnancy_id.notnull() & activities.activity_date.notnull()
    return activities.filter(dated & said)
