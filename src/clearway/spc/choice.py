"""Why this kind of chart, and which would suit better, with the reason in a sentence.

The reasons are the usual ones: limits must follow denominators that vary; binomial and Poisson limits
are too narrow where the process itself varies between points (Laney 2002); counts of rare events carry
little in each period and more in the time between them (Benneyan 2001); skewed times do not fit
symmetric limits (Nelson 1994).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import skewtest

from clearway.spc.arrays import Floats
from clearway.spc.columns import columns
from clearway.spc.result import Chart
from clearway.spc.words import Unit

# Fewer points do not show how figures vary.
MINIMUM_POINTS = 13
# Rarer than this a period, most periods say nothing.
RARE = 1.0
# Largest over smallest denominator from which fixed limits mislead.
VARYING = 1.5
# How much wider than chance the spread must be, and how sure, before Laney's chart is advised.
OVERDISPERSED = 1.2
ONE_SIDED_95 = 1.645
SKEWED = 0.01

_WHY = {
    "run": "A run chart needs few points and no assumption on how figures vary.",
    "i": "An XmR chart takes its limits from the figures' own steps, so it suits most measures.",
    "mr": "A moving range chart shows how much neighbouring figures differ, beside an XmR chart.",
    "ip": "An I′ chart takes its limits from the figures' own steps and lets them follow the denominators.",
    "p": "A P chart suits shares whose cases are independent: its limits follow the denominators.",
    "pp": "A P′ chart suits shares with large denominators: its limits follow the denominators and the "
    "variation between periods.",
    "c": "A C chart suits counts of independent events with the same chance in every period.",
    "cp": "A C′ chart suits counts that vary more between periods than chance alone explains.",
    "u": "A U chart suits rates of independent events: its limits follow the denominators.",
    "up": "A U′ chart suits rates with large denominators: its limits follow the denominators and the "
    "variation between periods.",
    "g": "A G chart suits rare events: it counts what lies between one event and the next.",
    "t": "A T chart suits rare events: it plots the time from one event to the next.",
    "xbar": "An Xbar chart suits means of several measurements a period.",
    "s": "An S chart suits the spread of several measurements a period, beside an Xbar chart.",
}


@dataclass(frozen=True)
class ChartChoice:
    """`why` this kind of chart suits, or the `reason` why one of `better` would suit more.

    `better` holds names of charts, best first; it is empty where the chart suits.
    """

    chart: str
    why: str
    better: tuple[str, ...]
    reason: str

    @property
    def text(self) -> str:
        """The one sentence that matters."""
        return self.reason or self.why


def chart_choice(chart: Chart) -> ChartChoice:
    """Whether the kind of `chart` suits its figures. The first reason that applies is given."""
    why = _WHY.get(chart.chart, f"A {chart.chart_title} was asked for.")
    rows = columns(chart)
    seen = rows.usable & (rows.phase == rows.phase.max(initial=0))
    values, sizes = rows.values[seen], rows.sizes[seen]
    with_sizes = any(point.denominator is not None for point in chart.valued)
    better: tuple[tuple[str, ...], str] = ((), "")
    if values.size >= MINIMUM_POINTS and np.ptp(values) > 0:
        if chart.chart in ("p", "pp", "u", "up") or (chart.chart in ("i", "ip") and with_sizes):
            better = _with_denominators(chart, values, sizes)
        elif chart.chart in ("i", "c", "cp"):
            better = _without_denominators(chart.chart, values)
    return ChartChoice(chart.chart, why, *better)


def _with_denominators(chart: Chart, values: Floats, sizes: Floats) -> tuple[tuple[str, ...], str]:
    shares = chart.unit is Unit.PERCENT
    cases, others = float(np.mean(values * sizes)), float(np.mean((1 - values) * sizes))
    if cases < RARE:
        return ("g", "t"), _rare(cases)
    if shares and others < RARE:
        return ("g",), _rare(others, "cases that are missed")
    plain, laney = ("p", "pp") if shares else ("u", "up")
    ratio = _dispersion(values, sizes, shares)
    wide = _overdispersed(ratio, values.size)
    if chart.chart == plain and wide:
        return (laney, "i"), (
            f"The figures vary {ratio:.1f} times as much as chance within each period explains, so the "
            f"limits of a {chart.chart_title} are too narrow: a {_TITLES[laney]} suits better, or an XmR "
            "chart."
        )
    low, high = float(sizes.min()), float(sizes.max())
    if chart.chart == "i" and high >= VARYING * low:
        kind = laney if wide else plain
        return (kind, "ip"), (
            f"The denominators run from {low:,.0f} to {high:,.0f}, and the limits of an XmR chart do not "
            f"follow them: a {_TITLES[kind]} suits better."
        )
    return (), ""


def _without_denominators(kind: str, values: Floats) -> tuple[tuple[str, ...], str]:
    counts = bool(np.all((values >= 0) & (values == np.round(values))))
    mean = float(values.mean())
    if counts and mean < RARE:
        return ("g", "t"), _rare(mean)
    if kind == "c":
        ratio = _dispersion(values, np.ones(values.size), shares=False)
        if _overdispersed(ratio, values.size):
            return ("cp", "i"), (
                f"The counts vary {ratio:.1f} times as much as chance explains, so the limits of a C chart "
                "are too narrow: a C′ chart suits better, or an XmR chart."
            )
    if kind == "i" and not counts and _skewed(values):
        return ("t",), (
            "The figures are skewed, many small and a few large, so limits at the same distance on both "
            "sides mislead: if these are times between events, a T chart suits better."
        )
    return (), ""


_TITLES = {"p": "P chart", "pp": "P′ chart", "u": "U chart", "up": "U′ chart"}


def _rare(mean: float, what: str = "cases") -> str:
    return (
        f"There are {mean:.2g} {what} a period on average, so most periods say little: a G chart, which "
        "counts what lies between cases, suits better."
    )


def _dispersion(values: Floats, sizes: Floats, shares: bool) -> float:
    """Steps between neighbours beside those that binomial or Poisson chance gives: 1 is chance alone."""
    centre = float(np.sum(values * sizes) / np.sum(sizes))
    variance = centre * (1 - centre) if shares else centre
    if variance <= 0:
        return 1.0
    away = (values - centre) / np.sqrt(variance / sizes)
    return float(np.mean(np.abs(np.diff(away))) / 1.128)


def _overdispersed(ratio: float, points: int) -> bool:
    """Whether the ratio is larger than matters and than its own error explains (0.83 / steps)."""
    return ratio >= OVERDISPERSED and ratio - 1 > ONE_SIDED_95 * sqrt(0.826 / (points - 1))


def _skewed(values: Floats) -> bool:
    """A long tail of large positive figures, beyond chance (D'Agostino's test)."""
    result = skewtest(values)
    return bool(values.min() > 0 and result.statistic > 0 and result.pvalue < SKEWED)
