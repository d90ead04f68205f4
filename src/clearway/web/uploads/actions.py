"""What people do with uploads. Each action takes a row's lock, and each is in the change log."""

from collections.abc import Mapping
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.audit.models import Person, record
from clearway.web.jobs.actions import cancel_job, start_job
from clearway.web.uploads import jobs
from clearway.web.uploads.importing import review_anew
from clearway.web.uploads.models import OPEN, Outcome, State, Upload, UploadContent
from clearway.web.uploads.reading.columns import columns, confirmed
from clearway.web.uploads.reading.contents import kind_of
from clearway.web.uploads.storing import forget_file

LONGEST_CELL = 2000


def receive(*, organisation: Organisation, name: str, data: bytes, by: Person) -> Upload:
    """Take a file and ask for it to be read. Raises ClearwayError, keeping nothing, where it is no table."""
    kind = kind_of(data, name)
    with transaction.atomic():
        upload = Upload.objects.create(
            org_code=organisation.code,
            file_name=_plain_name(name),
            sha256=sha256(data).hexdigest(),
            size=len(data),
            kind=kind,
            person=by.name,
            via=by.via,
            key=by.key,
        )
        UploadContent.objects.create(upload=upload, data=data)
        _record("upload file", upload, by, {"size": len(data), "sha256": upload.sha256})
        _start(upload, jobs.READ, by)
    upload.refresh_from_db()
    return upload


@transaction.atomic
def confirm_columns(*, upload: Upload, chosen: Mapping[int, str], by: Person) -> Upload:
    """Say which heading is which column, and read the rows. Raises ClearwayError where it does not add up."""
    held = _held(upload, State.MATCHING)
    unknown = set(chosen.values()) - set(columns())
    if unknown:
        raise ClearwayError(f"There is no column '{min(unknown)}'", mend="Choose from the list")
    confirmed(held.sheet["headings"], chosen)
    held.columns, held.state = {str(number): name for number, name in chosen.items()}, State.READING
    held.save()
    _start(held, jobs.READ, by)
    return held


@transaction.atomic
def mend(*, upload: Upload, review: int, cells: Mapping[int, Mapping[str, str]], by: Person) -> Upload:
    """Write cells of rejected rows anew, by the row's position and the column, and review the whole again.

    Raises ClearwayError where the upload was reviewed again since the person saw it.
    """
    held = _held(upload, State.REVIEW)
    _same_review(held, review)
    for row in held.rows.filter(position__in=cells, outcome=Outcome.REJECTED):
        known = {**row.cells, **row.mended}
        anew = {
            name: text.strip()[:LONGEST_CELL]
            for name, text in cells[row.position].items()
            if name in columns()
        }
        row.mended = {
            **row.mended,
            **{name: text for name, text in anew.items() if text != known.get(name, "")},
        }
        row.save(update_fields=["mended"])
    held.said = held.mend = ""
    review_anew(held)
    return held


@transaction.atomic
def approve(*, upload: Upload, review: int, by: Person) -> Upload:
    """Ask for the new and changed figures to be entered. Rejected rows are left out.

    Raises ClearwayError where it was reviewed again since, approved before, or holds nothing to enter.
    """
    held = _held(upload, State.REVIEW)
    _same_review(held, review)
    if not held.counts[Outcome.NEW] + held.counts[Outcome.CHANGED]:
        raise ClearwayError("There is nothing new or changed to import", mend="Mend the rejected rows first")
    held.state, held.said, held.mend = State.IMPORTING, "", ""
    held.save()
    _start(held, jobs.IMPORT, by)
    held.refresh_from_db()
    return held


@transaction.atomic
def cancel(*, upload: Upload, by: Person) -> Upload:
    """Delete an upload that is not imported. Raises ClearwayError while it is being imported, or later."""
    held = _held(upload, *OPEN)
    if held.state == State.IMPORTING:
        raise ClearwayError("It is being imported", mend="Stop the import first")
    _stop(held, by)
    forget_file(held)
    held.state, held.said, held.mend = State.CANCELLED, "", ""
    held.save()
    _record("cancel upload", held, by, {})
    return held


@transaction.atomic
def stop_import(*, upload: Upload, by: Person) -> Upload:
    """Stop an import that has not ended, and go back to the review once it has stopped. Nothing is half done.

    Raises ClearwayError where it is not being imported.
    """
    held = _held(upload, State.IMPORTING)
    _stop(held, by)
    run = held.run
    if run is None or run.is_finished:
        held.said, held.mend = "The import was stopped. Nothing was imported.", ""
        review_anew(held)
    return held


@transaction.atomic
def read_again(*, upload: Upload, by: Person) -> Upload:
    """Read a file again whose reading was stopped or failed. Raises ClearwayError while it is being read."""
    held = _held(upload, State.READING)
    if held.run is not None and not held.run.is_finished:
        raise ClearwayError("It is being read", mend="Wait until it is done")
    _start(held, jobs.READ, by)
    return held


def _held(upload: Upload, *states: State) -> Upload:
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.state not in states:
        raise ClearwayError(
            f"“{held.file_name}” is by now: {State(held.state).label.lower()}",
            mend="Look at the page as it is now",
        )
    return held


def _same_review(held: Upload, review: int) -> None:
    if held.review != review:
        raise ClearwayError("It was reviewed again since you saw it", mend="Look at the new review below")


def _start(upload: Upload, job: str, by: Person) -> None:
    run = start_job(
        job=job, organisation=upload.org_code, by=by, upload=str(upload.pk), file_name=upload.file_name
    )
    Upload.objects.filter(pk=upload.pk).update(run=run, changed_at=timezone.now())


def _stop(upload: Upload, by: Person) -> None:
    run = upload.run
    if run is not None and not run.is_finished:
        upload.run = cancel_job(run=run, by=by)


def _record(action: str, upload: Upload, by: Person, details: Mapping[str, object]) -> None:
    record(
        organisation=upload.org_code,
        action=action,
        subject=f"{upload.sha256[:12]} of {upload.org_code}",
        by=by,
        details={"upload": upload.pk, "file": upload.file_name, **details},
    )


def _plain_name(name: str) -> str:
    """The name without a folder and without what cannot be printed."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-255:] or "file"
