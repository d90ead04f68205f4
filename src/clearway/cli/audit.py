"""`./clearway audit check|anchor|export`: are the logs what was written, and how they leave the site."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from clearway.cli.progress import Progress
from clearway.common.files import write_whole

EXIT_BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    code = "an organisation's code, or 'instance' for what belongs to none"
    check = verbs.add_parser("check", help="walk the logs and name the first event that does not fit")
    check.add_argument("--organisation", metavar="CODE", help=f"only this log: {code}")
    check.add_argument(
        "--against",
        type=Path,
        metavar="FILE",
        help="compare with heads or an export (JSON lines) kept elsewhere",
    )
    anchor = verbs.add_parser(
        "anchor", help="note the heads of all change logs; keep what it prints elsewhere"
    )
    anchor.add_argument("--out", type=Path, metavar="FILE", help="write a file instead of printing")
    export = verbs.add_parser("export", help="a log as JSON lines, which anybody can check, or as CSV")
    export.add_argument("--organisation", metavar="CODE", required=True, help=code)
    export.add_argument("--log", choices=("changes", "accesses"), default="changes")
    export.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")
    export.add_argument("--out", type=Path, metavar="FILE", help="write a file instead of printing")


def run(arguments: argparse.Namespace) -> int:
    """0 when done and all fits, 1 when a log is broken."""
    from clearway.web import entry

    if arguments.verb == "anchor":
        return _give(entry.anchor_logs(), arguments.out)
    if arguments.verb == "export":
        return _give(entry.export_log(arguments.organisation, arguments.log, arguments.format), arguments.out)
    progress = Progress("checking the logs")
    broken = False
    for fits, line in entry.check_logs(arguments.organisation, arguments.against, progress):
        progress.close()
        print(line)
        broken = broken or not fits
    return EXIT_BROKEN if broken else 0


def _give(lines: Iterable[str], out: Path | None) -> int:
    if out is None:
        sys.stdout.writelines(lines)
    else:
        write_whole({out: "".join(lines)})
        print(f"{out} written")
    return 0
