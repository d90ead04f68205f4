"""Taking an organisation's data out: written down before the files are made."""

import tempfile
from pathlib import Path
from typing import IO

from clearway.common.errors import ClearwayError
from clearway.common.files import replaced_folder
from clearway.common.organisations import Organisation, directory
from clearway.web.archive.packing import pack, pack_whole
from clearway.web.archive.reading import opened
from clearway.web.archive.selectors import codes_with_rows
from clearway.web.archive.writing import MANIFEST, Progress, Written, refuse_unfinished, write_folder
from clearway.web.audit.models import Person, record
from clearway.web.audit.tables import INSTANCE

EXPORT = "export organisation"
IN_MEMORY = 8_000_000
"""Bytes of a ZIP file that need no file on the disk."""


def export_zip(*, organisation: Organisation, by: Person) -> IO[bytes]:
    """All of an organisation as a ZIP file, at its beginning. Its change log tells of it, and is in it."""
    _refuse_empty(organisation)
    refuse_unfinished(organisation.code)
    record(
        organisation=organisation.code,
        action=EXPORT,
        subject=organisation.code,
        by=by,
        details={"as": "a ZIP file from the page"},
    )
    with tempfile.TemporaryDirectory() as folder:
        write_folder(organisation, Path(folder))
        out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
        pack(Path(folder), out)
    out.seek(0)
    return out


def export_folder(
    *, organisation: Organisation, folder: Path, by: Person, zipped: bool, progress: Progress
) -> Written:
    """All of an organisation as a folder, which takes the place of an earlier export of it.

    The log of the site tells of it: the organisation's own would be another after each export.

    Raises ClearwayError where the folder holds something else.
    """
    _refuse_empty(organisation)
    _refuse_other(folder, organisation)
    with replaced_folder(folder) as draft:
        written = write_folder(organisation, draft, progress)
    if zipped:
        pack_whole(folder, folder.with_name(folder.name + ".zip"))
    record(
        organisation=INSTANCE,
        action=EXPORT,
        subject=organisation.code,
        by=by,
        details={"as": "a folder", "manifest": written.sha256, "rows": written.rows},
    )
    return written


def known(code: str) -> Organisation:
    """The organisation. Raises ClearwayError where there is none of that code."""
    return directory().get(code)


def _refuse_empty(organisation: Organisation) -> None:
    if organisation.code not in codes_with_rows():
        raise ClearwayError(
            f"Nothing is kept of {organisation.name} ({organisation.code})",
            mend="Check the code; published figures are not exported, every site loads them itself",
        )


def _refuse_other(folder: Path, organisation: Organisation) -> None:
    """Never put an export in the place of something that is no export."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / MANIFEST).is_file():
        raise ClearwayError(
            "There is something else at that place",
            where=str(folder),
            mend="Name a folder that is not there yet",
        )
    with opened(folder) as archive:
        if archive.code != organisation.code:
            raise ClearwayError(
                f"The folder holds an export of {archive.code}", where=str(folder), mend="Name another folder"
            )
