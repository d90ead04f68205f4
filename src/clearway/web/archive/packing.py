"""The folder of an export as one ZIP file: the same folder gives the same bytes, wherever it is packed."""

import zipfile
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from clearway.common.errors import ClearwayError

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can tell."""
ORDINARY_FILE = 0o100644 << 16


def pack(folder: Path, out: IO[bytes] | Path) -> None:
    """Write the files of a folder, by name. Stored, not compressed: programs compress differently."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EARLIEST)
            entry.external_attr = ORDINARY_FILE
            entry.create_system = 3
            packed.writestr(entry, path.read_bytes())


def pack_whole(folder: Path, out: Path) -> None:
    """The same as a file that is there whole or not at all. Raises ClearwayError where it cannot be."""
    draft: Path | None = None
    try:
        with NamedTemporaryFile(dir=out.absolute().parent, prefix=f".{out.name}.", delete=False) as file:
            draft = Path(file.name)
            pack(folder, file)
        draft.chmod(0o644)
        draft.replace(out)
    except OSError as error:
        raise ClearwayError(
            f"It cannot be written: {error.strerror}", where=str(out), mend="Choose another place"
        ) from None
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)
