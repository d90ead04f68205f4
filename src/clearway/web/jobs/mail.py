"""Messages that leave by a job, so that no page waits for a mail server and none is lost while it is away."""

from email.utils import make_msgid
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.jobs.actions import start_job
from clearway.web.jobs.models import JobRun, Mail
from clearway.web.jobs.progress import TryAgain

JOB = "send-mail"


@transaction.atomic
def send_mail_later(*, to: str, subject: str, text: str, organisation: str, by: Person) -> JobRun:
    """Ask for one message to one address; it leaves after the caller's transaction is committed.

    A message leaves at least once: where the mail server took it and the worker was killed before it could
    note so, it leaves again under the same message id.

    Raises ClearwayError when the address is none, or the subject is empty or of several lines.
    """
    try:
        validate_email(to)
    except ValidationError:
        raise ClearwayError(f"“{to}” is not an e-mail address", mend="Correct it") from None
    if not subject.strip() or len(subject.splitlines()) > 1 or len(subject) > 200:
        raise ClearwayError("the subject is not one line of up to 200 letters", mend="Shorten it")
    mail = Mail.objects.create(to=to, subject=subject, text=text, message_id=make_msgid(domain="clearway"))
    return start_job(job=JOB, organisation=organisation, by=by, mail=mail.pk, subject=subject)


def send(mail: Mail) -> None:
    """Hand one message to the mail server and take its text away; nothing when it has left before.

    Raises TryAgain when the server does not take it now, ClearwayError when there is no server.
    """
    if mail.sent_at is not None:
        return
    message = EmailMessage(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={"Message-ID": mail.message_id},
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise TryAgain(f"The mail server did not take the message ({type(error).__name__}).") from error
    mail.sent_at, mail.text = timezone.now(), ""
    mail.save(update_fields=["sent_at", "text"])


class NoServer(BaseEmailBackend):
    """Stands where no mail server was named: says so instead of losing messages."""

    def send_messages(self, email_messages: object) -> int:
        """Raises ClearwayError, always."""
        raise ClearwayError(
            "no mail server is set, so the message was not sent",
            mend="Set CLEARWAY_EMAIL_URL, start the workers again, then try this job again",
        )
