"""Breakdowns by stratum: who is in which, and what the command writes."""

import csv
import io

import pytest
from tests.tiny_records import Records

from clearway.cli.measures import BREAKDOWNS
from clearway.measures.results import COLUMNS
from clearway.measures.strata import StratumRow, by_stratum, kind_ids, kinds, published_strata, write_strata
from clearway.measures.strata.kinds import Kind

BOOKED, MONTH = "2025-04-14", "2025-04"


def cells(records: Records, kind: str, measure: str, level: str = "provider") -> dict[str, tuple[int, int]]:
    """Numerator and denominator by stratum, where anybody is in it."""
    found = by_stratum(records.computation(), kind).rows
    return {
        row.stratum: (row.result.numerator, row.result.denominator)
        for row in found
        if row.result.measure == measure and row.result.org_level == level and row.result.denominator
    }


def test_the_command_offers_every_breakdown() -> None:
    assert kind_ids() == BREAKDOWNS


def test_deprivation_goes_by_decile_and_a_number_that_is_none_is_missing() -> None:
    records = Records(MONTH)
    for decile in (1, 10, 10, 0, 11, None):
        records.pregnancy(BOOKED, imd_decile=decile)
    assert cells(records, "deprivation", "co-test-booking") == {"1": (0, 1), "10": (0, 2), "missing": (0, 3)}


@pytest.mark.parametrize(
    ("age", "band"),
    [(10, "missing"), (11, "under-20"), (19, "under-20"), (20, "20-24"), (24, "20-24"), (44, "40-44"),
     (45, "45-over"), (60, "45-over"), (61, "missing"), (None, "missing")],
)  # fmt: skip
def test_age_bands_are_those_of_the_national_publication(age: int | None, band: str) -> None:
    records = Records(MONTH)
    records.pregnancy(BOOKED, age_at_booking=age)
    assert list(cells(records, "age-band", "co-test-booking")) == [band]


def test_not_stated_not_known_and_missing_are_ethnic_groups_of_their_own() -> None:
    records = Records(MONTH)
    for code in ("A", "B", "c", "L", "Z", "99", "", "X", None):
        records.pregnancy(BOOKED, ethnic_category=code)
    assert cells(records, "ethnic-group", "co-test-booking") == {
        "white": (0, 3), "asian": (0, 1), "not-stated": (0, 1), "not-known": (0, 1), "missing": (0, 3),
    }  # fmt: skip


def test_every_ethnic_category_of_the_data_set_is_in_one_group() -> None:
    """A-H, J-N, P, R, S, Z and 99: there is no I, O or Q."""
    codes = [code for stratum in kinds()["ethnic-group"].strata for code in stratum.codes]
    assert sorted(codes) == sorted([*"ABCDEFGHJKLMNPRSZ", "99"])


def test_strata_that_overlap_or_miss_their_last_are_refused() -> None:
    band = {"id": "low", "title": "Low", "first": 1, "last": 5}
    missing = {"id": "missing", "title": "Missing"}
    about = {"id": "k", "title": "K", "column": "imd_decile", "note": ""}
    with pytest.raises(ValueError, match="overlaps"):
        Kind.model_validate(
            {**about, "strata": [band, {**band, "id": "high", "first": 5, "last": 9}, missing]}
        )
    with pytest.raises(ValueError, match="last stratum"):
        Kind.model_validate({**about, "strata": [band]})


def test_a_quit_attempt_whose_pregnancy_was_not_sent_is_missing_and_not_lost() -> None:
    records = Records(MONTH)
    records.attempt(records.pregnancy(BOOKED, imd_decile=2), BOOKED, nrt=True)
    records.attempt("P-not-sent", BOOKED)
    assert cells(records, "deprivation", "nrt") == {"2": (1, 1), "missing": (0, 1)}


def test_a_mother_counts_once_a_stratum() -> None:
    records = Records(MONTH)
    for decile in (3, 3, 4):
        pregnancy = records.pregnancy(BOOKED, mother_local_id="M", imd_decile=decile)
        records.finding(pregnancy, BOOKED, "77176002")
    assert cells(records, "deprivation", "smoke-booking") == {"3": (1, 1), "4": (1, 1)}


def births_at_sites() -> Records:
    records = Records(MONTH)
    pregnancy = records.pregnancy("2024-10-01", booking_site="RSY01")
    records.labour(pregnancy, onset="2025-04-14")
    records.finding(pregnancy, "2025-04-14", "77176002", source="MSD302")
    for on, site in (("2025-04-15", "RSY03"), ("2025-04-14", "RSY02")):
        records.birth(pregnancy, on, delivery_site=site)
    records.pregnancy("2025-04-01", booking_site="RSY01")
    return records


