"""Finds the noun's module, hands it the arguments, and turns errors for people into one line."""

import argparse
import importlib
import keyword
import sys
from collections.abc import Sequence
from types import ModuleType

from clearway import __version__
from clearway.common.errors import ClearwayError

EXIT_FOR_PEOPLE = 2
EXIT_INTERRUPTED = 130
STOPPED_IN_A_QUERY = "Query interrupted"
"""What DuckDB says of Ctrl-C, instead of passing it on."""

# Noun, and what its help line says. The order is the order of the help text.
NOUNS = {
    "up": "make the database, load what is bundled, serve the site",
    "package": "the change package: list, show, check, import",
    "publication": "published statistics: import",
    "people": "who may do what: invite, list, end, first-administrator",
    "returns": "figures of a trust's months: export, import (ADX, FHIR, CSV)",
    "audit": "the change log and the access log: check, anchor, export",
    "jobs": "work in the background: do it, list, cancel, schedule",
    "measures": "the measures: list, show, run on records",
    "export": "everything that is kept of an organisation, as files that last",
    "import": "an organisation that was exported from another site",
    "demonstration": "the made-up collaborative as files: make, load",
    "manage": "Django management commands, for developers",
    "organisations": "trusts, sites, ICBs and regions: show, search",
    "records": "maternity records: check, import, template, synthesise",
    "spc": "run charts and control charts from a file",
    "funnel": "compare organisations on a funnel plot from a file",
}


def module_of(noun: str) -> ModuleType:
    """The module of a noun; one that is a word of Python, as `import`, has an underscore after it."""
    return importlib.import_module(f"clearway.cli.{noun}{'_' if keyword.iskeyword(noun) else ''}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clearway", description="Clearway: smoke-free pregnancies.")
    parser.add_argument("--version", action="version", version=f"clearway {__version__}")
    parser.add_argument(
        "noun", choices=list(NOUNS), metavar="NOUN", help="; ".join(f"{n}: {h}" for n, h in NOUNS.items())
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _run(argv: Sequence[str]) -> int:
    chosen = _parser().parse_args(argv)
    module = module_of(chosen.noun)
    parser = argparse.ArgumentParser(prog=f"clearway {chosen.noun}", description=NOUNS[chosen.noun])
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(chosen.rest)))


def _stopped() -> int:
    print("clearway: stopped; nothing is half done", file=sys.stderr)
    return EXIT_INTERRUPTED


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 2 something a person can mend."""
    try:
        return _run(argv)
    except ClearwayError as error:
        print(f"clearway: {error}", file=sys.stderr)
        return EXIT_FOR_PEOPLE
    except KeyboardInterrupt:
        return _stopped()
    except RuntimeError as error:
        if str(error) != STOPPED_IN_A_QUERY:
            raise
        return _stopped()
    except BrokenPipeError:
        sys.stderr.close()  # the reader (head, less) went away; that is no fault
        return 0
