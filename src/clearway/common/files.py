"""Files and folders that appear whole or not at all."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EISDIR
from pathlib import Path
from tempfile import NamedTemporaryFile

from clearway.common.errors import ClearwayError


def write_whole(files: Mapping[Path, str | bytes]) -> None:
    """Write each file, text as UTF-8, under another name; rename them once all of them are written.

    Raises ClearwayError where the folder refuses one; then none of them is there.
    """
    drafts: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            with _told(path):
                drafts[path] = _draft(path, content)
        for path, draft in drafts.items():
            with _told(path):
                draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _draft(path: Path, content: str | bytes) -> Path:
    """The content in a file beside `path`, whose name is not taken by a folder."""
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        draft = Path(file.name)
        try:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
            file.flush()
        except BaseException:
            draft.unlink()
            raise
    draft.chmod(0o644)
    return draft


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ClearwayError(
            f"It cannot be written: {error.strerror}", where=str(path), mend="Choose another place"
        ) from None


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """A draft folder that takes the place of `folder` when the block ends well; else nothing changes.

    A run that was killed between the two renames left the old folder under another name: it is put
    back before anything else. Raises ClearwayError where the disk refuses it.
    """
    folder = folder.absolute()  # "." has no name to put another beside
    draft, old = (folder.with_name(f".{folder.name}.{word}") for word in ("draft", "old"))
    try:
        if old.exists() and not folder.exists():
            old.rename(folder)
        for leftover in (draft, old):
            if leftover.exists():
                shutil.rmtree(leftover)
        draft.mkdir(parents=True)
        try:
            yield draft
            if folder.exists():
                folder.rename(old)
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise ClearwayError(
            f"It cannot be written: {error.strerror}", where=str(folder), mend="Choose another place"
        ) from None


def linked_copy(source: Path, target: Path) -> None:
    """A copy of a folder that shares its files, which are never changed in place."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
