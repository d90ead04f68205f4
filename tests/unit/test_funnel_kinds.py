"""Ratios, rates, overdispersion and its words."""

import numpy as np
import pytest
from scipy.stats import betabinom, binomtest, chi2, nbinom, poisson

from clearway.common.errors import ClearwayError
from clearway.spc import Funnel, funnel

LETTERS = "abcdefghijklmnopqrst"


def compared(tops, bottoms, **options) -> Funnel:
    return funnel(tops, bottoms, LETTERS[: len(tops)], **options)


@pytest.mark.parametrize("expected", [0.4, 3.0, 7.7, 60.25])
def test_a_ratio_is_outside_exactly_when_its_poisson_tail_is_below_half_of_what_is_left(expected) -> None:
    seen = list(range(20)) if expected < 10 else list(range(30, 50))
    for one in compared(seen, [expected] * 20, kind="ratio").units:
        for level, (low, high) in zip((0.95, 0.998), one.chance, strict=True):
            half = (1 - level) / 2
            assert (one.value < low) == (poisson.cdf(one.numerator, expected) < half)
            assert (one.value > high) == (poisson.sf(one.numerator - 1, expected) < half)


@pytest.mark.parametrize("against", [6, 40])
def test_a_rate_is_outside_exactly_when_the_test_of_two_counts_says_so(against: int) -> None:
    rate = 0.5
    for one in compared(range(20), [against] * 20, kind="rate", target=rate).units:
        whole = int(one.numerator) + against
        for level, (low, high) in zip((0.95, 0.998), one.chance, strict=True):
            half = (1 - level) / 2
            few, many = (
                binomtest(int(one.numerator), whole, rate / (1 + rate), alternative=way).pvalue
                for way in ("less", "greater")
            )
            assert (one.value < low) == (few < half)
            assert (one.value > high) == (many < half)


def test_a_ratio_is_compared_with_one_and_a_rate_with_the_pooled_rate() -> None:
    ratio = compared([3, 9], [6.0, 12.0], kind="ratio")
    assert (ratio.target, ratio.pooled) == (1.0, False)
    rate = compared([3, 9], [60, 180], kind="rate")
    assert (rate.target, rate.pooled) == (pytest.approx(12 / 240), True)


def test_only_a_proportion_refuses_a_numerator_above_its_denominator() -> None:
    assert compared([30], [20], kind="ratio").units[0].value == 1.5
    assert compared([30], [20], kind="rate").units[0].value == 1.5
    with pytest.raises(ClearwayError, match="above the denominator"):
        compared([30], [20])


@pytest.mark.parametrize("kind", ["proportion", "ratio", "rate"])
def test_no_event_at_all_is_low_in_a_large_unit_and_never_without_a_score(kind: str) -> None:
    found = compared([0, 50, 55, 45, 50, 0], [100, 100, 100, 100, 100, 0.0001], kind=kind, target=0.5)
    first, last = found.units[0], found.units[-1]
    assert (first.outside, first.side) == (0.998, "low")
    assert first.z < -3
    assert -0.1 < last.z <= 0 or kind == "rate"
    assert last.outside is None


def test_every_unit_with_a_case_is_far_above_a_target_of_none() -> None:
    found = compared([5, 9, 0], [50, 90, 70], target=0.0)
    assert [one.outside for one in found.units] == [0.998, 0.998, None]
    assert [one.z > 3 for one in found.units] == [True, True, False]


def test_phi_and_tau2_are_those_of_the_winsorised_scores() -> None:
    tops, bottoms = [40, 55, 60, 75, 200, 48, 52], [500.0] * 7
    found = compared(tops, bottoms, kind="ratio", target=0.12, scale="square-root").dispersion
    assert found is not None
    z = 2 * np.sqrt(500) * (np.sqrt(np.array(tops) / 500) - np.sqrt(0.12))
    low, high = np.quantile(z, [0.1, 0.9])
    total = float((np.minimum(np.maximum(z, low), high) ** 2).sum())
    assert found.phi == pytest.approx(total / 7)
    weight = 4 * 500
    assert found.tau2 == pytest.approx((total - 6) / (7 * weight - weight))
    assert found.p == pytest.approx(chi2.sf(total, 7))


def test_truncating_sets_aside_the_lowest_and_the_highest_tenth() -> None:
    tops = [5, 10, *range(92, 108), 300, 400]
    found = compared(tops, [1000] * 20, overdispersion="truncated", target=0.1).dispersion
    assert found is not None
    assert (found.units, found.phi, found.tau2) == (16, pytest.approx(0.23, abs=0.05), 0)


SPREAD = ([20, 60, 95, 140, 180, 30, 75, 120, 160, 90], [1000] * 10)
CALM = ([98, 103, 95, 110, 92, 100, 105, 99, 101, 97], [1000] * 10)


def test_overdispersion_is_said_plainly_with_its_test_and_its_meaning() -> None:
    found = compared(*SPREAD, unit_name="trusts")
    assert found.dispersion is not None
    assert found.dispersion.clear
    for part in (
        "The trusts differ by more than chance (dispersion",
        "chi-square test, p < 0.001",
        "no proof of good or poor care",
        "Limits widened for this (winsorised) would leave none outside.",
        "The limits are exact binomial, for chance alone.",
    ):
        assert part in found.text


