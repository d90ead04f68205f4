"""What ends for good: an account that was closed opens nothing, and a log tells of nothing still to come."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate
from tests.lib.month import ANN, TRUST
from tests.lib.visitors import PASSWORD, browser, somebody

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.calendar.models import Submission
from clearway.web.calendar.submissions import record_submission, withdraw_submission
from clearway.web.people.actions import close_account
from clearway.web.people.models import User

pytestmark = pytest.mark.django_db
SENT = {"organisation": TRUST, "system": "SDCS", "scope": "national", "what": "October", "receipt": "A-1"}


def test_whoever_left_cannot_sign_in_again(tester: Person) -> None:
    cache.clear()
    leaver = somebody(("reader", "R1H"))
    close_account(user=leaver, by=tester)
    client = browser()
    client.post("/account/login/", {"login": leaver.email, "password": PASSWORD})
    assert client.get("/account/").status_code == 302
    assert not User.objects.get(pk=leaver.pk).is_active


def test_what_was_sent_today_is_logged_and_what_will_be_sent_is_not() -> None:
    record_submission(**SENT, sent_on=localdate(), by=ANN)
    with pytest.raises(ClearwayError, match="is still to come"):
        record_submission(**SENT, sent_on=localdate() + timedelta(days=1), by=ANN)
    assert Submission.objects.count() == 1


def test_neither_a_withdrawn_line_nor_its_withdrawal_is_withdrawn() -> None:
    line = record_submission(**SENT, sent_on=localdate(), by=ANN)
    withdrawal = withdraw_submission(submission=line, reason="the wrong day", by=ANN)
    for row in (line, withdrawal):
        with pytest.raises(ClearwayError, match="withdrawn already"):
            withdraw_submission(submission=row, reason="again", by=ANN)
