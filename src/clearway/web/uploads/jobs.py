"""The jobs of this app: reading a file, importing it, taking old files away."""

from datetime import timedelta

from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import record
from clearway.web.audit.person import CLEARWAY
from clearway.web.jobs.progress import Progress
from clearway.web.jobs.registry import job
from clearway.web.uploads.importing import ReviewAgain, import_rows, look_again
from clearway.web.uploads.models import OPEN, UNDO_FOR, State, Upload, UploadContent
from clearway.web.uploads.reading.contents import read_sheet
from clearway.web.uploads.storing import forget_file, keep_review, matching_of, review_sheet

READ, IMPORT = "read-upload", "import-upload"
KEPT_UNAPPROVED = timedelta(days=14)
DROPPED = "The upload was cancelled meanwhile."


@job(name=READ, title="Read {file_name}", retries=2)
def read_upload(progress: Progress, *, upload: str, file_name: str) -> str:
    """Read a file and compare it with what is held, for a person to review."""
    held = Upload.objects.filter(pk=upload, state=State.READING).first()
    content = UploadContent.objects.filter(upload_id=upload).first()
    if held is None or content is None:
        return DROPPED
    try:
        sheet = read_sheet(bytes(content.data), held.file_name)
        matching = matching_of(held, sheet)
    except ClearwayError as error:
        with progress.atomic():
            Upload.objects.filter(pk=upload, state=State.READING).update(
                state=State.FAILED, said=f"{error.what}.", mend=error.mend, changed_at=timezone.now()
            )
        return f"{error.what}."
    about = {"title": sheet.title, "how": sheet.how, "headings": sheet.headings, "unused": matching.unused}
    if matching.needs_person:
        with progress.atomic():
            Upload.objects.filter(pk=upload, state=State.READING).update(
                state=State.MATCHING, sheet=about, said="", mend="", changed_at=timezone.now()
            )
        return "Somebody has to say which heading is which."
    progress.report(0, len(sheet.rows), "rows compared with what is held")
    reviewed = review_sheet(held, sheet, matching)
    progress.report(len(reviewed), len(reviewed), "rows compared with what is held")
    columns = sorted({*matching.certain.values(), *(name for _, name in matching.months.values())})
    with progress.atomic():
        current = Upload.objects.select_for_update().get(pk=upload)
        if current.state != State.READING:
            return DROPPED
        current.sheet, current.said, current.mend = {**about, "columns": columns}, "", ""
        keep_review(current, reviewed)
    return f"{len(reviewed):,} rows are ready to review."


@job(name=IMPORT, title="Import {file_name}", retries=2)
def import_upload(progress: Progress, *, upload: str, file_name: str) -> str:
    """Enter what a person approved, all of it in one transaction or nothing."""
    try:
        with progress.atomic():
            held = Upload.objects.select_for_update().get(pk=upload)
            if held.state != State.IMPORTING:
                return "It was imported or cancelled before."
            entered = import_rows(held, progress)
    except ReviewAgain as reason:
        with progress.atomic():
            look_again(upload, reason.words)
        return f"{reason.words} Nothing was imported; review it again."
    return f"{entered:,} {'figure' if entered == 1 else 'figures'} imported."


@job(name="tidy-uploads", title="Take away uploaded files that are no longer needed", retries=2)
def tidy_uploads(progress: Progress) -> str:
    """Take away files that nobody approved for 14 days, and those imported 30 days ago; records stay."""
    now = timezone.now()
    stale = Upload.objects.unfinished().filter(changed_at__lt=now - KEPT_UNAPPROVED)
    settled = Upload.objects.filter(
        state__in=(State.IMPORTED, State.UNDONE),
        imported_at__lt=now - UNDO_FOR,
        content__isnull=False,
    )
    ids = [*stale.values_list("pk", flat=True), *settled.values_list("pk", flat=True)]
    for pk in ids:
        with progress.atomic():
            held = Upload.objects.select_for_update().get(pk=pk)
            forget_file(held)
            if held.state in OPEN:
                held.state = State.EXPIRED
            held.save()
            record(
                organisation=held.org_code,
                action="delete file",
                subject=f"{held.sha256[:12]} of {held.org_code}",
                by=CLEARWAY,
                details={"upload": held.pk, "file": held.file_name, "state": held.state},
            )
    return f"Files taken away: {len(ids)}."
