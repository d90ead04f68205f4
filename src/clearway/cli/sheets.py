"""Tables as files, by the ending of their names: CSV, or an Excel workbook."""

from collections.abc import Sequence
from pathlib import Path

from clearway.cli.progress import Progress
from clearway.common.errors import ClearwayError
from clearway.spc.sheet import Sheet, csv_text

# Spreadsheets that are not written; text under such a name would not open.
_OTHERS = (".xls", ".xlsm", ".xlsb", ".ods")


def check_name(path: Path | None) -> None:
    """Raises ClearwayError for the name of a spreadsheet that is not written, before any work is done."""
    if path is not None and path.suffix.lower() in _OTHERS:
        raise ClearwayError(
            f"Files that end in {path.suffix} are not written",
            where=str(path),
            mend="Let the name end in .xlsx or .csv",
        )


def sheet_files(wanted: Sequence[tuple[Path, Sheet]]) -> dict[Path, str | bytes]:
    """The content of each file. One workbook may be named several times and then has several sheets.

    Raises ClearwayError where two tables would be the same CSV file.
    """
    together: dict[Path, list[Sheet]] = {}
    for path, sheet in wanted:
        check_name(path)
        together.setdefault(path, []).append(sheet)
    return {path: _content(path, sheets) for path, sheets in together.items()}


def _content(path: Path, sheets: list[Sheet]) -> str | bytes:
    if path.suffix.lower() == ".xlsx":
        # A CSV file needs no library of workbooks.
        from clearway.spc.workbooks import workbook

        progress = Progress("Writing")
        try:
            return workbook(sheets, progress=progress)
        finally:
            progress.close()
    if len(sheets) > 1:
        titles = " and ".join(sheet.title.lower() for sheet in sheets)
        raise ClearwayError(f"{titles} would be one CSV file", where=str(path), mend="Give each a name")
    return csv_text(sheets[0])
