"""Finds the submissions of MSDS-shaped input: one folder each; MSD000.csv says whose and of when it is."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month, parse_date
from clearway.records.readers.csv_files import careful_rows, probe

HEADER = "MSD000"
# A table may come in parts: MSD101.csv, MSD101-2.csv.
_TABLE_FILE = re.compile(r"(MSD\d{3})[A-Z]*(?:-\d+)?\.CSV", re.IGNORECASE)
_SERVICE_FILE = re.compile(r"(referrals|quit_attempts)(?:-\d+)?\.csv", re.IGNORECASE)
_BEFORE_ALL = datetime.combine(date.min, time.min)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?")


@dataclass(frozen=True)
class Folder:
    """A folder with files of MSDS tables, by table, and of stop smoking services."""

    path: Path
    label: str
    tables: Mapping[str, tuple[Path, ...]]
    services: Mapping[str, tuple[Path, ...]]

    def called(self, name: str) -> str:
        """How findings call a file of the folder."""
        return name if self.label == "." else f"{self.label}/{name}"

    @property
    def header(self) -> str:
        """How findings call the header file, there or not."""
        paths = self.tables.get(HEADER)
        return self.called(paths[0].name if paths else f"{HEADER}.csv")


@dataclass(frozen=True)
class Submission:
    """What the header of a folder says, `header` being the file it says it in.

    `created` is None when there is no creation date that can be read.
    """

    label: str
    header: str
    provider: str
    period: date
    period_end: date
    created: datetime | None

    @property
    def order(self) -> tuple[datetime, date, str]:
        """Sorts submissions by when they were created; ties by period, then by name."""
        return (self.created or _BEFORE_ALL, self.period, self.label)


@dataclass(frozen=True)
class HeaderFault:
    """Why a header cannot be used, or what in it was put right: rule id and column."""

    rule: str
    column: str


def find_folders(root: Path) -> Iterator[Folder]:
    """Every folder at or below `root` with such files, in the order of their names. Raises ClearwayError."""
    if not root.is_dir():
        raise ClearwayError(
            "There is no such folder", where=str(root), mend="Give the folder of the submissions"
        )
    for place, folders, names in os.walk(root):
        folders.sort()
        tables: dict[str, list[Path]] = defaultdict(list)
        services: dict[str, list[Path]] = defaultdict(list)
        for name in sorted(names):
            table, service = _TABLE_FILE.fullmatch(name), _SERVICE_FILE.fullmatch(name)
            if table:
                tables[table[1].upper()].append(Path(place, name))
            elif service:
                services[service[1].lower()].append(Path(place, name))
        if tables or services:
            label = Path(place).relative_to(root).as_posix()
            yield Folder(Path(place), label, _frozen(tables), _frozen(services))


def _frozen(files: dict[str, list[Path]]) -> dict[str, tuple[Path, ...]]:
    return {table: tuple(paths) for table, paths in files.items()}


def read_header(folder: Folder) -> tuple[Submission | None, list[HeaderFault]]:
    """The submission of a folder, None when its header cannot be used, and what is wrong with it."""
    paths = folder.tables.get(HEADER, ())
    if not paths:
        return None, [HeaderFault("header-missing", "")]
    rows = [cells for path in paths for cells in _header_rows(path)]
    if not rows:
        return None, [HeaderFault("header-empty", "")]
    faults = [HeaderFault("header-rows", "")] if len(rows) > 1 else []
    cells = rows[-1]
    provider = cells.get("orgidprovider", "").upper()
    start, end = _day(cells.get("rpstartdate", "")), _day(cells.get("rpenddate", ""))
    if not provider:
        return None, [*faults, HeaderFault("header-provider", "OrgIDProvider")]
    first = start or end
    if first is None:
        return None, [*faults, HeaderFault("header-period", "RPStartDate")]
    month = Month.of(first)
    created = _created(cells)
    if created is None:
        faults.append(HeaderFault("header-created", "FileCreationDate"))
    if start != month.first_day or (end or month.last_day) != month.last_day:
        faults.append(HeaderFault("header-month", "RPStartDate"))
    return Submission(
        folder.label, folder.header, provider, month.first_day, end or month.last_day, created
    ), faults


def _header_rows(path: Path) -> list[dict[str, str]]:
    header = [name.lower() for name in probe(path, str(path)).header]
    return [
        {name: cell.strip() for name, cell in zip(header, row.cells, strict=False)}
        for row in careful_rows(path)
    ]


def _day(text: str) -> date | None:
    try:
        return parse_date(re.split(r"[T ]", text.strip(), maxsplit=1)[0])
    except ClearwayError:
        return None


def _created(cells: Mapping[str, str]) -> datetime | None:
    """Date and time of creation; the time may stand in either cell, or be left out."""
    day = _day(cells.get("filecreationdate", ""))
    if day is None:
        return None
    clock = _clock(cells.get("filecreationtime", "")) or _clock(cells.get("filecreationdate", ""))
    return datetime.combine(day, clock or time.min)


def _clock(text: str) -> time | None:
    bare = re.fullmatch(r"(\d{2})(\d{2})(\d{2})?", text)
    found = bare or _CLOCK.search(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(part) if part else 0 for part in found.groups()[:3])
    fraction = 0 if bare or not found[4] else int(found[4].ljust(6, "0"))
    try:
        return time(hours, minutes, seconds, fraction)
    except ValueError:
        return None
