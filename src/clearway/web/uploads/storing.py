"""Keeps a review, and reads its rows back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from clearway.common.findings import Finding
from clearway.common.organisations import directory
from clearway.web.returns.cells import CellEntry
from clearway.web.uploads.models import State, Upload, UploadContent, UploadRow
from clearway.web.uploads.reading.columns import Matching, confirmed, match
from clearway.web.uploads.reading.contents import Sheet
from clearway.web.uploads.reading.drafts import RawRow
from clearway.web.uploads.reading.rows import raw_rows
from clearway.web.uploads.reviewing import Reviewed, counts_of, review

CHUNK = 1000


def matching_of(upload: Upload, sheet: Sheet) -> Matching:
    """Which heading is which column: as a person confirmed it, else by name."""
    if upload.columns is None:
        return match(sheet.headings)
    return confirmed(sheet.headings, {int(number): name for number, name in upload.columns.items()})


def review_sheet(upload: Upload, sheet: Sheet, matching: Matching) -> list[Reviewed]:
    """The first review of a file. Reads the database and writes nothing."""
    columns = {*matching.certain.values(), *(column for _, column in matching.months.values())}
    return review(raw_rows(sheet, matching), directory().get(upload.org_code), columns)


def review_rows(upload: Upload) -> list[Reviewed]:
    """Another review of rows that were read before, with what was mended on the screen."""
    rows = [raw_row(row) for row in upload.rows.all()]
    return review(rows, directory().get(upload.org_code), set(upload.sheet.get("columns", ())))


def raw_row(row: UploadRow) -> RawRow:
    """A kept row as it was read, with what was mended."""
    faults = row.faults
    return RawRow(
        row.number,
        {**row.cells, **row.mended},
        row.place,
        bool(faults.get("unclosed")) and not row.mended,
        0 if row.mended else int(faults.get("extra", 0)),
    )


def keep_review(
    upload: Upload, reviewed: Sequence[Reviewed], mended: Mapping[int, Any] | None = None
) -> None:
    """Put this review in the place of the last one. `mended` are the cells written anew, by position."""
    upload.rows.all().delete()
    anew = mended or {}
    rows = [_row(upload, position, one, anew.get(position)) for position, one in enumerate(reviewed)]
    UploadRow.objects.bulk_create(rows, batch_size=CHUNK)
    upload.counts = dict(counts_of(row.outcome for row in rows))
    upload.review += 1
    upload.state = State.REVIEW
    upload.save()


def _row(upload: Upload, position: int, one: Reviewed, mended: tuple[Any, Any] | None) -> UploadRow:
    """`mended` is the row's cells as the file had them, and those written anew."""
    cells, anew = mended or (dict(one.raw.cells), {})
    return UploadRow(
        upload=upload,
        position=position,
        number=one.raw.number,
        place=one.raw.place,
        cells=cells,
        mended=anew,
        faults={"unclosed": one.raw.unclosed, "extra": one.raw.extra},
        outcome=one.outcome.value,
        findings=[finding_as_data(finding) for finding in one.findings],
        period=str(one.draft.period) if one.draft else "",
        entry=asdict(one.entry) if one.entry and one.enters else None,
        held=one.held,
    )


def finding_as_data(finding: Finding) -> dict[str, str]:
    """A finding as it is kept beside a row."""
    return {
        "severity": finding.severity.value,
        "rule": finding.rule,
        "what": finding.what,
        "mend": finding.mend,
        "column": finding.column,
    }


def entry_of_row(row: UploadRow) -> CellEntry:
    """The cell that a reviewed row enters."""
    return CellEntry(**(row.entry or {}))


def forget_file(upload: Upload) -> None:
    """Delete the bytes and the rows; what is known of the upload and of its figures stays."""
    UploadContent.objects.filter(upload=upload).delete()
    upload.rows.all().delete()
