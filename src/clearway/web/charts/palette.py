"""Colours and fonts of the pictures that are not SPC charts; every mark has 3:1 contrast on white."""

from typing import Any

INK = "#212b32"
MUTED = "#4c6272"
GRID = "#e8edee"
CHOSEN = "#b8230f"
UNIT = "#005eb8"
INTERVAL = "#6f8fb5"
NATION = "#212b32"
NO_FIGURE = "#d8dde0"

CONFIG: dict[str, Any] = {
    # A family that ends in a generic one: without it a machine that lacks Arial draws no text at all.
    "font": "Arial, sans-serif",
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": MUTED,
        "tickColor": MUTED,
    },
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
    "text": {"font": "Arial, sans-serif", "fontSize": 12, "color": INK},
}
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
