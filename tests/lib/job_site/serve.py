"""Serves the site on a port as `./clearway up` does once the database is made."""

import sys

from clearway.web import entry

if __name__ == "__main__":
    entry.serve(f"127.0.0.1:{sys.argv[1]}")
