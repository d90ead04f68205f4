"""Enters what a person approved: every month of the file in the one transaction of the caller."""

from collections import defaultdict

from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.common.periods import parse_month
from clearway.web.audit.models import record
from clearway.web.calendar.guard import hold_all
from clearway.web.jobs.progress import Progress
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import EntryResult
from clearway.web.returns.keys import CellKey, read_key
from clearway.web.returns.models import CellDetail
from clearway.web.uploads.models import ENTERS, State, Upload, UploadedFigure, UploadRow
from clearway.web.uploads.storing import entry_of_row, keep_review, review_rows


class ReviewAgain(Exception):  # noqa: N818 - nothing went wrong
    """What was reviewed is no longer so: `words` say what changed, for people."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def import_rows(upload: Upload, progress: Progress) -> int:
    """Enter every new and changed row; returns how many. Call it in a transaction that holds the upload.

    Raises ReviewAgain where a figure, a month or a choice changed since the review: nothing may be kept then.
    """
    organisation = directory().get(upload.org_code)
    by_month: dict[str, list[UploadRow]] = defaultdict(list)
    for row in upload.rows.filter(outcome__in=ENTERS):
        by_month[row.period].append(row)
    hold_all((organisation, parse_month(period)) for period in by_month)
    total, done = sum(len(rows) for rows in by_month.values()), 0
    for period, rows in sorted(by_month.items()):
        progress.report(done, total, "figures entered")
        cells = [entry_of_row(row) for row in rows]
        month = parse_month(period)
        try:
            result = enter_cells(
                organisation=organisation, period=month, cells=cells, by=progress.by, origin=CellDetail.FILE
            )
        except ClearwayError as error:
            raise ReviewAgain(f"{error.what}.") from None
        if result.collisions or result.waiting or len(result.saved) != len(rows):
            raise ReviewAgain(f"{_changed(result)} of {month.label} changed after the review.")
        _note(upload, rows, result.saved)
        done += len(rows)
    progress.report(done, total, "figures entered")
    upload.state, upload.said, upload.mend = State.IMPORTED, "", ""
    upload.imported_at, upload.imported_by = timezone.now(), progress.by.name
    upload.save()
    record(
        organisation=upload.org_code,
        action="import file",
        subject=f"{upload.sha256[:12]} of {upload.org_code}",
        by=progress.by,
        details={
            "upload": upload.pk,
            "file": upload.file_name,
            "sha256": upload.sha256,
            "counts": upload.counts,
        },
    )
    return done


def look_again(upload_id: str, words: str) -> None:
    """Review the kept rows once more, against what is held now, and say why. Call it in a transaction."""
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    if upload.state != State.IMPORTING:
        return
    upload.said = f"{words} Nothing was imported. The review below is new: look at it again."
    upload.mend = ""
    review_anew(upload)


def review_anew(upload: Upload) -> None:
    """Review the kept rows against what is held now, with what was mended."""
    kept = {row.position: (row.cells, row.mended) for row in upload.rows.all()}
    keep_review(upload, review_rows(upload), kept)


def _note(upload: Upload, rows: list[UploadRow], saved: tuple[Value, ...]) -> None:
    by_key: dict[CellKey, UploadRow] = {read_key(entry_of_row(row).key): row for row in rows}
    UploadedFigure.objects.bulk_create(
        UploadedFigure(
            upload=upload,
            value=value,
            before_id=value.supersedes_id,
            number=by_key[read_key((value.measure, value.component, value.parameter))].number,
        )
        for value in saved
    )


def _changed(result: EntryResult) -> str:
    keys = [(one.measure, one.component, one.parameter) for one in result.collisions]
    keys += [*result.waiting, *result.unchanged]
    names = ["/".join(part for part in key if part) for key in keys]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
