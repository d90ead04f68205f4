"""Writes small MSDS-shaped folder trees and template folders for tests."""

from collections.abc import Mapping
from pathlib import Path

from clearway.records.readers import Records, read_records

HEADER = "OrgIDProvider,RPStartDate,RPEndDate,FileCreationDate,FileCreationTime"


def submission(
    root: Path,
    tables: Mapping[str, str],
    *,
    folder: str = "a",
    provider: str = "RJ7",
    month: str = "2025-04",
    created: str = "2025-05-20",
    time: str = "09:30:00",
) -> Path:
    """One submission folder; `tables` gives the text of each file by its name without `.csv`."""
    place = root / folder
    place.mkdir(parents=True, exist_ok=True)
    header = f"{HEADER}\n{provider},{month}-01,{month}-30,{created},{time}\n"
    for name, text in {"MSD000": header, **tables}.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return place


def files(root: Path, texts: Mapping[str, str]) -> Path:
    """Files below `root` by their names."""
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="")
    return root


def read(root: Path, kind: str = "msds") -> Records:
    """Read and check."""
    return read_records(kind, root, check=True)


def rows(records: Records, columns: str, table: str) -> list[tuple]:
    """Rows of a canonical table, sorted."""
    found = records.connection.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608
    return sorted(found, key=lambda row: tuple(str(cell) for cell in row))


def found(records: Records, rule: str) -> list:
    """Findings of a rule."""
    return [finding for finding in records.report.findings if finding.rule == rule]
