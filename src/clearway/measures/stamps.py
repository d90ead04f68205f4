"""Says of computed figures by which code and definitions they came about.

The code version is the version of Clearway and a digest of everything that decides a figure: the files
of the records' contracts, readers and code lists, of the pathway, and of the measures, and the
directory of organisations. Tests, pages, published statistics and made-up records are no part of it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from clearway import __version__
from clearway.common.periods import Month
from clearway.common.stamps import Stamp, SubmissionsRead
from clearway.measures.computed import Computed, computed_measures
from clearway.measures.levels import Coverage, month_of

_ROOT = Path(__file__).parents[1]
_PARTS = ("common", "records", "pathway", "measures")
_NO_PART = ("records/bundled", "records/publications", "records/synthetic", "records/store")
_KINDS = frozenset({".py", ".yaml", ".csv", ".sql"})


@cache
def code_version() -> str:
    """The version of Clearway, a plus sign and 16 signs that stand for its rules; read once a process."""
    digest = hashlib.sha256()
    for path in sorted(_files()):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{__version__}+{digest.hexdigest()[:16]}"


def _files() -> Iterator[Path]:
    for part in _PARTS:
        for path in (_ROOT / part).rglob("*"):
            name = path.relative_to(_ROOT).as_posix()
            if path.suffix in _KINDS and not name.startswith(_NO_PART):
                yield path


def definition_versions(measures: Iterable[Computed] | None = None) -> dict[str, int]:
    """The version of the definition of each measure; of those of patient records when none are given."""
    chosen = computed_measures() if measures is None else measures
    return {measure.measure: measure.version for measure in chosen if not measure.internal}


def stamp_of(
    coverage: Coverage,
    as_of: date,
    *,
    engine: str,
    data: str,
    form: str = "exact",
    measures: Iterable[Computed] | None = None,
) -> Stamp:
    """The stamp of figures of these submissions, before it is tied to a file (`Stamp.for_file`).

    `measures` are those that were computed, as for `definition_versions`.
    """
    newest: dict[str, Month] = {}
    for provider, number in sorted(coverage.read):
        newest[provider] = month_of(number)  # the last of each provider stays
    return Stamp.model_validate(
        {
            "form": form,
            "as_of": as_of,
            "code": code_version(),
            "engine": engine,
            "data": data,
            "submissions": SubmissionsRead(
                number=len(coverage.read), newest={code: str(month) for code, month in newest.items()}
            ),
            "definitions": definition_versions(measures),
        }
    )
