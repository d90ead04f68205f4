"""Pictures: safe to put in a page, readable without colour, and honest about what is missing."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from clearway.common.periods import Month
from clearway.spc import Assurance, Chart, Variation, funnel, spc
from clearway.spc.pictures import (
    assurance_icon,
    control_chart,
    funnel_chart,
    run_chart,
    sparkline,
    style,
    to_png,
    to_svg,
    variation_icon,
)

SVG = "{http://www.w3.org/2000/svg}"
TOPS = [25, 30, 27, 33, 29, 24, 31, 28, 90, 26, 30, 27, 32, 29, *[18, 20, 17, 19, 16, 18, 17, 15]]
MONTHS = [Month(2024, 4).shift(place) for place in range(len(TOPS))]


def series(n: int = len(TOPS), **options: object) -> Chart:
    settings: dict[str, object] = {"chart": "p", "direction": "decrease", "target": 0.06} | options
    return spc(TOPS[:n], denominators=[220] * n, dates=MONTHS[:n], **settings)  # type: ignore[arg-type]


def drawn(chart: Chart, **options: object) -> ET.Element:
    spec = control_chart(chart, title="Smoking at birth & after", **options)  # type: ignore[arg-type]
    return ET.fromstring(to_svg(spec, title="A < B", description=chart.summary.text))  # noqa: S314 - our own


def words(picture: ET.Element) -> str:
    return " ".join(line for text in picture.iter(f"{SVG}text") for line in text.itertext())


def contrast(colour: str) -> float:
    """Contrast with white after WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_colours_that_carry_meaning_stand_out_from_white() -> None:
    shapes = [mark.stroke for mark in style.MARKS.values()]
    assert all(
        contrast(colour) >= 3 for colour in [*shapes, style.LIMIT, style.CENTRE, style.TARGET, style.LINE]
    )
    assert all(contrast(colour) >= 4.5 for colour in (style.INK, style.QUIET_INK, style.TARGET))


def test_verdicts_differ_in_shape_and_not_in_colour_alone() -> None:
    verdicts = ["common_cause", "improvement", "concern", "neutral_high", "neutral_low", "excluded"]
    for one, other in combinations(verdicts, 2):
        assert style.MARKS[one].shape != style.MARKS[other].shape


def test_a_server_picture_is_one_image_with_title_and_description() -> None:
    picture = drawn(series())
    assert picture.get("role") == "img"
    assert picture[0].tag == f"{SVG}title"
    assert picture[0].text == "A < B"
    assert picture[1].tag == f"{SVG}desc"
    assert "special cause" not in (picture[1].text or "")
    assert "The target of at most 6%" in (picture[1].text or "")


def test_a_server_picture_can_stand_many_times_under_a_strict_policy() -> None:
    for element in drawn(series()).iter():
        assert not {"id", "style", "onclick", "href"} & set(element.attrib)
        assert not any(name.startswith("aria-") for name in element.attrib)
        assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject")


@pytest.mark.parametrize("width", [320, 900])
def test_a_picture_says_rule_set_lines_points_source_and_status(width: int) -> None:
    shown = words(drawn(series(), source="NHS England, MSDS", status="provisional", width=width))
    for part in (
        "Making Data Count",
        "Mean",
        "limits",
        "22 points",
        "NHS England, MSDS",
        "Provisional.",
        "6%",
    ):
        assert part in shown


@pytest.mark.parametrize("width", [320, 600, 900])
def test_a_picture_is_as_wide_as_asked(width: int) -> None:
    assert float(drawn(series(), width=width).get("width", "0")) == pytest.approx(width, abs=12)


def test_text_is_drawn_on_a_machine_without_arial() -> None:
    spec = control_chart(series(), title="Smoking")
    assert spec["config"]["font"].endswith("sans-serif")
    with_words = to_png(spec, title="t", description="d", scale=1)
    bare = {**spec, "title": {"text": ""}}
    assert len(with_words) > len(to_png(bare, title="t", description="d", scale=1)) + 300


