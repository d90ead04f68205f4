"""Statistical process control: numbers in, verdicts out.

`spc` judges one series, `spc_table` thousands at once, `funnel` compares organisations, `wilson`
gives the interval of one proportion. `clearway.spc.pictures` draws what they find.
"""

from clearway.spc.engine import spc
from clearway.spc.funnels import Funnel, FunnelUnit, funnel
from clearway.spc.intervals import wilson
from clearway.spc.phasing import Baseline
from clearway.spc.profiles import Profile, custom_profile
from clearway.spc.result import Chart, Phase, Point, Summary
from clearway.spc.table import Table, spc_table
from clearway.spc.table_look import Look
from clearway.spc.words import Assurance, Direction, PointState, PointType, Rule, Unit, Variation

__all__ = [
    "Assurance",
    "Baseline",
    "Chart",
    "Direction",
    "Funnel",
    "FunnelUnit",
    "Look",
    "Phase",
    "Point",
    "PointState",
    "PointType",
    "Profile",
    "Rule",
    "Summary",
    "Table",
    "Unit",
    "Variation",
    "custom_profile",
    "funnel",
    "spc",
    "spc_table",
    "wilson",
]
