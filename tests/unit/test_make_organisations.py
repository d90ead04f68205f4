"""The rules by which the packaged organisations are made: names and outlines."""

import pytest
from tools.organisation_names import place_name, proper_case
from tools.organisation_outlines import area, light, polygons


@pytest.mark.parametrize(
    ("official", "written"),
    [
        (
            "ST GEORGE'S UNIVERSITY HOSPITALS NHS FOUNDATION TRUST",
            "St George's University Hospitals NHS Foundation Trust",
        ),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
        ("NHS SOUTH YORKSHIRE ICB - 02P", "NHS South Yorkshire ICB - 02P"),
        ("STOKE-ON-TRENT", "Stoke-on-Trent"),
        ("KINGSTON UPON HULL, CITY OF", "Kingston upon Hull, City of"),
        ("THE  RED KITE CHILDRENS CENTRE", "The Red Kite Children's Centre"),
        ("ROYAL CORNWALL HOSPITAL (TRELISKE)", "Royal Cornwall Hospital (Treliske)"),
        ("Homerton Healthcare", "Homerton Healthcare"),
    ],
)
def test_official_capitals_become_a_name(official, written):
    assert proper_case(official) == written


@pytest.mark.parametrize(
    "official", ["NORTH WEST COMMISSIONING REGION", "North West NHS Region", "North West"]
)
def test_a_region_is_called_by_its_place(official):
    assert place_name(official) == "North West"


def square(west, south, size=1.0, steps=20):
    """A square with many points on its sides, counter-clockwise."""
    along = [size * n / steps for n in range(steps)]
    ring = [(west + a, south) for a in along] + [(west + size, south + a) for a in along]
    ring += [(west + size - a, south + size) for a in along] + [(west, south + size - a) for a in along]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def test_outlines_lose_points_but_no_corner_and_wind_clockwise():
    (ring,) = light({"a": polygons(square(0, 50))}, tolerance=0.01)["a"]["coordinates"][0]
    assert area(ring) == pytest.approx(-1.0)
    assert len(ring) <= 6


def test_neighbours_share_every_point_of_their_border():
    drawn = light({"a": polygons(square(0, 50)), "b": polygons(square(1, 50))}, tolerance=0.01)
    (one,), (two,) = (drawn[key]["coordinates"][0] for key in "ab")
    border_of_one = {tuple(point) for point in one if point[0] == 1}
    assert border_of_one == {tuple(point) for point in two if point[0] == 1} != set()


def test_islands_too_small_to_see_are_left_out():
    both = {
        "type": "MultiPolygon",
        "coordinates": [square(0, 50)["coordinates"], square(3, 50, 0.001)["coordinates"]],
    }
    assert len(light({"a": polygons(both)}, tolerance=0.0001)["a"]["coordinates"]) == 1
