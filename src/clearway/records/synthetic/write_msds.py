"""Records as trusts send them: one folder a submission with one CSV file a table, two files of the services.

A trust sends a pregnancy in the month of its booking (the next month sent, where it left that one out)
and again with the discharge; contacts, labours and births in their month. Where a month was sent twice
the first version holds less, and a reader has to leave it out.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from clearway.records.synthetic.columns import dates, words
from clearway.records.synthetic.msds_names import (
    FINDING_SCHEME,
    OBSERVATION_SCHEME,
    PROCEDURE_SCHEME,
    SERVICES,
)
from clearway.records.synthetic.plan import Plan
from clearway.records.synthetic.submissions import Sent, submissions
from clearway.records.synthetic.trust_tables import TrustTables
from clearway.records.synthetic.women import nhs_text
from clearway.records.synthetic.write_tables import UNQUOTED, as_text

_ATTENDED, _NOT_ATTENDED = "5", "3"
_FORMAT = "2.0"

Months = NDArray[np.int64]


class MsdsWriter:
    """Folders `YYYY-MM/<trust>`; referrals and quit attempts of all trusts beside them."""

    def __init__(self, plan: Plan, out: Path) -> None:
        self._plan, self._out = plan, out
        self._services: dict[str, pa_csv.CSVWriter] = {}

    def write(self, trust: int, made: TrustTables) -> None:
        """Write the submissions of one trust."""
        sources = source_tables(made)
        sliced = {name: _by_month(table, month) for name, (table, month) in sources.items()}
        for sent in submissions(self._plan, trust):
            files = {name: table for name, months in sliced.items() if (table := months.get(sent.place))}
            self._write_folder(trust, sent, files)
        for name, names in SERVICES.items():
            self._write_service(name, made.tables[name], names)

    def close(self) -> None:
        """End the files of the services."""
        for file in self._services.values():
            file.close()

    def _write_folder(self, trust: int, sent: Sent, files: Mapping[str, pa.Table]) -> None:
        code = self._plan.providers[trust]
        folder = self._out / sent.folder
        folder.mkdir(parents=True)
        _write_header(folder, code, sent, first=False)
        for name, table in files.items():
            pa_csv.write_csv(table, folder / f"{name}.csv", UNQUOTED)
        if self._plan.resent[trust, sent.place]:
            earlier = folder.with_name(f"{code}-first")
            earlier.mkdir()
            _write_header(earlier, code, sent, first=True)
            for name, table in files.items():
                pa_csv.write_csv(table.slice(0, len(table) // 2), earlier / f"{name}.csv", UNQUOTED)

    def _write_service(self, name: str, table: pa.Table, names: Mapping[str, str]) -> None:
        renamed = as_text(table.select(list(names))).rename_columns(list(names.values()))
        if name not in self._services:
            path = self._out / f"{name}.csv"
            self._services[name] = pa_csv.CSVWriter(path, renamed.schema, write_options=UNQUOTED)
        self._services[name].write_table(renamed)


def _write_header(folder: Path, code: str, sent: Sent, *, first: bool) -> None:
    created = sent.first_created if first else sent.created
    row = {
        "Version": _FORMAT,
        "OrgIDProvider": code,
        "OrgIDSubmit": code,
        "PrimSystemInUse": "SYN",
        "RPStartDate": sent.month.first_day.isoformat(),
        "RPEndDate": sent.month.last_day.isoformat(),
        "FileCreationDate": created.date().isoformat(),
        "FileCreationTime": created.time().isoformat(),
    }
    with (folder / "MSD000.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row, lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)


def _by_month(table: pa.Table, month: Months) -> dict[int, pa.Table]:
    """The rows of each month, in their order."""
    order = np.argsort(month, kind="stable")
    ordered, there = table.take(pa.array(order)), month[order]
    places, starts = np.unique(there, return_index=True)
    ends = [*starts[1:], len(there)][: len(starts)]  # an empty table has no month at all
    return {
        int(place): ordered.slice(start, end - start)
        for place, start, end in zip(places, starts, ends, strict=True)
        if place >= 0
    }


def source_tables(made: TrustTables) -> dict[str, tuple[pa.Table, Months]]:
    """The rows of every table of the data set, with the month of the submission that holds each."""
    tables, month = made.tables, made.month
    activities, source = tables["activities"], tables["activities"]["source"].to_numpy()
    at_contact, in_labour = np.flatnonzero(source == "MSD202"), np.flatnonzero(source == "MSD302")
    restated = np.flatnonzero(made.discharge_month >= 0)
    twice = np.concatenate([np.arange(len(made.women)), restated])
    sent_twice = np.concatenate([month["pregnancies"], made.discharge_month[restated]])
    first = np.arange(len(twice)) < len(made.women)
    # The discharge is not known when the pregnancy is first sent, unless both fall in one month.
    open_then = first & (sent_twice != made.discharge_month[twice])
    return {
        "MSD001": (_mothers(made).take(pa.array(twice)), sent_twice),
        "MSD101": (_bookings(made, twice, open_then), sent_twice),
        "MSD201": (_contacts(tables["contacts"]), month["contacts"]),
        "MSD202": (_care(activities.take(pa.array(at_contact))), month["activities"][at_contact]),
        "MSD301": (_labours(tables["labours"]), month["labours"]),
        "MSD302": (_labour_care(activities.take(pa.array(in_labour))), month["activities"][in_labour]),
        "MSD401": (_babies(tables["births"]), month["births"]),
    }


def _mothers(made: TrustTables) -> pa.Table:
    table, women = made.tables["pregnancies"], made.women
    has_number = np.where(women.nhs >= 0, 0, 1)
    return pa.table(
        {
            "LPIDMother": table["mother_local_id"],
            "OrgIDLPID": table["provider"],
            "NHSNumberMother": nhs_text(women.nhs),
            "NHSNumberStatusMother": words(("01", "03"), has_number),
            "PersonBirthDateMother": dates(women.mother_born),
            "EthnicCategoryMother": table["ethnic_category"],
            "IMDDecile": table["imd_decile"],
        }
    )


def _bookings(made: TrustTables, rows: NDArray[np.int64], open_then: NDArray[np.bool_]) -> pa.Table:
    table = made.tables["pregnancies"].take(pa.array(rows))
    discharge = pa.compute.if_else(pa.array(open_then), pa.scalar(None, pa.date32()), table["discharge_date"])
    return pa.table(
        {
            "PregnancyID": table["pregnancy_id"],
            "LPIDMother": table["mother_local_id"],
            "AntenatalAppDate": table["booking_date"],
            "EDDAgreed": table["edd"],
            "LastMenstrualPeriodDate": table["lmp"],
            "OrgSiteIDBooking": table["booking_site"],
            "DischargeDateMatService": discharge,
        }
    )


def _contacts(table: pa.Table) -> pa.Table:
    return pa.table(
        {
            "CareConID": table["contact_id"],
            "PregnancyID": table["pregnancy_id"],
            "CContactDate": table["contact_date"],
            "AttendCode": pa.compute.if_else(table["attended"], _ATTENDED, _NOT_ATTENDED),
            "OrgSiteIDOfTreat": table["site"],
        }
    )


def _coded(table: pa.Table) -> dict[str, pa.Array]:
    def scheme(column: str, code: str) -> pa.Array:
        return pa.compute.if_else(table[column].is_valid(), code, pa.scalar(None, pa.string()))

    return {
        "ProcedureScheme": scheme("procedure_code", PROCEDURE_SCHEME),
        "ProcedureCode": table["procedure_code"],
        "FindingScheme": scheme("finding_code", FINDING_SCHEME),
        "FindingCode": table["finding_code"],
        "ObsScheme": scheme("observation_code", OBSERVATION_SCHEME),
        "ObsCode": table["observation_code"],
        "ObsValue": table["observation_value"],
        "UCUMUnit": table["unit"],
    }


def _care(table: pa.Table) -> pa.Table:
    return pa.table(
        {"CareActIDMother": table["activity_id"], "CareConID": table["contact_id"], **_coded(table)}
    )


def _labour_care(table: pa.Table) -> pa.Table:
    return pa.table(
        {
            "LabourDeliveryID": table["activity_id"],
            "ClinInterDateMother": table["activity_date"],
            **_coded(table),
        }
    )


def _labours(table: pa.Table) -> pa.Table:
    return pa.table(
        {
            "LabourDeliveryID": table["labour_id"],
            "PregnancyID": table["pregnancy_id"],
            "LabourOnsetDate": table["onset_date"],
            "CaesareanDate": table["caesarean_date"],
        }
    )


def _babies(table: pa.Table) -> pa.Table:
    return pa.table(
        {
            "LPIDBaby": table["baby_id"],
            "LabourDeliveryID": table["labour_id"],
            "OrgIDLocalPatientIdBaby": table["provider"],
            "PersonBirthDateBaby": table["birth_date"],
            "PregOutcome": table["outcome"],
            "GestationLengthBirth": table["gestation_days"],
            "OrgSiteIDActualDelivery": table["delivery_site"],
        }
    )
