"""How fast FHIR R4 is read: resources a second of CPU, and what of it is parsing JSON, mapping, the rest.

Run: PYTHONPATH=src .venv/bin/python benchmarks/fhir.py [--pregnancies 5000] [--form ndjson|bundle]
The made-up records are written as one Bundle a provider, or as NDJSON, one resource a line.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from clearway.records.fhir import Entry, bundles, documents, entries, read_resource
from clearway.records.readers import read_records
from clearway.records.synthetic import synthesise


def write(folder: Path, pregnancies: int, form: str) -> None:
    """Made-up records of England's shape as FHIR files."""
    made = folder / "made-up"
    synthesise(pregnancies=pregnancies, seed=1, out=made, form="parquet")
    (folder / "fhir").mkdir()
    for provider, bundle in bundles(read_records("parquet", made).connection):
        if form == "bundle":
            (folder / "fhir" / f"{provider}.json").write_text(json.dumps(bundle), encoding="utf-8")
            continue
        with (folder / "fhir" / f"{provider}.ndjson").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(entry["resource"]) + "\n" for entry in bundle["entry"])


def main() -> None:
    """Write, take each part alone, then all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pregnancies", type=int, default=5_000)
    parser.add_argument("--form", choices=("ndjson", "bundle"), default="bundle")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), arguments.pregnancies, arguments.form)
        folder = Path(name) / "fhir"
        size = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
        clock = [time.process_time()]
        count = sum(1 for document in documents(folder) for _ in entries(document))
        clock.append(time.process_time())
        for document in documents(folder):
            for entry in entries(document):
                if isinstance(entry, Entry):
                    read_resource(entry.resource, entry.identity, entry.scope)
        clock.append(time.process_time())
        records = read_records("fhir", folder)
        clock.append(time.process_time())
    parsing, both, whole = (after - before for before, after in pairwise(clock))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    found = sum(row_count.count for row_count in records.report.counts)
    parts = (("parsing JSON", parsing), ("and mapping", both), ("and staging, linking, checking", whole))
    sys.stdout.write(f"{count:,} resources, {size:,.0f} MiB as {arguments.form}, {found:,} findings\n")
    for part, seconds in parts:
        sys.stdout.write(f"{part}: {seconds:.2f} s of CPU, {count / seconds:,.0f} resources a second\n")
    sys.stdout.write(f"peak memory {peak:.2f} GiB, writing included\n")


if __name__ == "__main__":
    main()
