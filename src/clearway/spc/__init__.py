"""Statistical process control: numbers in, verdicts out.

`spc` judges one series, `spc_table` thousands at once, `funnel` compares organisations, `wilson`
gives the interval of one proportion, `newcombe` that of the difference of two. `explanation` says what
a chart shows in plain sentences, `suggest_recalculation` where its limits may need to start anew,
`replay` what was decided about it by some day. `clearway.spc.pictures` draws what they find.
"""

from clearway.spc.engine import spc
from clearway.spc.explanation import Explanation, explanation
from clearway.spc.funnels import Funnel, FunnelUnit, funnel
from clearway.spc.history import Event, EventKind, replay
from clearway.spc.intervals import newcombe, wilson
from clearway.spc.phasing import Baseline
from clearway.spc.profiles import Profile, custom_profile
from clearway.spc.recalculation import Recalculation, suggest_recalculation
from clearway.spc.result import Chart, Phase, Point, Summary
from clearway.spc.table import Table, spc_table
from clearway.spc.table_look import Look
from clearway.spc.words import Assurance, Direction, PointState, PointType, Rule, Unit, Variation

__all__ = [
    "Assurance",
    "Baseline",
    "Chart",
    "Direction",
    "Event",
    "EventKind",
    "Explanation",
    "Funnel",
    "FunnelUnit",
    "Look",
    "Phase",
    "Point",
    "PointState",
    "PointType",
    "Profile",
    "Recalculation",
    "Rule",
    "Summary",
    "Table",
    "Unit",
    "Variation",
    "custom_profile",
    "explanation",
    "funnel",
    "newcombe",
    "replay",
    "spc",
    "spc_table",
    "suggest_recalculation",
    "wilson",
]
