"""The outlines of organisations that are drawn on a map."""

import json
from functools import cache
from typing import Any

from clearway.common.errors import ClearwayError
from clearway.common.organisations.tables import packaged

_FILES = {"icb": "icb_boundaries.geo.json"}


@cache
def boundaries(level: str) -> dict[str, Any]:
    """The GeoJSON of a level; today only `icb`. Read once; do not change what you get.

    A FeatureCollection in WGS84 with the properties `code` (as in the directory), `name` and
    `ons_code`; rings wind clockwise, as d3-geo and Vega want them. Raises ClearwayError for a
    level without outlines.
    """
    if level not in _FILES:
        raise ClearwayError(f"There are no outlines of '{level}'", mend=f"Choose from: {', '.join(_FILES)}")
    shape: dict[str, Any] = json.loads(packaged(_FILES[level]))
    return shape
