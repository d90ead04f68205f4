"""One pregnancy with all its records, gathered from the canonical tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from clearway.measures.engines.reference.rows import Row, Rows

Tables = Mapping[str, Rows]
Key = tuple[str, str]  # provider, the provider's own identifier

RECORDS = ("contacts", "activities", "labours", "births", "referrals", "quit_attempts")
REGISTRABLE = ("01", "02", "03", "04")


@dataclass(frozen=True)
class Pregnancy:
    """A pregnancy that the provider sent (MSD101) and what else was sent of it."""

    record: Row
    contacts: Rows
    care: Rows  # coded rows of MSD202
    labour_care: Rows  # coded rows of MSD302: evidence for delivery status only
    labours: Rows
    births: Rows
    referrals: Rows
    quit_attempts: Rows

    @property
    def provider(self) -> str:
        return str(self.record["provider"])

    @property
    def id(self) -> str:
        return str(self.record["pregnancy_id"])

    @property
    def mother(self) -> str:
        """A usable NHS number, else provider + LPIDMother."""
        return str(self.record["mother_key"])

    @property
    def booking(self) -> date | None:
        day: date | None = self.record["booking_date"]
        return day

    def start(self) -> date | None:
        """Newest EDDAgreed - 280 days, else LMP."""
        edd: date | None = self.record["edd"]
        lmp: date | None = self.record["lmp"]
        return edd - timedelta(days=280) if edd is not None else lmp

    def gestation(self, day: date) -> int | None:
        """Gestation in days = date - (newest EDDAgreed - 280), else date - LMP."""
        start = self.start()
        return None if start is None else (day - start).days

    def end(self) -> date | None:
        """The pregnancy ends with the first PersonBirthDateBaby of any outcome."""
        return min((birth["birth_date"] for birth in self.births), default=None)

    def deliveries(self) -> list[date]:
        """Births are outcomes 01-04."""
        return sorted(birth["birth_date"] for birth in self.births if birth["outcome"] in REGISTRABLE)


def gather(tables: Tables) -> dict[Key, Pregnancy]:
    """Every pregnancy sent. Every key and join includes the provider; nothing is joined across providers.

    A record whose pregnancy was not sent belongs to none of them: a birth counts where the provider
    also sent its MSD101, in any month.
    """
    grouped = {table: by_pregnancy(tables[table]) for table in RECORDS}
    found = {}
    for record in tables["pregnancies"]:
        key = (record["provider"], record["pregnancy_id"])
        of = {table: grouped[table].get(key, []) for table in RECORDS}
        found[key] = Pregnancy(
            record=record,
            contacts=of["contacts"],
            care=[row for row in of["activities"] if row["source"] == "MSD202"],
            labour_care=[row for row in of["activities"] if row["source"] == "MSD302"],
            labours=of["labours"],
            births=of["births"],
            referrals=of["referrals"],
            quit_attempts=of["quit_attempts"],
        )
    return found


def by_pregnancy(rows: Rows) -> dict[Key, list[Row]]:
    """The rows by provider and pregnancy."""
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault((row["provider"], row["pregnancy_id"]), []).append(row)
    return found
