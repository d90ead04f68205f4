"""Asks of figures, published, computed or typed, whether they can be what they seem.

Nothing is changed or left out: the findings say what is odd, with the figures, and what to do. Rules, words
and thresholds are data (`plausibility.yaml`). `check_values` takes many figures of many periods at once;
`check_entry` takes one with its past and those beside it, as it is typed.
"""

from collections.abc import Iterable

from clearway.common.findings import Finding
from clearway.records.plausibility.breaks import breaks
from clearway.records.plausibility.entries import check_entry
from clearway.records.plausibility.figures import Entry, Figure
from clearway.records.plausibility.published import RULES
from clearway.records.plausibility.rules import Break, plausibility, rule

__all__ = ["Break", "Entry", "Figure", "check_entry", "check_values", "plausibility", "rule"]


def check_values(values: Iterable[Figure]) -> list[Finding]:
    """Everything odd about published values, rule by rule; give all periods at once. Rule ids:

    `numerator-above-denominator` (error), `implausible-zero`, `implausible-hundred`,
    `nobody-known`, `sum-above-nation`, `missing-share-moves`, `denominator-jumps` (warnings),
    `series-break` (note).
    """
    kept = tuple(values)
    return [finding for rule in (*RULES, breaks) for finding in rule(kept)]
