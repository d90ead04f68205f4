"""Suggested recalculation starts new limits where the reference program of the method starts them."""

import numpy as np
import pytest
import spc_vectors as vectors

from clearway.spc import spc
from clearway.spc.columns import columns
from clearway.spc.limits import family
from clearway.spc.profiles import custom_profile
from clearway.spc.recalculation import lines_from
from clearway.spc.stable_shift import Settings, StableShift, stable_shift

CHARTS = {"XMR": "i", "C": "c", "C'": "cp", "P": "p", "P'": "pp"}
# The program cuts a count of 124.5 to 124 before it starts; we take figures as they are.
CUT_TO_WHOLE_NUMBERS = {"a011"}


def outcome(settings: vectors.Record, rows: list[vectors.Record]) -> StableShift | None:
    kind = CHARTS[settings["chart"]]
    figures = [vectors.number(row["y"]) for row in rows]
    if settings["series_id"] in CUT_TO_WHOLE_NUMBERS:
        figures = [float(int(figure)) for figure in figures]
    sizes = [vectors.number(row["n"]) for row in rows] if kind in ("p", "pp") else None
    seen = columns(spc(figures, denominators=sizes, chart=kind, profile="qicharts2"))
    screen = "one_pass" if settings["mr_screen_max_loops"] == "1" else "none"
    rules = custom_profile("qicharts2", screen=screen)
    lines = lines_from(family(kind), rules, seen, np.arange(seen.values.size))
    return stable_shift(
        seen.values,
        lines,
        Settings(
            period=int(settings["period_min"]),
            shift=int(settings["shift_rule_threshold"]),
            most_left_out=int(settings["max_exclusions"]),
            no_regrets=settings["no_regrets"] == "TRUE",
            every_shift=settings["establish_every_shift"] == "TRUE",
        ),
    )


def expected(rows: list[vectors.Record], name: str, scale: float) -> np.ndarray:
    return np.array([float(row[name] or "nan") for row in rows]) / scale


@pytest.mark.parametrize("settings", vectors.table("ssa_series"), ids=lambda row: row["series_id"])
def test_limits_start_anew_where_the_reference_program_starts_them(settings: vectors.Record) -> None:
    name = settings["series_id"]
    theirs = vectors.by_series("ssa_points")[name]
    ours = outcome(settings, vectors.by_series("ssa_in")[name])
    if ours is None:
        assert all(row["cl"] == "" for row in theirs)
        return
    assert list(ours.starts) == [place for place, row in enumerate(theirs) if row["break_point"] == "1"]
    assert list(np.flatnonzero(ours.left_out)) == [
        i for i, row in enumerate(theirs) if row["excluded"] == "1"
    ]
    scale = 100.0 if settings["chart"].startswith("P") else 1.0
    for line, column in ((ours.centre, "cl"), (ours.lower, "lcl"), (ours.upper, "ucl")):
        np.testing.assert_allclose(line, expected(theirs, column, scale), rtol=1e-9, atol=1e-12)


def test_the_vectors_hold_every_outcome() -> None:
    starts = [row for row in vectors.table("ssa_points") if row["break_point"] == "1"]
    left_out = [row for row in vectors.table("ssa_points") if row["excluded"] == "1"]
    assert len(vectors.table("ssa_series")) == 100
    assert len({row["series_id"] for row in starts}) == 41
    assert len(left_out) == 44
