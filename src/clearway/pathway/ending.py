"""How and when a pregnancy ended.

It ends with the first date of birth of a baby of any outcome. Births, live or still, are outcomes 01
to 04 (Maternity Services Data Set). A birth counts where the provider also sent the pregnancy.
"""

import ibis.expr.types as ir

from clearway.pathway.expressions import date_when, month_number, narrow, together, with_keys
from clearway.pathway.settings import Settings
from clearway.pathway.tables import KEY, NUMBER


def ending_facts(births: ir.Table, settings: Settings) -> ir.Table:
    """`ended_date`, and `birth_date` of the first baby live or stillborn, one row a pregnancy."""
    rows = with_keys(births)
    born = rows.outcome.isin(settings.birth_outcomes)
    return rows.group_by(*KEY).agg(
        ended_date=rows.birth_date.min(), birth_date=date_when(born, rows.birth_date).min()
    )


def birth_months(births: ir.Table, pregnancies: ir.Table, settings: Settings) -> ir.Table:
    """One row a pregnancy and month in which a baby was born: twins of one month are one row.

    `month` is the month number, `born` the first date of birth in it. Twins on either side of midnight
    on the last of a month are two rows.
    """
    rows = with_keys(births)
    rows = rows.filter(rows.outcome.isin(settings.birth_outcomes) & rows.birth_date.notnull())
    rows = together(rows.select(*KEY, "birth_date"), pregnancies.select(*KEY, *NUMBER))
    rows = rows.select(*NUMBER, "birth_date", month=narrow(month_number(rows.birth_date)))
    return rows.group_by(*NUMBER, "month").agg(born=rows.birth_date.min())
