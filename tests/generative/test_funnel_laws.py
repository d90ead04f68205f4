"""Laws that every funnel obeys, whatever the counts."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.spc import Funnel, funnel

Units = list[tuple[int, int]]
KINDS = st.sampled_from(["proportion", "ratio", "rate"])
TREATMENTS = st.sampled_from(["none", "winsorised", "truncated"])
LAW = settings(max_examples=40, deadline=None)
units = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300)), min_size=5, max_size=14)


def compared(pairs: Units, kind: str = "proportion", names: list[str] | None = None, **options) -> Funnel:
    tops, bottoms = zip(*[(min(pair), max(pair)) for pair in pairs], strict=True)
    return funnel(tops, bottoms, names or [f"u{n}" for n in range(len(pairs))], kind=kind, **options)


def lines(found: Funnel) -> list[float]:
    return [line for one in found.units for pair in (*one.chance, *one.adjusted) for line in pair]


def verdicts(found: Funnel) -> dict[str, tuple[float | None, str]]:
    return {one.label: (one.outside, one.side) for one in found.units}


@LAW
@given(units, KINDS, TREATMENTS, st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(pairs: Units, kind: str, treatment: str, chance) -> None:
    order = list(range(len(pairs)))
    chance.shuffle(order)
    one = compared(pairs, kind, overdispersion=treatment)
    names = [f"u{place}" for place in order]
    other = compared([pairs[place] for place in order], kind, names, overdispersion=treatment)
    assert one.target == other.target
    there = {unit.label: unit for unit in other.units}
    for unit in one.units:
        assert there[unit.label].z == unit.z
        assert there[unit.label].lower == pytest.approx(unit.lower, rel=1e-9, abs=1e-12)
        assert there[unit.label].upper == pytest.approx(unit.upper, rel=1e-9, abs=1e-12)


@LAW
@given(units, KINDS, TREATMENTS)
def test_names_change_no_figure(pairs: Units, kind: str, treatment: str) -> None:
    one = compared(pairs, kind, overdispersion=treatment)
    other = compared(pairs, kind, [f"other {n}" for n in range(len(pairs))], overdispersion=treatment)
    assert [replace(unit, label="") for unit in one.units] == [
        replace(unit, label="") for unit in other.units
    ]


@LAW
@given(units, KINDS, TREATMENTS, st.floats(0.5, 0.98), st.floats(0.001, 0.019))
def test_wider_levels_give_wider_limits(
    pairs: Units, kind: str, treatment: str, level: float, more: float
) -> None:
    found = compared(pairs, kind, overdispersion=treatment, levels=(level, level + more))
    for one in found.units:
        for (inner_low, inner_high), (low, high) in (one.chance, one.adjusted):
            assert low <= inner_low + 1e-12
            assert inner_high <= high + 1e-12


@LAW
@given(units, KINDS, TREATMENTS)
def test_allowing_for_overdispersion_never_narrows_exact_limits(
    pairs: Units, kind: str, treatment: str
) -> None:
    for one in compared(pairs, kind, overdispersion=treatment).units:
        for (low, high), (wide_low, wide_high) in zip(one.chance, one.adjusted, strict=True):
            assert wide_low <= low + 1e-9
            assert high <= wide_high + 1e-9


@LAW
@given(units, KINDS, st.sampled_from(["winsorised", "truncated"]))
def test_without_variance_between_units_the_limits_are_those_of_chance(
    pairs: Units, kind: str, treatment: str
) -> None:
    plain = compared(pairs, kind)
    allowed = compared(pairs, kind, overdispersion=treatment)
    calm = replace(allowed.rule, tau2=0.0)
    sizes = np.array([one.denominator for one in allowed.units])
    for level, place in zip(allowed.levels, (0, 1), strict=True):
        low, high = calm.adjusted(sizes, level)
        assert low.tolist() == [one.chance[place][0] for one in plain.units]
        assert high.tolist() == [one.chance[place][1] for one in plain.units]
    if allowed.rule.tau2 == 0:
        assert verdicts(allowed) == verdicts(plain)


@LAW
@given(units, st.integers(2, 5))
def test_more_cases_at_the_same_proportions_bring_limits_nearer_and_scores_further(
    pairs: Units, times: int
) -> None:
    one = compared(pairs, limits="normal")
    other = compared([(a * times, b * times) for a, b in pairs], limits="normal")
    assert other.target == pytest.approx(one.target)
    for small, large in zip(one.units, other.units, strict=True):
        assert large.z == pytest.approx(small.z * math.sqrt(times), abs=1e-9)
        for (low, high), (near_low, near_high) in zip(small.chance, large.chance, strict=True):
            assert low <= near_low + 1e-9
            assert near_high <= high + 1e-9


@LAW
@given(units, st.sampled_from([0.01, 0.5, 8.0, 1000.0]))
def test_expected_numbers_in_another_unit_scale_ratio_target_and_limits(pairs: Units, times: float) -> None:
    tops, bottoms = zip(*pairs, strict=True)
    names = [str(place) for place in range(len(pairs))]
    one = funnel(tops, bottoms, names, kind="ratio", target=1.0)
    scaled = [bottom * times for bottom in bottoms]
    other = funnel(tops, scaled, names, kind="ratio", target=1 / times)
    assert [line * times for line in lines(other)] == pytest.approx(lines(one), rel=1e-6, abs=1e-9)
    assert [unit.z for unit in other.units] == pytest.approx([unit.z for unit in one.units], abs=1e-7)


@LAW
@given(units, KINDS, TREATMENTS, st.sampled_from(["exact", "normal", "funnelplotr-0.6.0"]))
def test_no_figure_of_a_funnel_is_infinite_or_missing(
    pairs: Units, kind: str, treatment: str, limits: str
) -> None:
    pairs = [(0, max(pair)) for pair in pairs[:2]] + pairs[2:]
    found = compared(pairs, kind, overdispersion=treatment, limits=limits)
    assert all(math.isfinite(line) for line in lines(found))
    assert all(math.isfinite(one.z) and math.isfinite(one.z_adjusted or 0) for one in found.units)
    assert found.dispersion is not None
    assert math.isfinite(found.dispersion.phi)
    assert found.dispersion.tau2 >= 0


@LAW
@given(units, KINDS)
def test_a_mixture_has_limits_that_can_be_drawn_and_without_spread_those_of_chance(
    pairs: Units, kind: str
) -> None:
    name = "beta-binomial" if kind == "proportion" else "negative-binomial"
    found = compared(pairs, kind, overdispersion=name)
    assert all(math.isfinite(line) and line >= 0 for line in lines(found))
    if found.rule.mixture == 0:
        assert verdicts(found) == verdicts(compared(pairs, kind))