def test_without_overdispersion_nothing_is_said_of_it_unless_it_was_to_be_allowed_for() -> None:
    assert "dispersion" not in compared(*CALM).text
    allowed = compared(*CALM, overdispersion="winsorised")
    assert "no clear sign that they differ by more than chance" in allowed.text
    assert "no overdispersion to allow for" in allowed.method
    assert [one.lower for one in allowed.units] == [one.lower for one in compared(*CALM).units]


@pytest.mark.parametrize("treatment", ["winsorised", "truncated", "beta-binomial"])
def test_allowing_for_overdispersion_decides_by_the_widened_limits_and_names_them(treatment: str) -> None:
    plain, allowed = compared(*SPREAD), compared(*SPREAD, overdispersion=treatment)
    assert sum(one.outside is not None for one in plain.units) > 4
    assert sum(one.outside is not None for one in allowed.units) <= 1
    assert f"widened for overdispersion ({treatment}" in allowed.text or treatment in allowed.method
    assert "the limits allow for this" in allowed.text
    for one in allowed.units:
        assert tuple(zip(one.lower, one.upper, strict=True)) == one.adjusted
    calm, wide = (allowed.limits_at([1000], adjusted=way) for way in (False, True))
    assert wide[0][0] < calm[0][0] < calm[0][1] < wide[0][1]


def test_beta_binomial_limits_have_the_tail_that_they_say() -> None:
    found = compared(*SPREAD, overdispersion="beta-binomial", target=0.1)
    share = found.rule.mixture
    assert share is not None
    assert 0.001 < share < 0.1
    a, b = 0.1 * (1 - share) / share, 0.9 * (1 - share) / share
    for size in (40, 900):
        for level, (low, high) in zip((0.95, 0.998), found.limits_at([size]), strict=True):
            half = (1 - level) / 2
            for count in range(size + 1):
                few = betabinom.cdf(count, size, a, b) if count < 0.2 * size else 1.0
                if abs(few - half) > 1e-9 and few < 1:
                    assert (count / size < low[0]) == (few < half)
            top = int(np.ceil(high[0] * size + 1e-9))
            assert betabinom.sf(top - 1, size, a, b) < half <= betabinom.sf(top - 2, size, a, b)


def test_beta_binomial_limits_pass_smoothly_from_whole_cases_to_the_beta_distribution() -> None:
    found = compared(*SPREAD, overdispersion="beta-binomial", target=0.1)
    for low, high in found.limits_at([20_000, 20_001]):
        assert low[0] == pytest.approx(low[1], abs=1e-4)
        assert high[0] == pytest.approx(high[1], abs=1e-4)


def test_negative_binomial_limits_have_the_tail_that_they_say() -> None:
    found = compared(SPREAD[0], [100.0] * 10, kind="ratio", overdispersion="negative-binomial")
    spread = found.rule.mixture
    assert spread is not None
    (low, high), _ = found.limits_at([100.0])
    counts = nbinom(1 / spread, 1 / (1 + 100 * spread))
    few, many = int(np.floor(low[0] * 100)), int(np.ceil(high[0] * 100))
    assert counts.cdf(few) < 0.025 or few == 0
    assert counts.sf(many - 1) < 0.025 <= counts.sf(many - 2)


def test_words_name_units_and_target_and_keep_the_decimals_of_the_data() -> None:
    found = funnel(
        [10, 22, 9], [100, 110, 90], ["a", "b", "c"], target=0.08860888121, unit_name="trusts",
        target_name="England's published figure",
    )  # fmt: skip
    assert found.text.startswith("3 trusts are compared with England's published figure of 8.9%.")
    assert "8.8" not in found.text
    assert "the target of 6%" in compared([10, 12], [100, 110], target=0.06).text
    assert "the target of 6.25%" in compared([10, 12], [100, 110], target=0.0625).text
    assert "per 1,000" in compared([4, 5], [900, 1100], kind="rate", per=1000).text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": "mean"}, "kind of funnel 'mean' is not known"),
        ({"overdispersion": "trimmed"}, "'trimmed' is not known"),
        ({"scale": "log"}, "no log scale"),
        ({"overdispersion": "negative-binomial"}, "does not go with a proportion"),
        ({"kind": "ratio", "overdispersion": "beta-binomial"}, "does not go with a ratio"),
        ({"kind": "ratio", "target": 0.0}, "is not a ratio"),
        ({"kind": "ratio", "target": 2.0, "limits": "funnelplotr-0.6.0"}, "with 1 only"),
        ({"overdispersion": "winsorised"}, "cannot be measured on 2 units"),
        ({"levels": ()}, "between 0 and 1"),
        ({"levels": (95,)}, "between 0 and 1"),
        ({"per": 0}, "no meaning"),
    ],
)
def test_options_that_do_not_fit_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(ClearwayError, match=words):
        compared([1, 2], [10, 10], **options)


def test_a_count_without_a_denominator_is_refused_with_its_row() -> None:
    with pytest.raises(ClearwayError, match=r"row 7: The numerator is 3 and the denominator 0"):
        funnel([3], [0], ["a"], rows=[7], kind="rate")
