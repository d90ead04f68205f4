"""Smoking status: what one coded row says, and which row counts around an anchor day.

Source: NHS England's publication views for CQIMSmokingBooking and CQIMSmokingDelivery. A row is
Smoker with any smoker evidence; else Non-smoker (which includes ex-smoker) with any non-smoker
evidence; else Unknown when coded so. The anchor day comes before the days around it, and on equal
footing Smoker comes before Non-smoker.
"""

import ibis
import ibis.expr.types as ir

from clearway.pathway.expressions import days, flag
from clearway.pathway.settings import Settings

SMOKER, NON_SMOKER, UNKNOWN = "smoker", "non_smoker", "unknown"

# Ranks of a row, best first. Unknown has the last, and only where the anchor lets it count.
SMOKER_ON_DAY, NON_SMOKER_ON_DAY, SMOKER_NEAR, NON_SMOKER_NEAR, UNKNOWN_ROW = 1, 2, 3, 4, 5


def row_status(
    rows: ir.Table, reading: ir.FloatingValue, smoked: ir.FloatingValue, settings: Settings
) -> ir.StringValue:
    """Smoker, non_smoker, unknown or nothing for each row, given its CO reading and cigarettes a day.

    Smoker: a smoking finding, cigarettes a day above 0, or CO at or above the limit, so a high reading
    beats a non-smoking finding on the same row. Non-smoker: a non-smoking finding, a date of stopping,
    0 cigarettes, or CO below the limit, 0 ppm included. The reading is that of booking, or that of
    delivery with its wider choice of units (`clearway.pathway.readings`).
    """
    return status_from(coded_status(rows, settings), reading, smoked, settings)


def coded_status(rows: ir.Table, settings: Settings) -> ir.StringValue:
    """What the codes of each row say by themselves: its finding, or the date on which she stopped."""
    codes, finding = settings.codes, rows.finding_code
    stopped = rows.observation_code.isin(sorted(codes.date_ceased_observations))
    non_smoker = flag(finding.isin(sorted(codes.non_smoker_findings))) + flag(stopped)
    return ibis.cases(
        (finding.isin(sorted(codes.smoker_findings)), SMOKER),
        (non_smoker > 0, NON_SMOKER),
        (finding.isin(sorted(codes.unknown_findings)), UNKNOWN),
    )


def status_from(
    coded: ir.StringValue, reading: ir.FloatingValue, smoked: ir.FloatingValue, settings: Settings
) -> ir.StringValue:
    """`row_status` from what the codes say (`coded_status`), the reading and the cigarettes a day.

    Any smoker evidence comes first, then any non-smoker evidence, then a code for Unknown.
    """
    smoker = flag(coded == SMOKER) + flag(smoked > 0) + flag(reading >= settings.elevated_ppm)
    non_smoker = flag(coded == NON_SMOKER) + flag(smoked == 0) + flag(reading < settings.elevated_ppm)
    return ibis.cases((smoker > 0, SMOKER), (non_smoker > 0, NON_SMOKER), (coded == UNKNOWN, UNKNOWN))


def rank(status: ir.StringValue, on_day: ir.BooleanValue, near: ir.BooleanValue) -> ir.IntegerValue:
    """The rank of a row around an anchor: 1 the best, nothing for a row that does not count.

    `on_day` and `near` say whether the row is on the anchor day and within the days around it. A row
    that says Unknown counts only off the day; see `rank_with_unknown_on_day` for the other case.
    """
    return _rank(status, on_day, near, (status == UNKNOWN) & near & (flag(on_day) == 0))


def rank_with_unknown_on_day(
    status: ir.StringValue, on_day: ir.BooleanValue, near: ir.BooleanValue
) -> ir.IntegerValue:
    """As `rank`; Unknown counts on the anchor day too, as NHS England has it for delivery."""
    return _rank(status, on_day, near, (status == UNKNOWN) & near)


def _rank(
    status: ir.StringValue, on_day: ir.BooleanValue, near: ir.BooleanValue, unknown: ir.BooleanValue
) -> ir.IntegerValue:
    smoker, non_smoker = status == SMOKER, status == NON_SMOKER
    return ibis.cases(
        (smoker & on_day, SMOKER_ON_DAY),
        (non_smoker & on_day, NON_SMOKER_ON_DAY),
        (smoker & near, SMOKER_NEAR),
        (non_smoker & near, NON_SMOKER_NEAR),
        (unknown, UNKNOWN_ROW),
    )


def status_of(best_rank: ir.IntegerValue) -> ir.StringValue:
    """The status that the best rank of all rows stands for; nothing where no row counts."""
    return ibis.cases(
        (best_rank.isin((SMOKER_ON_DAY, SMOKER_NEAR)), SMOKER),
        (best_rank.isin((NON_SMOKER_ON_DAY, NON_SMOKER_NEAR)), NON_SMOKER),
        (best_rank == UNKNOWN_ROW, UNKNOWN),
    )


def rank_around(
    status: ir.StringValue, day: ir.DateValue, anchor: ir.DateValue, within: int
) -> ir.IntegerValue:
    """The rank of a row of `day` around one anchor day."""
    off = days(day, anchor)
    return rank(status, off == 0, off.between(-within, within))
