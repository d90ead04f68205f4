"""How long a file of 10,000 rows takes: read, reviewed with the rules of typed figures, kept, imported.

Run: PYTHONPATH=src:. .venv/bin/python benchmarks/uploads.py [--rows 10000]
On a SQLite database in a folder of its own. Rows are of three kinds: what a month can hold (new), malformed
ones of every kind the tests know, and ones that nobody filled in.
"""

import argparse
import os
import tempfile
import time


def main() -> None:
    """Make a database, give three files, print seconds and rows a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "CLEARWAY_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "clearway.web.config.settings.embedded",
        }
        os.environ.pop("CLEARWAY_DATABASE_URL", None)
        from clearway.web import entry

        entry.start()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(rows)


def measure(rows: int) -> None:
    """Each file through the job that a worker would do."""
    from tests.lib import malformed, uploading

    from clearway.web.audit.models import Person
    from clearway.web.jobs import running
    from clearway.web.returns.choices import choose

    by = Person(name="Ben Chmark", via="benchmark", key="bench")
    month, known = uploading.last_month(), uploading.trust()
    blanks = [("staff-trained-subject", f"subject {number}") for number in range(rows)]
    choose(
        organisation=known,
        period=month,
        drivers=("identification", "learn-harm", "culture-capability"),
        measures=(),
        by=by,
        parameters=blanks,
    )
    new = [uploading.row(name, 80 + n % 7, parameter=text) for n, (name, text) in enumerate(blanks)]
    empty = [{**one, "numerator": "", "denominator": ""} for one in new]
    files = {
        "new figures": uploading.csv_file(new),
        "malformed": malformed.file_of(rows)[0],
        "left blank": uploading.csv_file(empty),
    }
    for name, data in files.items():
        upload = uploading.give(by, data, f"{name}.csv")
        began = time.perf_counter()
        running.attempt(str(upload.run_id))
        tell(f"{name}: read and reviewed", rows, began)
        if name == "new figures":
            upload.refresh_from_db()
            done = uploading.approve(upload, by)
            began = time.perf_counter()
            running.attempt(str(done.run_id))
            tell(f"{name}: imported", rows, began)


def tell(what: str, rows: int, began: float) -> None:
    """One line."""
    took = time.perf_counter() - began
    print(f"{what:32} {rows:>7,} rows {took:8.2f} s {rows / took:>10,.0f} rows/s")


if __name__ == "__main__":
    main()
