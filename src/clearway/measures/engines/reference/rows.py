"""What one coded row says: a carbon monoxide reading, a smoking status.

Rows are the canonical `activities`. Everything here is about one row; what rows say together is in
`status.py`.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clearway.records.code_lists import code_list

Row = Mapping[str, Any]
Rows = Sequence[Row]

ELEVATED_PPM = Decimal(4)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")


class Status(StrEnum):
    """Smoking status, as the national publications call it."""

    SMOKER = "Smoker"
    NON_SMOKER = "Non-Smoker / Ex-Smoker"
    UNKNOWN = "Unknown"


def number(text: str | None) -> Decimal | None:
    """A number is, when trimmed, digits with at most one sign and one decimal point."""
    trimmed = (text or "").strip()
    return Decimal(trimmed) if _NUMBER.fullmatch(trimmed) else None


def not_negative(text: str | None) -> Decimal | None:
    """A negative value is no reading."""
    value = number(text)
    return None if value is None or value < 0 else value


def unit_is_ppm(unit: str | None) -> bool:
    """Unit is ppm or coppm (case and outer spaces aside)."""
    return (unit or "").strip().lower() in ("ppm", "coppm")


def unit_contains_ppm(unit: str | None) -> bool:
    """... except for delivery status, where any unit containing ppm counts."""
    return "ppm" in (unit or "").lower()


def reading(row: Row) -> Decimal | None:
    """CO 0 ppm is a reading. Legacy CO codes count like the SNOMED one; declined is not a test."""
    if row["observation_code"] in code_list("co-observations") and unit_is_ppm(row["unit"]):
        return not_negative(row["observation_value"])
    return None


def delivery_reading(row: Row) -> Decimal | None:
    """The same for delivery status, where any unit containing ppm counts."""
    if row["observation_code"] in code_list("co-observations") and unit_contains_ppm(row["unit"]):
        return not_negative(row["observation_value"])
    return None


def is_elevated(ppm: Decimal | None) -> bool:
    """Elevated is >= 4 ppm; 3.9 is not rounded up."""
    return ppm is not None and ppm >= ELEVATED_PPM


def cigarettes(row: Row) -> Decimal | None:
    """Cigarettes a day; legacy cigarette codes count like the SNOMED one."""
    if row["observation_code"] in code_list("cigarette-observations"):
        return not_negative(row["observation_value"])
    return None


def status(row: Row, ppm: Decimal | None) -> Status | None:
    """One row's status: any smoker evidence (finding in the list, cigarettes > 0, CO >= 4), else any
    non-smoker evidence, else Unknown. `ppm` is the row's reading, by the rule of where it is asked."""
    smoked = cigarettes(row)
    finding = row["finding_code"]
    if finding in code_list("smoker-findings") or (smoked is not None and smoked > 0) or is_elevated(ppm):
        return Status.SMOKER
    if (
        finding in code_list("non-smoker-findings")
        or row["observation_code"] in code_list("date-ceased-observations")
        or smoked == 0
        or ppm is not None
    ):
        return Status.NON_SMOKER
    return Status.UNKNOWN if finding in code_list("unknown-findings") else None


def row_status(row: Row) -> Status | None:
    """The row's status at booking, at 36 weeks and after birth."""
    return status(row, reading(row))


def delivery_row_status(row: Row) -> Status | None:
    """The row's status at delivery."""
    return status(row, delivery_reading(row))


def is_declined_test(row: Row) -> bool:
    """Declined is not a test; a reading beats declined on one row."""
    return row["finding_code"] in code_list("co-declined-findings") and reading(row) is None


def is_brief_intervention(row: Row) -> bool:
    """Procedure 225323000 or 171055003 (configuration)."""
    return row["procedure_code"] in code_list("brief-intervention-procedures")


def cigarettes_smokefree(row: Row) -> Decimal | None:
    """Smokefree pregnancy looks at 230056004 and 401201003; legacy codes count like the SNOMED one."""
    if row["observation_code"] in code_list("cigarette-observations-smokefree-pregnancy"):
        return not_negative(row["observation_value"])
    return cigarettes(row)


def is_smoker_finding_smokefree(row: Row) -> bool:
    """A smoker finding, by the list of the Smokefree pregnancy measure."""
    return row["finding_code"] in code_list("smoker-findings-smokefree-pregnancy")
