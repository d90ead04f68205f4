"""Does the month of the year matter? A test, advice, and the figures without their season when asked.

The effect of each calendar month is estimated by least squares beside the level of each phase and a
straight trend, with larger denominators weighing more. All months together are judged by the F test; which
months stand out is judged under false discovery control (Benjamini and Hochberg 1995). Nothing is
taken out of a chart unless a person asks for it.
"""

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import f, t

from clearway.common.errors import ClearwayError
from clearway.spc.arrays import TOLERANCE, Floats, Ints
from clearway.spc.columns import Columns, columns
from clearway.spc.figures import listed
from clearway.spc.result import Chart

MONTHS = 12
MINIMUM_POINTS = 24
SIGNIFICANT = 0.05
# Year-on-year differences need this many points for an XmR chart of their own to be worth reading.
MINIMUM_DIFFERENCES = 13

Advice = Literal["none", "more_years", "seasonal_centre", "year_on_year"]


@dataclass(frozen=True)
class MonthEffect:
    """How far a calendar month (1 is January) lies from the average month, in the unit of the figures.

    `q_value` is the smallest false discovery rate at which this month would be said to stand out.
    """

    month: int
    effect: float
    p_value: float
    q_value: float


@dataclass(frozen=True)
class Seasonality:
    """The test of a monthly series: `found` when the months together differ beyond chance.

    `share` is the part of the variation about level and trend that the months explain, from 0 to 1.
    `effects` has all twelve months in order. `advice` says what to do, `text` says it in words.
    """

    found: bool
    p_value: float
    share: float
    effects: tuple[MonthEffect, ...]
    advice: Advice
    text: str


def seasonality(chart: Chart) -> Seasonality | None:
    """Tests a monthly chart; None where it is not monthly or has no two full years of figures.

    Every calendar month needs two figures or more. Autocorrelation makes the test too eager.
    """
    fitted = _fit(chart)
    return None if fitted is None else _judge(fitted)


def seasonally_adjusted(chart: Chart) -> tuple[float | None, ...]:
    """The plotted figures less the effect of their month, one a row, for a chart of their own.

    Made only when asked for. A share may leave 0 to 1 by this. Raises ClearwayError where the month
    effects cannot be estimated.
    """
    fitted = _fit(chart)
    if fitted is None:
        raise ClearwayError(
            "The season of this series cannot be estimated",
            mend="It needs monthly dates and two figures or more for every month of the year",
        )
    effect = dict(enumerate(fitted.effects, start=1))
    return tuple(
        None if point.value is None or point.date is None else point.value - float(effect[point.date.month])
        for point in chart.points
    )


def year_on_year(chart: Chart) -> tuple[float | None, ...]:
    """Each plotted figure less that of the same month a year before, None where there is no such pair.

    One entry a row, for an XmR chart of differences. Raises ClearwayError for a series without dates.
    """
    if any(point.date is None for point in chart.points):
        raise ClearwayError("A series without dates has no years to compare")
    known = {(p.date.year, p.date.month): p.value for p in chart.valued if p.date is not None}
    differences: list[float | None] = []
    for point in chart.points:
        now = None if point.date is None else known.get((point.date.year, point.date.month))
        earlier = None if point.date is None else known.get((point.date.year - 1, point.date.month))
        differences.append(None if now is None or earlier is None else now - earlier)
    return tuple(differences)


def false_discovery(p_values: Sequence[float]) -> tuple[float, ...]:
    """Benjamini and Hochberg's q-value of each test: reject those at or below the rate wanted."""
    p = np.asarray(p_values, dtype=np.float64)
    if not p.size:
        return ()
    order = np.argsort(p)
    scaled = p[order] * p.size / np.arange(1, p.size + 1)
    q = np.empty(p.size)
    q[order] = np.minimum.accumulate(scaled[::-1])[::-1].clip(max=1.0)
    return tuple(float(one) for one in q)


@dataclass(frozen=True)
class _Fit:
    """The fitted months: their effects and variances, and what is left without and with them.

    `left` and `before` are residual sums of squares with and without months, `freedom` the degrees of
    freedom that remain with them, `points` the figures used.
    """

    effects: Floats
    variance: Floats
    left: float
    before: float
    freedom: int
    points: int


