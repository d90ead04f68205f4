"""`./clearway export FOLDER`: everything that is kept of an organisation, as files that last."""

import argparse
from pathlib import Path

from clearway.cli.progress import Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="a new folder, or that of an earlier export"
    )
    parser.add_argument(
        "--organisation",
        metavar="CODE",
        help="only this one, in FOLDER itself; else each in a folder of its own below it",
    )
    parser.add_argument("--zip", action="store_true", help="also as one file, FOLDER.zip")


def run(arguments: argparse.Namespace) -> int:
    """0 when all is written."""
    from clearway.web import entry

    with Progress("exporting") as progress:
        for told in entry.export_organisations(
            arguments.folder, arguments.organisation, arguments.zip, progress
        ):
            progress.close()
            print(told)
    return 0
