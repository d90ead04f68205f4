"""`clearway organisations`: show one, search by name, list a level."""

import argparse
import csv
import sys
from collections.abc import Sequence

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Directory, Level, Organisation, directory

_COLUMNS = ("code", "name", "level", "parent", "opened", "closed", "successor")
_COLUMNS_OF_PLACE = ("latitude", "longitude", "ons_code")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verbs show, search and list."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    levels = [str(level) for level in Level]
    show = verbs.add_parser("show", help="all that is known of one organisation")
    show.add_argument("code", help="ODS or ONS code, such as R1H, QMF, Y56 or ENG")
    search = verbs.add_parser("search", help="find organisations by code or by words of their name")
    search.add_argument("text", nargs="+", help="a code, or words in any order")
    search.add_argument("--level", choices=levels, help="only organisations of this level")
    search.add_argument("--limit", type=int, default=20, help="at most so many (20)")
    listing = verbs.add_parser("list", help="every organisation of a level")
    listing.add_argument("--level", choices=levels, required=True)
    listing.add_argument("--format", choices=["text", "csv"], default="text")


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says; 0 when done. Raises ClearwayError for a code or name that is not known."""
    known = directory()
    if arguments.verb == "show":
        _show(known, known.get(arguments.code))
    elif arguments.verb == "search":
        _search(known, " ".join(arguments.text), arguments.level, arguments.limit)
    else:
        chosen = sorted((o for o in known if o.level == arguments.level), key=lambda o: o.code)
        _write_csv(chosen) if arguments.format == "csv" else _write_lines(chosen)
    return 0


def _search(known: Directory, text: str, level: str | None, limit: int) -> None:
    if limit < 1:
        raise ClearwayError(f"--limit {limit} shows nothing", mend="Give a number from 1")
    found = known.search(text, [level] if level else None, limit + 1)
    if not found:
        raise ClearwayError(
            f"No organisation has '{text}' as its code or in its name", mend="Try fewer or shorter words"
        )
    _write_lines(found[:limit])
    if len(found) > limit:
        print(f"There are more than {limit}; add a word, --level or --limit.")


def _show(known: Directory, organisation: Organisation) -> None:
    lines = {
        "code": organisation.code,
        "name": organisation.name,
        "level": str(organisation.level),
        "belongs to": "; ".join(_named(above) for above in known.ancestors(organisation.code)),
        "opened": _text(organisation.opened),
        "closed": _text(organisation.closed),
        "successor": _named(known.get(organisation.successor)) if organisation.successor else "",
        "has": _below(known, organisation),
        "ONS code": organisation.ons_code,
        "place": _place(organisation),
        "named in": organisation.source,
    }
    for label, value in lines.items():
        if value:
            print(f"{label + ':':<12}{value}")


def _below(known: Directory, organisation: Organisation) -> str:
    """How many there are of each level directly below it, and of trusts below regions and the nation."""
    children = known.children(organisation.code)
    counts = {level: sum(child.level is level for child in children) for level in Level}
    if organisation.level in (Level.NATIONAL, Level.REGION):
        counts[Level.PROVIDER] = len(known.providers(organisation.code))
    return ", ".join(f"{level} {count}" for level, count in counts.items() if count)


def _place(organisation: Organisation) -> str:
    if organisation.latitude is None or organisation.longitude is None:
        return ""
    return f"{organisation.latitude}, {organisation.longitude}"


def _named(organisation: Organisation) -> str:
    return f"{organisation.code} {organisation.name}"


def _write_lines(organisations: Sequence[Organisation]) -> None:
    for organisation in organisations:
        closed = f", closed {organisation.closed}" if organisation.closed else ""
        print(f"{organisation.code}\t{organisation.name} ({organisation.level}{closed})")


def _write_csv(organisations: Sequence[Organisation]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    columns = (*_COLUMNS, *_COLUMNS_OF_PLACE)
    writer.writerow(columns)
    writer.writerows([_text(getattr(o, column)) for column in columns] for o in organisations)


def _text(value: object) -> str:
    return "" if value is None else str(value)
