"""Makes outlines light enough for a web page without tearing neighbours apart.

Borders are cut into arcs at the points where three outlines meet. Each arc is simplified once
(Douglas and Peucker) and used by both neighbours, so no gap or overlap opens between them.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

_WIDTH = cos(radians(53))  # a degree of longitude in degrees of latitude, in the middle of England
_SMALLEST = 0.00004  # islands below this area (square degrees, about 0.3 km2) cannot be seen at 800 px


def polygons(geometry: dict[str, Any]) -> list[list[Ring]]:
    """The polygons of a GeoJSON geometry, each a list of closed rings, to five decimals."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[(round(x, 5), round(y, 5)) for x, y, *_ in ring] for ring in part] for part in parts]


def light(shapes: dict[str, list[list[Ring]]], tolerance: float) -> dict[str, dict[str, Any]]:
    """For each shape a GeoJSON MultiPolygon within `tolerance` degrees of the original.

    Exterior rings wind clockwise and holes the other way, which is what d3-geo reads as the
    inside; the reverse would fill the rest of the world.
    """
    junctions = _junctions(ring for shape in shapes.values() for part in shape for ring in part)
    done: dict[tuple[Point, ...], Ring] = {}
    result = {}
    for key, shape in shapes.items():
        parts = []
        for part in shape:
            rings = [_simple_ring(ring, junctions, tolerance, done) for ring in part]
            if abs(area(rings[0])) >= _SMALLEST:
                kept = [rings[0], *(hole for hole in rings[1:] if abs(area(hole)) >= _SMALLEST)]
                parts.append([_wound(ring, clockwise=number == 0) for number, ring in enumerate(kept)])
        result[key] = {"type": "MultiPolygon", "coordinates": parts}
    return result


def area(ring: Ring) -> float:
    """Signed area of a closed ring: negative when it winds clockwise (x east, y north)."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _wound(ring: Ring, *, clockwise: bool) -> list[list[float]]:
    right = ring if (area(ring) < 0) is clockwise else ring[::-1]
    return [[round(x, 3), round(y, 3)] for x, y in right]


def _junctions(rings: Iterable[Ring]) -> set[Point]:
    """Points with more or fewer than two neighbours on all borders taken together."""
    near: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, two in pairwise(ring):
            if one != two:
                near[one].add(two)
                near[two].add(one)
    return {point for point, others in near.items() if len(others) != 2}


def _simple_ring(
    ring: Ring, junctions: set[Point], tolerance: float, done: dict[tuple[Point, ...], Ring]
) -> Ring:
    corners = [number for number, point in enumerate(ring[:-1]) if point in junctions]
    start = corners[0] if corners else ring.index(min(ring))
    turned = ring[start:-1] + ring[: start + 1]
    cuts = [n for n, point in enumerate(turned) if point in junctions] if corners else [0, len(turned) - 1]
    simple: Ring = [turned[0]]
    for first, last in pairwise(cuts):
        simple += _arc(tuple(turned[first : last + 1]), tolerance, done)[1:]
    return simple


def _arc(arc: tuple[Point, ...], tolerance: float, done: dict[tuple[Point, ...], Ring]) -> Ring:
    """The arc simplified; the same points whichever way round a neighbour runs along it."""
    forward = min(arc, arc[::-1])
    if forward not in done:
        done[forward] = _simplify(forward, tolerance)
    return done[forward] if forward == arc else done[forward][::-1]


def _simplify(arc: tuple[Point, ...], tolerance: float) -> Ring:
    keep = {0, len(arc) - 1}
    todo = [(0, len(arc) - 1)]
    while todo:
        first, last = todo.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        farthest = max(inner, key=lambda n: _distance(arc[n], arc[first], arc[last]))
        if _distance(arc[farthest], arc[first], arc[last]) > tolerance:
            keep.add(farthest)
            todo += [(first, farthest), (farthest, last)]
    return [arc[number] for number in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From the point to the line between start and end, in degrees of latitude."""
    px, py = (point[0] - start[0]) * _WIDTH, point[1] - start[1]
    dx, dy = (end[0] - start[0]) * _WIDTH, end[1] - start[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
    return hypot(px - along * dx, py - along * dy)
