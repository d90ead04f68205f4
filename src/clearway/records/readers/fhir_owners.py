"""Whose each FHIR resource is, which submission it came with, and which of its copies is the later one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import resources

import pyarrow as pa

from clearway.common.periods import Month, period_range
from clearway.records.fhir.values import moment
from clearway.records.readers.fhir_staging import fhir_tables
from clearway.records.readers.memory import put_rows
from clearway.records.readers.staging import Staging

_SUBMISSION = "submission"
_ELEMENT = "MeasureReport"
_BEFORE_ALL = datetime.combine(date.min, time.min)


@dataclass(frozen=True)
class _Submission:
    """What one MeasureReport says; a period of several months is a submission of each."""

    file: int
    row: int
    provider: str
    months: tuple[Month, ...]
    created: datetime | None

    @property
    def order(self) -> tuple[datetime, int, int]:
        return (self.created or _BEFORE_ALL, self.file, self.row)


def own(staging: Staging, stamps: Mapping[int, str]) -> None:
    """Give every staged row its provider and rank, and take superseded and withdrawn rows away.

    The submissions that are read stand in `read_submissions` afterwards, `place_codes` has the codes of
    organisations and places.
    """
    _place_codes(staging)
    submissions = _submissions(staging, stamps)
    chosen = _chosen(staging, submissions)
    if not chosen:
        staging.find("fhir-no-submission", _SUBMISSION, next(iter(staging.labels)), None, "")
    _note_files(staging, submissions, chosen, stamps)
    _read_submissions(staging, chosen)
    names = [name for name in fhir_tables() if name != _SUBMISSION and _any(staging, name)]
    steps = (
        resources.files(__package__).joinpath("sql", "fhir_owners.sql").read_text("utf-8").split("-- each:")
    )
    staging.connection.execute(steps[0])
    for step in steps[1:]:
        for name in names:
            staging.connection.execute(step.partition("\n")[2].replace("{table}", f"staged_{name}"))


def _any(staging: Staging, name: str) -> bool:
    return bool(staging.connection.execute(f"SELECT 1 FROM staged_{name} LIMIT 1").fetchall())  # noqa: S608


def _place_codes(staging: Staging) -> None:
    staging.connection.execute(
        "CREATE TEMP TABLE place_codes AS SELECT DISTINCT _file, self, upper(code) AS code FROM staged_place "
        "WHERE code IS NOT NULL"
    )


def _submissions(staging: Staging, stamps: Mapping[int, str]) -> list[_Submission]:
    labels = {number: label for label, number in staging.labels.items()}
    rows = staging.connection.execute(
        "SELECT s._file, s._row, CASE WHEN s.organisation[1] = '=' THEN s.organisation[2:] ELSE coalesce("
        "(SELECT any_value(code) FROM place_codes p WHERE p.self = s.organisation AND p._file = s._file), "
        "(SELECT any_value(code) FROM place_codes p WHERE p.self = s.organisation)) END, "
        "s.first_day, s.last_day, s.created FROM staged_submission s ORDER BY s._file, s._row"
    ).fetchall()
    found = []
    for file, row, provider, first, last, created in rows:
        for missing, rule, path in (
            (not provider, "fhir-submission-provider", "reporter"),
            (not (first or last), "fhir-submission-period", "period"),
        ):
            if missing:
                staging.find(rule, _SUBMISSION, labels[file], row, f"{_ELEMENT}.{path}")
        if provider and (first or last):
            created = created or _stamp(stamps.get(file))
            if created is None:
                staging.find("header-created", _SUBMISSION, labels[file], row, f"{_ELEMENT}.date")
            months = _months(staging, labels[file], row, first or last, last or first)
            found.append(_Submission(file, row, provider, months, created))
    return found


def _stamp(text: str | None) -> datetime | None:
    read = moment(text)
    try:
        return datetime.fromisoformat(read) if read else None
    except ValueError:
        return None


def _months(staging: Staging, label: str, row: int, first: date, last: date) -> tuple[Month, ...]:
    """Every month that the period covers from its first to its last day; else the month of its first day."""
    whole = tuple(
        month
        for month in period_range(Month.of(first), Month.of(max(first, last)))
        if first <= month.first_day and month.last_day <= last
    )
    if not whole or first != whole[0].first_day or last != whole[-1].last_day:
        staging.find("fhir-submission-month", _SUBMISSION, label, row, f"{_ELEMENT}.period")
    return whole or (Month.of(first),)


def _chosen(staging: Staging, submissions: list[_Submission]) -> dict[tuple[str, Month], _Submission]:
    """Of several submissions of one provider and month the last created."""
    last: dict[tuple[str, Month], _Submission] = {}
    labels = {number: label for label, number in staging.labels.items()}
    for submission in sorted(submissions, key=lambda one: one.order):
        for month in submission.months:
            earlier = last.get((submission.provider, month))
            if earlier and earlier.created == submission.created:
                staging.find("created-together", _SUBMISSION, labels[submission.file], submission.row, "")
            last[submission.provider, month] = submission
    standing = set(last.values())
    for submission in submissions:
        if submission not in standing:
            staging.find("superseded", _SUBMISSION, labels[submission.file], submission.row, "")
    return last


def _note_files(
    staging: Staging,
    submissions: list[_Submission],
    chosen: Mapping[tuple[str, Month], _Submission],
    stamps: Mapping[int, str],
) -> None:
    """The tables `fhir_files` (file, its one reporter, when it was made), `superseded`, `only_provider`."""
    connection = staging.connection
    standing = set(chosen.values())
    reporters: dict[int, set[str]] = {}
    for one in submissions:
        reporters.setdefault(one.file, set()).add(one.provider)
    everyone = {one.provider for one in submissions}
    files = []
    for number in staging.labels.values():
        of_file = [one.created for one in submissions if one.file == number and one.created]
        made = max(of_file, default=None) or _stamp(stamps.get(number))
        sole = reporters.get(number, set())
        files.append((number, next(iter(sole)) if len(sole) == 1 else None, made))
    connection.execute("CREATE TEMP TABLE fhir_files (file INTEGER, reporter VARCHAR, made TIMESTAMP)")
    put_rows(
        connection,
        "fhir_files",
        files,
        pa.schema([("file", pa.int32()), ("reporter", pa.string()), ("made", pa.timestamp("us"))]),
    )
    read = {(one.file, one.provider) for one in standing}
    gone = sorted({(one.file, one.provider) for one in submissions} - read)
    schema = pa.schema([("file", pa.int32()), ("provider", pa.string())])
    connection.execute("CREATE TEMP TABLE superseded (file INTEGER, provider VARCHAR)")
    put_rows(connection, "superseded", gone, schema)
    connection.execute("CREATE TEMP TABLE only_provider (provider VARCHAR)")
    only = [(next(iter(everyone)),)] if len(everyone) == 1 else []
    put_rows(connection, "only_provider", only, pa.schema([("provider", pa.string())]))


def _read_submissions(staging: Staging, chosen: Mapping[tuple[str, Month], _Submission]) -> None:
    labels = {number: label for label, number in staging.labels.items()}
    rows = [
        (one.provider, month.first_day, month.last_day, one.created, labels[one.file], one.file, one.row)
        for (_, month), one in sorted(chosen.items(), key=lambda item: (item[0][0], item[0][1].first_day))
    ]
    staging.connection.execute(
        "CREATE TEMP TABLE read_submissions (provider VARCHAR, period DATE, period_end DATE, "
        "created TIMESTAMP, folder VARCHAR, _file INTEGER, _row INTEGER)"
    )
    schema = pa.schema(
        [
            ("provider", pa.string()),
            ("period", pa.date32()),
            ("period_end", pa.date32()),
            ("created", pa.timestamp("us")),
            ("folder", pa.string()),
            ("_file", pa.int32()),
            ("_row", pa.int32()),
        ]
    )
    put_rows(staging.connection, "read_submissions", rows, schema)
