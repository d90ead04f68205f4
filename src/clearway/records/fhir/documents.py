"""FHIR files: a Bundle, a single resource, or NDJSON with one resource a line; plain or gzipped.

NDJSON is read line by line. A Bundle is one JSON document and is held in memory while it is read, one
file at a time.
"""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from clearway.common.errors import ClearwayError
from clearway.records.fhir.paths import Json
from clearway.records.fhir.values import Scope, text

_BUNDLE, _LINES = re.compile(r".*\.json(\.gz)?", re.I), re.compile(r".*\.(ndjson|jsonl)(\.gz)?", re.I)
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Document:
    """A file, and how findings call it."""

    path: Path
    label: str

    @property
    def lines(self) -> bool:
        """Whether it holds one resource a line."""
        return _LINES.fullmatch(self.path.name) is not None


@dataclass(frozen=True)
class Entry:
    """One resource: `number` is its place among a Bundle's entries, from 1, or its line.

    `deleted` entries say that the resource is no more; `stamp` is the Bundle's timestamp.
    """

    number: int
    resource: Json
    identity: str
    scope: Scope
    deleted: bool = False
    stamp: str = ""


@dataclass(frozen=True)
class Trouble:
    """What could not be read: rule, and entry or line, None for the whole file."""

    rule: str
    number: int | None
    kind: str = ""


def documents(path: Path) -> list[Document]:
    """The files at or below a path. Raises ClearwayError when there are none."""
    if path.is_file():
        return [Document(path, path.name)]
    found = [p for p in sorted(path.rglob("*")) if p.is_file() and is_fhir(p.name)]
    if not found:
        raise ClearwayError(
            "There is no FHIR file",
            where=str(path),
            mend="Give a Bundle (.json), NDJSON (.ndjson) or a folder of them; .gz may follow",
        )
    return [Document(one, one.relative_to(path).as_posix()) for one in found]


def is_fhir(name: str) -> bool:
    """Whether a file is called as FHIR in JSON is."""
    return bool(_BUNDLE.fullmatch(name) or _LINES.fullmatch(name))


def entries(document: Document) -> Iterator[Entry | Trouble]:
    """Every resource of a file in order, and what could not be read."""
    try:
        with _opened(document.path) as file:
            yield from _of_lines(file) if document.lines else _of_document(file)
    except (OSError, EOFError) as error:
        raise ClearwayError(
            f"The file cannot be read: {getattr(error, 'strerror', None) or error}",
            where=document.label,
            mend="Check that it is whole and who may read it",
        ) from None


def _opened(path: Path) -> BinaryIO:
    """The file's bytes; whether it is gzipped is seen from its first bytes, not its name."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return cast(BinaryIO, gzip.open(path)) if packed else path.open("rb")


def _loads(raw: bytes) -> Json:
    """Decimals stay the digits they were: 3.9 must not become another number on its way."""
    return json.loads(raw.decode("utf-8-sig"), parse_float=str)


def _of_lines(file: BinaryIO) -> Iterator[Entry | Trouble]:
    for number, raw in enumerate(file, start=1):
        if not raw.strip():
            continue
        try:
            resource = _loads(raw)
        except (ValueError, RecursionError) as error:
            yield Trouble("fhir-line-not-json", number, _place(error))
            continue
        yield from _of_resource(resource, number)


def _of_document(file: BinaryIO) -> Iterator[Entry | Trouble]:
    try:
        resource = _loads(file.read())
    except (ValueError, RecursionError) as error:
        yield Trouble("fhir-not-json", None, _place(error))
        return
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        yield Trouble("fhir-not-fhir", None)
        return
    yield from _of_resource(resource, None)


def _of_resource(resource: Json, line: int | None) -> Iterator[Entry | Trouble]:
    """A resource, or those of a Bundle; contained ones stand before the one that contains them."""
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        yield Trouble("fhir-not-fhir", line)
    elif resource["resourceType"] == "Bundle":
        yield from _of_bundle(resource, line)
    else:
        yield from _with_contained(resource, line or 1, "", Scope({}), "")


def _of_bundle(bundle: Json, line: int | None) -> Iterator[Entry | Trouble]:
    given = bundle.get("entry")
    listed = given if isinstance(given, list) else []
    full_urls = {}
    for entry in listed:
        url, resource = (
            (entry.get("fullUrl"), entry.get("resource")) if isinstance(entry, dict) else (None, None)
        )
        if isinstance(url, str) and isinstance(resource, dict):
            full_urls[url] = _identity(resource, url)
    scope, stamp = Scope(full_urls), text(bundle.get("timestamp")) or ""
    for number, entry in enumerate(listed, start=1):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        request = entry.get("request") if isinstance(entry, dict) else None
        if isinstance(request, dict) and request.get("method") == "DELETE":
            yield Entry(line or number, {}, str(request.get("url", "")), scope, True, stamp)
        elif not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            yield Trouble("fhir-not-fhir", line or number)
        elif resource["resourceType"] == "Bundle":
            yield from _of_bundle(resource, line or number)
        else:
            yield from _with_contained(
                resource, line or number, str(entry.get("fullUrl") or ""), scope, stamp
            )


def _with_contained(resource: Json, number: int, url: str, scope: Scope, stamp: str) -> Iterator[Entry]:
    identity = _identity(resource, url)
    inside = scope.inside(identity)
    contained = resource.get("contained")
    for one in contained if isinstance(contained, list) else ():
        if isinstance(one, dict) and isinstance(one.get("resourceType"), str):
            yield Entry(number, one, f"{identity}#{one.get('id', '')}", inside, False, stamp)
    yield Entry(number, resource, identity, inside, False, stamp)


def _identity(resource: Json, url: str) -> str:
    """Type and id; without an id, what the fullUrl ends with. Empty when there is neither."""
    name = text(resource.get("id")) or re.split(r"[:/]", url)[-1]
    return f"{resource.get('resourceType')}/{name}" if name else ""


def _place(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, character {error.colno}"
    return "text that is not UTF-8" if isinstance(error, UnicodeDecodeError) else "too deep a nesting"
