"""Makes the figures that the made-up trust computes from its made-up records.

    PYTHONPATH=src .venv/bin/python tools/make_synthetic_computed.py

Records of one trust over three years are synthesised (seeded), every patient-level measure of the change
package is computed from them by the real engine, and the trust's rows are written under the code of
the made-up trust, with the stamp of the computation beside them. The same records give the same file.
"""

import tempfile
from importlib.metadata import version
from pathlib import Path

from clearway.common.organisations import SYNTHETIC_TRUST
from clearway.common.periods import Month
from clearway.common.stamps import Stamp, stamp_path
from clearway.measures.computation import results
from clearway.measures.definitions import definitions
from clearway.measures.engines.duckdb import begin
from clearway.measures.results import Result, save_results
from clearway.measures.stamps import stamp_of
from clearway.records.fingerprints import data_version
from clearway.records.publications import bundled_folder
from clearway.records.readers import read_records
from clearway.records.synthetic import synthesise

PREGNANCIES = 14_400  # 400 bookings a month
MONTHS = 36
LAST = Month(2025, 4)
SEED = 20250430


def computed() -> tuple[list[Result], Stamp]:
    """The made-up trust's rows of the package's own measures, and how they were computed."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "records"
        synthesise(pregnancies=PREGNANCIES, seed=SEED, out=out, months=MONTHS, last=LAST, providers=1)
        connection = read_records("parquet", out).connection
        begun = begin(connection)
        rows = results(begun)
        engine = f"duckdb {version('duckdb')}"
        stamp = stamp_of(begun.coverage, begun.as_of, engine=engine, data=data_version(connection))
    own = [
        row for row in rows if row.org_level == "provider" and not definitions()[row.measure].class_national
    ]
    named = [row._replace(org_level="synthetic", org_code=SYNTHETIC_TRUST) for row in own]
    (newest,) = stamp.submissions.newest.values()
    read = stamp.submissions.model_copy(update={"newest": {SYNTHETIC_TRUST: newest}})
    return named, stamp.model_copy(update={"submissions": read})


if __name__ == "__main__":
    target = bundled_folder() / "synthetic-trust-computed.csv"
    figures, how = computed()
    save_results(figures, target)
    stamp_path(target).write_text(how.for_file(target.read_bytes()).text(), encoding="utf-8")
