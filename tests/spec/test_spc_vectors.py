"""The compatible profiles give the figures of the programs they are named after.

Some departures are meant. Where a program prints no limits because nothing varies, ours lie on the
centre. Where its screening of moving ranges makes the limits collapse on the mean although the
figures vary, and so flags every point, ours fall back on unscreened limits. `DEPARTURES` names each
series of qicharts2 that differs, and why; docs/reference/spc-vectors.md tells more.
"""

from datetime import date, timedelta

import numpy as np
import pytest
from spc_vectors import Record, by_series, number, same, table

from clearway.common.errors import ClearwayError
from clearway.spc import Chart, Phase, spc
from clearway.spc.anhoej import crossings_min, longest_run_max

ASSURANCE = {"consistent_pass": "pass", "consistent_fail": "fail", "inconsistent": "hit_or_miss", "": "none"}
START = date(2020, 1, 1)


def without_spread(row: Record, centre: str, upper: str) -> bool:
    """Whether the other program has no limits there, or limits that lie on its centre."""
    return not row[upper] or same(number(row[upper]), number(row[centre]))


def plot_the_dots(series: Record, points: list[Record]) -> Chart:
    return spc(
        [float(row["y"]) for row in points],
        dates=[row["date"] for row in points],
        profile="plotthedots-0.2.2",
        direction=series["improvement_direction"],
        target=number(series["target"]),
        screen=series.get("screen_outliers", "TRUE") == "TRUE",
        baseline_points=int(text) if (text := series.get("fix_after_n_points")) else None,
        rebase_dates=[day for day in series.get("rebase_dates", "").split(";") if day],
    )


def xmr_faults(chart: Chart, points: list[Record]) -> list[str]:
    faults = []
    for ours, theirs in zip(chart.points, points, strict=True):
        if not same(ours.centre, number(theirs["mean"])) and ours.centre is not None:
            faults.append(f"{theirs['date']} centre")
        if without_spread(theirs, "mean", "upl"):
            continue
        if not (same(ours.lower, number(theirs["lpl"])) and same(ours.upper, number(theirs["upl"]))):
            faults.append(f"{theirs['date']} limits")
        if theirs.get("fragile") != "1":
            if ours.type != theirs["point_type"].removeprefix("special_cause_"):
                faults.append(f"{theirs['date']} type {ours.type}")
            if ("outside" in ours.rules) != (theirs["outside_limits"] == "1"):
                faults.append(f"{theirs['date']} outside")
    return faults


@pytest.mark.parametrize(("source", "least"), [("xmr", 250), ("ae", 60)])
def test_xmr_charts_are_those_of_plot_the_dots(source: str, least: int) -> None:
    faults, verdicts = {}, 0
    for series in table(f"{source}_series"):
        points = by_series(f"{source}_points")[series["series_id"]]
        chart = plot_the_dots(series, points)
        found = xmr_faults(chart, points)
        if not without_spread(points[-1], "mean", "upl") and series.get("fragile", "0") == "0":
            verdicts += 1
            if chart.summary.variation != series["variation_icon"]:
                found.append(f"variation {chart.summary.variation}")
            if chart.summary.assurance != ASSURANCE[series["assurance_type"]]:
                found.append(f"assurance {chart.summary.assurance}")
        if found:
            faults[series["series_id"]] = found
    assert faults == {}
    assert verdicts >= least  # the departures above leave nearly all series compared


NO_VARIATION = "without variation limits lie on the centre; the program prints none"
SUBGROUP_OF_ONE = "a subgroup of one has limits, from the spread of the others; the program prints none"
ROOT_BELOW_ZERO = "a near limit below zero is 0; the program prints none"
DEPARTURES = {
    "pp011": NO_VARIATION,
    "pp013": NO_VARIATION,
    "pp014": NO_VARIATION,
    "c_pp_all0": NO_VARIATION,
    "c_pp_all100": NO_VARIATION,
    "c_up_all0": NO_VARIATION,
    "c_i_all_equal": NO_VARIATION,
    "c_i_few_cross": "screening would leave no variation, and is not done",
    "t002": ROOT_BELOW_ZERO,
    "t015": ROOT_BELOW_ZERO,
    "xbar002": SUBGROUP_OF_ONE,
    "xbar005": SUBGROUP_OF_ONE,
    "xbar008": SUBGROUP_OF_ONE,
    "xbar011": SUBGROUP_OF_ONE,
    "xbar013": SUBGROUP_OF_ONE,
    "s014": "a subgroup without figures counts for nothing; the program takes a degree of freedom off for it",
}


