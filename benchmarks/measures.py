"""How fast are all measures at all levels? Run: PYTHONPATH=src .venv/bin/python benchmarks/measures.py

Made-up England of several sizes, each way in a process of its own, one after the other in one run. Ways:
the bare scan of the columns the engine needs; the engine (one pass, by batches of providers); all measures
from a built pathway; measure by measure from the records; pandas as an analyst would write it (all of the
measures and levels, smaller sizes); Spark on this machine. Ways that compute the same are checked to give
the same counts.

  --sizes 60000,600000   how many pregnancies; --nation adds 6,000,000 (ten years)
  --ways ...             which ways; --data DIR keeps the made-up records (0.7 GB for the nation) for the
                         next run
"""

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import ibis
import ibis.expr.types as ir
import measures_in_pandas
from measures_aims import NATION, judge

from clearway.measures.compile import compile_queries, measure_rows
from clearway.measures.computation import results
from clearway.measures.computed import computed_measures
from clearway.measures.engine import canonical_tables
from clearway.measures.engines import duckdb as engine
from clearway.measures.engines import spark
from clearway.measures.results import Result
from clearway.pathway import NUMBER, default_settings, pathway, steps
from clearway.records.contracts import contract
from clearway.records.readers import read_records
from clearway.records.synthetic import synthesise

MOST_FOR_PANDAS = 600_000
MOST_MEASURE_BY_MEASURE = 600_000
Told = dict[str, object]

NEEDED = {
    "pregnancies": contract("pregnancies").column_names,
    "contacts": ("provider", "pregnancy_id", "contact_date", "attended"),
    "activities": contract("activities").column_names,
    "births": ("provider", "pregnancy_id", "birth_date", "outcome"),
    "labours": ("provider", "pregnancy_id", "onset_date", "caesarean_date"),
    "referrals": contract("referrals").column_names,
    "quit_attempts": contract("quit_attempts").column_names,
}


def digest(rows: list[Result]) -> str:
    """The counts of the trusts, by which ways are compared."""
    counted = sorted(
        (r.measure, r.component, r.org_code, r.period, r.numerator, r.denominator)
        for r in rows
        if r.org_level == "provider" and r.numerator is not None
    )
    return hashlib.sha256(repr(counted).encode()).hexdigest()[:12]


_TOUCH = {
    "text": "sum(strlen({0}))",
    "date": "sum({0} - DATE '2000-01-01')",
    "boolean": "sum(CAST({0} AS INTEGER))",
    "integer": "sum({0})",
    "number": "sum({0})",
}
"""Cheap sums that have to read each value; a count may be answered from the statistics of the file."""


class Clock:
    """Seconds that have passed, and seconds of processor that this process took for them."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def read(self, name: str) -> Told:
        """Both since the start, by the name of what was done."""
        passed, worked = time.perf_counter() - self._began[0], time.process_time() - self._began[1]
        return {name: passed, f"{name} cpu": worked}


def scan(folder: Path) -> Told:
    """Read every value of the columns that the engine needs, and nothing else."""
    connection = read_records("parquet", folder).connection
    clock = Clock()
    for table, columns in NEEDED.items():
        touched = ", ".join(_TOUCH[contract(table).column(c).type].format(c) for c in columns)
        connection.execute(f"SELECT {touched} FROM {table}").fetchall()
    return clock.read("scan")


def one_pass(folder: Path) -> Told:
    """The engine as the command runs it."""
    connection = read_records("parquet", folder).connection
    clock = Clock()
    rows = engine.run(connection)
    return clock.read("one-pass") | {"rows": len(rows), "digest": digest(rows)}


def from_pathway(folder: Path) -> Told:
    """All measures from a built pathway, and the bare scan of it; first the statements have to be written."""
    connection = read_records("parquet", folder).connection
    computation = engine.prepare(connection)
    clock = Clock()
    rows = results(computation)
    told = clock.read("from-pathway") | {"digest": digest(rows)}
    clock = Clock()
    results(computation)
    told |= clock.read("pathway-again")
    kinds = {"string": "text", "date": "date", "boolean": "boolean"}
    columns = ", ".join(
        _TOUCH[kinds.get(str(kind).lower(), "integer")].format(name)
        for name, kind in computation.pathway.schema().items()
    )
    clock = Clock()
    connection.execute(f"SELECT {columns} FROM pathway").fetchall()
    return told | clock.read("scan-pathway")


def by_measure(folder: Path) -> Told:
    """Each measure on its own from the records, nothing kept between them; trusts only."""
    connection = read_records("parquet", folder).connection
    holder, settings = engine.DuckDB(connection), default_settings()
    latest = connection.execute("SELECT max(period_end) FROM submissions").fetchall()[0][0]
    clock = Clock()

    def keep(name: str, table: ir.Table, *, numbered: bool = False) -> ir.Table:
        """Only what has to be numbered is stored: it has to have the same numbers wherever it is used."""
        if not numbered:
            return table
        holder.store(name, table, *NUMBER)
        return ibis.table(dict(table.schema().items()) | dict.fromkeys(NUMBER, "int64"), name=name)

    for measure in (m for m in computed_measures() if not m.internal):
        tables = canonical_tables()
        done = steps(tables, settings, keep)
        rows = measure_rows(tables, pathway(tables, settings, done), done, settings)
        for query in compile_queries(rows, latest, settings, (measure,)):
            holder.fetch(query.expression)
    return clock.read("by-measure")


def in_pandas(folder: Path) -> Told:
    """All measures at all levels in pandas, checked against the engine after the clock has stopped."""
    clock = Clock()
    counted = measures_in_pandas.measures(folder)
    measures_in_pandas.levels(counted, folder)
    told = clock.read("pandas") | {"memory": memory()}
    mine = {
        (measure, component, provider, month.strftime("%Y-%m")): (int(above), int(below))
        for (measure, component), counts in counted.items()
        for (provider, month), above, below in counts.itertuples()
    }
    rows = engine.run(read_records("parquet", folder).connection)
    differ = {
        row.measure
        for row in rows
        if row.org_level == "provider" and row.numerator is not None
        and mine.get((row.measure, row.component, row.org_code, row.period), (0, 0))
        != (row.numerator, row.denominator or 0)
    }  # fmt: skip
    return told | {"differ": sorted(differ)}


def on_spark(folder: Path) -> Told:
    """Spark in local mode with two cores; its start is told apart."""
    began = time.perf_counter()
    with spark.running() as session:
        started = time.perf_counter()
        rows = spark.run(session, folder)
        done = time.perf_counter()
        java = Path(f"/proc/{session._jvm.java.lang.ProcessHandle.current().pid()}/status")
        peak = next(
            int(line.split()[1]) for line in java.read_text().splitlines() if line.startswith("VmHWM")
        )
    return {
        "spark": done - started,
        "spark-start": started - began,
        "memory": memory() + peak / 2**20,
        "digest": digest(rows),
    }


WAYS: dict[str, Callable[[Path], Told]] = {
    "scan": scan,
    "one-pass": one_pass,
    "from-pathway": from_pathway,
    "by-measure": by_measure,
    "pandas": in_pandas,
    "spark": on_spark,
}
TOO_LONG = {"by-measure": MOST_MEASURE_BY_MEASURE, "pandas": MOST_FOR_PANDAS}


def memory() -> float:
    """Most memory of this process and its ended children so far, in GiB."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return (own.ru_maxrss + children.ru_maxrss) / 2**20


