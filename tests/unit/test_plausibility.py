"""Each rule of plausibility fires where it should and stays silent where it should not."""

import math
from dataclasses import replace

import pytest

from clearway.common.findings import Severity
from clearway.records.plausibility import check_values
from clearway.records.publications import PublishedValue, State


def value(
    numerator: float | None,
    denominator: float | None,
    *,
    measure: str = "sbl-co-36-weeks",
    component: str = "",
    level: str = "provider",
    code: str = "R0A",
    period: str = "2025-04",
) -> PublishedValue:
    share = numerator / denominator if numerator is not None and denominator else None
    state = State.WITHHELD if numerator is None else State.VALUE
    return PublishedValue(
        measure, component, "", 1, level, code, "A NAME", period, numerator, denominator, share, state, "", 2
    )


def nation(numerator: float, denominator: float, **about: str) -> PublishedValue:
    return value(numerator, denominator, level="national", code="ENG", **about)


def rules(*values: PublishedValue) -> list[str]:
    return [finding.rule for finding in check_values(values)]


def test_values_as_they_should_be_give_no_finding() -> None:
    assert rules(nation(25950, 39970), value(600, 975), value(200, 340, code="R0B")) == []


def test_zero_of_many_where_the_nation_has_most_is_odd() -> None:
    (finding,) = check_values([nation(25950, 39970), value(0, 975, code="R1H")])
    assert (finding.severity, finding.rule) == (Severity.WARNING, "implausible-zero")
    assert finding.what == (
        "sbl-co-36-weeks of R1H (provider), 2025-04: 0 of 975 is exactly 0%, and the nation has 64.9%. "
        "By chance that happens less than once in 1,000 times."
    )
    assert finding.mend


def test_all_of_many_where_the_nation_has_not_is_odd() -> None:
    assert rules(nation(41095, 51230), value(165, 165)) == ["implausible-hundred"]


def test_how_many_are_many_follows_from_chance() -> None:
    """At a national half, the chance of none of n is 0.5^n: 9 people 0.00195, 10 people 0.00098."""
    assert rules(nation(500, 1000), value(0, 9)) == []
    assert rules(nation(500, 1000), value(0, 10)) == ["implausible-zero"]
    assert rules(nation(500, 1000), value(10, 10)) == ["implausible-hundred"]
    enough = math.ceil(math.log(0.001) / math.log(1 - 0.056))  # smoking at delivery, 5.6%
    assert rules(nation(56, 1000), value(0, enough - 1)) == []
    assert rules(nation(56, 1000), value(0, enough)) == ["implausible-zero"]


def test_without_a_national_figure_of_that_period_nothing_is_said_of_zeros() -> None:
    assert rules(value(0, 975)) == []
    assert rules(nation(25950, 39970, period="2025-03"), value(0, 975)) == []


def test_a_missing_number_is_no_zero() -> None:
    assert rules(nation(25950, 39970), value(None, 975), value(None, None, code="R0B")) == []


def test_an_organisation_with_nobody_known_is_reported_once() -> None:
    table = {"measure": "msds-smoking-status-booking"}
    national = [
        nation(count, 10_000, component=name, **table)
        for name, count in (("smoker", 1000), ("non-smoker", 7000), ("missing", 2000))
    ]
    local = [
        value(count, 500, component=name, **table)
        for name, count in (("smoker", 0), ("non-smoker", 0), ("missing", 500))
    ]
    assert rules(*national, *local) == ["nobody-known"]


def test_a_numerator_above_its_denominator_is_an_error() -> None:
    (finding,) = check_values([value(210, 200)])
    assert (finding.severity, finding.rule) == (Severity.ERROR, "numerator-above-denominator")
    assert "210 is above the denominator 200" in finding.what
    assert rules(value(200, 200)) == []


@pytest.mark.parametrize("measure", ["cqim-dq-02", "cqim-dq-03"])
def test_counts_compared_with_another_source_may_exceed_it(measure: str) -> None:
    assert rules(value(1650, 1290, measure=measure)) == []


def test_providers_that_add_up_to_more_than_the_nation_are_said_with_both_sums() -> None:
    # Published for April 2025: provider numerators of SBL a.i add up to 42,530, the nation has 41,095.
    providers = [value(21265, 30000, code=code, measure="sbl-co-booking") for code in ("R0A", "R0B")]
    (finding,) = check_values([nation(41095, 60000, measure="sbl-co-booking"), *providers])
    assert (finding.severity, finding.rule) == (Severity.WARNING, "sum-above-nation")
    assert "2 organisations (provider) add up to 42,530" in finding.what
    assert "published national numerator is 41,095" in finding.what


