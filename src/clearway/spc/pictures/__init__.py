"""Pictures of what SPC finds: Vega-Lite specifications for server and browser, and small SVGs.

A picture is laid out for its `width` in pixels; below 480 it is laid out for a phone. Nothing is
drawn, and the drawing library is not loaded, until `to_svg` or `to_png` is called.
"""

from clearway.spc.pictures.control import control_chart, run_chart
from clearway.spc.pictures.examples import RuleExample, rule_examples
from clearway.spc.pictures.funnels import funnel_chart
from clearway.spc.pictures.icon_grid import IconGrid, icon_grid
from clearway.spc.pictures.icons import age_icon, assurance_icon, variation_icon
from clearway.spc.pictures.multiples import small_multiples
from clearway.spc.pictures.notebook import Shown, show
from clearway.spc.pictures.notes import Annotation
from clearway.spc.pictures.render import to_pdf, to_png, to_svg
from clearway.spc.pictures.small import sparkline

__all__ = [
    "Annotation",
    "IconGrid",
    "RuleExample",
    "Shown",
    "age_icon",
    "assurance_icon",
    "control_chart",
    "funnel_chart",
    "icon_grid",
    "rule_examples",
    "run_chart",
    "show",
    "small_multiples",
    "sparkline",
    "to_pdf",
    "to_png",
    "to_svg",
    "variation_icon",
]
