"""Published rates recomputed from published counts, and the figures that a reader can look up.

The figures of the tables below are those printed by NHS England and OHID, or computed from them by hand.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from clearway.records.plausibility import check_values
from clearway.records.publications import PublishedValue, State, bundled_publications, read_publication

FILES = {path.name: path for path in bundled_publications()}
APRIL = FILES["msds-apr2025Provisional-exp-measures.csv"]
FEBRUARY = FILES["msds-feb2025-exp-data.csv"]
SATOD = FILES["satod-fingertips-93085.csv"]
RATES = {
    "CQIMSmokingBooking": "cqim-smoking-booking",
    "CQIMSmokingDelivery": "cqim-smoking-delivery",
    "SBL_Element1_ProcessIndicator_a.i": "sbl-co-booking",
    "SBL_Element1_ProcessIndicator_a.ii": "sbl-co-36-weeks",
    "Smokefree_pregnancy": "smokefree-pregnancy",
}


@cache
def values(path: Path) -> tuple[PublishedValue, ...]:
    return read_publication(path).values


def national(path: Path, measure: str) -> dict[tuple[str, str], PublishedValue]:
    """By period and component."""
    return {
        (value.period, value.component): value
        for value in values(path)
        if value.org_code == "ENG" and value.measure == measure
    }


def printed_rates() -> dict[tuple[str, str], str]:
    """What the April file prints as Rate, read without Clearway: by measure and organisation code."""
    with APRIL.open(encoding="utf-8", newline="") as file:
        return {
            (RATES[row["Indicator"]], "ENG" if row["Org_Code"] == "National" else row["Org_Code"]): row[
                "Value"
            ]
            for row in csv.DictReader(file)
            if row["Currency"] == "Rate" and row["Indicator"] in RATES
        }


def test_every_printed_rate_follows_from_the_counts_to_one_decimal() -> None:
    printed = {key: float(text) for key, text in printed_rates().items() if text not in ("DNS", "Low DQ")}
    computed = {(v.measure, v.org_code): v.value for v in values(APRIL) if v.measure in RATES.values()}
    assert len(printed) == 668
    for key, rate in printed.items():
        share = computed[key]
        assert share is not None, key
        assert abs(100 * share - rate) <= 0.05 + 1e-9, key


def test_every_rate_printed_as_a_word_has_a_state_and_no_number() -> None:
    words = {key: text for key, text in printed_rates().items() if text in ("DNS", "Low DQ")}
    computed = {(v.measure, v.org_code): v for v in values(APRIL)}
    expected = {"DNS": State.NOT_COLLECTED, "Low DQ": State.WITHHELD}
    assert len(words) == 20
    for key, word in words.items():
        assert (computed[key].state, computed[key].numerator, computed[key].value) == (
            expected[word],
            None,
            None,
        )


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "percent"),
    [
        ("cqim-smoking-booking", 4360, 49205, 8.9),
        ("cqim-smoking-delivery", 2295, 40945, 5.6),
        ("sbl-co-booking", 41095, 51230, 80.2),
        ("sbl-co-36-weeks", 25950, 39970, 64.9),
        ("smokefree-pregnancy", 20195, 48715, 41.5),
    ],
)
def test_april_2025_nation(measure: str, numerator: int, denominator: int, percent: float) -> None:
    value = national(APRIL, measure)["2025-04", ""]
    assert (value.numerator, value.denominator) == (numerator, denominator)
    assert value.value is not None
    assert round(100 * value.value, 1) == percent


def test_april_2025_has_84_trusts_of_which_75_have_a_booking_rate_and_each_other_a_reason() -> None:
    booking = [v for v in values(APRIL) if v.measure == "cqim-smoking-booking" and v.org_level == "provider"]
    assert len(booking) == len({value.org_code for value in booking}) == 84
    assert len([value for value in booking if value.value is not None]) == 75
    reasons = [value.state for value in booking if value.value is None]
    assert (reasons.count(State.NOT_COLLECTED), reasons.count(State.WITHHELD)) == (6, 3)
    assert all(value.note for value in booking if value.value is None)


def test_aggregates_of_april_2025_are_all_there() -> None:
    levels = dict.fromkeys(("national", "region", "mbrrace", "icb"), 0)
    for value in values(APRIL):
        if value.measure == "sbl-co-booking" and value.org_level in levels:
            levels[value.org_level] += 1
    assert levels == {"national": 1, "region": 7, "mbrrace": 6, "icb": 42}


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        ("msds-smoking-status-booking", {"smoker": 4450, "non-smoker": 45550, "missing": 2720, "unknown": 5}),
        ("msds-co-delivery", {"zero": 315, "below-4": 1445, "elevated": 120, "missing": 39655}),
        ("msds-total-bookings", {"": 52620}),
        ("msds-total-deliveries", {"": 39675}),
    ],
)
def test_february_2025_nation(measure: str, counts: dict[str, int]) -> None:
    found = national(FEBRUARY, measure)
    assert {component: value.numerator for (_, component), value in found.items()} == counts
    assert {period for period, _ in found} == {"2025-02"}
    if len(counts) > 1:
        assert {value.denominator for value in found.values()} == {sum(counts.values())}


@pytest.mark.parametrize(
    ("year", "smoker", "non_smoker", "missing", "unknown", "missing_percent", "smoker_percent_of_known"),
    [
        ("2019/20", 3255, 22640, 320765, 975, 92.271, 12.570),
        ("2020/21", 13830, 92730, 375955, None, 77.916, 12.979),
        ("2021/22", 24295, 192000, 329800, None, 60.392, 11.232),
        ("2022/23", 51120, 335835, 144045, None, 27.127, 13.211),
        ("2023/24", 55100, 427370, 42275, None, 8.056, 11.420),
    ],
)
def test_annual_nation(
    year: str,
    smoker: int,
    non_smoker: int,
    missing: int,
    unknown: int | None,
    missing_percent: float,
    smoker_percent_of_known: float,
) -> None:
    path = FILES[f"hosp-epis-stat-mat-msdscsv-{year.replace('/', '-')}.csv"]
    found = {component: v for (_, component), v in national(path, "msds-smoking-status-booking").items()}
    counts = {"smoker": smoker, "non-smoker": non_smoker, "missing": missing, "unknown": unknown}
    assert {name: value.numerator for name, value in found.items()} == {
        name: count for name, count in counts.items() if count is not None
    }
    share = found["missing"].value
    assert share is not None
    assert round(100 * share, 3) == missing_percent
    smokers, others = found["smoker"].numerator, found["non-smoker"].numerator
    assert smokers is not None
    assert others is not None
    assert round(100 * smokers / (smokers + others), 3) == smoker_percent_of_known


@pytest.mark.parametrize(
    ("year", "count", "denominator", "printed"),
    [
        ("2018/19", 61399, 579995, 10.586126),
        ("2019/20", 58834, 564729, 10.418094),
        ("2020/21", 51840, 541609, 9.6),
        ("2021/22", 49534, 544629, 9.1),
        ("2022/23", 45176, 515699, 8.8),
        ("2023/24", 38884, 523739, 7.4),
    ],
)
def test_satod_england(year: str, count: int, denominator: int, printed: float) -> None:
    value = national(SATOD, "satod")[year, ""]
    assert (value.numerator, value.denominator) == (count, denominator)
    assert value.value is not None
    decimals = len(str(printed).split(".")[1])
    assert round(100 * value.value, decimals) == printed


def test_the_fall_of_the_missing_share_from_92_to_8_percent_is_caught_for_the_nation_and_for_trusts() -> None:
    annual = [value for name, path in FILES.items() if name.startswith("hosp") for value in values(path)]
    warned = [finding.what for finding in check_values(annual) if finding.rule == "missing-share-moves"]
    (nation,) = (what for what in warned if "of ENG" in what)
    assert "92.3% in 2019/20, 8.1% in 2023/24" in nation
    assert sum("(provider)" in what for what in warned) > 50


def test_trusts_without_usable_smoking_data_are_named_year_by_year() -> None:
    annual = [value for name, path in FILES.items() if name.startswith("hosp") for value in values(path)]
    empty = {
        year: sum(
            value.org_level == "provider" and value.component == "missing" and value.value == 1
            for value in annual
            if value.period == year
        )
        for year in ("2019/20", "2020/21", "2021/22", "2022/23", "2023/24")
    }
    # Of the providers in the bundled extracts; the publications hold some more.
    assert empty == {"2019/20": 5, "2020/21": 18, "2021/22": 2, "2022/23": 0, "2023/24": 0}


@pytest.mark.parametrize(
    ("code", "measure", "rule"),
    [
        ("R1H", "sbl-co-36-weeks", "implausible-zero"),
        ("R1K", "sbl-co-36-weeks", "implausible-zero"),
        ("RAS", "smokefree-pregnancy", "implausible-zero"),
        ("RBL", "smokefree-pregnancy", "implausible-zero"),
        ("RCX", "sbl-co-booking", "implausible-hundred"),
    ],
)
def test_known_gaps_in_april_2025_are_found(code: str, measure: str, rule: str) -> None:
    found = {(finding.rule, finding.what.split(":")[0]) for finding in check_values(values(APRIL))}
    assert (rule, f"{measure} of {code} (provider), 2025-04") in found


def test_the_sum_of_icbs_is_said_to_exceed_the_nation() -> None:
    sums = [finding.what for finding in check_values(values(APRIL)) if finding.rule == "sum-above-nation"]
    assert any(
        "(icb) add up to 41,655, and the published national numerator is 41,095" in what for what in sums
    )
