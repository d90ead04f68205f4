"""Reader of FHIR R4: Bundles, single resources, NDJSON, plain or gzipped, one file or a folder.

What is read from which element says `clearway.records.fhir`; docs/reference/fhir.md explains it. Rows are
staged as they are read, so that NDJSON of any length needs no memory of its own. Which copy of a resource
stands, whose it is and which pregnancy it belongs to is decided afterwards, in sets.
"""

from collections import Counter
from dataclasses import replace
from importlib import resources
from pathlib import Path

from clearway.common.errors import ClearwayError
from clearway.records.fhir import Document, Entry, Remark, Trouble, documents, entries, mapping, read_resource
from clearway.records.fhir.resources import WITHDRAWN
from clearway.records.readers.fhir_findings import check_nhs_numbers, name_elements
from clearway.records.readers.fhir_owners import own
from clearway.records.readers.fhir_staging import Batches, fhir_tables
from clearway.records.readers.loading import check_standing, finish, make_loaded
from clearway.records.readers.report import FileRead, Records
from clearway.records.readers.staging import Staging
from clearway.records.readers.standing import stand
from clearway.records.readers.told import findings

RESOURCES = "resources"
"""What the report counts as rows read."""
_SUBMISSION = "submission"


def read_fhir(path: Path, staging: Staging) -> Records:
    """The records of FHIR files at `path`. Raises ClearwayError when no file there can be read."""
    stamps = _read_files(documents(path), staging)
    own(staging, stamps)
    restated = 0
    for table in fhir_tables().values():
        if table.name not in (WITHDRAWN, _SUBMISSION):
            restated += stand(staging, table)
    staging.connection.execute(
        "UPDATE findings SET rule = 'fhir-provider-missing' "
        "WHERE rule = 'key-missing' AND column_name = 'provider'"
    )
    staging.staged.pop(WITHDRAWN), staging.staged.pop(_SUBMISSION)
    check_standing(staging)
    check_nhs_numbers(staging.connection)
    _load(staging)
    records = finish(staging, {RESOURCES: restated})
    name_elements(staging.connection)
    return replace(records, report=replace(records.report, findings=findings(staging.connection)))


def _load(staging: Staging) -> None:
    """Fill the canonical tables; `make_loaded` leaves the submissions, which are known by now, alone."""
    connection = staging.connection
    make_loaded(connection)
    connection.execute("INSERT INTO loaded_submissions BY NAME FROM read_submissions")
    connection.execute(f"SET VARIABLE window_days = {mapping().window_days}")
    for name in ("fhir_links.sql", "fhir_canonical.sql"):
        connection.execute(resources.files(__package__).joinpath("sql", name).read_text("utf-8"))


def _read_files(found: list[Document], staging: Staging) -> dict[int, str]:
    """Stage every file. Returns the timestamps of Bundles by file number."""
    batches, stamps, unusable = Batches(staging), {}, 0
    for done, document in enumerate(found):
        staging.tell(done, len(found) + 1)
        number = staging.file_number(document.label)
        told = _Told(staging, document.label)
        read = 0
        for entry in entries(document):
            if isinstance(entry, Trouble):
                staging.find(entry.rule, RESOURCES, document.label, entry.number, "", entry.kind)
                unusable += entry.number is None
                continue
            read += 1
            if entry.stamp:
                stamps[number] = entry.stamp
            _stage(batches, number, entry, told)
        told.finish()
        left_out = "" if read else "nothing in it can be read"
        staging.files.append(FileRead(document.label, RESOURCES, read, left_out))
    batches.flush()
    if unusable == len(found):
        raise ClearwayError(
            "It is not FHIR in JSON" if len(found) == 1 else "None of the files is FHIR in JSON",
            where=", ".join(f"{d.label}" for d in found[:3]) + _trouble(staging),
            mend="Export it again as a Bundle or as NDJSON, FHIR R4",
        )
    return stamps


def _trouble(staging: Staging) -> str:
    """Where the first file broke off, if it did."""
    kinds = [str(row[5]) for row in staging.noted if row[0] == "fhir-not-json" and row[5]]
    return f", {kinds[0]}" if kinds else ""


def _stage(batches: Batches, number: int, entry: Entry, told: "_Told") -> None:
    if entry.deleted:
        batches.withdraw(number, entry.number, entry.identity)
        told.add(Remark("fhir-deleted", "Bundle.entry.request", "", True), entry.number)
        return
    rows, remarks = read_resource(entry.resource, entry.identity, entry.scope)
    for row in rows:
        batches.add(number, entry.number, row)
    for remark in remarks:
        told.add(remark, entry.number)


class _Told:
    """Remarks of one file: single ones at once, others counted and told at the end, at their first place."""

    def __init__(self, staging: Staging, label: str) -> None:
        self._staging, self._label = staging, label
        self._counts: Counter[Remark] = Counter()
        self._first: dict[Remark, int] = {}

    def add(self, remark: Remark, number: int) -> None:
        if not remark.counted:
            self._staging.find(remark.rule, RESOURCES, self._label, number, remark.path, remark.kind)
            return
        self._counts[remark] += 1
        self._first.setdefault(remark, number)

    def finish(self) -> None:
        for remark, count in self._counts.items():
            kind = f"{remark.kind}, {count:,} times" if count > 1 else f"{remark.kind}, once"
            self._staging.find(
                remark.rule, RESOURCES, self._label, self._first[remark], remark.path, kind.lstrip(", ")
            )
