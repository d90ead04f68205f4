"""What a job is given: how to say how far it is, and how to learn that it should stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from clearway.web.audit.models import Person
from clearway.web.jobs.models import JobRun, JobRunQuerySet


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked for the job to stop. Let it pass through: what the transaction held is undone."""


class Lost(Exception):  # noqa: N818 - nothing went wrong here
    """This worker was taken for dead and the run was given back to the queue. Let it pass through."""


class TryAgain(Exception):  # noqa: N818 - a request
    """The job cannot go on now and may later: `words` say why, for people."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclass
class Pulse:
    """How far one attempt is, shared by the job and by the thread that writes it down.

    `at` is one tuple, so that the two never see half of a report.
    """

    run: UUID
    worker: str
    attempt: int
    at: tuple[int, int | None, str] = (0, None, "")
    cancelled: bool = False
    lost: bool = False
    _written: tuple[int, int | None, str] = (0, None, "")

    def rows(self) -> JobRunQuerySet:
        """The run, as long as this attempt holds it."""
        return JobRun.objects.filter(pk=self.run).held_by(self.worker, self.attempt)

    def beat(self) -> None:
        """Write down what changed, and see whether somebody asked for the job to stop."""
        at = self.at
        if at != self._written:
            self.rows().update(done=at[0], total=at[1], words=at[2])
            self._written = at
        asked = self.rows().values_list("cancel_asked_at", flat=True).first()
        self.cancelled = asked is not None
        self.lost = asked is None and not self.rows().exists()


class Progress:
    """One attempt at one run, as the job's function sees it."""

    def __init__(self, run: JobRun, pulse: Pulse, *, inline: bool) -> None:
        self.run_id = run.pk
        self.organisation = run.organisation
        self.by: Person = run.by
        self.attempt = run.attempts
        self.asked_at = run.asked_at
        self._pulse = pulse
        self._inline = inline

    def report(self, done: int, total: int | None = None, words: str = "") -> None:
        """Say how far the job is. Cheap: call it as often as you like, at places where it is safe to stop.

        Raises Cancelled when somebody asked for the job to stop.
        """
        self._pulse.at = (done, total, words[:300])
        self.check()

    def check(self) -> None:
        """Raises Cancelled when somebody asked the job to stop, Lost when another worker has taken over."""
        if self._inline:
            self._pulse.beat()  # there is no thread that does
        if self._pulse.lost:
            raise Lost
        if self._pulse.cancelled:
            raise Cancelled

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """A transaction that is kept only when this attempt still holds the run and nobody asked it to stop.

        On SQLite nobody else can write while it is open: do slow work, such as reading a file, before it.
        """
        with transaction.atomic():
            yield
            held = self._pulse.rows().select_for_update().values_list("cancel_asked_at", flat=True)
            if not (asked := list(held)):
                raise Lost
            if asked[0] is not None:
                raise Cancelled
