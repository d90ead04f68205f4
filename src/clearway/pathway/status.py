"""Smoking status: what one coded row says, and which row counts around an anchor day.

Source: NHS England's publication views for CQIMSmokingBooking and CQIMSmokingDelivery. A row is
Smoker with any smoker evidence; else Non-smoker (which includes ex-smoker) with any non-smoker
evidence; else Unknown when coded so. The anchor day comes before the days around it, and on equal
footing Smoker comes before Non-smoker.
"""

import ibis
import ibis.expr.types as ir

from clearway.pathway.coded import found, observed
from clearway.pathway.expressions import flag
from clearway.pathway.settings import Settings

SMOKER, NON_SMOKER, UNKNOWN = "smoker", "non_smoker", "unknown"

SAYS_SMOKER, SAYS_NON_SMOKER, SAYS_UNKNOWN = 1, 2, 3
"""What a row says, as evidence holds it: numbers are smaller than words and sooner compared."""
SAYS_KNOWN = (SAYS_SMOKER, SAYS_NON_SMOKER)

# Ranks of a row, best first: on the anchor day what it says, near it two ranks lower. Unknown has the
# last, and only where the anchor lets it count.
SMOKER_ON_DAY, NON_SMOKER_ON_DAY, SMOKER_NEAR, NON_SMOKER_NEAR, UNKNOWN_ROW = 1, 2, 3, 4, 5
_NEAR = 2


def row_status(
    rows: ir.Table, reading: ir.FloatingValue, smoked: ir.FloatingValue, settings: Settings
) -> ir.StringValue:
    """Smoker, non_smoker, unknown or nothing for each row, given its CO reading and cigarettes a day.

    Smoker: a smoking finding, cigarettes a day above 0, or CO at or above the limit, so a high reading
    beats a non-smoking finding on the same row. Non-smoker: a non-smoking finding, a date of stopping,
    0 cigarettes, or CO below the limit, 0 ppm included. The reading is that of booking, or that of
    delivery with its wider choice of units (`clearway.pathway.readings`).
    """
    says = status_from(coded_status(rows, settings), reading, smoked, settings)
    return ibis.cases(
        (says == SAYS_SMOKER, SMOKER), (says == SAYS_NON_SMOKER, NON_SMOKER), (says == SAYS_UNKNOWN, UNKNOWN)
    )


def coded_status(rows: ir.Table, settings: Settings) -> ir.IntegerValue:
    """What the codes of each row (`with_codes`) say by themselves: its finding, or when she stopped."""
    codes = settings.codes
    stopped = observed(rows, codes.date_ceased_observations, settings)
    non_smoker = flag(found(rows, codes.non_smoker_findings, settings)) + flag(stopped)
    return ibis.cases(
        (found(rows, codes.smoker_findings, settings), SAYS_SMOKER),
        (non_smoker > 0, SAYS_NON_SMOKER),
        (found(rows, codes.unknown_findings, settings), SAYS_UNKNOWN),
    )


def status_from(
    coded: ir.IntegerValue, reading: ir.FloatingValue, smoked: ir.FloatingValue, settings: Settings
) -> ir.IntegerValue:
    """`row_status` as a number, from what the codes say (`coded_status`), the reading, the cigarettes a day.

    Any smoker evidence comes first, then any non-smoker evidence, then a code for Unknown.
    """
    limit = settings.elevated_ppm
    return ibis.cases(
        ((coded == SAYS_SMOKER) | (smoked > 0) | (reading >= limit), SAYS_SMOKER),
        ((coded == SAYS_NON_SMOKER) | (smoked == 0) | (reading < limit), SAYS_NON_SMOKER),
        (coded == SAYS_UNKNOWN, SAYS_UNKNOWN),
    )


def rank(says: ir.IntegerValue, on_day: ir.BooleanValue, near: ir.BooleanValue) -> ir.IntegerValue:
    """The rank of a row around an anchor: 1 the best, nothing for a row that does not count.

    `on_day` and `near` say whether the row is on the anchor day and within the days around it. A row
    that says Unknown counts only off the day; see `rank_with_unknown_on_day` for the other case.
    """
    return _rank(ibis.ifelse(says == SAYS_UNKNOWN, ibis.null("int8"), says), says, on_day, near)


def rank_with_unknown_on_day(
    says: ir.IntegerValue, on_day: ir.BooleanValue, near: ir.BooleanValue
) -> ir.IntegerValue:
    """As `rank`; Unknown counts on the anchor day too, as NHS England has it for delivery."""
    return _rank(ibis.ifelse(says == SAYS_UNKNOWN, UNKNOWN_ROW, says), says, on_day, near)


def _rank(
    then: ir.IntegerValue, says: ir.IntegerValue, on_day: ir.BooleanValue, near: ir.BooleanValue
) -> ir.IntegerValue:
    return ibis.cases((on_day, then), (near, says + _NEAR))


def status_of(best_rank: ir.IntegerValue) -> ir.StringValue:
    """The status that the best rank of all rows stands for; nothing where no row counts."""
    return ibis.cases(
        (best_rank.isin((SMOKER_ON_DAY, SMOKER_NEAR)), SMOKER),
        (best_rank.isin((NON_SMOKER_ON_DAY, NON_SMOKER_NEAR)), NON_SMOKER),
        (best_rank == UNKNOWN_ROW, UNKNOWN),
    )
