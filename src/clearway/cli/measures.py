"""`clearway measures`: list the measures and show their definition sheets."""

import argparse
import csv
import json
import sys

from clearway.measures.register import MAIN_PACKAGE, measure_sheet, register
from clearway.measures.text import COLUMNS, describe, listing, record

EXIT_DONE = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    shown = verbs.add_parser("list", help="the measures of a package, then the national ones")
    shown.add_argument("--format", choices=("text", "csv", "json"), default="text")
    shown.add_argument(
        "--package", default=MAIN_PACKAGE, metavar="ID", help=f"another package than {MAIN_PACKAGE}"
    )
    show = verbs.add_parser("show", help="the definition sheet of one measure")
    show.add_argument("id", metavar="ID", help="the id of the measure, such as smoke-booking")


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says."""
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
