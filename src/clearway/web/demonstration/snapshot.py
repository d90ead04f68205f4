"""The made-up collaborative as a folder: an export of each of its organisations and a list of them.

`demonstration.json` says of which day and of which story the folder is, and names every organisation with
the SHA-256 of its manifest, which in turn has that of every file. The organisations stand in the order in
which they are loaded: a trust that copied a test after the trust that shared it.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, ValidationError

from clearway import __version__
from clearway.common.errors import ClearwayError
from clearway.common.files import replaced_folder
from clearway.common.organisations import directory
from clearway.web.accounts import personas
from clearway.web.archive.arriving import bring_in
from clearway.web.archive.reading import MEND_COPY, Archive, opened
from clearway.web.archive.selectors import codes_with_rows
from clearway.web.archive.writing import write_folder
from clearway.web.audit.models import Person
from clearway.web.demonstration import department_plan, improvement_plan, plan
from clearway.web.demonstration.clock import at
from clearway.web.demonstration.people import VIA
from clearway.web.demonstration.telling import tell
from clearway.web.jobs.when import WALL

FORMAT = 1
LIST = "demonstration.json"
MAKER = Person("Clearway", VIA)
"""Who makes the people of a snapshot: not whoever is signed in to the computer, who differs."""

Progress = Callable[[int, int], None]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Held(_Part):
    """One organisation of a snapshot; its export lies in a folder of its code."""

    code: str
    rows: int
    sha256: str


class Listed(_Part):
    """All of `demonstration.json`."""

    format: int
    made_by: str
    story: str
    as_of: str
    happened: int
    organisations: tuple[Held, ...]

    def __str__(self) -> str:
        return (
            f"the made-up collaborative as of {self.as_of}, story {self.story}: {self.happened:,} things, "
            f"{self.rows:,} rows of {len(self.organisations)} organisations"
        )

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(held.rows for held in self.organisations)


@cache
def story_version() -> str:
    """16 signs that stand for the files of the story."""
    digest = hashlib.sha256()
    for file in (plan.FILE, improvement_plan.FILE, department_plan.FILE, personas.FILE):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def make(*, as_of: date, folder: Path, progress: Progress) -> Listed:
    """Tell the story into this database as it stands when that day begins, and write it into the folder.

    The folder appears whole or not at all. Raises ClearwayError for a day to come, where something else lies
    there, where the database holds some of the collaborative already, and where the settings are not those
    of a demonstration.
    """
    if as_of > timezone.localdate():
        raise ClearwayError(f"{as_of} has not come yet", mend="Name today or an earlier day")
    _refuse_other(folder)
    if held := _codes():
        raise ClearwayError(
            f"This database holds {held[0]} already", mend="Make the demonstration in an empty one"
        )
    with replaced_folder(folder) as draft:
        with at(datetime.combine(as_of, time(), WALL)):
            happened = tell(by=MAKER, progress=progress)
        return write(as_of, happened, draft)


def write(as_of: date, happened: int, folder: Path) -> Listed:
    """Write what was told into an empty folder."""
    held = []
    for code in _in_order(_codes()):
        place = folder / code
        place.mkdir()
        written = write_folder(directory().get(code), place)
        held.append(Held(code=code, rows=written.rows, sha256=written.sha256))
    listed = Listed(
        format=FORMAT,
        made_by=__version__,
        story=story_version(),
        as_of=as_of.isoformat(),
        happened=happened,
        organisations=tuple(held),
    )
    (folder / LIST).write_text(json.dumps(listed.model_dump(), indent=1) + "\n", encoding="ascii")
    return listed


def load(*, folder: Path, by: Person, progress: Progress) -> Listed:
    """Bring the organisations of a snapshot into this database, all of them or none.

    Raises ClearwayError where the settings are not those of a demonstration, the folder is no snapshot or
    was changed, one of the organisations has rows here, or a row refers to one that is not there.
    """
    refuse_elsewhere()
    listed = listed_in(folder)
    done = 0
    with transaction.atomic():
        for held in listed.organisations:
            with opened(folder / held.code) as archive:
                _check(archive, held, folder)
                arrived = bring_in(archive, people=True, by=by, progress=_after(done, listed.rows, progress))
            if arrived.elsewhere:
                raise ClearwayError(
                    f"{held.code} refers to {arrived.elsewhere} rows that are not there", where=str(folder),
                    mend="Make the snapshot again",
                )  # fmt: skip
            done += held.rows
    return listed


def refuse_elsewhere() -> None:
    """Raises ClearwayError where the settings are not those of a demonstration."""
    if not settings.DEMONSTRATION:
        raise ClearwayError(
            "the made-up collaborative is not loaded here",
            mend="It exists only in the demonstration on one computer: ./clearway up",
        )


def listed_in(folder: Path) -> Listed:
    """The list of a snapshot. Raises ClearwayError where the folder is none."""
    path = folder / LIST
    try:
        said = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ClearwayError(
            "This is no snapshot of the demonstration", where=str(folder),
            mend="Name a folder that 'demonstration make' wrote",
        ) from None  # fmt: skip
    except (OSError, ValueError, RecursionError):
        raise ClearwayError("The list cannot be read", where=str(path), mend=MEND_COPY) from None
    if isinstance(said, dict) and said.get("format") != FORMAT:
        raise ClearwayError(
            f"The snapshot is of format {said.get('format')!r:.20} and this version reads format {FORMAT}",
            where=str(folder), mend="Make it with this version",
        )  # fmt: skip
    try:
        return Listed.model_validate_json(path.read_bytes())
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ClearwayError(f"The list is wrong at '{place}'", where=str(path), mend=MEND_COPY) from None


def _after(before: int, total: int, progress: Progress) -> Callable[[int, int], None]:
    return lambda done, _of_it: progress(before + done, total)


def _check(archive: Archive, held: Held, folder: Path) -> None:
    if (archive.code, archive.sha256) != (held.code, held.sha256):
        raise ClearwayError(
            "The export is not the one of the list: its checksum differs",
            where=str(folder / held.code), mend=MEND_COPY,
        )  # fmt: skip
    archive.check()


def _codes() -> list[str]:
    """The organisations of the collaborative that have rows here: its trusts, and where its people are."""
    places = {held.at for persona in personas.personas() for held in persona.roles}
    places |= {trust.code for trust in plan.story().trusts}
    return [code for code in codes_with_rows() if code in places]


def _in_order(codes: list[str]) -> list[str]:
    """Whoever copied a test after whoever shared it; otherwise by code."""
    before: dict[str, set[str]] = {code: set() for code in codes}
    for test in department_plan.departments().tests:
        for copy in test.copied:
            before[copy.code].add(test.code)
    return list(TopologicalSorter(before).static_order())


def _refuse_other(folder: Path) -> None:
    """Never put a snapshot in the place of something that is none."""
    if folder.exists() and not (folder / LIST).is_file() and not _is_empty(folder):
        raise ClearwayError(
            "There is something else at that place", where=str(folder),
            mend="Name a folder that is not there yet",
        )  # fmt: skip


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())
