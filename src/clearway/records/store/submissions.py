"""Keeps the rows of submissions, one folder a submission, as the reader of such folders finds them."""

import shutil
from datetime import date, datetime
from pathlib import Path

from clearway.records.readers.csv_files import probe
from clearway.records.readers.report import Records
from clearway.records.store.rejects import MARK, numbered, rejected_files, write_rows

_SERVICES = "services"


def add_submissions(records: Records, root: Path, kept: Path) -> None:
    """Copy every file that was read at or below `root`, without the rows that were set aside, to `kept`.

    Rejects that were mended are added to the submission they came from.
    """
    rejected = {file.label: file.rows for file in rejected_files(records)}
    places = _places(records, root, kept)
    service = kept / _SERVICES / f"{1 + len(list((kept / _SERVICES).glob('*'))):06d}"
    for number, file in enumerate(f for f in records.report.files if not f.left_out):
        if file.file in rejected and rejected[file.file] is None:
            continue
        source = root / file.file
        target = _around(Path(file.file).parent, places)
        if target is None:
            _copy(
                source,
                service.with_name(f"{service.name}-{number:03d}") / source.name.lower(),
                rejected.get(file.file),
            )
        else:
            _copy(source, target / f"{file.table}.csv", rejected.get(file.file))


def _places(records: Records, root: Path, kept: Path) -> dict[Path, Path]:
    """Where each submission is kept, by its folder; one that is restated is emptied first."""
    rows = records.connection.execute("SELECT provider, period, created, folder FROM submissions").fetchall()
    places = {}
    for provider, period, created, folder in rows:
        place = kept / _safe(provider) / _stamp(period) / _stamp(created)
        header = next(p for p in (root / folder).iterdir() if p.name.upper().startswith("MSD000"))
        mended = MARK.lower() in (name.lower() for name in probe(header, header.name).header)
        if place.exists() and not mended:
            shutil.rmtree(place)
        if not place.exists():
            place.mkdir(parents=True)
            shutil.copyfile(header, place / "MSD000.csv")
        places[Path(folder)] = place
    return places


def _around(folder: Path, places: dict[Path, Path]) -> Path | None:
    """Where the nearest submission around a folder is kept."""
    return next((places[place] for place in (folder, *folder.parents) if place in places), None)


def _copy(source: Path, target: Path, without: frozenset[int] | None) -> None:
    """Copy a file without some rows; beside one of the same name, unless it says the same."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.draft")
    if without:
        rows = [cells for number, cells in numbered(source) if number not in without]
        write_rows(draft, probe(source, source.name).header, rows)
    else:
        shutil.copyfile(source, draft)
    for number in range(1, 1000):
        name = target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")
        if not name.exists():
            draft.rename(name)
            return
        if name.read_bytes() == draft.read_bytes():
            break
    draft.unlink()


def _safe(text: str) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in text)


def _stamp(moment: date | datetime | None) -> str:
    return moment.isoformat().replace(":", "") if moment else "undated"