def test_births_go_by_the_site_of_the_first_baby_and_everything_else_by_the_site_of_booking() -> None:
    records = births_at_sites()
    assert cells(records, "site", "smoke-delivery", "delivery_site") == {"RSY02": (1, 1)}
    assert cells(records, "site", "co-test-booking", "booking_site") == {"RSY01": (0, 1)}


def test_a_code_that_stands_for_no_site_is_kept_under_its_provider() -> None:
    records = Records(MONTH)
    for site in ("RSY01", "ZZ201", None):
        records.pregnancy(BOOKED, booking_site=site)
    places = {
        (row.result.org_code, row.stratum)
        for row in by_stratum(records.computation(), "site").rows
        if row.result.measure == "co-test-booking" and row.result.denominator
    }
    assert places == {("RSY01", "RSY01"), ("RSY", "ZZ201"), ("RSY", "missing")}


def test_a_site_of_two_providers_adds_both_in_the_months_they_sent() -> None:
    records = Records(MONTH, "2025-05")
    records.submission("2025-05", "RTT")
    for provider, booked in (("RSY", BOOKED), ("RTT", BOOKED), ("RTT", "2025-05-02"), ("RSY", "2025-05-02")):
        records.pregnancy(booked, booking_site="RSY01", provider=provider)
    found = {
        row.result.period: row.result.denominator
        for row in by_stratum(records.computation(), "site").rows
        if row.cell[0] == "co-test-booking" and row.stratum == "RSY01"
    }
    assert found == {"2025-04": 1, "2025-05": 2}


def test_a_month_not_read_is_not_collected_in_every_stratum_and_an_empty_one_not_applicable() -> None:
    records = Records("2025-04", "2025-06")
    records.pregnancy(BOOKED, imd_decile=1, booking_site="RSY01")
    for kind, empty in (("deprivation", "2"), ("site", "missing")):
        states = {
            (row.stratum, row.result.period): str(row.result.state)
            for row in by_stratum(records.computation(), kind).rows
            if row.result.measure == "co-test-booking"
            and row.result.org_level in ("provider", "booking_site")
        }
        assert {state for (_, period), state in states.items() if period == "2025-05"} == {"not_collected"}
        assert states[empty, "2025-04"] == "not_applicable"


def test_a_provider_that_fails_its_gate_is_withheld_in_every_stratum() -> None:
    records = Records(MONTH)
    for number in range(40):
        pregnancy = records.pregnancy(BOOKED, imd_decile=1 + number % 2, booking_site=f"RSY0{number % 2}")
        if number < 20:  # half have a status: below the 0.7 that is asked for
            records.finding(pregnancy, BOOKED, "266919005")
    made = records.computation()
    for kind in ("deprivation", "site"):
        shown = {row.cell: row.result for row in published_strata(by_stratum(made, kind), made)}
        states = {
            (cell[0], str(row.state))
            for cell, row in shown.items()
            if cell[3] in ("provider", "booking_site")
        }
        assert ("cqim-smoking-booking", "value") not in states
        assert ("co-test-booking", "value") in states


def test_the_published_form_rounds_what_is_shown_and_withholds_a_second_stratum_with_a_small_one() -> None:
    records = Records(MONTH)
    for decile, size in ((1, 3), (2, 11), (3, 23)):
        for _ in range(size):
            records.pregnancy(BOOKED, imd_decile=decile)
    made = records.computation()
    shown = {
        row.stratum: row.result.denominator
        for row in published_strata(by_stratum(made, "deprivation"), made)
        if row.cell[0] == "co-test-booking" and row.cell[3] == "provider" and row.stratum in "123"
    }
    assert shown == {"1": None, "2": None, "3": 25}


def test_the_file_has_the_decided_columns_first() -> None:
    records = Records(MONTH)
    records.pregnancy(BOOKED, imd_decile=4)
    rows: tuple[StratumRow, ...] = by_stratum(records.computation(), "deprivation").rows
    file = io.StringIO()
    write_strata(rows, file)
    written = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert tuple(written[0]) == (*COLUMNS, "stratum_kind", "stratum")
    (row,) = [
        r
        for r in written
        if r["denominator"] == "1" and r["measure"] == "co-test-booking" and r["org_level"] == "provider"
    ]
    assert (row["stratum_kind"], row["stratum"], row["value"]) == ("deprivation", "4", "0")
