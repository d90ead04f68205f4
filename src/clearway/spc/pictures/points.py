"""The data of a control chart's figures: points by their verdicts, and the line that joins them."""

from datetime import date
from typing import Any

from clearway.spc.explain import value_decimals
from clearway.spc.figures import figure, when
from clearway.spc.pictures import style
from clearway.spc.pictures.axes import Across
from clearway.spc.pictures.words import rule_words
from clearway.spc.result import Chart, Point
from clearway.spc.words import PointState, Unit

Rows = list[dict[str, Any]]
TIPS = {
    "when": "When",
    "figure": "Figure",
    "cases": "Cases",
    "kind": "Verdict",
    "rules": "Rules",
    "why": "Left out because",
}


def point_rows(chart: Chart, x: Across, unit: Unit) -> Rows:
    """The figures, each with its verdict and what a reader is told about it."""
    days = [point.date for point in chart.points]
    names = _names(days)
    decimals = value_decimals(chart)
    rows: Rows = []
    for place, name, point in zip(x.positions, names, chart.points, strict=True):
        if point.value is None:
            continue
        row = {
            "x": place,
            "y": point.value,
            "kind": style.mark_of(point).label,
            "when": name or f"Point {point.position + 1}",
            "figure": figure(point.value, unit, decimals),
        }
        if point.rules:
            row["rules"] = rule_words(chart, point)
        if point.reason:
            row["why"] = point.reason
        if point.numerator is not None and point.denominator is not None:
            row["cases"] = f"{point.numerator:,.0f} of {point.denominator:,.0f}"
        rows.append(row)
    return rows


def joining_rows(chart: Chart, x: Across) -> tuple[Rows, Rows]:
    """The line through the figures, broken where there is none, and the faint one to excluded points."""
    line: Rows = []
    ghosts: Rows = []
    for number, stretch in enumerate(_stretches(chart, x)):
        solid = number * 1000
        for place, (spot, point) in enumerate(stretch):
            row = {"x": spot, "y": point.value}
            if point.state is PointState.EXCLUDED:
                solid += 1
                around = stretch[max(place - 1, 0) : place + 2]
                ghosts += [{"x": at, "y": one.value, "line": solid} for at, one in around]
            else:
                line.append({**row, "line": solid})
    return line, ghosts


def _stretches(chart: Chart, x: Across) -> list[list[tuple[float | str, Point]]]:
    """The figures in stretches without a gap between them."""
    absent = sorted(chart.absent)
    stretches: list[list[tuple[float | str, Point]]] = [[]]
    previous: date | None = None
    for place, point in zip(x.positions, chart.points, strict=True):
        here = point.date
        passed = here is not None and previous is not None and any(previous < gap < here for gap in absent)
        if point.value is None or passed:
            stretches.append([])
        if point.value is not None:
            stretches[-1].append((place, point))
        previous = here
    return stretches


def _names(days: list[date | None]) -> list[str]:
    """What people call each date; the way of writing hangs on all dates together."""
    known = {day for day in days if day is not None}
    few = sorted(known)[:1] + [day for day in known if day.day != 1][:1]
    few += [day for day in known if (day.month, day.day) != (4, 1)][:1]
    few += sorted(known)[-1:]
    return [when(day, few) for day in days]
