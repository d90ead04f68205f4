"""Reads one published file: recognises its layout, reads its values, says where they come from."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Level
from clearway.common.periods import parse_period
from clearway.common.stamps import Stamp, stamp_beside
from clearway.records.publications.cells import Problem
from clearway.records.publications.layouts import Layout, known
from clearway.records.publications.model import Publication, PublishedValue, SourceFile, Status
from clearway.records.publications.msds import read_msds
from clearway.records.publications.own import read_own
from clearway.records.publications.recognise import Recognised, recognise
from clearway.records.publications.report import Report
from clearway.records.publications.rows import Progress
from clearway.records.publications.satod import read_satod
from clearway.records.publications.tables import ReadFile, read_file

_Reader = Callable[[Recognised, Report, Progress | None], list[PublishedValue]]
_READERS: Mapping[str, _Reader] = {"msds": read_msds, "satod": read_satod, "own": read_own}


def read_publication(
    path: Path, *, status: Status | str | None = None, progress: Progress | None = None
) -> Publication:
    """Read a published file of any layout in `layouts.yaml`, CSV or XLSX.

    `status` is how settled the file is; without it, provisional when the file's name says so and
    final otherwise. `progress` is called now and then with the rows done and the rows in all.

    Raises ClearwayError when the whole file must be refused: it is not there, cannot be read, is
    empty, has no known layout, or has nothing of the smoke-free pathway. A row that cannot be used
    is left out and named in the findings.
    """
    file = read_file(path)
    source = recognise(file)
    if not source.table.rows:
        raise ClearwayError(
            "The file has headings and no rows", where=file.name, mend="Download it again or fill it in"
        )
    report = Report(file.name)
    _note_oddities(file, source, report)
    stamp = _stamp(path, file, source, report)
    values = _READERS[source.layout.reader](source, report, progress)
    if sum(report.unused.values()) == len(source.table.rows):
        raise _nothing_used(file.name, report)
    return Publication(
        _source_file(file, source.layout, values, status, computed=stamp is not None),
        tuple(values),
        tuple(report.findings),
        MappingProxyType(dict(report.unused)),
        stamp,
    )


def _stamp(path: Path, file: ReadFile, source: Recognised, report: Report) -> Stamp | None:
    """The stamp beside a file of computed figures; one of another file is told and not taken."""
    stamp = stamp_beside(path) if source.layout.computed_source else None
    if stamp is None or (stamp.sha256 == file.sha256 and stamp.form == "exact"):
        return stamp
    what = "The stamp beside the file is not that of exact figures in this file, so it is not used."
    mend = "Compute the figures again; change nothing in the file."
    report.note(None, "", Problem("other-stamp", what, mend))
    return None


def _note_oddities(file: ReadFile, source: Recognised, report: Report) -> None:
    row = source.table.heading_row
    if file.coding == "cp1252":
        what = "The file is not UTF-8; it was read as Western European text from Windows."
        report.note(None, "", Problem("old-coding", what, "Look at names with accents."))
    for heading in source.unknown_headings:
        report.note(row, heading, Problem("unknown-column", "This column is not used.", ""))


def _nothing_used(name: str, report: Report) -> ClearwayError:
    shown = sorted(report.unused)[:8]
    more = f" and {len(report.unused) - len(shown)} more" if len(report.unused) > len(shown) else ""
    return ClearwayError(
        f"The file has nothing that Clearway uses, only: {', '.join(shown)}{more}",
        where=name,
        mend="Use a file with smoking, carbon monoxide, booking or delivery figures",
    )


def _source_file(
    file: ReadFile,
    layout: Layout,
    values: Iterable[PublishedValue],
    status: Status | str | None,
    *,
    computed: bool,
) -> SourceFile:
    made_up = {value.org_level == Level.SYNTHETIC for value in values} == {True}
    said = layout.said(made_up=made_up, computed=computed)
    periods = tuple(str(period) for period in sorted({parse_period(value.period) for value in values}))
    return SourceFile(
        name=file.name,
        sha256=file.sha256,
        publisher=said.publisher,
        title=said.title + _span(periods),
        layout=layout.id,
        status=Status(status) if status is not None else _status(file.name),
        licence=said.licence,
        rounding=said.rounding,
        periods=periods,
    )


def _span(periods: tuple[str, ...]) -> str:
    if not periods:
        return ""
    first, last = parse_period(periods[0]).label, parse_period(periods[-1]).label
    return f", {first}" if first == last else f", {first} to {last}"


def _status(name: str) -> Status:
    said = any(word in name.casefold() for word in known().provisional_words)
    return Status.PROVISIONAL if said else Status.FINAL
