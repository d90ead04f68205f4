"""`clearway package`: list, show, check and import driver diagrams and change packages."""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from clearway.common.errors import ClearwayError
from clearway.common.findings import Severity, errors
from clearway.package.loader import check_package, load_package, save_package, shipped_packages
from clearway.package.model import Package
from clearway.package.table import COLUMNS, records
from clearway.package.text import describe, number, summary

EXIT_DONE = 0
EXIT_FOR_PEOPLE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="the packages and what they hold")
    listing.add_argument("--format", choices=("text", "csv", "json"), default="text")
    show = verbs.add_parser("show", help="a package, driver, change idea, measure or reference")
    show.add_argument("id", metavar="ID", help="an id, or PACKAGE/ID where packages share one")
    for verb in (listing, show):
        verb.add_argument(
            "--folder",
            type=Path,
            action="append",
            default=[],
            metavar="DIR",
            help="read the package in this folder instead of those that come with Clearway",
        )
    check = verbs.add_parser("check", help="everything that is wrong with the package in a folder")
    check.add_argument("path", type=Path, metavar="PATH", help="the folder that holds package.yaml")
    reading = verbs.add_parser("import", help="make a package from a published document")
    reading.add_argument("document", type=Path, metavar="DOCUMENT", help="the document as text or Markdown")
    reading.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write")
    reading.add_argument(
        "--id", metavar="ID", help="the id of the new package; left out, it is made from the title"
    )
    reading.add_argument("--force", action="store_true", help="write over the package that is in the folder")


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says; 0 done, 2 where a package has errors."""
    verbs: Mapping[str, Callable[[argparse.Namespace], int]] = {
        "list": _list,
        "show": _show,
        "check": _check,
        "import": _import,
    }
    return verbs[arguments.verb](arguments)


def _packages(folders: list[Path]) -> list[Package]:
    return [load_package(folder) for folder in folders] or list(shipped_packages().values())


def _list(arguments: argparse.Namespace) -> int:
    packages = _packages(arguments.folder)
    if arguments.format == "text":
        print("\n\n".join(summary(package) for package in packages))
        print("\nSee one: clearway package show ID. Everything: clearway package list --format csv")
        return EXIT_DONE
    table = [record for package in packages for record in records(package)]
    if arguments.format == "json":
        print(json.dumps(table, indent=2, ensure_ascii=False))
        return EXIT_DONE
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in table:
        writer.writerow({key: _cell(value) for key, value in record.items()})
    return EXIT_DONE


def _cell(value: object) -> object:
    # The words that JSON has too, so that both forms filter alike.
    return str(value).lower() if isinstance(value, bool) else value


def _show(arguments: argparse.Namespace) -> int:
    print(describe(arguments.id, _packages(arguments.folder)))
    return EXIT_DONE


def _check(arguments: argparse.Namespace) -> int:
    found = check_package(arguments.path)
    for finding in found:
        print(finding)
    wrong = len(errors(found))
    if wrong:
        print(
            f"{number(wrong, 'error')}, {number(len(found) - wrong, 'warning')}; the package cannot be used"
        )
        return EXIT_FOR_PEOPLE
    print(summary(load_package(arguments.path)))
    print(f"no errors, {number(len(found), 'warning')}")
    return EXIT_DONE


def _import(arguments: argparse.Namespace) -> int:
    # Read only for this verb: the others need no reader of documents.
    from clearway.package.importer import import_document

    out: Path = arguments.out
    if out.is_dir() and any(out.iterdir()) and not arguments.force:
        mend = "Name another folder, or write over the package in it with --force."
        raise ClearwayError("the folder is not empty", where=str(out), mend=mend)
    report = import_document(arguments.document, package_id=arguments.id)
    save_package(report.package, out, replace=arguments.force)
    print(f"read package {report.package.id}: {report.package.title}")
    for kind, count in report.placed.items():
        print(f"  {count:4} {kind.replace('_', ' ')}")
    notes = [finding for finding in report.unplaced if finding.severity is Severity.NOTE]
    looks = [finding for finding in report.unplaced if finding not in notes]
    for found, said in ((looks, "to look at"), (notes, "left out, with nothing to mend")):
        print(f"{number(len(found), 'line')} {said}")
        for finding in found:
            print(f"  {finding}")
    print(f"Written to {out}. See: clearway package check {out}")
    return EXIT_DONE
