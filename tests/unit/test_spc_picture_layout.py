"""The specification of a control chart: quiet in the browser, quick to make, its parts where they belong."""

import json
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise
from time import process_time

import pytest
import vl_convert

from clearway.common.periods import Month
from clearway.spc import Baseline, Chart, spc
from clearway.spc.pictures import Annotation, control_chart, to_svg
from clearway.spc.pictures.render import VEGA_LITE

SVG = "{http://www.w3.org/2000/svg}"
VALUES = [10, 12, 9, 11, 10, 13, 11, 10, 12, 9, 11, 10, 12, 10, 6, 7, 5, 8, 6, 7, 5, 6, 8, 7, 5, 6, 7, 6]
MONTHS = [Month(2023, 4).shift(place) for place in range(len(VALUES))]


def series(**options: object) -> Chart:
    return spc(VALUES, dates=MONTHS, direction="decrease", **options)  # type: ignore[arg-type]


PHASED = series(
    rebase_dates={"2024-06": "Opt-out referral began"},
    exclude_dates={"2023-09": "Figures of another site"},
    target={"2023-04": 9, "2024-04": 7, "2025-10": 5},
)
ANNOTATED = [
    Annotation(date(2023, 12, 20), "Monitors bought", "change"),
    Annotation(date(2024, 1, 5), "Ward closed"),
]
CHARTS = {
    "phased": PHASED,
    "gaps": spc([*VALUES[:5], None, *VALUES[6:]], dates=MONTHS, target=9),
    "undated": spc(VALUES),
    "days": spc(VALUES, dates=[date(2025, 1, 1 + place) for place in range(len(VALUES))]),
    "events": spc(
        [5.0, 9, 2, 7], dates=[date(2025, 1, 3), date(2025, 1, 9), date(2025, 3, 1), date(2025, 3, 2)]
    ),
    "empty": spc([]),
    "baseline": series(baseline_points=14),
}


