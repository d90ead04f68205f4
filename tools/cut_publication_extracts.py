"""Cuts the bundled extracts out of published files, and prints their SHA-256 for the README.

Usage: python tools/cut_publication_extracts.py FOLDER_WITH_PUBLISHED_FILES OUT_FOLDER

Of a CSV the lines of the dimensions that are used are copied byte for byte, heading, byte-order
mark and line ends included. Of an XLSX each cell is written as a spreadsheet would write it, under
the headings as they are. Nothing is renamed, corrected or rounded.
"""

import csv
import sys
from hashlib import sha256
from pathlib import Path

import python_calamine

SMOKING = {"smokingstatusgroupbooking", "smokingatbooking"}
MONTHLY = SMOKING | {"co_concentration_delivery", "totalbookings", "totaldeliveries"}

# Published file, its name in the bundle, the position of the dimension, the dimensions kept
CUT_CSV = [
    ("msds-feb2025-smoking-extract.csv", "msds-feb2025-exp-data.csv", 2, MONTHLY),
    ("hosp-epis-stat-mat-msdscsv-2020-21.csv", "hosp-epis-stat-mat-msdscsv-2020-21.csv", 1, SMOKING),
    ("hosp-epis-stat-mat-msdscsv-2022-23.csv", "hosp-epis-stat-mat-msdscsv-2022-23.csv", 1, SMOKING),
]
CUT_XLSX = [
    ("hosp-epis-stat-mat-msdscsv-2019-20-smoking.xlsx", "hosp-epis-stat-mat-msdscsv-2019-20.csv"),
    ("hosp-epis-stat-mat-msdscsv-2023-24-smoking.xlsx", "hosp-epis-stat-mat-msdscsv-2023-24.csv"),
]
COPIED = [
    ("msds-apr2025-smoking-measures.csv", "msds-apr2025Provisional-exp-measures.csv"),
    ("satod_93085.csv", "satod-fingertips-93085.csv"),
]
# The published file of 2021-22 is not at hand; its rows come from an extract of all five years.
FROM_ALL_YEARS = ("smoking_at_booking_extract.csv", "hosp-epis-stat-mat-msdscsv-2021-22.csv", "2021-22")


def cut_csv(source: Path, out: Path, position: int, kept: set[str]) -> None:
    """Copy the heading and the lines of the dimensions kept. No cell before the dimension has a comma."""
    lines = source.read_bytes().splitlines(keepends=True)
    wanted = [line for line in lines[1:] if line.split(b",")[position].decode().lower() in kept]
    out.write_bytes(lines[0] + b"".join(wanted))


def cut_xlsx(source: Path, out: Path) -> None:
    """Write the smoking rows of the first sheet as CSV."""
    heading, *rows = python_calamine.CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        for row in rows:
            if str(row[1]).lower() in SMOKING:
                writer.writerow([int(c) if isinstance(c, float) and c.is_integer() else c for c in row])


def cut_one_year(source: Path, out: Path, year: str) -> None:
    """Write the rows of one year, without the extract's own last column."""
    with (
        source.open(encoding="utf-8", newline="") as read,
        out.open("w", encoding="utf-8", newline="") as write,
    ):
        writer = csv.writer(write)
        for number, row in enumerate(csv.reader(read)):
            if number == 0 or row[0] == year:
                writer.writerow(row[:-1])


def find(folder: Path, name: str) -> Path:
    """The published file of this name, in whatever folder below."""
    return next(folder.rglob(name))


def main(published: Path, out: Path) -> None:
    """Cut every extract."""
    for name, cut, position, kept in CUT_CSV:
        cut_csv(find(published, name), out / cut, position, kept)
    for name, cut in CUT_XLSX:
        cut_xlsx(find(published, name), out / cut)
    for name, cut in COPIED:
        (out / cut).write_bytes(find(published, name).read_bytes())
    name, cut, year = FROM_ALL_YEARS
    cut_one_year(find(published, name), out / cut, year)
    for path in sorted(out.glob("*.csv")):
        print(f"{sha256(path.read_bytes()).hexdigest()}  {path.stat().st_size:>7}  {path.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
