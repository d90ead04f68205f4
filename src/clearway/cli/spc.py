"""`clearway spc FILE.csv`: control charts and run charts of every series in a file."""

import argparse
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from clearway.cli.tables import Row, number, read_table, write_files
from clearway.common.errors import ClearwayError
from clearway.spc import Chart, spc
from clearway.spc.pictures import control_chart, to_svg

# The order of the columns is a contract with other programs.
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
SETTINGS = (
    "chart",
    "profile",
    "direction",
    "target",
    "baseline_points",
    "rebase_dates",
    "exclude_dates",
    "screen",
)
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command."""
    parser.add_argument(
        "file", type=Path, metavar="FILE.csv", help="columns series, date, value, denominator"
    )
    parser.add_argument("--settings", type=Path, metavar="S.csv", help=f"series, {', '.join(SETTINGS)}")
    parser.add_argument("--out", type=Path, required=True, metavar="POINTS.csv", help="one row a point")
    parser.add_argument("--summary", type=Path, metavar="SUMMARY.csv", help="one row a series")
    parser.add_argument("--svg", type=Path, metavar="DIR", help="one picture a series")


def run(arguments: argparse.Namespace) -> int:
    """Judges every series; nothing is written unless all of it can be."""
    found = _read_series(arguments.file)
    settings = _read_settings(arguments.settings, found)
    charts = [_judge(one, settings.get(name, {}), arguments.file) for name, one in found.items()]
    files = {arguments.out: _points(charts, found)}
    if arguments.summary:
        files[arguments.summary] = _table(SUMMARY, map(_summary_row, charts))
    if arguments.svg:
        files |= _pictures(charts, arguments.svg)
    write_files(files)
    print(f"{len(charts)} series judged, {sum(len(chart.points) for chart in charts)} points")
    for chart in charts:
        for note in chart.notes:
            print(f"{chart.series}: {note}")
    return 0


@dataclass
class _Input:
    """The rows of one series as they stand in the file."""

    name: str
    dates: list[str] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)
    denominators: list[float | None] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def _read_series(path: Path) -> dict[str, _Input]:
    table = read_table(path, required=("series", "date", "value"), optional=("denominator",))
    found: dict[str, _Input] = {}
    for row in table:
        one = found.setdefault(row.text("series"), _Input(row.text("series")))
        if not row.text("date"):
            raise ClearwayError("There is no date", where=row.where, mend="Write it as 2025-04-01 or 2025-04")
        one.dates.append(row.text("date"))
        one.values.append(number(row, "value"))
        one.denominators.append(number(row, "denominator"))
        one.rows.append(row.number)
    if not found:
        raise ClearwayError("The file has no rows", where=str(path), mend="Add one row a point")
    return found


def _read_settings(path: Path | None, found: dict[str, _Input]) -> dict[str, dict[str, object]]:
    if path is None:
        return {}
    settings: dict[str, dict[str, object]] = {}
    for row in read_table(path, required=("series",), optional=SETTINGS):
        name = row.text("series")
        if name in settings:
            raise ClearwayError(
                f"The series '{name}' has settings twice", where=row.where, mend="Keep one row"
            )
        if name not in found:
            raise ClearwayError(
                f"The file has no series '{name}'", where=row.where, mend="Correct the name or remove the row"
            )
        settings[name] = _options(row)
    return settings


def _options(row: Row) -> dict[str, object]:
    """The settings of one series; an empty cell leaves the choice to Clearway."""
    chosen: dict[str, object] = {
        name: row.text(name) for name in ("chart", "profile", "direction") if row.text(name)
    }
    target, baseline = number(row, "target"), number(row, "baseline_points")
    if target is not None:
        chosen["target"] = target
    if baseline is not None:
        if not baseline.is_integer():
            raise ClearwayError(
                f"baseline_points is {baseline:g}", where=row.where, mend="Write a whole number"
            )
        chosen["baseline_points"] = int(baseline)
    for name in ("rebase_dates", "exclude_dates"):
        chosen[name] = [day.strip() for day in row.text(name).split(";") if day.strip()]
    if screen := row.text("screen").lower():
        if screen not in _YES_NO:
            raise ClearwayError(f"screen is '{screen}'", where=row.where, mend="Write true or false")
        chosen["screen"] = _YES_NO[screen]
    return chosen


def _judge(one: _Input, settings: dict[str, object], path: Path) -> Chart:
    """One series judged; its errors name the file, the series and the row."""
    known = any(bottom is not None for bottom in one.denominators)
    options: dict[str, object] = dict(settings)
    try:
        return spc(
            one.values,
            dates=one.dates,
            denominators=one.denominators if known else None,
            series=one.name,
            rows=one.rows,
            **options,  # type: ignore[arg-type]  # read from text above, checked by spc
        )
    except ClearwayError as error:
        place = ", ".join(part for part in (str(path), f"series {one.name}", error.where) if part)
        raise ClearwayError(error.what, where=place, mend=error.mend) from None


def _points(charts: Iterable[Chart], found: dict[str, _Input]) -> str:
    rows = []
    for chart in charts:
        dates = found[chart.series].dates
        for point in chart.points:
            figures = (point.centre, point.lower, point.upper, point.near_lower, point.near_upper)
            rows.append(
                [
                    chart.series,
                    dates[point.position],
                    _cell(point.value),
                    point.phase,
                    *map(_cell, figures),
                    ";".join(point.rules),
                    point.type,
                ]
            )
    return _table(POINTS, rows)


def _summary_row(chart: Chart) -> list[object]:
    return [_cell(getattr(chart.summary, name)) for name in SUMMARY]


def _cell(value: object) -> object:
    """An empty cell for what is not known; figures with all their digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(float(value)) if isinstance(value, float) else value


def _table(header: list[str], rows: Iterable[list[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _pictures(charts: list[Chart], folder: Path) -> dict[Path, str]:
    """A picture for each series, in a file named after it."""
    files: dict[Path, str] = {}
    for chart in charts:
        stem = re.sub(r"[^a-z0-9]+", "-", chart.series.lower()).strip("-") or "series"
        path, number_of_name = folder / f"{stem}.svg", 2
        while path in files:
            path, number_of_name = folder / f"{stem}-{number_of_name}.svg", number_of_name + 1
        spec = control_chart(chart, title=chart.series)
        files[path] = to_svg(spec, title=chart.series, description=chart.summary.text)
    return files
