"""`./clearway returns export|import`: the figures of an organisation's months as ADX, FHIR or CSV."""

import argparse
import sys
from pathlib import Path

from clearway.common.files import write_whole

FORMATS = ("adx", "fhir", "fhir-lines", "csv")
EXIT_REFUSED = 1
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    export = verbs.add_parser("export", help="what is held of what was owed, as one file")
    export.add_argument("--from", dest="first", required=True, metavar="MONTH", help="first month, 2026-04")
    export.add_argument(
        "--to", dest="last", metavar="MONTH", help="last month; the first where it is left out"
    )
    export.add_argument("--out", type=Path, metavar="FILE", help="write a file instead of printing")
    imports = verbs.add_parser("import", help="figures from a file: all that differ are saved, or none")
    imports.add_argument("file", type=Path, metavar="FILE")
    imports.add_argument("--by", required=True, metavar="NAME", help="who answers for it, for the change log")
    imports.add_argument("--dry-run", action="store_true", help="say what would change, and keep nothing")
    imports.add_argument(
        "--all-findings", action="store_true", help=f"show every finding, not the first {SHOWN}"
    )
    for verb in (export, imports):
        verb.add_argument("--organisation", metavar="CODE", required=True, help="a trust's code")
        verb.add_argument("--format", choices=FORMATS, required=True)


def run(arguments: argparse.Namespace) -> int:
    """0 when done, 1 when the file was refused and nothing was kept."""
    from clearway.web import entry

    if arguments.verb == "export":
        last = arguments.last or arguments.first
        document = entry.export_figures(arguments.organisation, arguments.format, arguments.first, last)
        if arguments.out is None:
            sys.stdout.write(document)
        else:
            write_whole({arguments.out: document})
            print(f"{arguments.out} written")
        return 0
    counts, findings, refused = entry.import_figures(
        arguments.organisation, arguments.format, arguments.file, by=arguments.by, dry_run=arguments.dry_run
    )
    shown = None if arguments.all_findings else SHOWN
    for finding in findings[:shown]:
        print(f"  {finding}")
    if shown is not None and len(findings) > shown:
        print(f"  ... and {len(findings) - shown} more: add --all-findings to see them")
    kept = "nothing was kept" if refused or arguments.dry_run else "saved"
    print(f"{arguments.file.name}: {counts}; {kept}")
    return EXIT_REFUSED if refused else 0
