"""The effect of the month of the year: found, sized, never taken out unless asked for."""

import math
from datetime import date

import numpy as np
import pytest

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.spc import Chart, spc
from clearway.spc.seasonality import false_discovery, seasonality, seasonally_adjusted, year_on_year


def monthly(values: list[float], start: Month | None = None, **more) -> Chart:
    first = start or Month(2019, 4)
    return spc(values, dates=[first.shift(place) for place in range(len(values))], **more)


def noise(points: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=points)


def wave(points: int, size: float) -> np.ndarray:
    return size * np.cos(np.arange(points) * math.pi / 6)


def test_a_strong_season_is_found_with_its_months() -> None:
    found = seasonality(monthly(list(wave(60, 4) + noise(60, 1) + 50)))
    assert found is not None
    assert found.found
    assert found.share > 0.8
    effect = {one.month: one.effect for one in found.effects}
    assert effect[4] == pytest.approx(4, abs=1)
    assert effect[10] == pytest.approx(-4, abs=1)
    assert sum(effect.values()) == pytest.approx(0, abs=1e-9)
    assert {one.month for one in found.effects if one.q_value < 0.05} >= {4, 10}


def test_noise_is_rarely_called_a_season() -> None:
    found = [seasonality(monthly(list(noise(36, seed)))) for seed in range(200)]
    assert sum(one.found for one in found if one) / 200 < 0.1


def test_a_trend_is_no_season() -> None:
    found = seasonality(monthly([float(value) for value in np.arange(36) * 2 + noise(36, 4)]))
    assert found is not None
    assert not found.found


def test_a_phase_is_no_season() -> None:
    values = list(noise(24, 8)) + [float(value) + 30 for value in noise(24, 9)]
    found = seasonality(monthly(values, rebase_dates=[date(2021, 4, 1)]))
    assert found is not None
    assert not found.found


@pytest.mark.parametrize(
    ("points", "advice"), [(24, "more_years"), (48, "seasonal_centre"), (60, "year_on_year")]
)
def test_advice_depends_on_the_years_there_are(points: int, advice: str) -> None:
    found = seasonality(monthly(list(wave(points, 9) + noise(points, 2))))
    assert found is not None
    assert found.advice == advice


def test_two_full_years_are_needed() -> None:
    assert seasonality(monthly(list(noise(23, 1)))) is None
    holes: list[float | None] = [float(value) for value in noise(30, 1)]
    holes[0] = None  # leaves one April of the three it would need two of
    holes[12] = None
    assert seasonality(monthly(holes)) is None


def test_only_monthly_dates_have_a_season() -> None:
    weekly = [date.fromordinal(date(2020, 1, 6).toordinal() + 7 * place) for place in range(60)]
    assert seasonality(spc(list(noise(60, 1)), dates=weekly)) is None
    assert seasonality(spc(list(noise(60, 1)))) is None
    assert seasonality(monthly([5.0] * 48)) is None


def test_the_adjusted_series_has_no_season_left_and_the_same_level() -> None:
    values = list(wave(48, 5) + noise(48, 3) + 20)
    adjusted = seasonally_adjusted(monthly(values))
    again = seasonality(monthly(list(adjusted)))
    assert again is not None
    assert max(abs(one.effect) for one in again.effects) < 1e-9
    assert np.mean(adjusted) == pytest.approx(np.mean(values))


def test_a_missing_month_stays_missing_when_adjusted() -> None:
    values: list[float | None] = list(wave(48, 5) + noise(48, 3))
    values[7] = None
    assert seasonally_adjusted(monthly(values))[7] is None


def test_a_series_without_a_season_to_estimate_is_refused() -> None:
    with pytest.raises(ClearwayError, match="cannot be estimated"):
        seasonally_adjusted(monthly([1.0, 2.0, 3.0]))


def test_year_on_year_compares_the_same_month() -> None:
    values: list[float | None] = [float(place) for place in range(26)]
    values[1] = None
    differences = year_on_year(monthly(values))
    assert differences[:12] == (None,) * 12
    assert differences[12] == 12
    assert differences[13] is None
    assert differences[14:] == (12,) * 12


def test_false_discovery_rates_are_those_of_benjamini_and_hochberg() -> None:
    """Their own example (1995, section 3): of fifteen tests four are rejected at 5%."""
    published = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    shuffled = published[::-1]
    q = false_discovery(shuffled)
    assert sum(one <= 0.05 for one in q) == 4
    assert q[-4] == pytest.approx(0.0095 * 15 / 4)
    assert false_discovery([]) == ()


def test_the_months_that_stand_out_are_named() -> None:
    april = [float(place % 12 == 0) * 9 + step for place, step in enumerate(noise(60, 5) / 4)]
    found = seasonality(monthly(april))
    assert found is not None
    assert found.text.startswith("The figures follow the seasons: high in April, low in ")
