"""`./clearway up`: from nothing to a served site, safe to repeat."""

import argparse
import os
import socket
import time

from clearway.common.errors import ClearwayError

HOST = "127.0.0.1"
PORT = 8000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--port", type=int, default=PORT, help=f"port on {HOST} (default {PORT})")
    parser.add_argument("--no-serve", action="store_true", help="prepare everything, then stop")


def run(arguments: argparse.Namespace) -> int:
    """Make the database, load what is bundled, then serve until Ctrl-C."""
    address = f"http://{HOST}:{arguments.port}"
    # Links in messages and on posters lead here; the settings read it when they are loaded.
    os.environ.setdefault("CLEARWAY_ADDRESS", address)
    from clearway.web import entry

    if not arguments.no_serve:
        _check_port(arguments.port)
    began = time.monotonic()
    entry.make_database(_say)
    entry.import_bundled(_say)
    entry.make_people(_say)
    _say(f"ready after {time.monotonic() - began:.0f} s")
    if arguments.no_serve:
        return 0
    print(
        f"""
  Clearway is at  {address}/
    driver diagram             {address}/
    is the aim being met?      {address}/aim/
    compare trusts             {address}/measures/cqim-smoking-booking/
    one trust                  {address}/organisations/
    a full chart (made-up data) {address}/organisations/SYNTH/
    API                        {address}/api/v1/docs

  Content and published figures are open. To change something, sign in as one of the made-up people of the
  demonstration: {address}/demonstration/
    trust lead, improvement lead, midwife, contributor, adviser, board champion and reader of one trust;
    the lead of another trust; two LMNS leads; a region lead; an administrator; a national analyst
  They need no password, so it answers this computer only.
  Stop it with Ctrl-C.
""",
        flush=True,
    )
    entry.serve(f"{HOST}:{arguments.port}")
    return 0


def _say(text: str) -> None:
    print(f"clearway: {text}", flush=True)


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ClearwayError(
                f"port {port} is in use",
                mend=f"Stop what uses it, or choose another: ./clearway up --port {port + 1}",
            ) from error
