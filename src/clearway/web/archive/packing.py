"""The folder of an export as one ZIP file: the same folder gives the same bytes, wherever it is packed."""

import zipfile
from pathlib import Path
from typing import IO

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
