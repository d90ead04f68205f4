"""Funnels give the figures of FunnelPlotR 0.6.0, and where they depart from it, the reason is known."""

from collections import defaultdict
from functools import cache

import pytest
from spc_vectors import Record, number, table

from clearway.spc import Funnel, funnel

OPTIONS = {
    "SR_SHMI": {"kind": "ratio", "scale": "log", "overdispersion": "truncated"},
    "SR_CQC": {"kind": "ratio", "scale": "square-root", "overdispersion": "winsorised"},
    "PR": {"kind": "proportion", "overdispersion": "winsorised"},
    "RC": {"kind": "rate", "overdispersion": "winsorised"},
}
# It multiplies by 1.959964 and 3.090232, the normal quantiles cut to six decimals.
Z_CUT = 1e-6
SETS = {row["set_id"]: row for row in table("funnel_sets")}


@cache
def points() -> dict[str, list[Record]]:
    found = defaultdict(list)
    for row in table("funnel_points"):
        found[row["set_id"]].append(row)
    return dict(found)


@cache
def drawn(name: str, limits: str) -> Funnel:
    rows = points()[name]
    return funnel(
        [number(row["numerator"]) for row in rows],
        [number(row["denominator"]) for row in rows],
        [row["group"] for row in rows],
        limits=limits,
        **OPTIONS[SETS[name]["type"]],  # type: ignore[arg-type]
    )


def theirs(name: str, *columns: str) -> list[tuple[float | None, ...]]:
    return [tuple(number(row[column]) for column in columns) for row in points()[name]]


@pytest.mark.parametrize("name", SETS)
def test_dispersion_target_and_z_scores_agree(name: str) -> None:
    found = drawn(name, "exact")
    assert found.dispersion is not None
    assert found.dispersion.phi == pytest.approx(number(SETS[name]["phi"]), rel=1e-12)
    assert found.dispersion.tau2 == pytest.approx(number(SETS[name]["tau2"]), rel=1e-12, abs=1e-15)
    assert found.target == pytest.approx(number(SETS[name]["target"]), rel=1e-14)
    assert [one.z for one in found.units] == pytest.approx(
        [z for (z,) in theirs(name, "Uzscore")], rel=1e-10, abs=1e-10
    )


@pytest.mark.parametrize("name", SETS)
def test_limits_and_outliers_agree_under_its_own_formulas(name: str) -> None:
    found = drawn(name, "funnelplotr-0.6.0")
    chance = [line for one in found.units for pair in one.chance for line in pair]
    adjusted = [line for one in found.units for pair in one.adjusted for line in pair]
    expected = [line for row in theirs(name, "LCL95", "UCL95", "LCL99", "UCL99") for line in row]
    assert chance == pytest.approx(expected, rel=Z_CUT, abs=1e-9)
    expected = [line for row in theirs(name, "OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL") for line in row]
    assert adjusted == pytest.approx(expected, rel=Z_CUT, abs=1e-9)
    assert [float(one.outside == 0.998) for one in found.units] == [
        mark or 0.0 for (mark,) in theirs(name, "outlier")
    ]


@pytest.mark.parametrize("name", [name for name in SETS if SETS[name]["type"] in ("SR_SHMI", "PR")])
def test_the_normal_formulas_of_proportions_and_log_ratios_are_its_own(name: str) -> None:
    ours = [line for one in drawn(name, "normal").units for pair in one.adjusted for line in pair]
    its = [line for row in theirs(name, "OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL") for line in row]
    assert ours == pytest.approx(its, rel=Z_CUT, abs=1e-9)


@pytest.mark.parametrize("name", [name for name in SETS if SETS[name]["type"] == "SR_CQC"])
def test_square_root_limits_are_its_own_once_these_are_squared(name: str) -> None:
    ours = [line for one in drawn(name, "normal").units for pair in one.adjusted for line in pair]
    its = [line for row in theirs(name, "OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL") for line in row]
    assert ours == pytest.approx([max(line or 0, 0) ** 2 for line in its], rel=3e-6, abs=1e-9)


@pytest.mark.parametrize("name", [name for name in SETS if SETS[name]["type"] == "RC"])
def test_rates_are_judged_by_the_standard_error_of_their_z_scores(name: str) -> None:
    """FunnelPlotR takes z-scores with one standard error and draws limits with a smaller one."""
    ours, its = drawn(name, "normal"), theirs(name, "LCL95", "UCL95")
    for one, (low, high) in zip(ours.units, its, strict=True):
        assert low is not None
        assert high is not None
        assert one.chance[0][0] < low
        assert high < one.chance[0][1]
