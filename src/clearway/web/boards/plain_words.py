"""What a chart says, for people who never read a control chart."""

from collections.abc import Sequence

from clearway.measures.definitions import Definition
from clearway.spc import Chart
from clearway.spc.words import Variation
from clearway.web.boards.protection import told
from clearway.web.publications.models import Value

VERDICTS = {
    Variation.COMMON_CAUSE: "It goes up and down as chance would have it: no real change yet.",
    Variation.IMPROVEMENT_HIGH: "It has got better by more than chance would bring.",
    Variation.IMPROVEMENT_LOW: "It has got better by more than chance would bring.",
    Variation.CONCERN_HIGH: "It has got worse by more than chance would bring.",
    Variation.CONCERN_LOW: "It has got worse by more than chance would bring.",
    Variation.NEUTRAL_HIGH: "It has risen by more than chance would bring.",
    Variation.NEUTRAL_LOW: "It has fallen by more than chance would bring.",
    Variation.TOO_FEW_POINTS: "It is too early to say more.",
    Variation.NO_VARIATION: "It has stayed the same.",
}


def plain_words(sheet: Definition, chart: Chart, rows: Sequence[Value]) -> str:
    """The first and the newest figure, and whether it changed: "92.6% in October 2026; it was 72.1% in …"."""
    known = [row for row in rows if row.value is not None]
    if not known:
        return "There is no figure that may be shown."
    first, last = known[0], known[-1]
    said = f"{told(sheet, last)} in {last.when.label}"
    said = said[:1].upper() + said[1:]
    if first is not last:
        said += f"; it was {told(sheet, first)} in {first.when.label}"
    newest = "" if rows[-1] is last else f" Since then no figure can be shown ({rows[-1].when.label})."
    return f"{said}. {VERDICTS[chart.summary.variation]}{newest}"
