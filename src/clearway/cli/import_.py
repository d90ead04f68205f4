"""`./clearway import FOLDER`: an organisation that was exported from another site, all of it or nothing."""

import argparse
from pathlib import Path

from clearway.cli.progress import Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="what 'export' made: a folder or a ZIP file"
    )
    parser.add_argument(
        "--people",
        action="store_true",
        help="make the accounts and give the roles that the export names; without it they are listed",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 when all is imported."""
    from clearway.web import entry

    with Progress("importing") as progress:
        for told in entry.import_organisation(arguments.folder, arguments.people, progress):
            progress.close()
            print(told)
    return 0
