"""`clearway spc FILE`: control charts and run charts of every series in a CSV file or workbook."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clearway.cli.progress import Progress
from clearway.cli.sheets import check_name, sheet_files
from clearway.cli.spc_pictures import pictures
from clearway.cli.spc_settings import SETTINGS, read_settings
from clearway.cli.tables import number, read_table
from clearway.common.errors import ClearwayError
from clearway.common.files import write_whole
from clearway.spc import Profile, Table, spc_table
from clearway.spc.profiles import read_profiles
from clearway.spc.table_sheets import look_sheet, points_sheet, summary_sheet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="CSV or XLSX: columns series, date, value, denominator"
    )
    parser.add_argument("--settings", type=Path, metavar="S.csv", help=f"series, {', '.join(SETTINGS)}")
    parser.add_argument("--profiles", type=Path, metavar="P.toml", help="rule sets of your own")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="POINTS", help="one row a point; .csv or .xlsx"
    )
    parser.add_argument("--summary", type=Path, metavar="SUMMARY", help="one row a series; .csv or .xlsx")
    parser.add_argument("--look", type=Path, metavar="LOOK", help="those that need a look, ranked")
    parser.add_argument(
        "--small-numbers",
        choices=("round", "suppress"),
        help="make counts of 1 to 7 safe to publish before anything is computed from them",
    )
    parser.add_argument("--svg", type=Path, metavar="DIR", help="one picture a series")


def run(arguments: argparse.Namespace) -> int:
    """Judges every series; nothing is written unless all of it can be."""
    for path in (arguments.out, arguments.summary, arguments.look):
        check_name(path)
    columns = _read(arguments.file)
    profiles = _profiles(arguments.profiles)
    settings = read_settings(arguments.settings, set(columns["series"]), profiles)
    table = _judge(columns, settings, arguments.small_numbers, arguments.file)
    # In a workbook dates are dates; as text they stay as they were written.
    written = None if arguments.out.suffix.lower() == ".xlsx" else columns["date"]
    wanted = [(arguments.out, points_sheet(table, written))]
    if arguments.summary:
        wanted.append((arguments.summary, summary_sheet(table)))
    if arguments.look:
        wanted.append((arguments.look, look_sheet(table)))
    files = sheet_files(wanted)
    if arguments.svg:
        files |= pictures(table, arguments.svg)
    write_whole(files)
    print(f"{len(table)} series judged, {table.judged.points.code.size} points")
    for name, notes in table.notes().items():
        for note in notes:
            print(f"{name}: {note}")
    return 0


def _read(path: Path) -> dict[str, list[Any]]:
    """The columns of the file, with the number of each row as a spreadsheet shows it."""
    columns: dict[str, list[Any]] = {name: [] for name in ("series", "date", "value", "denominator", "row")}
    progress = Progress("Reading")
    for row in read_table(path, required=("series", "date", "value"), optional=("denominator",)):
        if not row.text("date"):
            raise ClearwayError("There is no date", where=row.where, mend="Write it as 2025-04-01 or 2025-04")
        columns["series"].append(row.text("series"))
        columns["date"].append(row.text("date"))
        columns["value"].append(number(row, "value"))
        columns["denominator"].append(number(row, "denominator"))
        columns["row"].append(row.number)
        if row.number % 1000 == 0:
            progress(row.number, 0)
    progress.close()
    if not columns["series"]:
        raise ClearwayError("The file has no rows", where=str(path), mend="Add one row a point")
    return columns


def _profiles(path: Path | None) -> dict[str, Profile]:
    if path is None:
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ClearwayError(f"The file cannot be read: {error}", where=str(path)) from None
    return read_profiles(text, str(path))


def _judge(
    columns: Mapping[str, list[Any]],
    settings: Mapping[str, Mapping[str, Any]],
    small_numbers: str | None,
    path: Path,
) -> Table:
    """All series judged; an error names the file, the series and the row."""
    try:
        return spc_table(columns, settings=settings, small_numbers=small_numbers)
    except ClearwayError as error:
        place = ", ".join(part for part in (str(path), error.where) if part)
        raise ClearwayError(error.what, where=place, mend=error.mend) from None