def child(way: str, folder: Path) -> Told:
    """One way in a process of its own."""
    asked = [sys.executable, __file__, "--child", way, "--data", str(folder)]
    ended = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        return {"failed": (ended.stderr.strip().splitlines() or ["no word"])[-1]}
    told: Told = json.loads(ended.stdout.splitlines()[-1])
    return told


def made(place: Path, size: int) -> Path:
    """The records of a size, made when they are not there yet."""
    folder = place / f"pregnancies-{size}"
    if not (folder / "organisations.parquet").exists():
        began = time.perf_counter()
        rows = synthesise(pregnancies=size, seed=1, out=folder)
        taken = time.perf_counter() - began
        print(
            f"  made {sum(rows.values()):,} rows ({rows['activities']:,} coded) in {taken:.0f} s", flush=True
        )
    return folder


def measured(folder: Path, size: int, ways: list[str]) -> dict[str, float]:
    """Run the ways and print a table; seconds by name."""
    seconds: dict[str, float] = {}
    digests: dict[str, object] = {}
    print(f"  {'way':14} {'seconds':>9} {'x scan':>8} {'processor':>10} {'x scan':>8} {'GiB':>6}")
    for way in ways:
        if size > TOO_LONG.get(way, size):
            print(f"  {way:14} left out above {TOO_LONG[way]:,}: it takes too long or too much memory")
            continue
        told = child(way, folder)
        if "failed" in told:
            print(f"  {way:14} failed: {told['failed']}")
            continue
        for name, value in told.items():
            if isinstance(value, float) and name != "memory":
                seconds[name] = value
        for name in (name for name, value in told.items() if isinstance(value, float)):
            if name != "memory" and not name.endswith(" cpu"):
                print(f"  {name:14} {_beside(seconds, name)} {told['memory']:6.2f}", flush=True)
        if told.get("differ"):
            print(f"  {way}: DIFFERS from the engine in {', '.join(map(str, told['differ']))}")  # type: ignore[call-overload]
        if "digest" in told:
            digests[way] = told["digest"]
        if way == "one-pass":
            seconds["memory"] = float(str(told["memory"]))
    if len(digests) > 1:
        same = len(set(digests.values())) == 1
        print(f"  {' and '.join(digests)}: {'the same rows' if same else 'ROWS DIFFER'}")
    return seconds


def _beside(seconds: dict[str, float], name: str) -> str:
    """Seconds and their ratio to the scan; the same for seconds of processor."""

    def told(name: str, scan: str, width: int) -> str:
        if name not in seconds:
            return " " * (width + 9)
        ratio = f"{seconds[name] / seconds[scan]:8.1f}" if scan in seconds else " " * 8
        return f"{seconds[name]:{width}.2f} {ratio}"

    return f"{told(name, 'scan', 9)} {told(f'{name} cpu', 'scan cpu', 10)}"


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="60000,600000")
    parser.add_argument("--nation", action="store_true")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--child", choices=tuple(WAYS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        told = WAYS[asked.child](asked.data)
        print(json.dumps({"memory": memory()} | told))
        return
    sizes = [int(text) for text in asked.sizes.split(",") if text] + [NATION] * asked.nation
    found: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="clearway-benchmark-") as scratch:
        for size in sizes:
            load, cores = os.getloadavg()[0], os.cpu_count()
            print(f"{size:,} pregnancies (load {load:.1f} on {cores} cores)", flush=True)
            found[size] = measured(made(asked.data or Path(scratch), size), size, asked.ways.split(","))
    judge(found)


if __name__ == "__main__":
    main()
