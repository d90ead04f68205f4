"""Which coded rows are readings, and what one row says about smoking: the decided rules."""

import pytest
from tests.tiny_records import (
    CO,
    DATE_CEASED,
    DECLINED,
    EX_SMOKER,
    NEVER,
    SMOKER,
    UNKNOWN,
    Records,
)

BOOKED, MONTH = "2025-04-14", "2025-04"


def booked() -> tuple[Records, str]:
    records = Records(MONTH)
    return records, records.pregnancy(BOOKED, edd="2025-11-10")


def fact(name: str, **row: object) -> object:
    """A pathway fact of a pregnancy with this one coded row on its booking day."""
    records, pregnancy = booked()
    records.coded(pregnancy, BOOKED, **row)
    return records.facts(pregnancy)[name]


def is_test(value: str, unit: str | None = "ppm", code: str = CO) -> bool:
    row = {"observation_code": code, "observation_value": value, "unit": unit}
    return fact("tested_at_booking", **row) == 1


def test_co_0_ppm_is_a_reading_and_says_non_smoker() -> None:
    assert is_test("0")
    row = {"observation_code": CO, "observation_value": "0", "unit": "ppm"}
    assert fact("booking_status", **row) == "non_smoker"


@pytest.mark.parametrize(("value", "elevated"), [("4", 1), ("4.0", 1), ("3.9", 0), ("3", 0), ("7", 1)])
def test_elevated_is_4_ppm_or_more_and_3_9_is_not_rounded_up(value: str, elevated: int) -> None:
    assert fact("elevated", observation_code=CO, observation_value=value, unit="ppm") == elevated


@pytest.mark.parametrize("value", ["-1", "-0.5", " -4 "])
def test_a_negative_value_is_no_reading(value: str) -> None:
    assert not is_test(value)


@pytest.mark.parametrize("value", ["6", " 6 ", "6.5", "+6", "6.", ".5", "06", "0"])
def test_a_number_is_digits_with_at_most_one_sign_and_one_decimal_point(value: str) -> None:
    assert is_test(value)


@pytest.mark.parametrize(
    "value",
    ["6 ppm", "<4", "6,5", "1e1", "6.5.1", "++6", "6-", ".", "+", "", "nan", "inf", "six", "6 5", "٤"],
)
def test_anything_else_is_no_number(value: str) -> None:
    assert not is_test(value)


@pytest.mark.parametrize("unit", ["ppm", "coppm", "PPM", "CoPPM", "  ppm  "])
def test_the_unit_is_ppm_or_coppm_case_and_outer_spaces_aside(unit: str) -> None:
    assert is_test("6", unit)


@pytest.mark.parametrize("unit", ["co ppm", "[ppm]", "COPPM²", "%COHb", "", None])
def test_other_units_are_no_reading_at_booking(unit: str | None) -> None:
    assert not is_test("6", unit)


@pytest.mark.parametrize("unit", ["co ppm", "[ppm]", "COPPM²", "ppm CO"])
def test_for_delivery_status_any_unit_that_contains_ppm_counts(unit: str) -> None:
    records, pregnancy = booked()
    records.labour(pregnancy, "2025-11-08")
    records.co(pregnancy, "2025-11-08", 6, unit)
    facts = records.facts(pregnancy)
    assert (facts["delivery_status"], facts["elevated"]) == ("smoker", 0)


@pytest.mark.parametrize("code", ["251900003", ".4I90", "4I90.", "X77Qd"])
def test_legacy_co_codes_count_like_the_snomed_one(code: str) -> None:
    assert is_test("2", code=code)


@pytest.mark.parametrize("code", ["230056004", ".137X", "137X.", "Ub1tI"])
def test_legacy_cigarette_codes_count_like_the_snomed_one(code: str) -> None:
    assert fact("booking_status", observation_code=code, observation_value="5") == "smoker"
    assert fact("booking_status", observation_code=code, observation_value="0") == "non_smoker"


def test_declined_is_not_a_test_and_stays_in_the_denominator() -> None:
    records, pregnancy = booked()
    records.finding(pregnancy, BOOKED, DECLINED)
    assert records.cell("co-test-booking", MONTH) == (0, 1)


def test_a_reading_beats_declined_on_one_row() -> None:
    row = {"observation_code": CO, "observation_value": "3", "unit": "ppm", "finding_code": DECLINED}
    assert (fact("tested_at_booking", **row), fact("declined_at_booking", **row)) == (1, 0)


def test_readings_come_from_msd202_and_msd302_is_evidence_for_delivery_only() -> None:
    records, pregnancy = booked()
    records.labour(pregnancy, BOOKED)
    records.co(pregnancy, BOOKED, 6, source="MSD302")
    facts = records.facts(pregnancy)
    assert (facts["tested_at_booking"], facts["elevated"], facts["booking_status"]) == (0, 0, None)
    assert facts["delivery_status"] == "smoker"


def test_any_reading_in_the_pregnancy_counts_postnatal_ones_too() -> None:
    records, pregnancy = booked()
    records.birth(pregnancy, "2025-11-08")
    records.co(pregnancy, "2025-12-01", 9)
    assert str(records.facts(pregnancy)["elevated_date"]) == "2025-12-01"


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"finding_code": SMOKER}, "smoker"),
        ({"finding_code": "160616005"}, "smoker"),  # trying to give up
        ({"finding_code": EX_SMOKER}, "non_smoker"),
        ({"finding_code": NEVER}, "non_smoker"),
        ({"observation_code": DATE_CEASED, "observation_value": "2025-01-01"}, "non_smoker"),
        ({"finding_code": NEVER, "observation_code": CO, "observation_value": "4", "unit": "ppm"}, "smoker"),
        ({"finding_code": SMOKER, "observation_code": CO, "observation_value": "1", "unit": "ppm"}, "smoker"),
        (
            {"finding_code": UNKNOWN, "observation_code": CO, "observation_value": "1", "unit": "ppm"},
            "non_smoker",
        ),
        ({"finding_code": "266918002"}, None),
        ({"finding_code": "134406006"}, None),  # only in the list of the smoke-free pregnancy measure
        ({"observation_code": "230056004", "observation_value": "-3"}, None),
        ({"procedure_code": "225323000"}, None),
    ],
)
def test_one_rows_status_is_smoker_with_any_smoker_evidence_else_non_smoker_else_unknown(
    row: dict[str, str], status: str | None
) -> None:
    assert fact("booking_status", **row) == status


def test_an_unusual_scheme_does_not_matter_because_codes_are_matched_without_it() -> None:
    """The canonical rows hold no scheme at all."""
    from clearway.records.contracts import contract

    assert not [name for name in contract("activities").column_names if "scheme" in name]
