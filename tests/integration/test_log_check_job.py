"""The nightly check of the logs: a log that does not fit fails it, the heads of those that fit are noted."""

from typing import Any

import pytest
from tests.lib.job_site.doing import QUEUED, do
from tests.lib.tampering import change_one_byte, without_triggers

from clearway.web.audit.anchoring import noted_heads
from clearway.web.audit.models import ChainHead, Person, record
from clearway.web.jobs.actions import start_job
from clearway.web.jobs.models import JobRun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _log(tester: Person) -> None:
    record(organisation="R1H", action="enter", subject="s0", by=tester, details={})


@pytest.fixture
def run(tester: Person, settings: Any) -> JobRun:
    """The job as the clock asks for it; the test does it."""
    settings.TASKS = QUEUED
    return start_job(job="check-logs", organisation="", by=tester)


def test_the_heads_of_logs_that_fit_are_noted(run: JobRun) -> None:
    done = do(run)
    assert (done.status, "logs fit" in done.result) == ("done", True)
    head = ChainHead.objects.get(pk="R1H")
    assert ("R1H", head.sequence, head.hash) in list(noted_heads())


def test_a_log_that_does_not_fit_fails_the_job_by_name(run: JobRun) -> None:
    with without_triggers():
        change_one_byte("audit_changeevent", "subject", "subject = 's0'")
        failed = do(run)
        assert failed.status == "failed"
        assert "R1H change log: BROKEN at event 1" in failed.result
        assert list(noted_heads()) == []
