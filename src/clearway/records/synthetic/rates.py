"""Rates of each trust, drawn around national means and then solved so that the nation gives them exactly."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clearway.records.synthetic.calibration import Calibration

Values = NDArray[np.float64]
_DECILES = np.arange(1, 11)
_WINDOW_AFTER, _BIRTH_AFTER = 6, 7
"""Months from booking to 36 weeks and to birth, about."""
_WINDOW_GAP_IN_MONTHS = 7 / 30.44
"""A second contact a week later falls in the next month so often."""


@dataclass(frozen=True)
class Rates:
    """By trust, where not said otherwise.

    `decile` has the shares of deciles; `smoking` the factor by which women of a trust smoke more or less
    than the nation's of their decile, `trend` that of each month, `base` what both multiply;
    `stop_otherwise` the share who stop of smokers not ready to stop.
    """

    decile: Values
    smoking: Values
    trend: Values
    base: float
    stop_otherwise: float
    test_booking: Values
    test_36_weeks: Values
    coded_booking: Values
    coded_36_weeks: Values
    coded_delivery: Values
    referred: Values


def draw_rates(
    counts: NDArray[np.int64], sent: NDArray[np.bool_], calibration: Calibration, rng: np.random.Generator
) -> Rates:
    """Rates for pregnancies by trust and month, of which those sent count."""
    trusts, months = counts.shape
    figures, published = calibration.trusts, calibration.published
    seen = counts * sent if (counts * sent).any() else counts
    weights = seen.sum(axis=1).astype(np.float64)

    def around(mean: float, counted: Values = weights) -> Values:
        return spread_around(mean, counted, figures.spread, rng)

    depth = rng.normal(size=trusts) * calibration.mothers.imd_spread
    odds = np.exp(-np.outer(depth, _DECILES - 5.5))
    decile = np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float64)
    local = np.exp(rng.normal(0, calibration.mothers.smoking_spread, trusts))
    trend = 1 + calibration.mothers.smoking_trend * (np.arange(months) - (months - 1) / 2) / 12
    booking, coded = around(published.co_test_at_booking), around(figures.status_coded)
    delivery = around(figures.status_coded_at_delivery)
    ratio = np.array(calibration.mothers.smoking_by_imd_decile)
    factor = (decile @ ratio) * local
    base = solve_base(seen, factor[:, None] * trend[None, :], booking, coded, calibration)
    prevalence = base * factor[:, None] * trend[None, :]
    return Rates(
        decile=decile,
        smoking=local,
        trend=trend,
        base=base,
        stop_otherwise=solve_stopping(
            seen_after(counts, sent, _BIRTH_AFTER), prevalence, delivery, calibration
        ),
        test_booking=booking,
        test_36_weeks=around(
            _test_at_attended_contact(calibration), seen_after(counts, sent, _WINDOW_AFTER).sum(axis=1)
        ),
        coded_booking=coded,
        coded_36_weeks=around(figures.status_coded_at_36_weeks),
        coded_delivery=delivery,
        referred=around(calibration.support.referred),
    )


def spread_around(mean: float, weights: Values, spread: float, rng: np.random.Generator) -> Values:
    """Proportions, normal on the log-odds scale, whose weighted mean is `mean`."""
    drawn = rng.normal(0, spread, len(weights))
    if not 0 < mean < 1:
        return np.full(len(weights), mean)
    low, high = -30.0, 30.0  # log-odds
    for _ in range(80):
        middle = (low + high) / 2
        if np.average(_proportion(middle + drawn), weights=weights) < mean:
            low = middle
        else:
            high = middle
    return _proportion((low + high) / 2 + drawn)


def _proportion(log_odds: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)


def solve_base(
    seen: NDArray[np.int64], factor: Values, tested: Values, coded: Values, calibration: Calibration
) -> float:
    """The prevalence that gives the published proportion of known statuses at booking.

    A status is known when it is coded or a test was done, and a reading of 4 ppm or more says Smoker
    whatever is coded. So with prevalence p, status coded f, tested t, elevated h (e in non-smokers),
    smokers are p (f + (1 - f) t h) + (1 - p) t e, which is linear in p.
    """
    readings = calibration.readings
    high, odd = readings.elevated_when_smoking, readings.elevated_when_not
    unknown = readings.unknown_coded * readings.contact_near_booking
    f, t = coded[:, None], tested[:, None]
    known = f + (1 - f) * t + (1 - f) * (1 - t) * unknown
    by_smoking = (f + (1 - f) * t * high - t * odd) * factor
    wanted = calibration.published.smoke_at_booking * float((seen * known).sum())
    return max(0.0, wanted - float((seen * t * odd).sum())) / float((seen * by_smoking).sum())


def seen_after(counts: NDArray[np.int64], sent: NDArray[np.bool_], months: int) -> Values:
    """Bookings by trust and month whose care so many months later was sent; all when none was."""
    ahead = np.zeros_like(sent)
    if months < sent.shape[1]:
        ahead[:, : sent.shape[1] - months] = sent[:, months:]
    seen = (counts * ahead).astype(np.float64)
    return seen if seen.any() else counts.astype(np.float64)


def solve_stopping(births: Values, prevalence: Values, coded: Values, calibration: Calibration) -> float:
    """The share that makes the published proportion smoke at delivery, of smokers not ready to stop who stop.

    `births` are bookings whose birth was sent, by trust and month; the status is known where it was coded.
    """
    known = births * coded[:, None]
    stop = 1 - calibration.published.smoke_at_delivery * float(known.sum() / (known * prevalence).sum())
    ready, success = calibration.support.ready, calibration.support.stop_when_ready
    return float(np.clip((stop - ready * success) / (1 - ready), 0, 1))


def _test_at_attended_contact(calibration: Calibration) -> float:
    """The rate at kept contacts that gives the published one: a month with a missed contact alone counts."""
    readings = calibration.readings
    months = 1 + readings.second_36_week_contact * _WINDOW_GAP_IN_MONTHS
    rate = calibration.published.co_test_at_36_weeks * months / (1 - readings.missed_36_week_contact)
    return min(rate, 0.999)
