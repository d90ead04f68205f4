"""`clearway measures run`: from records to every patient-level measure, or to the women behind one."""

import argparse
import csv
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import TextIO

from clearway.cli.measure_figures import Figures, check, deliver, kept, read_with_progress
from clearway.cli.progress import Progress
from clearway.cli.whole_file import output
from clearway.common.errors import ClearwayError
from clearway.common.periods import parse_date, parse_month
from clearway.measures.computation import Computation, results
from clearway.measures.computed import computed_measure
from clearway.measures.engines.duckdb import begin
from clearway.measures.members import Gap, Member, gaps, members
from clearway.measures.strata import (
    StratumRow,
    by_stratum,
    published_strata,
    suppressed_strata,
    write_strata,
)
from clearway.records.fingerprints import data_version
from clearway.records.readers import Records

EXIT_DONE = 0
GAPS = "gaps"


def run(arguments: argparse.Namespace) -> int:
    """Read, compute, write."""
    as_of = parse_date(arguments.as_of) if arguments.as_of else None
    if arguments.members and arguments.members != GAPS:
        if not arguments.month:
            raise ClearwayError("--members needs a month", mend="Add --month, such as --month 2025-04")
        computed_measure(arguments.members, arguments.component)  # a misspelt one is told before reading
    if arguments.by and arguments.members:
        raise ClearwayError("--by and --members cannot be used together", mend="Leave out one of them")
    if arguments.master and arguments.engine != "spark":
        raise ClearwayError("--master is the address of a Spark cluster", mend="Add --engine spark")
    check(arguments)
    records = cache(lambda: read_with_progress(arguments))
    if arguments.keep:
        deliver(arguments, kept(arguments, records(), as_of))
        return EXIT_DONE
    with _computation(arguments, records, as_of) as computation:
        if not (arguments.members or arguments.by):
            deliver(arguments, _figures(arguments, computation, records))
            return EXIT_DONE
        with output(arguments.out) as file:
            if arguments.members:
                _write_members(arguments, computation, file)
            else:
                write_strata(_strata(arguments, computation), file)
    return EXIT_DONE


@contextmanager
def _computation(
    arguments: argparse.Namespace, records: Callable[[], Records], as_of: date | None
) -> Iterator[Computation]:
    """The pathway of the records, by the engine asked for."""
    if arguments.engine == "duckdb":
        yield begin(records().connection, as_of)
        return
    from clearway.measures.engines import spark  # its library is only loaded when it is asked for

    master = arguments.master or spark.LOCAL
    if arguments.kind == "parquet":
        with spark.running(master) as session:
            yield spark.prepare(session, arguments.path, as_of)
        return
    if not spark.on_this_machine(master):
        raise ClearwayError(
            "A cluster reads Parquet, from a folder that all its machines see",
            mend=f"First: records import --from {arguments.kind} PATH --out DIR",
        )
    with spark.running(master) as session, tempfile.TemporaryDirectory(prefix="clearway-") as folder:
        spark.write_parquet(records().connection, Path(folder))
        yield spark.prepare(session, Path(folder), as_of)


def _figures(
    arguments: argparse.Namespace, computation: Computation, records: Callable[[], Records]
) -> Figures:
    with Progress("computing the measures") as progress:
        rows = results(computation, internal=arguments.published, progress=progress)
    written = arguments.out or arguments.load  # on the screen there is no stamp
    data = data_version(records().connection) if written else ""
    return Figures(rows, computation.coverage, computation.as_of, data)


def _strata(arguments: argparse.Namespace, computation: Computation) -> Sequence[StratumRow]:
    found = by_stratum(computation, arguments.by)
    if arguments.published:
        return published_strata(found, computation)
    return suppressed_strata(found, computation) if arguments.suppress else found.rows


def _write_members(arguments: argparse.Namespace, computation: Computation, file: TextIO) -> None:
    writer = csv.writer(file, lineterminator="\n")
    listed: list[Gap] | list[Member]
    if arguments.members == GAPS:
        listed = gaps(computation, arguments.provider)
        writer.writerow([field.name for field in fields(Gap)])
    else:
        measure = computed_measure(arguments.members, arguments.component)
        listed = members(computation, measure, parse_month(arguments.month), arguments.provider)
        writer.writerow([field.name for field in fields(Member)])
    writer.writerows([_cell(value) for value in astuple(row)] for row in listed)


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
