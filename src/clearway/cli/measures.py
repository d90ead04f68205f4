"""`clearway measures`: list the measures, show their definition sheets, compute them from records."""

import argparse
import csv
import json
import sys
from pathlib import Path

from clearway.cli import measure_samples
from clearway.measures.register import MAIN_PACKAGE, measure_sheet, register
from clearway.measures.text import COLUMNS, describe, listing, record

EXIT_DONE = 0
TEAM_LOGS = "team-logs"
KINDS = ("msds", "csv", "fhir", "parquet", TEAM_LOGS)
ENGINES = ("duckdb", "spark")
BREAKDOWNS = ("deprivation", "ethnic-group", "age-band", "site")
"""As `clearway.measures.strata.kind_ids`, whose module would load an engine's library here."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    shown = verbs.add_parser("list", help="the measures of a package, then the national ones")
    shown.add_argument("--format", choices=("text", "csv", "json"), default="text")
    shown.add_argument(
        "--package", default=MAIN_PACKAGE, metavar="ID", help=f"another package than {MAIN_PACKAGE}"
    )
    show = verbs.add_parser("show", help="the definition sheet of one measure")
    computed = verbs.add_parser("run", help="compute measures from records of care, or from teams' logs")
    _add_run_arguments(computed)
    measure_samples.add_arguments(
        verbs.add_parser("sample", help="draw and evaluate the sample of a measure marked [s]")
    )
    show.add_argument("id", metavar="ID", help="the id of the measure, such as smoke-booking")


def _add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the verb."""
    parser.add_argument("--from", dest="kind", choices=KINDS, required=True)
    parser.add_argument("path", type=Path, metavar="PATH", help="the folder or file of records or logs")
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help="what is closed or past goes by this day (default: end of the newest month)",
    )
    parser.add_argument("--engine", choices=ENGINES, default="duckdb")
    parser.add_argument(
        "--master",
        metavar="URL",
        help="with --engine spark: the cluster, such as spark://host:7077 (default: this machine)",
    )
    parser.add_argument("--out", type=Path, metavar="FILE.csv", help="where to write (default: the screen)")
    parser.add_argument(
        "--by",
        choices=BREAKDOWNS,
        help="each measure by stratum: further columns stratum_kind and stratum",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="keep what was computed in this folder; from the next time on only what changed is computed",
    )
    parser.add_argument(
        "--load", action="store_true", help="show the figures on the site: adds them to its value table"
    )
    _add_form_arguments(parser)


def _add_form_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what is written instead of the figures as they are."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--published", action="store_true", help="counts rounded and gated as in the national publication"
    )
    form.add_argument(
        "--suppress", action="store_true", help="small counts left out, and what would reveal them"
    )
    form.add_argument(
        "--members",
        metavar="MEASURE",
        help="local identifiers behind a measure and month instead, or 'gaps' for steps due and not done",
    )
    parser.add_argument("--component", default="", help="with --members: which component of the measure")
    parser.add_argument("--month", metavar="YYYY-MM", help="with --members: the month")
    parser.add_argument("--provider", default="", metavar="CODE", help="with --members: one provider only")


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says."""
    if arguments.verb == "run":
        # The engine is only loaded for this verb.
        if arguments.kind == TEAM_LOGS:
            from clearway.cli import measure_team_logs

            return measure_team_logs.run(arguments)
        from clearway.cli import measure_runs

        return measure_runs.run(arguments)
    if arguments.verb == "sample":
        return measure_samples.run(arguments)
    if arguments.verb == "show":
        print(describe(measure_sheet(arguments.id)))
        return EXIT_DONE
    sheets = register(arguments.package)
    if arguments.format == "text":
        print(listing(sheets))
    elif arguments.format == "json":
        print(json.dumps([record(sheet) for sheet in sheets], indent=2, ensure_ascii=False))
    else:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for sheet in sheets:
            writer.writerow({key: _cell(value) for key, value in record(sheet).items()})
    return EXIT_DONE


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return ";".join(value) if isinstance(value, list) else value
