"""The rejected rows as a file: mend it in a spreadsheet and upload it again, as it is."""

import csv
import io

from clearway.common.cells import safe_cell
from clearway.web.uploads.models import Outcome, Upload
from clearway.web.uploads.reading.columns import TEMPLATE, columns

ABOUT = ("row_in_file", "what_to_mend")
"""Columns for people; an upload passes them over."""


def reject_file(upload: Upload) -> bytes:
    """Our columns, then the row's number in the file it came from and what is wrong with it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    extra = [
        name for name, column in columns().items() if column.extra and name in upload.sheet.get("columns", ())
    ]
    names = (*TEMPLATE, *extra)
    writer.writerow((*names, *ABOUT))
    for row in upload.rows.filter(outcome=Outcome.REJECTED):
        cells = {"organisation_code": upload.org_code, **row.cells, **row.mended}
        faults = [f"{fault['column']}: {fault['what']} {fault['mend']}".strip(": ") for fault in row.findings]
        line = [*(cells.get(name, "") for name in names), str(row.number), " ".join(faults)]
        writer.writerow([safe_cell(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")
