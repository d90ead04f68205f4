"""The log of submissions, and the measure that counts them."""

from datetime import date

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.calendar import submissions
from clearway.web.calendar.guard import hold
from clearway.web.calendar.models import Submission
from clearway.web.design.turns import in_turn
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.models import CellDetail
from clearway.web.returns.obligations import owed

MEASURE = "measures-uploaded"


@in_turn
def log_submission(
    *,
    organisation: Organisation,
    system: str,
    scope: str,
    what: str,
    sent_on: date,
    by: Person,
    period: Month | None = None,
    receipt: str = "",
    sha256: str = "",
) -> Submission:
    """Note that figures were sent, and count it where the organisation collects the measure of it.

    Raises ClearwayError as `calendar.submissions.record_submission` does.
    """
    hold(organisation, Month.of(sent_on))  # before the change log, as whoever fills in the month does
    row = submissions.record_submission(
        organisation=organisation,
        system=system,
        scope=scope,
        what=what,
        sent_on=sent_on,
        by=by,
        period=period,
        receipt=receipt,
        sha256=sha256,
    )
    count(organisation=organisation, month=row.counts_in, by=by)
    return row


@in_turn
def withdraw(*, organisation: Organisation, submission: Submission, reason: str, by: Person) -> None:
    """Withdraw a line of the log and count again. Raises ClearwayError as the log does."""
    hold(organisation, submission.counts_in)
    submissions.withdraw_submission(submission=submission, reason=reason, by=by)
    count(organisation=organisation, month=submission.counts_in, by=by)


def count(*, organisation: Organisation, month: Month, by: Person) -> bool:
    """Write the month's number of occasions; False where it is not collected or the month is closed.

    The log itself is kept in either case: what was sent was sent.
    """
    cell = next(
        (each for each in owed(organisation, month) if each.measure == MEASURE and each.to_enter), None
    )
    if cell is None:
        return False
    held = cell.value
    entry = CellEntry(
        MEASURE,
        value=float(submissions.occasions(organisation, month)),
        comment="Counted from the log of submissions",
        seen=held.pk if held else None,
    )
    try:
        enter_cells(organisation=organisation, period=month, cells=[entry], by=by, origin=CellDetail.LOG)
    except ClearwayError:  # the month is closed; nothing of the failed entry was written
        return False
    return True