def test_rounding_alone_is_no_excess() -> None:
    """Twenty trusts printed as 5 may each have 1; the nation, printed as 20, may have 22 at most."""
    trusts = [value(5, 100, code=f"R{n:02d}") for n in range(20)]
    assert rules(nation(20, 2000), *trusts) == []  # 100 printed, at least 20 in truth
    assert rules(nation(15, 2000), *trusts) == ["sum-above-nation"]


def test_levels_are_added_apart() -> None:
    assert rules(nation(100, 200), value(100, 200), value(100, 200, level="icb", code="QE1")) == []


def test_a_sum_below_the_nation_says_nothing() -> None:
    assert rules(nation(25950, 39970), value(600, 975)) == []


def missing(share: float, period: str, **about: str) -> PublishedValue:
    return value(
        round(1000 * share),
        1000,
        measure="msds-smoking-status-booking",
        component="missing",
        period=period,
        **about,
    )


def test_a_missing_share_that_moves_by_more_than_ten_points_makes_a_trend_meaningless() -> None:
    (finding,) = check_values([missing(0.25, "2022/23"), missing(0.14, "2023/24")])
    assert (finding.severity, finding.rule) == (Severity.WARNING, "missing-share-moves")
    assert "25.0% in 2022/23, 14.0% in 2023/24" in finding.what


def test_a_missing_share_that_moves_less_says_nothing() -> None:
    assert rules(missing(0.25, "2022/23"), missing(0.15, "2023/24")) == []


def test_a_rise_and_fall_between_two_equal_ends_is_seen() -> None:
    shares = [missing(share, f"2025-0{month}") for month, share in enumerate((0.1, 0.4, 0.1), start=1)]
    assert rules(*shares) == ["missing-share-moves"]


def test_the_missing_shares_of_two_organisations_are_not_compared() -> None:
    assert rules(missing(0.25, "2022/23"), missing(0.95, "2022/23", code="R0B")) == []


def test_a_denominator_that_halves_from_month_to_month_is_odd() -> None:
    before, after = value(100, 400, period="2025-03"), value(45, 180, period="2025-04")
    (finding,) = check_values([after, before])
    assert (finding.severity, finding.rule) == (Severity.WARNING, "denominator-jumps")
    assert "180 after 400 in 2025-03 (-55%)" in finding.what


def test_a_denominator_that_changes_by_half_or_less_is_not() -> None:
    assert rules(value(100, 400, period="2025-03"), value(50, 200, period="2025-04")) == []


def test_small_denominators_move_by_rounding_alone() -> None:
    assert rules(value(5, 10, period="2025-03"), value(5, 45, period="2025-04")) == []
    assert rules(value(5, 10, period="2025-03"), value(5, 50, period="2025-04")) == ["denominator-jumps"]


def test_months_with_a_gap_between_them_are_not_compared() -> None:
    assert rules(value(100, 400, period="2025-02"), value(45, 180, period="2025-04")) == []
    assert rules(value(100, 400, period="2022/23"), value(45, 180, period="2023/24")) == []


def test_december_is_followed_by_january() -> None:
    assert rules(value(100, 400, period="2024-12"), value(45, 180, period="2025-01")) == ["denominator-jumps"]


def test_the_components_of_a_table_jump_once() -> None:
    about = {"measure": "msds-smoking-status-booking"}
    values = [
        value(n, d, component=name, period=period, **about)
        for period, d in (("2025-03", 400), ("2025-04", 180))
        for name, n in (("smoker", 20), ("non-smoker", 100))
    ]
    assert rules(*values) == ["denominator-jumps"]


def broken(*values: PublishedValue) -> str:
    return " ".join(finding.what for finding in check_values(values) if finding.rule == "series-break")


def test_satod_breaks_in_2017_18_when_unknown_left_the_denominator() -> None:
    old, new = (value(90, 1000, measure="satod", period=period) for period in ("2016/17", "2017/18"))
    assert "From 2017/18" in broken(old, new)
    assert "From 2017/18" not in broken(new)
    assert "known status only" in broken(new)


def test_the_two_smoking_at_delivery_measures_are_two_series() -> None:
    satod, cqim = (value(90, 1000, measure=name) for name in ("satod", "cqim-smoking-delivery"))
    assert "SATOD is self-reported" in broken(satod, cqim)
    assert broken(cqim) == ""


def test_annual_and_monthly_figures_are_two_series() -> None:
    monthly, annual = (
        value(90, 1000, measure="msds-smoking-status-booking", component="smoker", period=period)
        for period in ("2025-02", "2023/24")
    )
    assert "Annual files count deliveries" in broken(monthly, annual)
    assert broken(monthly) == broken(annual) == ""


def test_a_break_is_a_note() -> None:
    findings = check_values([value(90, 1000, measure="satod", period="2023/24")])
    assert {finding.severity for finding in findings} == {Severity.NOTE}


def test_no_values_no_findings() -> None:
    assert check_values([]) == []
    assert check_values([replace(value(None, None), state=State.NOT_COLLECTED)]) == []
