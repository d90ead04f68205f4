"""What measures are broken down by: `strata.yaml`, checked, and sites."""

from functools import cache
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

FILE = Path(__file__).with_name("strata.yaml")
MISSING = "missing"
"""The stratum of those whose code or number is missing or in no other."""
SITE = "site"
"""The breakdown by site: of birth for measures that count births, of booking for all others."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Stratum(_Data):
    """One band or group: whole numbers from `first` to `last`, or codes with what they stand for."""

    id: str
    title: str
    first: int | None = None
    last: int | None = None
    codes: dict[str, str] = {}


class Kind(_Data):
    """One breakdown. `column` is of the canonical pregnancies; the last stratum is `missing`."""

    id: str
    title: str
    column: str
    note: str
    strata: tuple[Stratum, ...]

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if self.strata[-1].id != MISSING:
            raise ValueError(f"the last stratum of {self.id} has to be '{MISSING}'")
        taken: set[object] = set()
        for stratum in self.strata[:-1]:
            numbered = stratum.first is not None and stratum.last is not None
            if numbered == bool(stratum.codes):
                raise ValueError(f"{self.id} {stratum.id} needs first and last, or codes")
            held = (
                set(stratum.codes)
                if stratum.codes
                else set(range(stratum.first or 0, (stratum.last or 0) + 1))
            )
            if not held or held & taken:
                raise ValueError(f"{self.id} {stratum.id} is empty or overlaps another stratum")
            taken |= held
        return self


@cache
def kinds() -> dict[str, Kind]:
    """The breakdowns by band or group, by id."""
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {entry["id"]: Kind.model_validate(entry) for entry in found}


def kind_ids() -> tuple[str, ...]:
    """All breakdowns that can be asked for."""
    return (*kinds(), SITE)
