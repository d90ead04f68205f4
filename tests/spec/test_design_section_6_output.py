"""The output: coverage, states, levels, columns: the decided rules."""

import csv
import io

import pytest
from tests.tiny_records import SMOKER, Records

from clearway.common.errors import ClearwayError
from clearway.measures.computed import computed_measures
from clearway.measures.results import write_results

BOOKED, MONTH = "2025-04-14", "2025-04"


def test_a_month_whose_submission_was_not_read_is_not_collected() -> None:
    records = Records("2025-04", "2025-06")
    records.pregnancy("2025-05-10")
    assert records.cell("co-test-booking", "2025-05") == "not_collected"
    assert records.cell("co-test-booking", "2025-04") == (0, 0)


def test_a_covered_month_with_nobody_in_the_denominator_is_0_0_empty_not_applicable() -> None:
    row = Records(MONTH).results()["smoke-booking", "provider", "RSY", MONTH]
    assert (row.numerator, row.denominator, row.value, row.state) == (0, 0, None, "not_applicable")


def test_a_count_of_nothing_in_a_covered_month_is_the_value_0() -> None:
    row = Records(MONTH).results()["brief-intervention-conversations", "provider", "RSY", MONTH]
    assert (row.numerator, row.denominator, row.value, row.state) == (0, None, 0, "value")


def test_value_is_an_unrounded_fraction() -> None:
    records = Records(MONTH)
    for reading in (6, None, None):
        pregnancy = records.pregnancy(BOOKED)
        if reading:
            records.co(pregnancy, BOOKED, reading)
    assert records.results()["co-test-booking", "provider", "RSY", MONTH].value == 1 / 3


def two_providers() -> Records:
    records = Records(MONTH)
    records.submission(MONTH, provider="RX1")
    records.place("QAA", "Y56")
    records.place("QBB", "Y56", provider="RX1")
    for provider in ("RSY", "RX1"):
        # The same woman at both: each provider counts her, and sums count her twice.
        pregnancy = records.pregnancy(BOOKED, provider=provider, mother_key="9434765919")
        records.finding(pregnancy, BOOKED, SMOKER, provider=provider)
    return records


def test_levels_above_the_provider_are_sums_of_provider_counts() -> None:
    found = two_providers().results()
    for level, code, count in [
        ("icb", "QAA", 1),
        ("icb", "QBB", 1),
        ("region", "Y56", 2),
        ("national", "ENG", 2),
    ]:
        row = found["cqim-smoking-booking", level, code, MONTH]
        assert (row.numerator, row.denominator) == (count, count)


def test_a_level_with_one_provider_missing_is_the_sum_of_the_others() -> None:
    records = Records(MONTH)
    records.submission("2025-05", provider="RX1")
    records.pregnancy(BOOKED)
    records.place("QAA", "Y56")
    records.place("QAA", "Y56", provider="RX1")
    found = records.results()
    assert found["co-test-booking", "icb", "QAA", MONTH].denominator == 1
    assert found["co-test-booking", "provider", "RX1", MONTH].state == "not_collected"


def test_a_provider_that_moved_counts_where_it_belonged_in_the_month() -> None:
    records = Records("2022-06", "2022-07")
    records.place("QAA", "Y56", last="2022-06-30")
    records.place("QBB", "Y57", first="2022-07-01")
    found = records.results()
    cells = {(level, code, period) for _, level, code, period in found if level == "icb"}
    assert cells == {("icb", "QAA", "2022-06"), ("icb", "QBB", "2022-07")}


def test_a_provider_that_no_directory_knows_counts_in_the_nation() -> None:
    records = Records(MONTH, provider="ZZZ")
    records.pregnancy(BOOKED)
    found = records.results()
    assert found["co-test-booking", "national", "ENG", MONTH].denominator == 1
    assert {level for _, level, _, _ in found} == {"provider", "national"}


def test_the_made_up_trust_is_no_part_of_england() -> None:
    records = Records(MONTH, provider="SYNTH")
    records.pregnancy(BOOKED)
    assert {level for _, level, _, _ in records.results()} == {"provider"}


def test_as_of_decides_only_what_is_closed_and_removes_no_rows() -> None:
    records = Records("2025-04", "2025-09")
    pregnancy = records.pregnancy(BOOKED)
    records.co(pregnancy, BOOKED, 6)
    records.attempt(pregnancy, "2025-04-20", outcome_4_week="quit")
    early, late = records.results(as_of="2025-04-01"), records.results()
    assert early.keys() == late.keys()
    differing = {key[0] for key in late if early[key] != late[key]}
    assert differing == {"quit-success:4-weeks", "quit-success:12-weeks"}


def test_as_of_is_by_default_the_last_day_of_the_latest_period_read() -> None:
    records = Records("2025-04", "2025-06", "2025-05")
    assert str(records.computation().as_of) == "2025-06-30"


def test_without_any_submission_one_is_asked_for() -> None:
    with pytest.raises(ClearwayError, match="No submission was read"):
        Records().computation()


def test_the_csv_has_the_decided_columns_and_empty_cells_for_what_is_not_there() -> None:
    file = io.StringIO()
    write_results(Records("2025-04", "2025-06").results().values(), file)
    rows = list(csv.reader(io.StringIO(file.getvalue())))
    assert ",".join(rows[0]) == (
        "measure,component,parameter,version,org_level,org_code,period,numerator,denominator,value,state"
    )
    assert {tuple(row[6:]) for row in rows[1:] if row[0] == "nrt" and row[4] == "provider"} == {
        ("2025-04", "0", "0", "", "not_applicable"),
        ("2025-05", "", "", "", "not_collected"),
        ("2025-06", "0", "0", "", "not_applicable"),
    }


def test_every_patient_level_measure_of_the_design_is_computed() -> None:
    assert {(m.measure, m.component) for m in computed_measures() if not m.internal} == {
        *((name, "") for name in (
            "smoke-booking", "smoke-delivery", "smoke-36-weeks", "co-test-booking", "co-test-36-weeks",
            "elevated-co-referred", "brief-intervention-positive", "referred-specialist", "quit-date-set",
            "nrt", "smoke-after-childbirth", "brief-intervention-conversations", "care-omitted",
            "cqim-smoking-booking", "cqim-smoking-delivery", "sbl-co-booking", "sbl-co-36-weeks",
            "smokefree-pregnancy",
        )),
        *(("quit-success", part) for part in ("4-weeks", "12-weeks", "end-of-pregnancy")),
    }  # fmt: skip
