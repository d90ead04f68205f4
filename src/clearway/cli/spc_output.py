"""The files that `clearway spc` writes; the columns are a contract with other programs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from clearway.cli.progress import Progress
from clearway.spc import Table
from clearway.spc.pictures import control_chart, to_svg

POINTS = [
    "series",
    "date",
    "value",
    "phase",
    "centre",
    "lower",
    "upper",
    "near_lower",
    "near_upper",
    "rules",
    "type",
]
SUMMARY = [
    "series",
    "chart",
    "profile",
    "n",
    "variation",
    "assurance",
    "longest_run",
    "longest_run_max",
    "crossings",
    "crossings_min",
    "runs_signal",
    "text",
]
LOOK = ["rank", "series", "p", "q", "variation"]


def points_file(table: Table, dates: Sequence[str]) -> str:
    """One row a point, in order of series and time; dates as they were written."""
    points = table.judged.points
    figures = (points.value, points.centre, points.lower, points.upper, points.near_lower, points.near_upper)
    value, *lines = (list(map(_figure, column.tolist())) for column in figures)
    where = zip(points.code.tolist(), points.position.tolist(), points.phase.tolist(), strict=True)
    types = table.types
    rows = (
        [
            table.names[code],
            dates[position],
            value[place],
            phase + 1,
            *(line[place] for line in lines),
            ";".join(table.rules_at(place)),
            types[place],
        ]
        for place, (code, position, phase) in enumerate(where)
    )
    return _table(POINTS, rows)


def summary_file(table: Table) -> str:
    """One row a series; runs are empty where the last phase has too few points to be judged."""
    found = table.judged.series
    runs = (found.longest_run, found.longest_run_max, found.crossings, found.crossings_min)
    counts = list(zip(*(column.tolist() for column in runs), strict=True))
    judged = table.runs_judged.tolist()
    signals, n = found.runs_signal.tolist(), found.n.tolist()
    variation, assurance, texts = table.variation, table.assurance, table.texts()
    rows = []
    for number, name in enumerate(table.names):
        options = table.options[int(table.which[number])]
        shown = [*counts[number], str(signals[number]).lower()] if judged[number] else [""] * 5
        row = [name, options.family.name, options.profile.name, n[number]]
        rows.append([*row, variation[number], assurance[number], *shown, texts[number]])
    return _table(SUMMARY, rows)


def look_file(table: Table) -> str:
    """The series that need a look, most surprising first."""
    rows = (
        [rank, one.series, repr(one.p), repr(one.q), one.variation]
        for rank, one in enumerate(table.needs_a_look(), 1)
    )
    return _table(LOOK, rows)


def pictures(table: Table, folder: Path) -> dict[Path, str]:
    """A picture for each series, in a file named after it."""
    files: dict[Path, str] = {}
    progress = Progress("Drawing")
    for done, chart in enumerate(table.charts(), 1):
        stem = re.sub(r"[^a-z0-9]+", "-", chart.series.lower()).strip("-") or "series"
        path, number_of_name = folder / f"{stem}.svg", 2
        while path in files:
            path, number_of_name = folder / f"{stem}-{number_of_name}.svg", number_of_name + 1
        spec = control_chart(chart, title=chart.series)
        files[path] = to_svg(spec, title=chart.series, description=chart.summary.text)
        progress(done, len(table))
    progress.close()
    return files


def _figure(value: float) -> str:
    """A figure with all its digits; empty for none."""
    return "" if value != value else repr(value)


def _table(header: list[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