def words(spec: dict) -> str:
    picture = ET.fromstring(to_svg(spec, title="t", description="d"))  # noqa: S314 - our own
    return " ".join(" ".join(text.itertext()) for text in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize("width", [340, 920])
@pytest.mark.parametrize("name", CHARTS)
def test_the_browser_console_stays_empty(name: str, width: int, capfd: pytest.CaptureFixture[str]) -> None:
    spec = control_chart(CHARTS[name], title="x", width=width, annotations=ANNOTATED)
    vl_convert.vegalite_to_vega(spec, vl_version=VEGA_LITE, show_warnings=True)
    assert capfd.readouterr() == ("", "")


def test_ticks_are_dates_that_the_browser_can_read_without_compiling() -> None:
    axis = control_chart(PHASED, title="x")["encoding"]["x"]["axis"]
    assert axis["values"]
    assert all(set(tick) == {"year", "month", "date", "utc"} for tick in axis["values"])


def test_the_dates_of_events_are_labelled_evenly_and_two_months_both() -> None:
    days = [date(2025, 1, 3), date(2025, 1, 4), date(2025, 1, 5), date(2025, 9, 1), date(2025, 12, 30)]
    axis = control_chart(spc([5.0, 9, 2, 7, 4], dates=days), title="x", width=920)["encoding"]["x"]["axis"]
    ticks = [date(tick["year"], tick["month"], tick["date"]) for tick in axis["values"]]
    assert len({(later - earlier).days for earlier, later in pairwise(ticks)}) == 1
    assert len(ticks) <= 920 / 44 + 1
    axis = control_chart(spc([1, 2], dates=["2025-01", "2025-02"]), title="x")["encoding"]["x"]["axis"]
    assert [tick["month"] for tick in axis["values"]] == [1, 2]


def test_scales_are_given_once_and_hold_every_figure() -> None:
    spec = control_chart(PHASED, title="x")
    scaled = [layer for layer in spec["layer"] if "scale" in layer["encoding"].get("x", {})]
    assert [layer["data"]["name"] for layer in scaled] == ["points"]
    low, high = scaled[0]["encoding"]["y"]["scale"]["domain"]
    rows = [row["y"] for rows in spec["datasets"].values() for row in rows if "y" in row]
    assert low <= min(rows) <= max(rows) <= high


def test_a_specification_takes_well_under_a_millisecond() -> None:
    control_chart(PHASED, title="x")
    spent = []
    for _ in range(7):
        start = process_time()
        for _ in range(20):
            control_chart(PHASED, title="x", annotations=ANNOTATED)
        spent.append((process_time() - start) / 20)
    assert min(spent) < 0.001


def test_making_one_picture_leaves_the_next_as_it_was() -> None:
    before = json.dumps(control_chart(CHARTS["gaps"], title="x"))
    control_chart(PHASED, title="y", annotations=ANNOTATED, width=340)
    assert json.dumps(control_chart(CHARTS["gaps"], title="x")) == before


@pytest.mark.parametrize("width", [340, 920])
def test_without_a_title_the_finding_stands_alone(width: int) -> None:
    spec = control_chart(PHASED, title="", width=width)
    assert all(line.strip() for line in spec["title"]["text"])
    assert "Latest, July 2025" in " ".join(spec["title"]["text"])
    assert "subtitle" not in spec["title"]
    assert spec["description"] == PHASED.summary.text


def test_each_phase_has_lines_of_its_own_that_meet_at_its_first_date() -> None:
    spec = control_chart(PHASED, title="x")
    centre = spec["datasets"]["centre"]
    assert [row["line"] for row in centre] == ["centre 1", "centre 1", "centre 2", "centre 2"]
    first, second = PHASED.phases
    assert [row["y"] for row in centre] == [first.centre, first.centre, second.centre, second.centre]
    assert centre[1]["x"] == centre[2]["x"] == spec["datasets"]["breaks"][0]["x"] == "2024-05-16T12:00:00Z"


def test_reasons_and_annotations_are_lettered_by_date_and_told_below() -> None:
    spec = control_chart(PHASED, title="x", annotations=ANNOTATED)
    shown = words(spec)
    for line in (
        "A. September 2023, left out of the limits: Figures of another site.",
        "B. 20 December 2023, change made: Monitors bought.",
        "C. 5 January 2024, event: Ward closed.",
        "D. June 2024, new limits: Opt-out referral began.",
    ):
        assert line in shown
    flags = {row["letter"]: row for row in spec["datasets"]["flags"]}
    # A day belongs to the point of its month, and what happened differs in shape from what was done.
    assert flags["B"]["x"] == "2023-12-01T00:00:00Z"
    assert flags["B"]["shape"] != flags["C"]["shape"]


def test_why_the_rule_set_was_chosen_has_a_flag_of_its_own() -> None:
    chosen = Annotation(date(2024, 1, 1), "The board asked for one rule set in all reports", "rules")
    spec = control_chart(PHASED, title="x", annotations=[*ANNOTATED, chosen])
    assert "January 2024, rule set chosen: The board asked for one rule set in all reports." in words(spec)
    looks = {(row["shape"], row["fill"]) for row in spec["datasets"]["flags"]}
    assert len(looks) == 5  # left out, change, event, rules, limits


@pytest.mark.parametrize("width", [340, 920])
def test_a_baseline_has_a_flag_a_bar_over_its_points_and_its_reason(width: int) -> None:
    before = Baseline(start="2023-06", end="2024-07", reason="before the new clinic")
    chart = series(baseline=before, exclude_dates={"2023-09": "Figures of another site"})
    spec = control_chart(chart, title="x", width=width)
    assert "A. June 2023, baseline: 13 points to July 2024 set the limits" in words(spec)
    assert "(before the new clinic)" in words(spec)
    flag = next(row for row in spec["datasets"]["flags"] if row["letter"] == "A")
    assert flag["x"] == "2023-06-01T00:00:00Z"
    # The month that was left out parts no bar.
    assert spec["datasets"]["baselines"] == [{"x": "2023-05-16T12:00:00Z", "x2": "2024-07-16T12:00:00Z"}]


def test_a_baseline_of_chosen_dates_has_a_bar_for_each_stretch() -> None:
    chosen = [*MONTHS[:8], *MONTHS[12:18]]
    spec = control_chart(series(baseline=Baseline(dates=chosen)), title="x")
    assert len(spec["datasets"]["baselines"]) == 2
    assert "14 points to September 2024 set the limits." in words(spec)


def test_where_all_points_set_the_limits_no_baseline_is_drawn() -> None:
    assert "baselines" not in control_chart(PHASED, title="x")["datasets"]


def test_each_phase_shows_its_own_baseline() -> None:
    chart = series(rebase_dates=["2024-06"], baseline_points=13)
    spec = control_chart(chart, title="x")
    # The second phase has two points more than its baseline, the first only one.
    assert [row["x"] for row in spec["datasets"]["baselines"]] == [
        "2023-03-16T12:00:00Z",
        "2024-05-16T12:00:00Z",
    ]


def test_flags_close_together_do_not_lie_on_each_other() -> None:
    near = [Annotation(date(2024, 1, day), f"Remark {day}") for day in range(1, 6)]
    flags = control_chart(series(), title="x", annotations=near)["datasets"]["flags"]
    assert len({(row["x"], row["up"]) for row in flags}) == 5
    assert all(row["up"] < 0 for row in flags)


def test_a_remark_outside_the_axis_is_told_and_has_no_flag() -> None:
    spec = control_chart(series(), title="x", annotations=[Annotation(date(2030, 1, 1), "Far ahead")])
    assert "flags" not in spec["datasets"]
    assert "1 January 2030, event: Far ahead." in words(spec)


def test_an_excluded_point_is_a_ghost_off_the_solid_line() -> None:
    spec = control_chart(PHASED, title="x")
    ghost = "2023-09-01T00:00:00Z"
    assert ghost not in {row["x"] for row in spec["datasets"]["line"]}
    assert ghost in {row["x"] for row in spec["datasets"]["ghosts"]}
    [row] = [row for row in spec["datasets"]["points"] if row["x"] == ghost]
    assert (row["kind"], row["why"]) == ("Left out of the limits", "Figures of another site")


def test_a_target_steps_at_its_dates_and_is_drawn_ahead_of_the_figures() -> None:
    spec = control_chart(PHASED, title="x")
    rows = [(row["x"][:7], row["y"]) for row in spec["datasets"]["target"]]
    assert rows == [
        ("2023-03", 9),
        ("2024-03", 9),
        ("2024-03", 7),
        ("2025-07", 7),
        ("2025-09", 7),
        ("2025-09", 5),
        ("2025-10", 5),
    ]
    shown = words(spec)
    assert "Target (dash-dot line) 7, then 5 from October 2025." in shown
    points = {row["x"] for row in spec["datasets"]["points"]}
    assert max(points) == "2025-07-01T00:00:00Z"


def test_a_trajectory_has_a_target_of_its_own_for_each_point_and_none_where_none_was_set() -> None:
    plan = [None] * 3 + [12 - place / 4 for place in range(len(VALUES) - 3)]
    rows = control_chart(series(trajectory=plan), title="x")["datasets"]["target"]
    assert rows[0]["x"] == "2023-06-16T00:00:00Z"
    assert len({row["y"] for row in rows}) == len(VALUES) - 3


def test_periods_without_a_figure_are_bands_also_where_it_is_withheld() -> None:
    chart = spc(VALUES, dates=MONTHS, withheld=[place == 4 for place in range(len(VALUES))])
    spec = control_chart(chart, title="x")
    assert [row["x"][:7] for row in spec["datasets"]["gaps"]] == ["2023-07"]
    assert "figure withheld for August 2023" in words(spec)
