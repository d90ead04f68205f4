"""The reader of submissions against a slow one in plain Python that follows the rules word for word."""

import csv
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.records.readers import read_records

IDS = st.sampled_from(["", "1", "2", "3"])
DAYS = st.sampled_from(["2025-04-14", "15/04/2025", "2025-04-16 10:00", "31/04/2025", ""])
NHS = st.sampled_from(
    ["", "9434765919", "943 476 5919", "4010232137", "9434765918", "1111111111", "0123456789"]
)
CODE = st.sampled_from(["", "77176002"])
OWNERS = st.sampled_from(["RJ7", "rxk ", ""])
ATTENDED = st.sampled_from(["", "2", "3", "4", "5", "6", "7"])

TABLES = {
    "MSD001": {"LPIDMother": IDS, "NHSNumberMother": NHS},
    "MSD101": {"PregnancyID": IDS, "LPIDMother": IDS, "AntenatalAppDate": DAYS, "EDDAgreed": DAYS},
    "MSD201": {"CareConID": IDS, "PregnancyID": IDS, "CContactDate": DAYS, "AttendCode": ATTENDED},
    "MSD202": {"CareActIDMother": IDS, "CareConID": IDS, "FindingCode": CODE},
    "MSD301": {"LabourDeliveryID": IDS, "PregnancyID": IDS, "LabourOnsetDate": DAYS},
    "MSD302": {"LabourDeliveryID": IDS, "ClinInterDateMother": DAYS, "FindingCode": CODE},
    "MSD401": {"LPIDBaby": IDS, "LabourDeliveryID": IDS, "PersonBirthDateBaby": DAYS, "PregOutcome": CODE},
    "referrals": {"ReferralID": IDS, "OrgIDProvider": OWNERS, "ReferralDate": DAYS},
}  # fmt: skip


def _rows(columns):
    return st.lists(st.tuples(*columns.values()), max_size=4)


SUBMISSION = st.fixed_dictionaries(
    {
        "provider": st.sampled_from(["RJ7", "RXK"]),
        "month": st.integers(1, 2),
        "created": st.integers(1, 9),
        **{table: _rows(columns) for table, columns in TABLES.items()},
    }
)
TREES = st.tuples(
    st.lists(SUBMISSION, min_size=1, max_size=4, unique_by=lambda one: one["created"]),
    _rows(TABLES["referrals"]),
)


def _write(root, submissions, beside):
    for number, one in enumerate(submissions):
        place = root / "sent" / str(number)
        place.mkdir(parents=True)
        first = f"{one['provider']},2025-0{one['month']}-01,2025-06-01,0{one['created']}:00"
        header = "OrgIDProvider,RPStartDate,FileCreationDate,FileCreationTime"
        (place / "MSD000.csv").write_text(f"{header}\n{first}\n")
        for table, columns in TABLES.items():
            _write_table(place / f"{table}.csv", columns, one[table])
    _write_table(root / "referrals.csv", TABLES["referrals"], beside)


def _write_table(path, columns, rows):
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(rows)


def _judge(submissions, beside):
    """Standing rows by table: the last created submission of a month, then the last created copy."""
    last = {}
    for one in sorted(submissions, key=lambda one: one["created"]):
        last[one["provider"], one["month"]] = one
    standing = {table: {} for table in TABLES}
    for one in sorted(last.values(), key=lambda one: one["created"]):
        for table, columns in TABLES.items():
            _stand(standing[table], table, one["provider"], [dict(zip(columns, row)) for row in one[table]])  # noqa: B905
    rows = [dict(zip(TABLES["referrals"], row)) for row in beside]  # noqa: B905
    _stand(standing["referrals"], "referrals", "", rows)
    return standing


def _stand(standing, table, provider, rows):
    new = {}
    for row in rows:
        key = next(iter(row.values()))
        owner = row.get("OrgIDProvider", "").strip().upper() or provider
        if not key or not owner:
            continue
        place = (owner, key, _day(row["ClinInterDateMother"])) if table == "MSD302" else (owner, key)
        if table in ("MSD202", "MSD302"):
            new.setdefault(place, []).append(row)
        else:
            new[place] = [row]
    standing.update(new)


def _day(text):
    text = text.split(" ")[0]
    try:
        if "/" in text:
            day, month, year = text.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _mother(provider, pregnancy, local, mothers):
    number = mothers.get((provider, local), [{"NHSNumberMother": ""}])[0]["NHSNumberMother"].replace(" ", "")
    if number in ("9434765919", "4010232137"):
        return number
    return f"{provider}:{local}" if local else f"{provider}:pregnancy:{pregnancy}"


def _expected(standing):
    one = {table: {place: rows[0] for place, rows in kept.items()} for table, kept in standing.items()}
    contacts, labours = one["MSD201"], one["MSD301"]
    pregnancies = []
    for (p, key), row in one["MSD101"].items():
        mother = _mother(p, key, row["LPIDMother"], standing["MSD001"])
        pregnancies.append((p, key, mother, _day(row["AntenatalAppDate"]), _day(row["EDDAgreed"])))
    yield "pregnancies", "provider, pregnancy_id, mother_key, booking_date, edd", pregnancies
    kept = []
    for (p, key), row in contacts.items():
        if day := _day(row["CContactDate"]):
            kept.append(
                (p, key, row["PregnancyID"] or None, day, row["AttendCode"] not in ("2", "3", "4", "7"))
            )
    yield "contacts", "provider, contact_id, pregnancy_id, contact_date, attended", kept
    activities = []
    for (p, key), rows in standing["MSD202"].items():
        for row in rows:
            contact = contacts.get((p, row["CareConID"]), {"PregnancyID": "", "CContactDate": ""})
            activities.append(
                (p, key, contact["PregnancyID"], _day(contact["CContactDate"]), row["FindingCode"])
            )
    for (p, key, day), rows in standing["MSD302"].items():
        pregnancy = labours.get((p, key), {"PregnancyID": ""})["PregnancyID"]
        activities += [(p, key, pregnancy, day, row["FindingCode"]) for row in rows]
    yield (
        "activities",
        "provider, activity_id, pregnancy_id, activity_date, finding_code",
        [tuple(cell or None for cell in row) for row in activities],
    )
    yield "births", "provider, baby_id, pregnancy_id, birth_date", [
        (p, key, labours.get((p, row["LabourDeliveryID"]), {"PregnancyID": ""})["PregnancyID"] or None, day)
        for (p, key), row in one["MSD401"].items() if (day := _day(row["PersonBirthDateBaby"]))
    ]  # fmt: skip
    yield (
        "referrals",
        "provider, referral_id, referral_date",
        [(p, key, day) for (p, key), row in one["referrals"].items() if (day := _day(row["ReferralDate"]))],
    )


@settings(max_examples=12, deadline=None)
@given(tree=TREES)
def test_the_reader_gives_what_the_rules_give(tree):
    submissions, beside = tree
    with tempfile.TemporaryDirectory() as name:
        _write(Path(name), submissions, beside)
        records = read_records("msds", Path(name))
    for table, columns, expected in _expected(_judge(submissions, beside)):
        read = records.connection.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608
        assert sorted(map(str, read)) == sorted(map(str, expected)), table
