"""One organisation, its level, and who it belonged to when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NATION = "ENG"
SYNTHETIC_TRUST = "SYNTH"
MADE_UP = "made up"
DEMONSTRATION = "DEMO"
"""The made-up collaborative: two local systems with eight trusts, for the demonstration."""


class Level(StrEnum):
    """What kind of organisation it is; the order is the order in which people look for them.

    `Level("booking_site")` and `Level("delivery_site")`, the words of the published values, are
    both `SITE`: one hospital is often both.
    """

    PROVIDER = "provider"
    ICB = "icb"
    REGION = "region"
    NATIONAL = "national"
    SITE = "site"
    SUB_ICB = "sub_icb"
    LOCAL_AUTHORITY = "local_authority"
    MBRRACE = "mbrrace"
    SYNTHETIC = "synthetic"

    @classmethod
    def _missing_(cls, value: object) -> "Level | None":
        return cls.SITE if value in ("booking_site", "delivery_site") else None


@dataclass(frozen=True)
class Organisation:
    """One row of the directory.

    `code` is the ODS code (an ONS code for local authorities), `parent` the code of the newest
    parent or "", `opened` the first and `closed` the last day it existed (None: not known, or not
    closed), `successor` the code that took it over or "". Latitude and longitude are WGS84
    degrees. `source` names the extract the row came from.
    """

    code: str
    name: str
    level: Level
    parent: str = ""
    opened: date | None = None
    closed: date | None = None
    successor: str = ""
    latitude: float | None = None
    longitude: float | None = None
    ons_code: str = ""
    source: str = ""

    @property
    def demonstration(self) -> bool:
        """Whether it belongs to the made-up collaborative, which never lies below the nation."""
        return self.source == MADE_UP and self.level is not Level.SYNTHETIC

    def is_open(self, on: date | None = None) -> bool:
        """Whether it existed on that day; without a day, whether it has not been closed."""
        if on is None:
            return self.closed is None
        return (self.opened is None or self.opened <= on) and (self.closed is None or on <= self.closed)


@dataclass(frozen=True)
class Relation:
    """`code` belonged to `parent` from the first to the last of these days (None: no end known)."""

    code: str
    parent: str
    first_day: date | None
    last_day: date | None

    def holds(self, on: date) -> bool:
        """Whether the organisation belonged to this parent on that day."""
        return (self.first_day is None or self.first_day <= on) and (
            self.last_day is None or on <= self.last_day
        )


@dataclass(frozen=True)
class Alias:
    """Another word or code that publications use at a level for the organisation with `code`."""

    word: str
    level: Level
    code: str
