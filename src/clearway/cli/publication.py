"""`./clearway publication import FILE...`: published statistics into the value table."""

import argparse
from pathlib import Path

from clearway.cli.progress import Progress

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    imports = verbs.add_parser("import", help="read files of published statistics and add their figures")
    imports.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or XLSX as published")
    imports.add_argument(
        "--status", choices=("provisional", "final"), help="overrides what the file name says"
    )
    imports.add_argument(
        "--all-findings", action="store_true", help=f"show every finding, not the first {SHOWN}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Import each file, all of it or nothing, and say what was found. 0 when every file was read."""
    for path in arguments.files:
        import_one(path, arguments.status, None if arguments.all_findings else SHOWN)
    return 0


def import_one(path: Path, status: str | None = None, shown: int | None = SHOWN) -> None:
    """Add the figures of one file to the value table of the site, and say what came of it.

    `shown` is how many findings are told, None for all. Raises ClearwayError when nothing can be used.
    """
    from clearway.web import entry

    entry.make_database(lambda text: None)
    with Progress(f"importing {path.name}") as progress:
        result = entry.import_file(path, progress=progress, status=status)
    if result.already:
        print(f"{path.name}: imported before; nothing changed")
    else:
        print(
            f"{path.name}: {result.new} new, {result.unchanged} unchanged, {result.restated} restated, "
            f"{result.older} older than the final figures held"
        )
    for finding in result.findings[:shown]:
        print(f"  {finding}")
    if shown is not None and len(result.findings) > shown:
        print(f"  ... and {len(result.findings) - shown} more: add --all-findings to see them")
