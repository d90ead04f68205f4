"""Rounding and data-quality gates against NHS England's publication of April 2025."""

import csv
from collections import defaultdict
from datetime import date
from functools import cache

import pytest

from clearway.measures.disclosure import gates, published, rounded
from clearway.measures.levels import Coverage
from clearway.measures.results import Result, State
from clearway.records.publications import bundled_publications

APRIL = next(path for path in bundled_publications() if path.name.startswith("msds-apr2025"))
INDICATORS = {"CQIMSmokingBooking": "cqim-smoking-booking", "CQIMSmokingDelivery": "cqim-smoking-delivery"}
GATES = {gate.gate: gate for gate in gates()}


@cache
def printed() -> dict[tuple[str, str], dict[str, str]]:
    """Denominator, Numerator, Rate and Result by indicator and provider, as printed."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with APRIL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Org_Level"] == "Provider":
                found[row["Indicator"], row["Org_Code"]][row["Currency"]] = row["Value"]
    return found


def count(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def gate_of(indicator: str) -> str:
    return f"cqim-dq-{indicator.removeprefix('CQIMDQ')}"


def test_every_published_count_is_a_count_that_our_rounding_can_give() -> None:
    counts = {
        int(cells[part])
        for (indicator, _), cells in printed().items()
        for part in ("Numerator", "Denominator")
        if cells.get(part, "").isdigit() and (indicator in INDICATORS or indicator.startswith("SBL"))
    }
    assert len(counts) > 100
    assert {rounded(count) for count in counts} == counts


def test_gates_reproduce_the_published_pass_and_fail() -> None:
    differing, seen = set(), 0
    for (indicator, provider), cells in printed().items():
        if not indicator.startswith("CQIMDQ"):
            continue
        gate = gate_of(indicator)
        passed = GATES[gate].passes(count(cells["Numerator"]), count(cells["Denominator"]))
        seen += 1
        if ("Pass" if passed else "Fail") != cells["Result"]:
            differing.add((gate, provider))
    assert seen == 6 * 84
    assert differing == set()


@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_rate_passes_when_all_its_gates_pass(indicator: str) -> None:
    own = [gate for gate in gates() if gate.measure == INDICATORS[indicator]]
    for (name, provider), cells in printed().items():
        if name != indicator:
            continue
        results = {printed()["CQIMDQ" + gate.gate[-2:], provider]["Result"] for gate in own}
        assert cells["Result"] == ("Pass" if results == {"Pass"} else "Fail"), provider


def as_results() -> list[Result]:
    """The printed counts of the CQIMs and their gates, as rows before disclosure."""
    rows = []
    for (indicator, provider), cells in printed().items():
        measure = INDICATORS.get(indicator) or (gate_of(indicator) if indicator.startswith("CQIMDQ") else "")
        if not measure:
            continue
        above, below = (count(cells.get(part, "DNS")) for part in ("Numerator", "Denominator"))
        sent = not (above is None or below is None)
        state = State.VALUE if sent else State.NOT_COLLECTED
        head = (measure, "", "", 1, "provider", provider, "2025-04")
        rows.append(Result(*head, above if sent else None, below if sent else None, None, state))
    return rows


def test_published_form_reproduces_the_printed_rates_and_where_there_are_none() -> None:
    """A failing provider is printed with a numerator of 0; here it has no value."""
    coverage = Coverage([("R0A", date(2025, 4, 1))], [])
    indicators = {measure: indicator for indicator, measure in INDICATORS.items()}
    words, numbers = 0, 0
    for row in published(as_results(), coverage):
        rate = printed()[indicators[row.measure], row.org_code]["Rate"]
        if rate in ("DNS", "Low DQ"):
            assert row.value is None, row
            words += 1
        else:
            assert row.value is not None, row
            assert abs(100 * row.value - float(rate)) <= 0.05 + 1e-9, row
            numbers += 1
    assert (words, numbers) == (20, 148)


@pytest.mark.parametrize(
    ("true", "expected"),
    [
        (0, 0),
        (1, 5),
        (4, 5),
        (7, 5),
        (8, 10),
        (12, 10),
        (13, 15),
        (17, 15),
        (18, 20),
        (1002, 1000),
        (1003, 1005),
    ],
)
def test_0_stays_0_and_1_to_7_becomes_5_and_others_go_to_the_nearest_5(true: int, expected: int) -> None:
    assert rounded(true) == expected