def qic(series: Record, rows: list[Record]) -> Chart:
    groups = list(dict.fromkeys(row["x"] for row in rows))
    days = [START + timedelta(days=7 * place) for place in range(len(groups))]
    day_of = dict(zip(groups, days, strict=True))
    share = series["chart"] in ("p", "pp")
    return spc(
        [number(row["y"]) for row in rows],
        dates=[day_of[row["x"]] for row in rows],
        denominators=[number(row["n"]) for row in rows] if series["has_n"] == "TRUE" else None,
        chart=series["chart"],
        profile="qicharts2",
        screen=series["screenedmr"] == "TRUE",
        centre=number(series["cl"]),
        bounds=(0.0, None) if series["y_neg"] == "FALSE" and not share else None,
        baseline_points=int(series["freeze"]) if series["freeze"] else None,
        rebase_dates=[days[int(text)] for text in series["part"].split(";") if text],
        exclude_dates=[days[int(text) - 1] for text in series["exclude"].split(";") if text],
    )


def line_faults(chart: Chart, points: list[Record], scale: float = 1.0) -> list[str]:
    """Where a figure, line or signal differs; the program's figures are `scale` times ours."""
    faults = [] if len(chart.points) == len(points) else ["number of points"]
    for place, (ours, theirs) in enumerate(zip(chart.points, points, strict=False)):
        names = [("value", "y"), ("centre", "cl")]
        if chart.chart != "run":
            names += [("lower", "lcl"), ("upper", "ucl"), ("near_lower", "lcl95"), ("near_upper", "ucl95")]
        for name, column in names:
            line = getattr(ours, name)
            scaled = None if line is None else line * scale
            if column in theirs and not same(scaled, number(theirs[column])):
                faults.append(f"{place} {name}")
        if ("outside" in ours.rules) != (theirs["sigma_signal"] == "1"):
            faults.append(f"{place} signal")
    return faults


def runs_faults(phase: Phase, theirs: Record) -> list[str]:
    if theirs["n_useful"] in ("", "0"):
        return []
    ours = (phase.longest_run, phase.longest_run_max, phase.crossings, phase.crossings_min, phase.runs_signal)
    names = ("longest_run", "longest_run_max", "n_crossings", "n_crossings_min", "runs_signal")
    wanted = tuple(int(theirs[name]) for name in names)
    return [] if tuple(map(int, ours)) == wanted else [f"runs {ours} {wanted}"]


@pytest.mark.parametrize("kind", ["run", "i", "mr", "ip", "p", "pp", "c", "u", "up", "g", "t", "xbar", "s"])
def test_lines_and_runs_are_those_of_qicharts2(kind: str) -> None:
    faults, compared = {}, 0
    for series in table("qic_series"):
        name = series["series_id"]
        if series["chart"] != kind or series["status"] != "ok":
            continue
        rows, points = (by_series(part)[name] for part in ("qic_in", "qic_points"))
        compared += 1
        chart = qic(series, rows)
        found = line_faults(chart, points, float(series["multiply"]))
        if kind != "mr":  # neighbouring ranges share a point, and have no runs
            for ours, theirs in zip(chart.points, points, strict=True):
                found += runs_faults(chart.phases[ours.phase - 1], theirs)
        if found:
            faults[name] = found
    meant = {
        name for name in DEPARTURES if name.removeprefix("c_").rstrip("0123456789").split("_")[0] == kind
    }
    assert set(faults) == meant, faults
    assert compared >= 20


def test_a_time_of_zero_is_refused_here_and_there() -> None:
    series = next(row for row in table("qic_series") if row["status"] == "error")
    with pytest.raises(ClearwayError, match="row 3: The time between events is 0"):
        qic(series, by_series("qic_in")[series["series_id"]])


@pytest.mark.parametrize("kind", ["p", "pp"])
def test_four_hour_performance_is_charted_as_by_qicharts2(kind: str) -> None:
    faults = {}
    for name, points in by_series("ae_qic_points").items():
        if not name.endswith(f"_{kind}"):
            continue
        chart = spc(
            [float(row["numerator"]) for row in points],
            denominators=[float(row["n"]) for row in points],
            dates=[row["date"] for row in points],
            chart=kind,
            profile="qicharts2",
        )
        if found := line_faults(chart, points) + runs_faults(chart.phases[0], points[0]):
            faults[name] = found
    # Every attendance of this trust was within four hours, and the program prints no limits.
    assert set(faults) == ({"RJE_2_pp"} if kind == "pp" else set())


def test_limits_of_runs_are_those_of_r() -> None:
    rows = table("anhoej_limits")
    useful = np.array([int(row["n_useful"]) for row in rows])
    assert longest_run_max(useful).tolist() == [int(row["longest_run_max"]) for row in rows]
    assert crossings_min(useful).tolist() == [int(row["n_crossings_min"]) for row in rows]


def test_screening_never_makes_limits_collapse_while_figures_vary() -> None:
    chart = spc([5.0] * 13 + [6.0], profile="plotthedots-0.2.2")
    last = chart.points[-1]
    assert last.upper is not None
    assert last.centre is not None
    assert last.upper > last.centre
    assert [point.rules for point in chart.points[:6]] != [("outside",)] * 6
    assert any("every moving range" in note for note in chart.notes)
