"""Icons, the grid of icons and small multiples: readable without colour, complete, safe in a page."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import combinations

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.spc import Assurance, Chart, Variation, spc
from clearway.spc.pictures import (
    age_icon,
    assurance_icon,
    icon_grid,
    small_multiples,
    variation_icon,
)

SVG = "{http://www.w3.org/2000/svg}"
STEADY = [0.10, 0.12, 0.09, 0.11, 0.10, 0.13, 0.11, 0.10, 0.12, 0.09, 0.11, 0.10, 0.12, 0.10, 0.11]
FALLEN = [*STEADY, 0.06, 0.07, 0.05, 0.08, 0.06, 0.07, 0.05]
TODAY = date(2025, 11, 22)


def chart(values: list[float | None], **options: object) -> Chart:
    months = [Month(2024, 1).shift(place) for place in range(len(values))]
    settings: dict[str, object] = {"direction": "decrease", "unit": "percent", "target": 0.06} | options
    return spc(values, dates=months, **settings)  # type: ignore[arg-type]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def words(svg: str) -> str:
    return " ".join(" ".join(text.itertext()) for text in parsed(svg).iter(f"{SVG}text"))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours after WCAG 2.2."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def every_icon(size: int = 40) -> dict[str, str]:
    icons = {f"variation {verdict}": variation_icon(verdict, size=size) for verdict in Variation}
    icons |= {f"assurance {verdict}": assurance_icon(verdict, size=size) for verdict in Assurance}
    icons["no verdict on the target"] = assurance_icon("none", size=size, has_target=True)
    icons["up to date"] = age_icon(date(2025, 10, 31), TODAY, size=size)
    icons["late"] = age_icon(date(2025, 1, 31), TODAY, size=size)
    return icons


@pytest.mark.parametrize("size", [24, 40, 96])
def test_every_state_has_an_icon_of_the_size_asked_with_a_title(size: int) -> None:
    for icon in map(parsed, every_icon(size).values()):
        assert (icon.get("role"), icon.get("width"), icon.get("height")) == ("img", str(size), str(size))
        assert icon[0].tag == f"{SVG}title"
        assert icon[0].text


@pytest.mark.parametrize("size", [8, 23, 97])
def test_an_icon_too_small_or_too_large_to_read_is_refused(size: int) -> None:
    with pytest.raises(ClearwayError, match="24 to 96"):
        variation_icon("common_cause", size=size)


@pytest.mark.parametrize("kind", ["variation", "assurance"])
def test_icons_of_one_kind_differ_without_their_colours(kind: str) -> None:
    icons = {name: icon for name, icon in every_icon().items() if kind in name or "target" in name}
    bare = {name: re.sub(r"#[0-9a-f]{6}|<title>.*</title>", "", icon) for name, icon in icons.items()}
    chosen = [name for name in bare if name.startswith(kind) or kind == "assurance"]
    for one, other in combinations(chosen, 2):
        assert bare[one] != bare[other], (one, other)


def test_the_parts_of_an_icon_stand_out_from_what_is_behind_them() -> None:
    for name, icon in every_icon().items():
        shape = parsed(icon)[1]
        behind = shape.get("fill") or ""
        edge = shape.get("stroke") or behind
        assert contrast(edge, "#ffffff") >= 3, name
        for inside in parsed(icon)[2:]:
            colour = inside.get("stroke") or inside.get("fill") or ""
            assert contrast(colour, behind) >= 3, name


def test_no_target_and_no_verdict_are_not_the_same() -> None:
    assert "Target: none" in assurance_icon("none")
    assert "Target: no verdict yet" in assurance_icon("none", has_target=True)


def test_data_are_late_the_day_after_they_were_expected() -> None:
    latest = date(2025, 8, 22)
    assert "up to date" in age_icon(latest, TODAY, expected_days=92)
    assert "Data late: latest figure of 22 August 2025, 3 months old" in age_icon(
        latest, TODAY, expected_days=91
    )
    assert "no figure yet" in age_icon(None, TODAY)


CELLS = {
    ("Smoking at booking", "Northbank"): chart(STEADY),
    ("Smoking at booking", "Westvale & Lea"): chart(FALLEN),
    ("Smoking at delivery", "Northbank"): chart(STEADY[:5]),
    ("Smoking at delivery", "Westvale & Lea"): None,
}
ROWS, COLUMNS = ["Smoking at booking", "Smoking at delivery"], ["Northbank", "Westvale & Lea"]


@pytest.mark.parametrize("width", [340, 920])
def test_a_grid_draws_every_cell_and_says_what_is_not_collected(width: int) -> None:
    grid = icon_grid(ROWS, COLUMNS, CELLS, title="All measures", width=width)
    picture = parsed(grid.svg)
    assert float(picture.get("width", "0")) == width
    assert picture[1].text == grid.text
    titles = [title.text or "" for title in picture.iter(f"{SVG}title")]
    assert sum(title.startswith("Variation:") for title in titles) == 3
    shown = words(grid.svg)
    assert "not collected" in shown
    for name in (*ROWS, *COLUMNS, "All measures"):
        assert name in shown


def test_the_words_of_a_grid_name_what_stands_out_and_count_the_rest() -> None:
    text = icon_grid(ROWS, COLUMNS, CELLS, title="x").text
    assert text == (
        "2 measures of 2 organisations. Improvement: Smoking at booking at Westvale & Lea. "
        "Common cause: 1. Too few points: 1. Nothing collected: 1."
    )


def test_the_table_of_a_grid_has_every_cell_in_words() -> None:
    grid = icon_grid(ROWS, COLUMNS, CELLS, title="x")
    assert all(len(row) == len(grid.headings) for row in grid.table)
    assert grid.table[0][:4] == (
        "Smoking at booking",
        "Northbank",
        "11.0%, March 2025",
        "common cause, no significant change",
    )
    assert grid.table[2][3:] == ("too few points for a verdict", "no verdict yet")
    assert grid.table[3] == ("Smoking at delivery", "Westvale & Lea", "not collected", "", "")


def test_columns_that_do_not_fit_continue_below() -> None:
    many = [f"Trust {number}" for number in range(20)]
    grid = icon_grid(ROWS, many, {}, title="x", width=340)
    assert all(name in words(grid.svg) for name in many)
    assert max(float(text.get("x", "0")) for text in parsed(grid.svg).iter(f"{SVG}text")) < 340


def heights(svg: str) -> list[set[str]]:
    """The figures on the vertical axis of each chart."""
    found = re.findall(r">(\d+)%<", svg)
    charts: list[set[str]] = []
    for label in found:
        if label == "0":
            charts.append(set())
        charts[-1].add(label)
    return charts


def test_shared_scales_are_the_same_in_every_chart_and_free_ones_fit_each() -> None:
    named = [("Low", chart(FALLEN)), ("High", chart([value * 4 for value in STEADY]))]
    shared = heights(small_multiples(named, title="x", scale="shared"))
    assert shared[0] == shared[1]
    free = heights(small_multiples(named, title="x", scale="free"))
    assert free[0] != free[1]


def test_charts_of_different_units_do_not_share_a_scale() -> None:
    named = [("Share", chart(STEADY)), ("Count", chart([4.0, 5, 6], unit="number", target=None))]
    with pytest.raises(ClearwayError, match="cannot share a scale"):
        small_multiples(named, title="x")
    assert "Count" in words(small_multiples(named, title="x", scale="free"))


@pytest.mark.parametrize("width", [340, 920])
def test_small_multiples_are_one_image_that_tells_every_chart(width: int) -> None:
    named = [(f"Trust {number} <x>", chart(FALLEN if number % 2 else STEADY)) for number in range(7)]
    svg = small_multiples(named, title="Smoking & birth", width=width, source="NHS England")
    picture = parsed(svg)
    assert (picture.get("role"), picture[0].text) == ("img", "Smoking & birth")
    assert (picture[1].text or "").count("The latest figure") == 7
    shown = words(svg)
    for part in ("Trust 6 <x>", "Improvement", "Making Data Count", "NHS England", "one scale for all"):
        assert part in shown
    assert not {"id", "style"} & {name for element in picture.iter() for name in element.attrib}


def test_a_gap_in_small_multiples_is_a_band_and_no_zero() -> None:
    gappy: list[float | None] = [*STEADY[:7], None, *STEADY[8:]]
    whole, broken = (small_multiples([("x", chart(values))], title="x") for values in (STEADY, gappy))
    bands = [svg.count("<rect") for svg in (whole, broken)]
    assert bands[1] == bands[0] + 1
    assert small_multiples([("x", chart(gappy))], title="x").count("<circle") == whole.count("<circle") - 1


def test_nothing_at_all_still_makes_pictures() -> None:
    assert "no figures" in words(icon_grid(["a"], ["b"], {("a", "b"): spc([])}, title="x").svg)
    assert parsed(small_multiples([], title="x")) is not None
    assert "a" in words(small_multiples([("a", spc([]))], title="x"))
