"""The strip: one organisation's place among its like."""

import re
import xml.etree.ElementTree as ET

from clearway.web.charts.strip import EDGE, FEWEST, WIDTH, strip

OTHERS = [0.05, 0.08, 0.1, 0.12, 0.2]
SVG = "{http://www.w3.org/2000/svg}"


def _ticks(drawn: str) -> list[float]:
    path = next(one for one in ET.fromstring(drawn).iter(f"{SVG}path") if one.get("stroke-opacity"))  # noqa: S314
    return [float(x) for x in re.findall(r"M([\d.]+)", path.get("d", ""))]


def test_every_organisation_has_a_line_in_the_order_of_its_figure() -> None:
    ticks = _ticks(strip(OTHERS, own=0.1, nation=0.09, title="x") or "")
    assert len(ticks) == len(OTHERS)
    assert ticks == sorted(ticks)


def test_the_ends_are_the_lowest_and_the_highest_figure() -> None:
    ticks = _ticks(strip(OTHERS, own=0.1, nation=0.09, title="x") or "")
    assert (ticks[0], ticks[-1]) == (EDGE, WIDTH - EDGE)


def test_figures_that_are_all_the_same_stand_in_the_middle() -> None:
    assert set(_ticks(strip([0.1] * 5, own=0.1, nation=None, title="x") or "")) == {WIDTH / 2}


def test_a_nation_of_zero_is_a_figure() -> None:
    ticks = _ticks(strip(OTHERS, own=0.1, nation=0.0, title="x") or "")
    assert ticks[0] > EDGE


def test_below_five_there_is_no_crowd_to_have_a_place_in() -> None:
    assert strip(OTHERS[: FEWEST - 1], own=0.05, nation=0.09, title="x") is None


def test_the_text_for_people_who_do_not_see_it_is_escaped() -> None:
    drawn = strip(OTHERS, own=0.1, nation=None, title='<b>"Trust" & co</b>') or ""
    root = ET.fromstring(drawn)  # noqa: S314
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == '<b>"Trust" & co</b>'
