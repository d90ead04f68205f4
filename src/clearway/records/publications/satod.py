"""Reads smoking status at time of delivery as Fingertips publishes it: one area and year a row."""

import re

from clearway.common.errors import ClearwayError
from clearway.records.publications.cells import Problem, count, problem_of, year_of
from clearway.records.publications.gather import Key
from clearway.records.publications.layouts import Sign, known
from clearway.records.publications.model import PublishedValue, State
from clearway.records.publications.places import Places
from clearway.records.publications.proportions import (
    Subject,
    above_hundred,
    counted,
    stated,
    too_many,
    wrong_percentage,
)
from clearway.records.publications.recognise import Recognised
from clearway.records.publications.report import Report
from clearway.records.publications.rows import Progress, Row, rows_of
from clearway.records.publications.single_rows import SingleRows

_ONS_CODE = re.compile(r"[EWSN]\d{8}")


def read_satod(source: Recognised, report: Report, progress: Progress | None) -> list[PublishedValue]:
    """The values of a SATOD extract.

    Areas split by deprivation are not used and are counted. The publisher gives some sub-ICBs twice,
    once as the clinical commissioning group they were; such a pair is counted once.
    """
    reader = _Reader(source, report)
    for row in rows_of(source, progress):
        reader.add(row)
    reader.note_splits()
    return reader.rows.values()


class _Reader:
    def __init__(self, source: Recognised, report: Report) -> None:
        self._source, self._report = source, report
        self._places = Places(report, source.heading("org_code"))
        self._splits = 0
        self.rows = SingleRows(report, source.heading("value"))

    def add(self, row: Row) -> None:
        reason = self._reason_unused(row)
        if reason:
            self._report.unused[reason] += 1
            return
        if row.overflow:
            self._refuse(row, "value", row.overflow)
            return
        level = known().satod.levels.get(row.text("org_code")[:3])
        if level is None:
            what = f"'{row.text('org_code')}' is not the ONS code of an area."
            self._refuse(
                row, "org_code", Problem("unknown-level", what, "Use the code that Fingertips gives.")
            )
            return
        try:
            year = str(year_of(row.cell("year")))
        except ClearwayError as error:
            self._refuse(row, "year", problem_of(error))
            return
        code = self._places.code(row.text("org_code"), level, row.number)
        value = self._value(row, Key(known().satod.measure, year, level, code))
        if value is not None:
            self.rows.add(value)

    def _reason_unused(self, row: Row) -> str:
        """Why a row is not used, as it is counted; empty when it is."""
        if row.text("indicator") not in known().satod.indicators:
            return f"indicator {row.text('indicator') or '(none)'}"
        if row.text("category_type"):
            self._splits += 1
            return row.text("category_type")
        code = row.text("org_code")
        if _ONS_CODE.fullmatch(code) and code[:3] not in known().satod.levels:
            return f"area type {row.text('area_type') or code[:3]}"
        return ""

    def _value(self, row: Row, key: Key) -> PublishedValue | None:
        subject = Subject(key, row.text("org_name"), row.number)
        if not row.text("numerator") and not row.text("denominator"):
            return stated(subject, State.WITHHELD, "The publisher printed no number")
        counts = {field: count(row.cell(field), whole=False) for field in ("numerator", "denominator")}
        for field, content in counts.items():
            if isinstance(content, Problem):
                self._refuse(row, field, content)
                return None
            if isinstance(content, Sign):
                return stated(subject, content.state, content.note)
        numerator, denominator = (content for content in counts.values() if isinstance(content, float))
        if numerator > denominator:
            self._refuse(row, "numerator", too_many(numerator, denominator))
            return None
        value = counted(subject, numerator, denominator, note=known().satod.notes.get(key.org_level, ""))
        self._check_percentage(row, value)
        return value

    def _check_percentage(self, row: Row, value: PublishedValue) -> None:
        printed = count(row.cell("value"), whole=False)
        heading = self._source.heading("value")
        if isinstance(printed, float) and printed > 100:
            self._report.error(row.number, heading, above_hundred(printed))
        elif isinstance(printed, float):
            problem = wrong_percentage(printed, value)
            if problem is not None:
                self._report.warning(row.number, heading, problem)
        elif isinstance(printed, Problem) and row.text("value"):
            self._report.error(row.number, heading, printed)

    def _refuse(self, row: Row, field: str, problem: Problem) -> None:
        self._report.error(row.number, self._source.heading(field), problem)

    def note_splits(self) -> None:
        """Say how many rows split an area by deprivation."""
        if self._splits:
            what = f"Rows that split an area, as by deprivation, are not used: {self._splits} of them."
            self._report.note(None, self._source.heading("category_type"), Problem("split-rows", what, ""))
