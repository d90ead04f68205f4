"""How fast MSDS-shaped records are read, checked and made canonical: rows a second.

Run: PYTHONPATH=src .venv/bin/python benchmarks/records.py [--observations 1000000] [--submissions 24]
The made-up records are one provider's; every tenth activity has a value that a rule finds.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from clearway.records.readers import read_records

OBSERVATIONS_A_PREGNANCY = 8
_TABLES = {
    "MSD001": "SELECT 'M' || i AS LPIDMother, '' AS NHSNumberMother, '1995-05-05' AS PersonBirthDateMother "
    "FROM pregnancies",
    "MSD101": "SELECT 'P' || i AS PregnancyID, 'M' || i AS LPIDMother, day AS AntenatalAppDate, "
    "day + 210 AS EDDAgreed FROM pregnancies",
    "MSD201": "SELECT 'C' || i || '-' || k AS CareConID, 'P' || i AS PregnancyID, "
    "day + CAST(k AS INTEGER) AS CContactDate, '5' AS AttendCode FROM pregnancies, range({n}) t(k)",
    "MSD202": "SELECT 'A' || i || '-' || k AS CareActIDMother, 'C' || i || '-' || k AS CareConID, "
    "'03' AS ObsScheme, '251900003' AS ObsCode, "
    "CASE WHEN (i + k) % 10 = 0 THEN '5,2' ELSE '3' END AS ObsValue, "
    "'ppm' AS UCUMUnit FROM pregnancies, range({n}) t(k)",
}


def write(folder: Path, observations: int, submissions: int) -> int:
    """Write the submissions. Returns the number of rows below headers."""
    connection = duckdb.connect()
    pregnancies = observations // OBSERVATIONS_A_PREGNANCY
    rows = 0
    for month in range(submissions):
        place = folder / f"{2020 + month // 12}-{month % 12 + 1:02d}"
        place.mkdir()
        first = f"{place.name}-01"
        (place / "MSD000.csv").write_text(
            f"OrgIDProvider,RPStartDate,FileCreationDate,FileCreationTime\nRJ7,{first},{first},09:00:00\n"
        )
        connection.execute(
            "CREATE OR REPLACE TABLE pregnancies AS "
            "SELECT i, CAST(? AS DATE) + CAST(i % 28 AS INTEGER) AS day "
            "FROM range(?, ?) t(i)",
            [first, month * pregnancies // submissions, (month + 1) * pregnancies // submissions],
        )
        for table, sql in _TABLES.items():
            select = sql.format(n=OBSERVATIONS_A_PREGNANCY)
            connection.execute(f"COPY ({select}) TO '{place / table}.csv' (HEADER, FORMAT csv)")
            rows += int(connection.execute(f"SELECT count(*) FROM ({select})").fetchall()[0][0])
    return rows


def main() -> None:
    """Write, read three times, print the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--observations", type=int, default=1_000_000)
    parser.add_argument("--submissions", type=int, default=24)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rows = write(Path(name), arguments.observations, arguments.submissions)
        seconds = []
        for _ in range(3):
            began = time.perf_counter()
            records = read_records("msds", Path(name))
            seconds.append(time.perf_counter() - began)
        median = sorted(seconds)[1]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        found = sum(count.count for count in records.report.counts)
        sys.stdout.write(f"{rows:,} rows with {arguments.observations:,} observations, {found:,} findings\n")
        sys.stdout.write(f"{median:.2f} s: {rows / median:,.0f} rows a second; peak memory {peak:.2f} GiB\n")


if __name__ == "__main__":
    main()
