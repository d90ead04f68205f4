"""The log of what was sent to national and local systems."""

import re
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.audit.models import Person, record
from clearway.web.calendar.models import Submission
from clearway.web.design.turns import in_turn


def submissions(organisation: Organisation) -> list[Submission]:
    """What was sent, newest first, with what was withdrawn."""
    rows = Submission.objects.filter(org_code=organisation.code, withdraws=None)
    return list(rows.select_related("withdrawn_by"))


def submission_of(organisation: Organisation, number: str) -> Submission | None:
    """The line of an organisation's log with this number as a form gives it; None where it has none."""
    if not re.fullmatch(r"[0-9]{1,18}", number):
        return None
    return Submission.objects.filter(pk=int(number), org_code=organisation.code).first()


def occasions(organisation: Organisation, month: Month) -> int:
    """On how many occasions something was sent in the month: one system on one day is one occasion."""
    rows = Submission.objects.filter(
        org_code=organisation.code,
        withdraws=None,
        withdrawn_by=None,
        sent_on__range=(month.first_day, month.last_day),
    )
    return len({(system.casefold(), day) for system, day in rows.values_list("system", "sent_on")})


@transaction.atomic
def record_submission(
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
    """Note that figures were sent. `period` is the month they are of, `sent_on` the day that counts.

    Raises ClearwayError without a system, without a proof (receipt or hash), and for a day to come.
    """
    if not system.strip() or not what.strip():
        raise ClearwayError("It is not said what was sent to whom", mend="Name the system and what was sent")
    if scope not in (Submission.NATIONAL, Submission.LOCAL):
        raise ClearwayError(f"'{scope}' is no kind of system", mend="Say national or local")
    if sent_on > localdate():
        raise ClearwayError(
            f"{sent_on:%d/%m/%Y} is still to come", mend="Log what was sent, once it was sent"
        )
    if sha256 and not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ClearwayError(
            "The file's hash is not a SHA-256", mend="Give its 64 hexadecimal digits, or none"
        )
    if not receipt.strip() and not sha256:
        raise ClearwayError("There is no proof", mend="Give the receipt's number or the file's hash")
    row = Submission.objects.create(
        org_code=organisation.code,
        system=" ".join(system.split()),
        scope=scope,
        what=what.strip(),
        period=str(period) if period else "",
        sent_on=sent_on,
        receipt=receipt.strip(),
        sha256=sha256,
        person=by.name,
        key=by.key,
    )
    _tell(organisation, "log submission", row, by)
    return row


@in_turn
def withdraw_submission(*, submission: Submission, reason: str, by: Person) -> Submission:
    """Say that a line of the log was a mistake; both stay. Raises ClearwayError the second time."""
    if not reason.strip():
        raise ClearwayError("There is no reason", mend="Say what was wrong with the line")
    if submission.withdraws_id or _is_withdrawn(submission):
        raise ClearwayError("This line of the log is withdrawn already", mend="Nothing is to be done")
    row = Submission.objects.create(
        org_code=submission.org_code,
        system=submission.system,
        scope=submission.scope,
        what=submission.what,
        period=submission.period,
        sent_on=submission.sent_on,
        withdraws=submission,
        reason=reason.strip(),
        person=by.name,
        key=by.key,
    )
    record(
        organisation=submission.org_code,
        action="withdraw submission",
        subject=f"submission {submission.pk}",
        by=by,
        details={"reason": reason.strip()},
    )
    return row


def _is_withdrawn(submission: Submission) -> bool:
    return Submission.objects.filter(withdraws=submission).exists()


def systems_used(organisation: Organisation) -> Sequence[str]:
    """The names of systems that were written before, for the form to offer."""
    rows = Submission.objects.filter(org_code=organisation.code)
    return sorted(set(rows.values_list("system", flat=True)))


def _tell(organisation: Organisation, action: str, row: Submission, by: Person) -> None:
    record(
        organisation=organisation.code,
        action=action,
        subject=f"submission {row.pk} to {row.system}",
        by=by,
        details={"what": row.what, "period": row.period, "sent_on": row.sent_on, "receipt": row.receipt},
    )
