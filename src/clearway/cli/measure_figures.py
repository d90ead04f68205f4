"""What `clearway measures run` does with figures: computes them afresh or from what was kept, stamps them,
writes them, loads them into the site."""

import argparse
import io
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from clearway.cli.progress import Progress
from clearway.cli.whole_file import output
from clearway.common.errors import ClearwayError
from clearway.common.findings import Severity
from clearway.common.stamps import Stamp, stamp_path
from clearway.measures.computed import Computed
from clearway.measures.disclosure import published
from clearway.measures.engines.kept import run_kept
from clearway.measures.levels import Coverage
from clearway.measures.results import Result, write_results
from clearway.measures.stamps import stamp_of
from clearway.measures.suppression import suppressed
from clearway.records.readers import Records, read_records

_LIBRARIES = {"duckdb": "duckdb", "spark": "pyspark"}


@dataclass(frozen=True)
class Figures:
    """Rows as computed, of which submissions, as known on which day, from which version of the records.

    `measures` are those that were computed, None for those of patient records.
    """

    rows: list[Result]
    coverage: Coverage
    as_of: date
    data: str
    measures: tuple[Computed, ...] | None = None


def check(arguments: argparse.Namespace) -> None:
    """Raises ClearwayError for options that cannot go together, before anything is read."""
    other = arguments.members or arguments.by
    if arguments.keep and (other or arguments.engine != "duckdb"):
        raise ClearwayError(
            "--keep goes with all measures, computed by duckdb", mend="Leave out --members, --by or --engine"
        )
    if arguments.load and (other or arguments.published or arguments.suppress):
        raise ClearwayError(
            "--load takes exact figures of all measures",
            mend="Leave out --members, --by, --published and --suppress",
        )


def read_with_progress(arguments: argparse.Namespace) -> Records:
    """The records that the command names; what of them cannot be used is told, for figures leave it out."""
    with Progress(f"reading {arguments.path.name}") as progress:
        records = read_records(arguments.kind, arguments.path, progress=progress)
    if lost := [count for count in records.report.counts if count.severity is Severity.ERROR]:
        rules = ", ".join(f"{count.rule}: {count.count:,}" for count in lost)
        print(
            f"clearway: rows or files that cannot be used were left out ({rules}). "
            f"See them: records check --from {arguments.kind} {arguments.path}",
            file=sys.stderr,
        )
    return records


def kept(arguments: argparse.Namespace, records: Records, as_of: date | None) -> Figures:
    """Figures of which only what changed is computed; what is kept is renewed."""
    with Progress("computing the measures") as progress:
        found = run_kept(
            records.connection, arguments.keep, as_of, internal=arguments.published, progress=progress
        )
    why = f" ({found.why_whole})" if found.why_whole else ""
    print(
        f"computed {found.recomputed:,} of {found.pregnancies:,} pregnancies{why}; the others did not change"
        if found.recomputed < found.pregnancies
        else f"computed all {found.pregnancies:,} pregnancies{why}",
        file=sys.stderr,
    )
    return Figures(list(found.results), found.coverage, found.as_of, found.data)


def deliver(arguments: argparse.Namespace, figures: Figures) -> None:
    """Write the rows in the form asked for, their stamp beside them, and load them where that is asked."""
    text = io.StringIO()
    write_results(_in_form(arguments, figures), text)
    if arguments.out is None and not arguments.load:
        sys.stdout.write(text.getvalue())
        return
    stamp = _stamp(arguments, figures).for_file(text.getvalue().encode())
    with tempfile.TemporaryDirectory(prefix="clearway-") as folder:
        out = arguments.out or Path(folder) / f"computed-{stamp.as_of}-{stamp.data}.csv"
        # The stamp takes its name first: one that is not that of the file beside it is recognised.
        with output(out) as file, output(stamp_path(out)) as beside:
            file.write(text.getvalue())
            beside.write(stamp.text())
        if arguments.load:
            from clearway.cli.publication import import_one  # the site is only started for this

            import_one(out)


def _stamp(arguments: argparse.Namespace, figures: Figures) -> Stamp:
    library = _LIBRARIES[arguments.engine]
    form = "published" if arguments.published else "suppressed" if arguments.suppress else "exact"
    return stamp_of(
        figures.coverage,
        figures.as_of,
        engine=f"{library} {version(library)}",
        data=figures.data,
        form=form,
        measures=figures.measures,
    )


def _in_form(arguments: argparse.Namespace, figures: Figures) -> list[Result]:
    """The rows after the disclosure step asked for, if any."""
    if arguments.published:
        return published(figures.rows, figures.coverage)
    return suppressed(figures.rows, figures.coverage) if arguments.suppress else figures.rows
