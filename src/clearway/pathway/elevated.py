"""Elevated carbon monoxide: a reading of 4 ppm or more, and what has to follow it.

Source of the limit: NICE guideline NG209. Any reading in the pregnancy counts, after birth too; a
pregnancy counts once, at its earliest. The brief intervention is looked for on the day of that reading
(local choice).
"""

import ibis.expr.types as ir

from clearway.pathway.expressions import any_row, date_when, together
from clearway.pathway.tables import NUMBER


def elevated_facts(rows: ir.Table) -> dict[str, ir.Scalar]:
    """The day of the earliest elevated reading, and of the earliest reading of any size."""
    return {
        "elevated_date": date_when(rows.high == 1, rows.day).min(),
        "first_reading_date": date_when(rows.high.notnull(), rows.day).min(),
    }


def conversations(evidence: ir.Table) -> ir.Table:
    """Brief intervention conversations: one row a pregnancy and day with one coded, however often."""
    return evidence.filter(evidence.brief_intervention).select(*NUMBER, "day").distinct()


def intervention_after_reading(talks: ir.Table, elevated: ir.Table) -> ir.Table:
    """`brief_intervention_given`: 1 with a conversation on the day of the earliest elevated reading."""
    rows = together(talks, elevated.select(*NUMBER, "elevated_date"), NUMBER)
    return rows.group_by(*NUMBER).agg(brief_intervention_given=any_row(rows.day == rows.elevated_date))