def test_a_png_carries_its_title_and_description() -> None:
    image = to_png(
        control_chart(series(), title="x"), title="Smoking at birth", description="It fell – much."
    )
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"Smoking at birth" in image
    assert "It fell – much.".encode() in image


@pytest.mark.parametrize("n", [1, 3])
def test_too_few_points_are_drawn_without_lines_and_with_the_reason(n: int) -> None:
    picture = drawn(series(n))
    assert f"Too few points for limits ({n} of 13)" in words(picture)
    assert "no verdict yet" in words(picture)
    assert "Common cause" not in words(picture)
    assert "Mean" not in words(picture)


def test_a_gap_breaks_the_line_and_is_never_a_zero() -> None:
    kept = [place for place in range(len(TOPS)) if place != 5]
    tops = [None if place == 10 else TOPS[place] for place in kept]
    chart = spc(tops, denominators=[220] * len(kept), dates=[MONTHS[place] for place in kept], chart="p")
    spec = control_chart(chart, title="x")
    rows = spec["datasets"]["line"]
    assert all(row["y"] > 0 for row in rows)
    assert len({row["line"] for row in rows}) == 3
    assert len(spec["datasets"]["gaps"]) == 2
    assert "no figure for September 2024 and February 2025" in " ".join(words(drawn(chart)).split())


def test_limit_lines_are_silent_to_screen_readers_and_points_are_not() -> None:
    layers = control_chart(series(), title="x")["layer"]
    points = [layer for layer in layers if layer["mark"]["type"] == "point"]
    assert all(layer["mark"].get("aria") is False for layer in layers if layer not in points)
    assert len(points) == 1
    assert "aria" not in points[0]["mark"]


def test_no_figures_at_all_still_make_a_picture() -> None:
    assert "No figures yet" in words(drawn(spc([None, None], dates=MONTHS[:2])))
    assert "No figures yet" in words(drawn(spc([])))


def test_a_run_chart_names_its_median() -> None:
    chart = series(chart="run")
    spec = run_chart(chart, title="x")
    shown = words(ET.fromstring(to_svg(spec, title="x", description="x")))  # noqa: S314 - our own
    assert "Median" in shown
    assert "limit" not in shown


def test_labels_across_are_months_and_years() -> None:
    shown = words(drawn(series()))
    assert re.search(r"Apr.*2024.*Jan.*2025", shown)
    yearly = spc([0.1, 0.09, 0.08], dates=["2019/20", "2020/21", "2021/22"], unit="percent")
    assert "2020/21" in words(drawn(yearly))


def test_a_funnel_names_the_chosen_unit_its_levels_and_its_method() -> None:
    found = funnel([10, 60, None], [100, 200, 5], ["RAA", "RBB", "RCC"])
    spec = funnel_chart(found, title="Smoking", chosen="RBB", source="SATOD", status="final")
    shown = words(ET.fromstring(to_svg(spec, title="x", description=found.text)))  # noqa: S314 - our own
    for part in ("RBB", "95%", "99.8%", "exact binomial", "SATOD", "1 left out", "Final."):
        assert part in shown


@pytest.mark.parametrize(
    ("kind", "draw"),
    [(Variation, variation_icon), (Assurance, assurance_icon)],
    ids=["variation", "assurance"],
)
def test_icons_have_a_title_and_differ_without_their_colours(kind, draw) -> None:
    bare = set()
    for verdict in kind:
        icon = ET.fromstring(draw(verdict))  # noqa: S314 - our own
        assert icon.get("role") == "img"
        assert icon[0].tag == f"{SVG}title"
        bare.add(re.sub(r"#[0-9a-f]{6}|<title>.*</title>", "", draw(verdict)))
    assert len(bare) == len(list(kind))


def test_a_sparkline_stands_alone_and_has_a_title() -> None:
    icon = ET.fromstring(sparkline(series(), title="Smoking <b>"))  # noqa: S314 - our own
    assert icon[0].text == "Smoking <b>"
    assert "no figures yet" in sparkline(spc([]), title="Smoking")


def test_importing_pictures_does_not_load_the_drawing_library() -> None:
    code = "import sys, clearway.spc.pictures; sys.exit('vl_convert' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "src"}, check=False).returncode == 0
    )
