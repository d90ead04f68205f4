"""How long a new month takes, from the records to all measures at all levels, beside computing them whole.

    PYTHONPATH=src .venv/bin/python benchmarks/measures_refresh.py [--pregnancies 60000] [--months 120]

Made-up submissions of one trust are imported into a folder of records without the newest month; the
measures are computed and kept. Then the newest month is imported, and the measures are computed both ways:
from what was kept, and whole. Each way runs as people run it, as a command of its own, and once more in
a process that did it before, where the start of Python and of the libraries is no part of it. Prints
seconds, and the refresh as a share of the whole; the figures of both ways are compared first.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from clearway.measures.engines.duckdb import run
from clearway.measures.engines.kept import Kept, run_kept
from clearway.records.readers import read_records
from clearway.records.store import import_records
from clearway.records.synthetic import synthesise

REPEATS = 5


def seconds(job: Callable[[], object]) -> float:
    """How long it takes, once."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def command(*arguments: object) -> None:
    """One command of the command line."""
    subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "clearway", *map(str, arguments)], check=True, capture_output=True
    )


def prepared(folder: Path, pregnancies: int, months: int) -> tuple[Path, Path, float]:
    """Records without the newest month and what was kept of them; how long the newest took to import."""
    sent, newest, records = folder / "sent", folder / "newest", folder / "records"
    synthesise(pregnancies=pregnancies, seed=1, out=sent, form="msds", months=months, providers=1)
    last = max(path for path in sent.iterdir() if path.is_dir())
    shutil.move(last, newest / last.name)
    import_records("msds", sent, records)
    command(
        "measures",
        "run",
        "--from",
        "parquet",
        records,
        "--keep",
        folder / "before",
        "--out",
        folder / "0.csv",
    )
    return records, folder / "before", seconds(lambda: import_records("msds", newest, records))


def refreshed(records: Path, before: Path, kept: Path) -> Kept:
    """Read the records and bring what was kept before the newest month up to date."""
    shutil.copytree(before, kept, dirs_exist_ok=True)
    return run_kept(read_records("parquet", records).connection, kept)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pregnancies", type=int, default=60_000)
    parser.add_argument("--months", type=int, default=120)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clearway-") as name:
        folder = Path(name)
        records, before, importing = prepared(folder, asked.pregnancies, asked.months)
        kept = folder / "kept"
        found = refreshed(records, before, kept)
        if list(found.results) != run(read_records("parquet", records).connection):
            raise SystemExit("the refreshed figures are not those of the whole computation")
        print(
            f"{found.pregnancies:,} pregnancies of {asked.months} months; the new month changed "
            f"{found.recomputed:,} of them. Importing it took {importing:.2f} s."
        )
        base = ("measures", "run", "--from", "parquet", records, "--out", folder / "1.csv")

        def refresh_command() -> None:
            command(*base, "--keep", kept)

        rows = {
            "in a process that is warm": (
                [seconds(lambda: refreshed(records, before, kept)) for _ in range(REPEATS)],
                [seconds(lambda: run(read_records("parquet", records).connection)) for _ in range(REPEATS)],
            )
        }
        refreshes = []
        for _ in range(REPEATS):
            shutil.rmtree(kept)
            shutil.copytree(before, kept)
            refreshes.append(seconds(refresh_command))
        rows["as a command"] = (refreshes, [seconds(lambda: command(*base)) for _ in range(REPEATS)])
        print(f"{'':28} {'refresh':>10} {'whole':>10} {'share':>8}")
        for what, (part, whole) in rows.items():
            one, other = statistics.median(part), statistics.median(whole)
            print(f"{what:28} {one:8.2f} s {other:8.2f} s {one / other:7.0%}")


if __name__ == "__main__":
    main()