def _fit(chart: Chart) -> _Fit | None:
    rows = columns(chart)
    used = np.flatnonzero(rows.usable)
    dates = [chart.points[row].date for row in used]
    months = [day.month for day in dates if day is not None]
    once_a_month = len({(day.year, day.month) for day in dates if day is not None}) == len(used)
    if len(months) < max(len(used), MINIMUM_POINTS) or not once_a_month:
        return None
    if min(Counter(months).get(month, 0) for month in range(1, MONTHS + 1)) < 2:
        return None
    when = np.array([day.year * MONTHS + day.month for day in dates if day is not None], dtype=np.float64)
    return _least_squares(rows, used, when, np.array(months))


def _least_squares(rows: Columns, used: Ints, when: Floats, months: Ints) -> _Fit | None:
    """Levels, trend and months that add to zero, by weighted least squares."""
    phases = rows.phase[used]
    level = (phases[:, None] == np.unique(phases)[None, :]).astype(np.float64)
    trend = ((when - when.mean()) / MONTHS)[:, None]
    # Eleven columns: each month less December, so that the twelve effects add to zero.
    sign = (months[:, None] == np.arange(1, MONTHS)) - (months[:, None] == MONTHS).astype(np.float64)
    root = np.sqrt(rows.sizes[used])
    values = rows.values[used] * root
    plain = np.hstack([level, trend]) * root[:, None]
    full = np.hstack([plain, sign * root[:, None]])
    freedom = used.size - int(np.linalg.matrix_rank(full))
    if freedom < 1 or np.linalg.matrix_rank(full) < full.shape[1]:
        return None
    found = np.linalg.lstsq(full, values, rcond=None)[0]
    left = float(np.sum((values - full @ found) ** 2))
    before = float(np.sum((values - plain @ np.linalg.lstsq(plain, values, rcond=None)[0]) ** 2))
    if before <= values.size * (TOLERANCE * float(np.abs(values).max())) ** 2:
        return None
    contrast = np.vstack([np.eye(MONTHS - 1), -np.ones(MONTHS - 1)])
    spread = np.linalg.inv(full.T @ full)[plain.shape[1] :, plain.shape[1] :]
    variance = np.einsum("ij,jk,ik->i", contrast, spread, contrast) * left / freedom
    return _Fit(contrast @ found[plain.shape[1] :], variance, left, before, freedom, used.size)


def _judge(fit: _Fit) -> Seasonality:
    explained = fit.before - fit.left
    exact = fit.left <= fit.before * TOLERANCE
    ratio = np.inf if exact else (explained / (MONTHS - 1)) / (fit.left / fit.freedom)
    p_value = float(f.sf(ratio, MONTHS - 1, fit.freedom))
    with np.errstate(divide="ignore", invalid="ignore"):
        each = 2 * t.sf(np.abs(fit.effects) / np.sqrt(fit.variance), fit.freedom)
    p_each = [float(p) for p in np.nan_to_num(each, nan=1.0)]
    months = tuple(
        MonthEffect(number, float(effect), p, q)
        for number, (effect, p, q) in enumerate(
            zip(fit.effects, p_each, false_discovery(p_each), strict=True), start=1
        )
    )
    found = p_value < SIGNIFICANT
    advice = _advice(found, fit.points)
    return Seasonality(found, p_value, explained / fit.before, months, advice, _text(found, months, advice))


def _advice(found: bool, points: int) -> Advice:
    """Two years give each month's centre two figures only: wait; later compare year on year."""
    if not found:
        return "none"
    if points < MONTHS + MINIMUM_DIFFERENCES + MONTHS - 1:
        return "more_years"
    return "seasonal_centre" if points < 5 * MONTHS else "year_on_year"


def _text(found: bool, months: tuple[MonthEffect, ...], advice: Advice) -> str:
    if not found:
        return "The months of the year differ no more than chance explains."
    high = [calendar.month_name[one.month] for one in months if one.q_value <= SIGNIFICANT and one.effect > 0]
    low = [calendar.month_name[one.month] for one in months if one.q_value <= SIGNIFICANT and one.effect < 0]
    parts = [f"high in {listed(high)}"] if high else []
    parts += [f"low in {listed(low)}"] if low else []
    which = f": {', '.join(parts)}" if parts else ""
    do = {
        "more_years": "be careful with signals in these months, and test again with a third year",
        "seasonal_centre": "ask for the chart without the season, or compare each month with a year before",
        "year_on_year": "compare each month with a year before, on an XmR chart of the differences",
    }[advice]
    return f"The figures follow the seasons{which}; {do}."
