"""Statistical process control: numbers in, verdicts out.

`spc` judges one series, `funnel` compares organisations, `wilson` gives the interval of one
proportion. `clearway.spc.pictures` draws what they find.
"""

from clearway.spc.engine import spc
from clearway.spc.funnels import Funnel, FunnelUnit, funnel
from clearway.spc.intervals import wilson
from clearway.spc.result import Chart, Phase, Point, Summary
from clearway.spc.words import Assurance, Direction, PointState, PointType, Rule, Unit, Variation

__all__ = [
    "Assurance",
    "Chart",
    "Direction",
    "Funnel",
    "FunnelUnit",
    "Phase",
    "Point",
    "PointState",
    "PointType",
    "Rule",
    "Summary",
    "Unit",
    "Variation",
    "funnel",
    "spc",
    "wilson",
]
