"""`./clearway demonstration`: the made-up collaborative as a folder of files, made and loaded."""

import argparse
from datetime import date
from pathlib import Path

from clearway.cli.progress import Progress
from clearway.common.errors import ClearwayError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verbs make and load."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    make = verbs.add_parser(
        "make", help="tell the story into a database of its own, and write what came of it"
    )
    make.add_argument(
        "--as-of", required=True, metavar="DATE", help="as it stands when this day begins (2026-11-22)"
    )
    make.add_argument(
        "--out", required=True, type=Path, metavar="FOLDER", help="a new folder, or an earlier one"
    )
    load = verbs.add_parser("load", help="bring what make wrote into this site, which has none of it")
    load.add_argument("folder", type=Path, metavar="FOLDER", help="what make wrote")


def run(arguments: argparse.Namespace) -> int:
    """0 when all is written or loaded."""
    from clearway.web import entry

    with Progress(arguments.verb) as progress:
        if arguments.verb == "make":
            told = entry.make_demonstration(_day(arguments.as_of), arguments.out, progress)
        else:
            told = entry.load_demonstration(arguments.folder, progress)
    print(told)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ClearwayError(f"'{text}' is no day", where="--as-of", mend="Write it as 2026-11-22") from None
