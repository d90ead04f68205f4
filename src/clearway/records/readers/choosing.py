"""Which submissions and which files of MSDS-shaped input are read, and why others are not."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from clearway.records.readers.csv_files import probe
from clearway.records.readers.report import FileRead
from clearway.records.readers.staging import SourceFile, Staging
from clearway.records.readers.submissions import HEADER, Folder, Submission, read_header
from clearway.records.sources import SourceTable


@dataclass(frozen=True)
class Chosen:
    """The submissions to read, in the order of their creation, and the folders that a later one restates."""

    submissions: tuple[Submission, ...]
    superseded: frozenset[str]


def choose(staging: Staging, folders: Sequence[Folder], read: Collection[str]) -> Chosen:
    """Of several submissions of one provider and month the last created; why others are not read is noted.

    `read` names the tables that are read, so that those of other folders can be told as left out.
    """
    last: dict[tuple[str, date], Submission] = {}
    labels: set[str] = set()
    for folder in (folder for folder in folders if folder.tables):
        submission, faults = read_header(folder)
        for fault in faults:
            staging.find(fault.rule, HEADER, folder.header, None, fault.column)
        if submission is None:
            _leave_out(staging, folder, folder.tables, read, "its MSD000.csv cannot be used")
            continue
        labels.add(folder.label)
        month = (submission.provider, submission.period)
        other = last.get(month)
        if other and other.created == submission.created:
            staging.find("created-together", HEADER, folder.header, None, "FileCreationDate")
        if other is None or submission.order > other.order:
            last[month] = submission
    chosen = tuple(sorted(last.values(), key=lambda submission: submission.order))
    superseded = frozenset(labels - {submission.label for submission in chosen})
    for folder in (folder for folder in folders if folder.label in superseded):
        staging.find("superseded", HEADER, folder.header, None, "")
        tables = (*folder.tables, *folder.services)
        _leave_out(staging, folder, tables, read, "a later submission of the same month was read")
    return Chosen(chosen, superseded)


def source_files(table: SourceTable, folders: Sequence[Folder], chosen: Chosen) -> list[SourceFile]:
    """The files of a table to read.

    A file of a stop smoking service belongs to the nearest submission folder around it, and is left
    out with it. One that stands beside the submissions ranks above those inside: it is the service's
    own register.
    """
    ranked = {s.label: (s, rank) for rank, s in enumerate(chosen.submissions, start=1)}
    files = []
    for beside, folder in enumerate(folders, start=len(ranked) + 1):
        if folder.label in ranked:
            submission, rank = ranked[folder.label]
            for path in folder.tables.get(table.name, ()):
                files.append(SourceFile(path, folder.called(path.name), submission.provider, rank))
        around = [label for label in _around(folder.label) if label in ranked or label in chosen.superseded]
        if around and around[0] in chosen.superseded:
            continue
        owner, rank = ranked[around[0]] if around else (None, beside)
        for path in folder.services.get(table.name, ()):
            provider = owner.provider if owner else ""
            files.append(SourceFile(path, folder.called(path.name), provider, rank))
    return files


def _around(label: str) -> Iterator[str]:
    """The folder itself and those around it, the nearest first; the root is `.`."""
    yield label
    for parent in PurePosixPath(label).parents:
        if str(parent) != label:
            yield str(parent)


def _leave_out(
    staging: Staging, folder: Folder, tables: Collection[str], read: Collection[str], why: str
) -> None:
    files = {**folder.tables, **folder.services}
    for table in tables:
        for path in files[table] if table in read else ():
            label = folder.called(path.name)
            staging.files.append(FileRead(label, table, probe(path, label).rows, why))
