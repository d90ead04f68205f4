"""Reads the raw extracts that the directory of organisations is made from."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

# Published files that name organisations, newest first: the newest name of a code is used.
PUBLISHED = (
    "msds_monthly_2025/msds-apr2025-smoking-measures.csv",
    "ods_geography/msds_2025_organisations.csv",
    "msds_monthly_2025/msds-feb2025-exp-data.xlsx",
    "msds_annual_2019_24/smoking_at_booking_extract.csv",
)
LEVELS = {
    "Provider": "provider",
    "Local Maternity System": "icb",
    "NHS England (Region)": "region",
    "SubICB of Responsibility": "sub_icb",
    "Local Authority of Residence": "local_authority",
    "MBRRACE Grouping": "mbrrace",
    "Booking Site": "site",
    "Delivery Site": "site",
}


@dataclass(frozen=True)
class Named:
    """A code with the name that one published file gives it."""

    level: str
    code: str
    name: str
    source: str


@dataclass(frozen=True)
class Trust:
    """A row of the ODS trust extract; days are ISO text, empty when not given."""

    name: str
    region: str
    icb: str
    opened: str
    closed: str


def published(folder: Path) -> dict[tuple[str, str], Named]:
    """Every (level, code) in the published files, with its newest name."""
    found: dict[tuple[str, str], Named] = {}
    for file in PUBLISHED:
        for row in _newest_first(_rows(folder / file)):
            level = LEVELS.get(row["Org_Level"])
            if level is not None:
                code = row["Org_Code"].strip()
                found.setdefault((level, code), Named(level, code, row["Org_Name"], Path(file).name))
    return found


def trusts(folder: Path) -> dict[str, Trust]:
    """The ODS extract of trusts; it has no header."""
    with (folder / "ods_geography/etr.csv").open(encoding="utf-8-sig", newline="") as text:
        return {
            row[0]: Trust(row[1], row[2], row[3], _day(row[10]), _day(row[11])) for row in csv.reader(text)
        }


def places(folder: Path) -> dict[str, tuple[str, str]]:
    """Latitude and longitude of trusts, to five decimals; the ODS points before the older list."""
    found: dict[str, tuple[str, str]] = {}
    for row in _rows(folder / "ods_geography/points_nhs_trusts22.csv"):
        found[row["nhs_trust22_code"]] = (degrees(row["lat"]), degrees(row["lon"]))
    for row in _rows(folder / "msds_annual_2019_24/locations.csv"):
        found.setdefault(row["org_code"], (degrees(row["latitude"]), degrees(row["longitude"])))
    return found


def former_trusts(folder: Path) -> dict[str, Named]:
    """English trusts with a maternity service in 2018, by the MBRRACE list of that year."""
    file = "msds_annual_2019_24/MBRRACE_groups_2018.csv"
    return {
        row["Org_Code"]: Named("provider", row["Org_Code"], row["Org_Name"], Path(file).name)
        for row in _rows(folder / file)
        if row["Country"] == "England"
    }


def areas(folder: Path) -> dict[str, str]:
    """ONS code -> name of the areas in the Fingertips files."""
    files = ("areas_icb_subicb_nhsregion.csv", "areas_subset.csv")
    return {
        row["AreaCode"]: row["AreaName"].strip()
        for file in files
        for row in _rows(folder / "satod_fingertips_93085" / file)
    }


def features(folder: Path, file: str) -> list[dict[str, Any]]:
    """The features of one of the ONS boundary files."""
    shape: dict[str, Any] = json.loads((folder / "ods_geography" / file).read_text(encoding="utf-8"))
    return list(shape["features"])


def inputs(name: str) -> list[dict[str, str]]:
    """A table of facts that the extracts lack, kept beside this tool with its evidence."""
    return list(_rows(Path(__file__).parent / "organisation_inputs" / name))


def degrees(text: str | float) -> str:
    """Five decimals, about a metre."""
    return f"{float(text):.5f}" if text not in ("", "NA") else ""


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.suffix == ".xlsx":
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        header = [str(cell) for cell in sheet[0]]
        for cells in sheet[1:]:
            yield dict(zip(header, [_text(cell) for cell in cells], strict=True))
    else:
        with path.open(encoding="utf-8-sig", newline="") as text:
            yield from csv.DictReader(text)


def _newest_first(rows: Iterator[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: row.get("Period", ""), reverse=True)


def _text(cell: object) -> str:
    # a code of digits only comes out of a spreadsheet as a number with a decimal point
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _day(yyyymmdd: str) -> str:
    return f"{yyyymmdd[:4]}-{yyyymmdd[4:6]}-{yyyymmdd[6:]}" if yyyymmdd else ""
