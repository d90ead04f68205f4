"""An export as it lies in a folder or a ZIP file: opened, checked, read. Nothing is written here."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from clearway.common.errors import ClearwayError
from clearway.web.archive.cells import ROW
from clearway.web.archive.tables import tables
from clearway.web.archive.writing import FORMAT, MANIFEST, README

NAME = re.compile(r"tables/[a-z_]+\.[a-z_]+\.jsonl|files/[0-9a-f]{64}|" + re.escape(README))
MEND_COPY = "Copy it again from where it was made; what was changed by hand cannot be imported"

Progress = Callable[[int, int], None]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class MadeBy(_Part):
    """The program that made an export."""

    program: str
    version: str


class Whose(_Part):
    """The organisation of an export."""

    code: str
    name: str


class TableSaid(_Part):
    """One table as the manifest tells of it."""

    file: str
    rows: int
    columns: Mapping[str, str]


class FileSaid(_Part):
    """One file as the manifest tells of it."""

    sha256: str
    bytes: int


class Manifest(_Part):
    """All of manifest.json."""

    format: int
    made_by: MadeBy
    organisation: Whose
    tables: Mapping[str, TableSaid]
    files: Mapping[str, FileSaid]


class Archive:
    """An export that was opened. Every file that it gives fits its checksum."""

    def __init__(self, name: str, names: set[str], read: Callable[[str], bytes]) -> None:
        self.name, self._names, self._read = name, names, read
        content = self._given(MANIFEST)
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.manifest = _manifest(content, name)
        self._check_names()
        self._check_tables()

    @property
    def code(self) -> str:
        """The organisation's code."""
        return self.manifest.organisation.code

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(said.rows for said in self.manifest.tables.values())

    def check(self, progress: Progress = lambda done, total: None) -> None:
        """Read every file once. Raises ClearwayError for the first that does not fit its checksum."""
        for done, name in enumerate(self.manifest.files):
            progress(done, len(self.manifest.files))
            self.file(name)

    def file(self, name: str) -> bytes:
        """The bytes of a file. Raises ClearwayError where they do not fit the manifest."""
        said = self.manifest.files.get(name)
        if said is None:
            raise ClearwayError(
                "A row names a file that is not there", where=f"{self.name}/{name}", mend=MEND_COPY
            )
        content = self._given(name)
        if len(content) != said.bytes or hashlib.sha256(content).hexdigest() != said.sha256:
            raise ClearwayError(
                "The file is not the one that was exported: its checksum differs",
                where=f"{self.name}/{name}",
                mend=MEND_COPY,
            )
        return content

    def lines(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table. Raises ClearwayError where one is no row of that table."""
        said = self.manifest.tables.get(table)
        if said is None:
            return
        wanted = {ROW, *said.columns}
        texts = self.file(said.file).split(b"\n")
        if texts.pop() or len(texts) != said.rows:
            raise ClearwayError(
                f"There are {len(texts):,} rows and {said.rows:,} were exported",
                where=said.file,
                mend=MEND_COPY,
            )
        for number, text in enumerate(texts, 1):
            try:
                row = json.loads(text)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict) or row.get(ROW) != number or set(row) != wanted:
                raise ClearwayError(
                    "The line is no row of this table", where=f"{said.file}, line {number}", mend=MEND_COPY
                )
            yield row

    def _given(self, name: str) -> bytes:
        if name not in self._names:
            raise ClearwayError(
                "The file is missing", where=f"{self.name}/{name}", mend="Name the folder that 'export' made"
            )
        return self._read(name)

    def _check_names(self) -> None:
        named = {MANIFEST, *self.manifest.files}
        strange = sorted(self._names - named) or [name for name in named if not _is_name(name)]
        if strange:
            raise ClearwayError(
                "There is a file that the export did not make", where=f"{self.name}/{strange[0]}",
                mend="Take it away; an import reads only what an export wrote",
            )  # fmt: skip

    def _check_tables(self) -> None:
        known = tables()
        for name, said in self.manifest.tables.items():
            if name not in known or said.file != known[name].file:
                raise self._newer(f"the table '{name}'")
            ours = {column.name: column.told for column in known[name].columns}
            for column, kind in said.columns.items():
                if ours.get(column) != kind:
                    raise self._newer(f"the column '{column}' ({kind}) of '{name}'")
        listed = {said.file for said in self.manifest.tables.values()}
        for file in self.manifest.files:
            if file.startswith("tables/") and file not in listed:
                raise self._newer(f"the file '{file}'")

    def _newer(self, what: str) -> ClearwayError:
        version = self.manifest.made_by.version
        return ClearwayError(
            f"This version of Clearway does not know {what}; the export was made by version {version}",
            where=self.name,
            mend="Import it with that version or a newer one",
        )


def _is_name(name: str) -> bool:
    return name == MANIFEST or NAME.fullmatch(name) is not None


def _manifest(content: bytes, name: str) -> Manifest:
    try:
        said = json.loads(content)
        form = said["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ClearwayError(
            "This is no manifest of an export", where=f"{name}/{MANIFEST}", mend=MEND_COPY
        ) from None
    if form != FORMAT or isinstance(form, bool):
        raise ClearwayError(
            f"The export is of format {form!r:.20} and this version reads format {FORMAT}",
            where=name,
            mend="Import it with the version of Clearway that made it, or a newer one",
        )
    try:
        return Manifest.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ClearwayError(
            f"The manifest does not fit the format at '{where}'", where=f"{name}/{MANIFEST}", mend=MEND_COPY
        ) from None


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The export in a folder or a ZIP file.

    Raises ClearwayError where it is none, is of another format, or holds what this version does not know.
    """
    try:
        if path.is_dir():
            found = {file.relative_to(path).as_posix() for file in path.rglob("*") if not file.is_dir()}
            yield Archive(str(path), found, lambda name: (path / name).read_bytes())
            return
        with zipfile.ZipFile(path) as packed:
            names = [info.filename for info in packed.infolist() if not info.is_dir()]
            if len(names) != len(set(names)):
                raise ClearwayError("A file is twice in it", where=str(path), mend=MEND_COPY)
            yield Archive(str(path), set(names), lambda name: _unpacked(packed, name, path))
    except zipfile.BadZipFile:
        raise ClearwayError(
            "This is neither a folder nor a ZIP file of an export", where=str(path),
            mend="Name what 'export' made, or the file that the page gave",
        ) from None  # fmt: skip
    except OSError as error:
        raise ClearwayError(
            f"It cannot be read: {error.strerror or error}", where=str(path), mend="Check the name"
        ) from None


def _unpacked(packed: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """A file of a ZIP. What is packed tight, and could grow without end, is none of ours."""
    if packed.getinfo(name).compress_type != zipfile.ZIP_STORED:
        raise ClearwayError(
            "The ZIP file was packed anew", where=str(path), mend="Unpack it, and import the folder"
        )
    return packed.read(name)
