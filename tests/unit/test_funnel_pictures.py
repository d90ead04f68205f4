"""Pictures of funnels: limits named apart, the rule of the limits printed, no empty title."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.spc import Funnel, funnel
from clearway.spc.pictures import funnel_chart, to_svg
from clearway.spc.pictures.funnel_words import apart

SVG = "{http://www.w3.org/2000/svg}"
SPREAD = (
    [20, 60, 95, 140, 180, 30, 75, 120, 160, 90],
    [1000, 900, 800, 3000, 2000, 700, 1000, 1100, 900, 950],
)
LONG = "Norfolk and Norwich University Hospitals NHS Foundation Trust"


def compared(**options) -> Funnel:
    return funnel(*SPREAD, [LONG, *"bcdefghij"], unit_name="trusts", **options)


def drawn(found: Funnel, **options) -> ET.Element:
    spec = funnel_chart(found, **({"title": ""} | options))
    return ET.fromstring(to_svg(spec, title="x", description=found.text))  # noqa: S314 - our own


def words(picture: ET.Element) -> str:
    return " ".join(line for text in picture.iter(f"{SVG}text") for line in text.itertext())


@given(st.lists(st.floats(-5, 5), max_size=8).map(sorted), st.floats(0.01, 2))
def test_names_of_limits_never_touch_and_keep_their_order(places: list[float], gap: float) -> None:
    moved = apart(places, gap)
    assert len(moved) == len(places)
    assert all(b - a >= gap - 1e-9 for a, b in pairwise(moved))
    assert sum(moved) == pytest.approx(sum(places), abs=1e-6)


def test_places_far_enough_apart_stay_where_they_are() -> None:
    assert apart([1.0, 2.0, 5.0], 0.5) == [1.0, 2.0, 5.0]


@pytest.mark.parametrize("width", [340, 920])
def test_close_limits_are_named_one_above_the_other(width: int) -> None:
    found = compared(target=0.1, levels=(0.9, 0.95, 0.998))
    heights = sorted(
        float(text.get("transform", "").split(",")[-1].rstrip(")"))
        for text in drawn(found, width=width).iter(f"{SVG}text")
        if "".join(text.itertext()) in ("90%", "95%", "99.8%")
    )
    assert len(heights) == 6
    assert all(below - above >= 12 for above, below in pairwise(heights))


def test_without_a_title_the_picture_and_its_description_begin_with_the_finding() -> None:
    found = compared(target=0.1)
    spec = funnel_chart(found, title="")
    assert spec["title"]["text"][0].startswith("6 of 10 trusts lie beyond a limit")
    assert "subtitle" not in spec["title"]
    assert spec["description"] == found.text
    assert funnel_chart(found, title="Smoking")["description"].startswith("Smoking. 10 trusts")


@pytest.mark.parametrize("width", [340, 920])
@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ({}, "exact binomial, for chance alone"),
        ({"overdispersion": "winsorised"}, "exact binomial, widened for overdispersion (winsorised"),
        ({"overdispersion": "beta-binomial"}, "beta-binomial, widened for overdispersion"),
        ({"kind": "rate", "limits": "normal"}, "normal on the log scale, for chance alone"),
    ],
)
def test_the_limits_used_and_the_line_are_printed(width: int, options: dict[str, str], printed: str) -> None:
    found = compared(target=0.08860888, target_name="England's published figure", **options)
    shown = " ".join(words(drawn(found, width=width)).split())
    assert printed in shown
    assert "England's published figure of" in shown
    assert "8860" not in shown
    assert "more than chance" in shown


def test_a_chosen_unit_with_a_long_name_takes_no_room_from_the_plot() -> None:
    with_name, without = (drawn(compared(), width=340, chosen=name) for name in (LONG, ""))
    axis = [
        max(float(line.get("x2", "0")) for line in one.iter(f"{SVG}line")) for one in (with_name, without)
    ]
    assert axis[0] == pytest.approx(axis[1], abs=1)
    assert f"{LONG} (ringed): 2.0%, below the 99.8% limit" in " ".join(words(with_name).split())


def test_a_rate_is_drawn_in_the_unit_it_is_written_in() -> None:
    found = funnel([4, 9, 2], [900, 1100, 1000], ["a", "b", "c"], kind="rate", per=1000)
    rows = [row for layer in funnel_chart(found, title="x")["layer"] for row in layer["data"]["values"]]
    figures = {row["label"]: (row["y"], row["figure"]) for row in rows if "label" in row}
    assert figures["b"] == (pytest.approx(9 / 1.1), "8.18")
