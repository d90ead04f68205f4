"""MSDS-shaped folders read the obvious way: a second reader, for tests, that shares nothing with the first.

Every provider's own identifiers, trimmed text, dates ISO or dd/mm/yyyy, headers in any case. Only the last
created submission of a provider and period is read; the copy of a record from the submission created last
stands; absence from a later month removes nothing.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Raw = dict[str, str]  # a row of a file by field name in lower case, without empty cells

NOT_ATTENDED = ("2", "3", "4", "7")
SERVICES = {"referrals": "referralid", "quit_attempts": "quitattemptid"}


@dataclass(frozen=True)
class Submission:
    """One folder with its header."""

    folder: Path
    provider: str
    first: date
    last: date
    created: datetime


def read_rows(path: Path) -> list[Raw]:
    """The rows of a file; byte-order marks and blank rows are no error."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *lines = list(csv.reader(file)) or [[]]
    names = [name.strip().lower() for name in header]
    rows = [
        {name: cell.strip() for name, cell in zip(names, line, strict=False) if cell.strip()}
        for line in lines
    ]
    return [row for row in rows if row]


def day(text: str | None) -> date | None:
    """An ISO date or dd/mm/yyyy; what cannot be read is missing."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text or "", form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def yes(text: str | None) -> bool | None:
    return {"Y": True, "N": False}.get(text or "")


def usable_nhs_number(text: str | None) -> str | None:
    """Checksum right, not a dummy: all digits the same, N00000000N, 0123456789."""
    digits = (text or "").replace(" ", "")
    if len(digits) != 10 or not digits.isdecimal():
        return None
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    right = {11: 0}.get(11 - remainder, 11 - remainder) == int(digits[9])
    dummy = len(set(digits)) == 1 or digits == digits[0] + "00000000" + digits[0] or digits == "0123456789"
    return digits if right and not dummy else None


def submissions(root: Path) -> list[Submission]:
    """Of several submissions of one provider and period only the one created last is read; in order of
    creation."""
    newest: dict[tuple[str, date], Submission] = {}
    for header in sorted(root.rglob("MSD000.csv")):
        (raw,) = read_rows(header)
        first, last, made = (day(raw[name]) for name in ("rpstartdate", "rpenddate", "filecreationdate"))
        assert first is not None
        assert last is not None
        assert made is not None
        created = datetime.combine(made, time.fromisoformat(raw.get("filecreationtime", "00:00:00")))
        found = Submission(header.parent, raw["orgidprovider"].upper(), first, last, created)
        known = newest.get((found.provider, first))
        if known is None or known.created < created:
            newest[found.provider, first] = found
    return sorted(newest.values(), key=lambda submission: submission.created)


def standing(
    chosen: Iterable[Submission], table: str, *key: str
) -> Iterator[tuple[str, tuple[str | None, ...], list[Raw]]]:
    """Provider, key and rows of each record of a table: the copy from the submission created last stands.

    A care activity may have several coded rows and none is lost: the copy is all rows with the key.
    """
    found: dict[tuple[str, tuple[str | None, ...]], list[Raw]] = {}
    for submission in chosen:
        copies: dict[tuple[str, tuple[str | None, ...]], list[Raw]] = {}
        for raw in read_rows(submission.folder / f"{table}.csv"):
            identity = (submission.provider, tuple(_comparable(raw.get(field)) for field in key))
            copies.setdefault(identity, []).append(raw)
        found |= copies
    for (provider, identity), rows in found.items():
        yield provider, identity, rows


def _comparable(text: str | None) -> str | None:
    """A date is the same date in both forms."""
    return str(day(text)) if day(text) else text


def service_rows(root: Path, chosen: Iterable[Submission], table: str) -> Iterator[Raw]:
    """Rows of a stop smoking service's file, beside the folders or inside them. `OrgIDProvider` is the
    maternity provider that holds the pregnancy."""
    found: dict[tuple[str, str], Raw] = {}
    for folder in [*(submission.folder for submission in chosen), root]:
        for raw in read_rows(folder / f"{table}.csv"):
            found[raw["orgidprovider"].upper(), raw[SERVICES[table]]] = raw
    yield from found.values()


def read_folder(root: Path) -> dict[str, list[Row]]:
    """The canonical tables but for the organisations."""
    chosen = submissions(root)
    contacts = list(_contacts(chosen))
    labours = list(_labours(chosen))
    return {
        "submissions": [
            {
                "provider": s.provider,
                "period": s.first,
                "period_end": s.last,
                "created": s.created,
                "folder": s.folder.name,
            }
            for s in chosen
        ],
        "pregnancies": list(_pregnancies(chosen)),
        "contacts": contacts,
        "labours": labours,
        "activities": [*_activities(chosen, contacts), *_labour_activities(chosen, labours)],
        "births": list(_births(chosen, labours)),
        "referrals": list(_referrals(root, chosen)),
        "quit_attempts": list(_quit_attempts(root, chosen)),
    }


def _pregnancies(chosen: list[Submission]) -> Iterator[Row]:
    mothers = {
        (provider, key[0]): rows[-1] for provider, key, rows in standing(chosen, "MSD001", "lpidmother")
    }
    for provider, _, (*_, raw) in standing(chosen, "MSD101", "pregnancyid"):
        local = raw.get("lpidmother")
        number = usable_nhs_number(mothers.get((provider, local), {}).get("nhsnumbermother"))
        yield {
            "provider": provider,
            "pregnancy_id": raw["pregnancyid"],
            "mother_local_id": local,
            "mother_key": number or f"{provider}:{local}",
            "booking_date": day(raw.get("antenatalappdate")),
            "edd": day(raw.get("eddagreed")),
            "lmp": day(raw.get("lastmenstrualperioddate")),
            "discharge_date": day(raw.get("dischargedatematservice")),
        }


def _contacts(chosen: list[Submission]) -> Iterator[Row]:
    for provider, _, (*_, raw) in standing(chosen, "MSD201", "careconid"):
        yield {
            "provider": provider,
            "contact_id": raw["careconid"],
            "pregnancy_id": raw.get("pregnancyid"),
            "contact_date": day(raw.get("ccontactdate")),
            "attended": raw.get("attendcode") not in NOT_ATTENDED,
        }


def _coded(raw: Raw) -> Row:
    return {
        "finding_code": raw.get("findingcode"),
        "observation_code": raw.get("obscode"),
        "observation_value": raw.get("obsvalue"),
        "unit": raw.get("ucumunit"),
        "procedure_code": raw.get("procedurecode"),
    }


def _activities(chosen: list[Submission], contacts: list[Row]) -> Iterator[Row]:
    of = {(contact["provider"], contact["contact_id"]): contact for contact in contacts}
    for provider, (activity_id,), rows in standing(chosen, "MSD202", "careactidmother"):
        for line, raw in enumerate(rows, 1):
            contact = of.get((provider, raw.get("careconid")), {})
            yield {
                "provider": provider,
                "pregnancy_id": contact.get("pregnancy_id"),
                "activity_id": activity_id,
                "line": line,
                "source": "MSD202",
                "activity_date": contact.get("contact_date"),
                "contact_id": raw.get("careconid"),
            } | _coded(raw)


def _labours(chosen: list[Submission]) -> Iterator[Row]:
    for provider, _, (*_, raw) in standing(chosen, "MSD301", "labourdeliveryid"):
        yield {
            "provider": provider,
            "pregnancy_id": raw.get("pregnancyid"),
            "labour_id": raw["labourdeliveryid"],
            "onset_date": day(raw.get("labouronsetdate")),
            "caesarean_date": day(raw.get("caesareandate")),
        }


def _labour_activities(chosen: list[Submission], labours: list[Row]) -> Iterator[Row]:
    """MSD302 has no key of its own: a record is what was sent of one day of one labour."""
    of = {(labour["provider"], labour["labour_id"]): labour["pregnancy_id"] for labour in labours}
    lines: dict[tuple[str, str | None], int] = {}
    for provider, (labour_id, _), rows in standing(
        chosen, "MSD302", "labourdeliveryid", "clininterdatemother"
    ):
        for raw in rows:
            lines[provider, labour_id] = lines.get((provider, labour_id), 0) + 1
            yield {
                "provider": provider,
                "pregnancy_id": of.get((provider, labour_id)),
                "activity_id": labour_id,
                "line": lines[provider, labour_id],
                "source": "MSD302",
                "activity_date": day(raw.get("clininterdatemother")),
                "contact_id": None,
            } | _coded(raw)


def _births(chosen: list[Submission], labours: list[Row]) -> Iterator[Row]:
    of = {(labour["provider"], labour["labour_id"]): labour["pregnancy_id"] for labour in labours}
    for provider, _, (*_, raw) in standing(chosen, "MSD401", "lpidbaby"):
        yield {
            "provider": provider,
            "pregnancy_id": of.get((provider, raw.get("labourdeliveryid"))),
            "labour_id": raw.get("labourdeliveryid"),
            "baby_id": raw["lpidbaby"],
            "birth_date": day(raw.get("personbirthdatebaby")),
            "outcome": raw.get("pregoutcome"),
        }


def _referrals(root: Path, chosen: list[Submission]) -> Iterator[Row]:
    for raw in service_rows(root, chosen, "referrals"):
        yield {
            "provider": raw["orgidprovider"].upper(),
            "referral_id": raw["referralid"],
            "pregnancy_id": raw.get("pregnancyid"),
            "referral_date": day(raw.get("referraldate")),
            "declined_date": day(raw.get("declineddate")),
            "closed_date": day(raw.get("closeddate")),
        }


def _quit_attempts(root: Path, chosen: list[Submission]) -> Iterator[Row]:
    for raw in service_rows(root, chosen, "quit_attempts"):
        yield {
            "provider": raw["orgidprovider"].upper(),
            "quit_attempt_id": raw["quitattemptid"],
            "pregnancy_id": raw.get("pregnancyid"),
            "quit_date": day(raw.get("quitdate")),
            "nrt": yes(raw.get("nrt")),
            "outcome_4_week": raw.get("outcome4week"),
            "follow_up_4_week_date": day(raw.get("followup4weekdate")),
            "outcome_12_week": raw.get("outcome12week"),
            "outcome_delivery": raw.get("outcomedelivery"),
        }
