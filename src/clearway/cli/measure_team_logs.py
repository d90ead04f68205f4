"""`clearway measures run --from team-logs`: the measures about improvement work, or the rows behind one."""

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from typing import TextIO

from clearway.cli.measure_figures import Figures, deliver
from clearway.cli.whole_file import output
from clearway.common.cells import safe_cell
from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.common.periods import parse_month
from clearway.measures.computed import team_measure, team_measures
from clearway.measures.engines.duckdb import DuckDB
from clearway.measures.teamwork import TeamComputation, TeamMember, begin_team, team_members
from clearway.records.team_logs.database import data_version, opened
from clearway.records.team_logs.reading import TeamLogs, read_team_logs

EXIT_DONE = 0
SHOWN = 20
REFUSED = {
    "as_of": "--as-of",
    "by": "--by",
    "keep": "--keep",
    "published": "--published",
    "suppress": "--suppress",
    "component": "--component",
}
"""Options that say something of women's records alone."""


def run(arguments: argparse.Namespace) -> int:
    """Read, say what was found, compute, write. Raises ClearwayError."""
    _check(arguments)
    logs = read_team_logs(arguments.path)
    _tell(logs.findings)
    with _computation(arguments, logs) as computation:
        if arguments.members:
            with output(arguments.out) as file:
                _write_members(arguments, computation, file)
        else:
            data = data_version(logs.rows)
            rows = computation.results()
            deliver(arguments, Figures(rows, computation.coverage, computation.as_of, data, team_measures()))
    return EXIT_DONE


def _check(arguments: argparse.Namespace) -> None:
    for name, option in REFUSED.items():
        if getattr(arguments, name):
            raise ClearwayError(f"{option} is about women's records", mend=f"Leave out {option}")
    if arguments.members:
        team_measure(arguments.members)
        if not arguments.month:
            raise ClearwayError("--members needs a month", mend="Add --month, such as --month 2025-04")
    if arguments.members and arguments.load:
        raise ClearwayError("--load takes figures, and --members are none", mend="Leave out one of them")


def _tell(findings: tuple[Finding, ...]) -> None:
    for finding in findings[:SHOWN]:
        print(finding, file=sys.stderr)
    if len(findings) > SHOWN:
        print(f"... and {len(findings) - SHOWN} more", file=sys.stderr)


@contextmanager
def _computation(arguments: argparse.Namespace, logs: TeamLogs) -> Iterator[TeamComputation]:
    """The logs in the engine asked for."""
    with opened(logs.rows) as database:
        if arguments.engine == "duckdb":
            yield begin_team(DuckDB(database))
            return
        from clearway.measures.engines import spark  # its library is only loaded when it is asked for

        master = arguments.master or spark.LOCAL
        if not spark.on_this_machine(master):
            raise ClearwayError("Team logs are few, and need no cluster", mend="Leave out --master")
        with spark.running(master) as session, tempfile.TemporaryDirectory(prefix="clearway-") as folder:
            yield spark.prepare_team(session, database, Path(folder))


def _write_members(arguments: argparse.Namespace, computation: TeamComputation, file: TextIO) -> None:
    measure, month = team_measure(arguments.members), parse_month(arguments.month)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([field.name for field in fields(TeamMember)])
    for row in team_members(computation, measure, month, arguments.provider):
        writer.writerow([_cell(value) for value in astuple(row)])


def _cell(value: object) -> object:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else safe_cell(value)
