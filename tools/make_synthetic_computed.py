"""Makes the figures that the made-up trust computes from its made-up records.

    PYTHONPATH=src .venv/bin/python tools/make_synthetic_computed.py

Records of one trust over three years are synthesised (seeded), every patient-level measure of the change
package is computed from them by the real engine, and the trust's rows are written under the code of
the made-up trust. The same records give the same file.
"""

import tempfile
from pathlib import Path

from clearway.common.organisations import SYNTHETIC_TRUST
from clearway.common.periods import Month
from clearway.measures.definitions import definitions
from clearway.measures.engines.duckdb import run
from clearway.measures.results import Result, save_results
from clearway.records.publications import bundled_folder
from clearway.records.readers import read_records
from clearway.records.synthetic import synthesise

PREGNANCIES = 14_400  # 400 bookings a month
MONTHS = 36
LAST = Month(2025, 4)
SEED = 20250430


def computed() -> list[Result]:
    """The made-up trust's rows of the package's own measures."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "records"
        synthesise(pregnancies=PREGNANCIES, seed=SEED, out=out, months=MONTHS, last=LAST, providers=1)
        rows = run(read_records("parquet", out).connection)
    own = [
        row for row in rows if row.org_level == "provider" and not definitions()[row.measure].class_national
    ]
    return [row._replace(org_level="synthetic", org_code=SYNTHETIC_TRUST) for row in own]


if __name__ == "__main__":
    save_results(computed(), bundled_folder() / "synthetic-trust-computed.csv")
