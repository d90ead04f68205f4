"""After birth: the last known smoking status 1 to 56 days after a birth (local choice: eight weeks)."""

import ibis.expr.types as ir

from clearway.pathway.expressions import days, flag, together
from clearway.pathway.settings import Settings
from clearway.pathway.status import SAYS_KNOWN, SAYS_SMOKER
from clearway.pathway.tables import NUMBER


def after_birth_facts(evidence: ir.Table, birth_months: ir.Table, settings: Settings) -> ir.Table:
    """One row a birth (pregnancy and month) with a known status: `smoker_after_birth` 0 or 1.

    The last day with a known status decides, and on that day Smoker comes before Non-smoker: the largest
    of twice the day plus one for Smoker says both.
    """
    # Rows before the days after the first birth cannot count; most are, and are left out before the join.
    known = evidence.filter((evidence.after_birth) & evidence.says.isin(SAYS_KNOWN)).select(
        *NUMBER, "day", "says"
    )
    rows = together(known, birth_months, NUMBER)
    after = days(rows.day, rows.born)
    rows = rows.filter(after.between(settings.after_birth.first, settings.after_birth.last))
    last = days(rows.day, rows.born) * 2 + flag(rows.says == SAYS_SMOKER)
    found = rows.group_by(*NUMBER, "month").agg(last=last.max())
    return found.select(
        *NUMBER, "month", known_after_birth=flag(found.last.notnull()), smoker_after_birth=found.last % 2
    )
