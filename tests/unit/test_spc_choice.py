"""Which kind of chart suits the figures, and why."""

import numpy as np
import pytest

from clearway.common.periods import Month
from clearway.spc import Chart, spc
from clearway.spc.choice import ChartChoice, chart_choice
from clearway.spc.limits import FAMILIES

RANDOM = 20261101


def random() -> np.random.Generator:
    return np.random.default_rng(RANDOM)


def choice(values, **more) -> ChartChoice:
    return chart_choice(spc([float(value) for value in values], **more))


def shares(spread: float, chart: str) -> Chart:
    """Shares of thousands, whose true share differs between periods by `spread`."""
    source = random()
    sizes = source.integers(2000, 6000, size=40)
    true = np.clip(0.2 + source.normal(scale=spread, size=40), 0.01, 0.99)
    return spc(
        [int(n) for n in source.binomial(sizes, true)], denominators=[int(n) for n in sizes], chart=chart
    )


def test_a_chart_that_suits_says_why() -> None:
    found = choice(random().normal(50, 5, size=40))
    assert found.better == ()
    assert (
        found.text == "An XmR chart takes its limits from the figures' own steps, so it suits most measures."
    )


@pytest.mark.parametrize("kind", FAMILIES)
def test_every_kind_of_chart_has_its_reason(kind: str) -> None:
    values = [3.0, 4.0, 5.0, 4.0] * 5
    sizes = [10.0] * 20 if FAMILIES[kind].proportion or kind in ("ip", "u", "up") else None
    months = [Month(2024, 1).shift(place // (2 if kind in ("xbar", "s") else 1)) for place in range(20)]
    found = chart_choice(spc(values, dates=months, denominators=sizes, chart=kind))
    assert found.why.startswith(("A ", "An "))
    assert "was asked for" not in found.why


def test_counts_below_one_a_period_belong_on_a_g_chart() -> None:
    found = choice(random().poisson(0.4, size=40))
    assert found.better[0] == "g"
    assert found.text.startswith("There are 0.")
    assert "a G chart" in found.text


def test_rare_cases_of_large_denominators_belong_on_a_g_chart() -> None:
    cases = [int(one) for one in random().poisson(0.3, size=40)]
    found = chart_choice(spc(cases, denominators=[400] * 40, chart="p"))
    assert found.better[0] == "g"


def test_shares_near_all_count_the_cases_that_are_missed() -> None:
    cases = [400 - int(one) for one in random().poisson(0.3, size=40)]
    found = chart_choice(spc(cases, denominators=[400] * 40, chart="p"))
    assert found.better == ("g",)
    assert "cases that are missed" in found.text


def test_overdispersed_shares_belong_on_a_p_prime_chart() -> None:
    found = chart_choice(shares(0.03, "p"))
    assert found.better == ("pp", "i")
    assert "times as much as chance within each period explains" in found.text


def test_shares_with_binomial_spread_stay_on_a_p_chart() -> None:
    assert chart_choice(shares(0.0, "p")).better == ()


@pytest.mark.parametrize(("spread", "better"), [(0.0, "p"), (0.03, "pp")])
def test_varying_denominators_leave_the_xmr_chart(spread: float, better: str) -> None:
    found = chart_choice(shares(spread, "i"))
    assert found.better[0] == better
    assert "do not follow them" in found.text


def test_even_denominators_may_stay_on_an_xmr_chart() -> None:
    cases = [int(one) for one in random().binomial(500, 0.2, size=40)]
    assert chart_choice(spc(cases, denominators=[500] * 40)).better == ()


def test_overdispersed_counts_belong_on_a_c_prime_chart() -> None:
    source = random()
    found = choice(source.poisson(source.uniform(20, 80, size=40)), chart="c")
    assert found.better == ("cp", "i")


def test_counts_with_poisson_spread_stay_on_a_c_chart() -> None:
    assert choice(random().poisson(20, size=40), chart="c").better == ()


def test_skewed_times_belong_on_a_t_chart() -> None:
    found = choice(random().exponential(10, size=60))
    assert found.better == ("t",)
    assert "if these are times between events" in found.text


def test_few_points_or_no_variation_give_no_advice() -> None:
    assert choice([0.0, 1.0, 0.0]).better == ()
    assert choice([0.0] * 40).better == ()
    assert choice([]).better == ()


def test_a_step_is_not_taken_for_overdispersion() -> None:
    source = random()
    cases = [*source.poisson(20, size=30), *source.poisson(45, size=30)]
    assert choice(cases, chart="c").better == ()
