"""Every finding of a reading as a CSV file for a spreadsheet."""

import csv
import io
from pathlib import Path

from clearway.common.files import write_whole
from clearway.records.readers.report import Records
from clearway.records.readers.told import finding

COLUMNS = ("severity", "rule", "file", "row", "column", "what", "mend")


def write_report(records: Records, path: Path) -> int:
    """Write all findings, errors first, and return how many. Raises ClearwayError when the disk refuses."""
    found = records.connection.execute(
        "SELECT rule, source_table, label, row, column_name, kind FROM findings JOIN severities USING (rule) "
        "LEFT JOIN files ON files.file = findings.file ORDER BY "
        "list_position(['error', 'warning', 'note'], severity), label, row, column_name, rule"
    ).fetchall()
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(COLUMNS)
    for row in found:
        told = finding(*row, headings=records.report.headings)
        out.writerow([told.severity, told.rule, told.file, told.row or "", told.column, told.what, told.mend])
    write_whole({path: text.getvalue()})
    return len(found)
