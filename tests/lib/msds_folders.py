"""Lays canonical records out as MSDS-shaped submissions, as untidily as the form allows.

Each record is in one or more of its provider's submissions; only the copy in the one created last says
what is so. Dates are ISO or dd/mm/yyyy, headers in any case, byte-order marks and blank rows come and go,
and an older submission of the same month holds what must not be read.
"""

import csv
import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Raw = dict[str, Any]

NHS_NUMBERS = (None, "4010232137", "401 023 2137", "4010232138", "4000000004", "4444444444", "9434765919")
UNREADABLE = ("31/02/2025", "not known", "2025-13-01")
_ATTENDED, _MISSED = ("5", "6", "", None), ("2", "3", "4", "7")
_CODED = {
    "FindingCode": "finding_code", "ObsCode": "observation_code", "ObsValue": "observation_value",
    "UCUMUnit": "unit", "ProcedureCode": "procedure_code",
}  # fmt: skip
_FIELDS = {
    "pregnancies": {
        "PregnancyID": "pregnancy_id", "LPIDMother": "mother_local_id", "AntenatalAppDate": "booking_date",
        "EDDAgreed": "edd", "LastMenstrualPeriodDate": "lmp", "DischargeDateMatService": "discharge_date",
    },
    "contacts": {"CareConID": "contact_id", "PregnancyID": "pregnancy_id", "CContactDate": "contact_date"},
    "MSD202": {"CareActIDMother": "activity_id", "CareConID": "contact_id"} | _CODED,
    "labours": {
        "LabourDeliveryID": "labour_id", "PregnancyID": "pregnancy_id", "LabourOnsetDate": "onset_date",
        "CaesareanDate": "caesarean_date",
    },
    "MSD302": {"LabourDeliveryID": "activity_id", "ClinInterDateMother": "activity_date"} | _CODED,
    "births": {
        "LPIDBaby": "baby_id", "LabourDeliveryID": "labour_id", "PersonBirthDateBaby": "birth_date",
        "PregOutcome": "outcome",
    },
    "referrals": {
        "OrgIDProvider": "provider", "ReferralID": "referral_id", "PregnancyID": "pregnancy_id",
        "ReferralDate": "referral_date", "DeclinedDate": "declined_date", "ClosedDate": "closed_date",
    },
    "quit_attempts": {
        "OrgIDProvider": "provider", "QuitAttemptID": "quit_attempt_id", "PregnancyID": "pregnancy_id",
        "QuitDate": "quit_date", "NRT": "nrt", "Outcome4Week": "outcome_4_week",
        "FollowUp4WeekDate": "follow_up_4_week_date", "Outcome12Week": "outcome_12_week",
        "OutcomeDelivery": "outcome_delivery",
    },
}  # fmt: skip
_FILES = {"pregnancies": "MSD101", "contacts": "MSD201", "labours": "MSD301", "births": "MSD401"}


