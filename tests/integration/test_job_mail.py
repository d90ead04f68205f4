"""Messages leave by a job: after the transaction, once, and their text does not stay."""

from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail as outbox

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.jobs import running
from clearway.web.jobs.mail import send, send_mail_later
from clearway.web.jobs.models import JobRun, Mail

pytestmark = pytest.mark.django_db


def _send(by: Person, **changed: Any) -> JobRun:
    message = {
        "to": "ann@example.com",
        "subject": "Your invitation",
        "text": "Open https://clearway.example/x",
    }
    return send_mail_later(organisation="SYNTH", by=by, **{**message, **changed})


def test_a_message_leaves_and_its_text_is_taken_away(tester: Person) -> None:
    run = _send(tester)
    [sent] = outbox.outbox
    assert (sent.to, sent.subject) == (["ann@example.com"], "Your invitation")
    assert "https://clearway.example/x" in sent.body
    held = Mail.objects.get()
    assert held.sent_at is not None
    assert held.text == ""
    assert (run.status, run.title, run.result) == ("done", "Send an e-mail: Your invitation", "Sent.")
    assert "clearway.example" not in str(run.arguments)


def test_a_message_that_has_left_does_not_leave_again(tester: Person) -> None:
    _send(tester)
    send(Mail.objects.get())
    assert len(outbox.outbox) == 1


def test_a_server_that_is_away_is_asked_again_with_the_same_message_id(
    tester: Person, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    run = _send(tester)
    seen: list[str] = []

    def refuse(message: Any, *, fail_silently: bool = False) -> int:
        seen.append(message.extra_headers["Message-ID"])
        if len(seen) == 1:
            raise SMTPServerDisconnected
        return 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert running.attempt(str(run.pk)) == "waiting"
    run.refresh_from_db()
    assert "mail server did not take the message" in run.result
    assert Mail.objects.get().text != ""
    assert running.attempt(str(run.pk)) == "done"
    assert seen[0] == seen[1]


def test_without_a_mail_server_the_job_says_so_and_the_message_stays(tester: Person, settings: Any) -> None:
    settings.EMAIL_BACKEND = "clearway.web.jobs.mail.NoServer"
    run = _send(tester)
    assert (run.status, run.attempts) == ("failed", 1)
    assert "no mail server is set" in run.result
    assert "CLEARWAY_EMAIL_URL" in run.mend
    assert Mail.objects.get().text != ""


@pytest.mark.parametrize(
    "changed",
    [
        {"to": "nobody"},
        {"to": "a@example.com\nBcc: b@example.com"},
        {"subject": "A\nBcc: b@example.com"},
        {"subject": " "},
        {"subject": "x" * 201},
    ],
)
def test_what_is_no_message_is_refused_before_anything_is_kept(
    tester: Person, changed: dict[str, str]
) -> None:
    with pytest.raises(ClearwayError):
        _send(tester, **changed)
    assert not Mail.objects.exists()
    assert not JobRun.objects.exists()
