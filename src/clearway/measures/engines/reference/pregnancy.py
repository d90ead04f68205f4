"""One pregnancy with all its records, gathered from the canonical tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from clearway.measures.engines.reference.rows import Row, Rows

Tables = Mapping[str, Rows]
Key = tuple[str, str]  # provider, the provider's own identifier

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
    return {
        (record["provider"], record["pregnancy_id"]): _gathered(record, tables)
        for record in tables["pregnancies"]
    }


def _gathered(record: Row, tables: Tables) -> Pregnancy:
    def of(table: str) -> list[Row]:
        return [
            row
            for row in tables[table]
            if (row["provider"], row["pregnancy_id"]) == (record["provider"], record["pregnancy_id"])
        ]

    return Pregnancy(
        record=record,
        contacts=of("contacts"),
        care=[row for row in of("activities") if row["source"] == "MSD202"],
        labour_care=[row for row in of("activities") if row["source"] == "MSD302"],
        labours=of("labours"),
        births=of("births"),
        referrals=of("referrals"),
        quit_attempts=of("quit_attempts"),
    )