class Layout:
    """Writes one set of records below `root`; every choice is drawn from `chance`."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root, self.chance = root, chance
        self.folders: dict[str, list[Path]] = {}  # a provider's submissions in order of creation
        self.files: dict[Path, list[Raw]] = {}

    def write(self, tables: dict[str, list[Row]]) -> None:
        self._submissions(tables["submissions"])
        for name in ("pregnancies", "contacts", "labours", "births"):
            for row in tables[name]:
                self._send(row["provider"], _FILES[name], [self._raw(name, row)])
        groups: dict[tuple[str, ...], list[Row]] = {}
        for row in tables["activities"]:
            on = str(row["activity_date"]) if row["source"] == "MSD302" else ""
            groups.setdefault((row["provider"], row["source"], row["activity_id"], on), []).append(row)
        for (provider, source, _, _), rows in groups.items():
            self._send(provider, source, [self._raw(source, row) for row in rows])
        mothers = {(row["provider"], row["mother_local_id"]) for row in tables["pregnancies"]}
        for provider, mother in sorted(mothers):
            if self.chance.random() < 0.8:
                number = self.chance.choice(NHS_NUMBERS)
                self._send(provider, "MSD001", [{"LPIDMother": mother, "NHSNumberMother": number}])
        for name in ("referrals", "quit_attempts"):
            for row in tables[name]:
                if self.chance.random() < 0.5:
                    self.files.setdefault(self.root / f"{name}.csv", []).append(self._raw(name, row))
                else:
                    self._send(row["provider"], name, [self._raw(name, row)])
        for path, raws in self.files.items():
            self._save(path, raws)

    def _submissions(self, rows: Iterable[Row]) -> None:
        """The submissions, created in an order of their own, and for some an older one of the same month."""
        shuffled = sorted(rows, key=lambda row: (row["provider"], row["period"]))
        self.chance.shuffle(shuffled)
        for number, row in enumerate(shuffled):
            created = datetime(2025, 8, 1) + timedelta(hours=7 * number)  # noqa: DTZ001
            folder = self.root / row["folder"]
            self.folders.setdefault(row["provider"], []).append(folder)
            self.files[folder / "MSD000.csv"] = [self._header(row, created)]
            if self.chance.random() < 0.3:
                older = self.root / f"{row['folder']}-older"
                earlier = created - timedelta(minutes=1)
                self.files[older / "MSD000.csv"] = [self._header(row, earlier)]
                self.files[older / "MSD101.csv"] = [
                    {"PregnancyID": "NEVER", "LPIDMother": "NEVER", "AntenatalAppDate": row["period"]}
                ]

    def _header(self, row: Row, created: datetime) -> Raw:
        return {
            "Version": "2.0",
            "OrgIDProvider": row["provider"],
            "OrgIDSubmit": row["provider"],
            "RPStartDate": row["period"],
            "RPEndDate": row["period_end"],
            "FileCreationDate": created.date(),
            "FileCreationTime": f"{created:%H:%M:%S}",
        }

    def _raw(self, table: str, row: Row) -> Raw:
        raw = {field: row[column] for field, column in _FIELDS[table].items()}
        if table == "contacts":
            raw["AttendCode"] = self.chance.choice(_ATTENDED if row["attended"] else _MISSED)
        if table == "pregnancies" and row["edd"] is None and self.chance.random() < 0.5:
            raw["EDDAgreed"] = self.chance.choice(UNREADABLE)
        return raw

    def _send(self, provider: str, file: str, rows: list[Raw]) -> None:
        """Put the rows into some submissions, the true ones into the one created last."""
        folders = self.folders[provider]
        last = self.chance.randrange(len(folders))
        for place in range(last + 1):
            if place == last:
                self.files.setdefault(folders[place] / f"{file}.csv", []).extend(rows)
            elif self.chance.random() < 0.4:
                self.files.setdefault(folders[place] / f"{file}.csv", []).extend(map(self._stale, rows))

    def _stale(self, raw: Raw) -> Raw:
        """An outdated copy: the same identifiers, other dates and values."""
        changed = dict(raw)
        for field, value in raw.items():
            if isinstance(value, date) and field != "ClinInterDateMother":
                changed[field] = value + timedelta(days=self.chance.choice((-3, 1, 31)))
        return changed | ({"ObsValue": "9", "FindingCode": "77176002"} if "ObsValue" in raw else {})

    def _save(self, path: Path, raws: list[Raw]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        fields = list(dict.fromkeys(field for raw in raws for field in raw))
        fields = fields[:: self.chance.choice((1, -1))]
        case = self.chance.choice((str, str.lower, str.upper))
        mark = self.chance.choice(("utf-8", "utf-8-sig"))
        british = self.chance.random() < 0.5
        with path.open("w", encoding=mark, newline="") as file:
            writer = csv.writer(file, quoting=self.chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
            writer.writerow([case(field) for field in fields])
            for raw in raws:
                writer.writerow([_cell(raw.get(field), british=british) for field in fields])
                if self.chance.random() < 0.1:
                    writer.writerow([""] * len(fields))


def _cell(value: Any, *, british: bool) -> str:
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" if british else value.isoformat()
    return "" if value is None else str(value)
