"""`./clearway manage ...`: Django's own management commands, for developers."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is passed on."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER)


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    from clearway.web import entry

    entry.manage(arguments.arguments)
    return 0
