"""What is asked of the pathway besides figures: work lists, members, the cascade, suppression."""

import pytest
from tests.tiny_records import DECLINED, NEVER, SMOKER, Records

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.measures.cascade import cascade
from clearway.measures.computed import Computed, computed_measure, computed_measures
from clearway.measures.definitions import definitions
from clearway.measures.levels import Coverage, all_levels
from clearway.measures.members import gaps, members
from clearway.measures.results import Result, State
from clearway.measures.suppression import suppressed

BOOKED, MONTH = "2025-04-14", "2025-04"
APRIL = Month(2025, 4)


def owed(records: Records, as_of: str) -> dict[str, int]:
    """Days late by step."""
    return {gap.step: gap.days_late for gap in gaps(records.computation(as_of))}


def test_a_booking_without_a_test_is_a_gap_from_its_day_and_late_after_3_days() -> None:
    records = Records(MONTH)
    records.pregnancy(BOOKED)
    assert owed(records, "2025-04-13") == {}
    assert owed(records, BOOKED) == {"co-test-booking": -3}
    assert owed(records, "2025-04-18") == {"co-test-booking": 1}


def test_elevated_9_days_ago_without_a_referral_is_2_days_late() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.co(pregnancy, BOOKED, 6)
    records.education(pregnancy, BOOKED)
    assert owed(records, "2025-04-23") == {"referral": 2}
    records.referral(pregnancy, "2025-04-20")
    assert "referral" not in owed(records, "2025-04-23")


def test_a_step_that_she_refused_is_no_gap() -> None:
    records = Records(MONTH)
    records.finding(records.pregnancy(BOOKED), BOOKED, DECLINED)
    assert owed(records, "2025-05-01") == {}


def test_a_referral_not_contacted_is_a_gap_until_contact_refusal_or_closing() -> None:
    for ending in ({}, {"first_contact_date": BOOKED}, {"declined_date": BOOKED}, {"closed_date": BOOKED}):
        records = Records(MONTH)
        pregnancy = records.pregnancy("2025-04-01")
        records.co(pregnancy, "2025-04-01", 1)
        records.referral(pregnancy, "2025-04-02", **ending)
        assert owed(records, "2025-04-30") == ({} if ending else {"contact-after-referral": 21})


def test_no_test_at_36_weeks_is_a_gap_unless_the_pregnancy_ended_before() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED, edd="2025-11-10")
    records.co(pregnancy, BOOKED, 1)
    assert owed(records, "2025-10-20") == {"test-owed-36-weeks": 1}
    records.birth(pregnancy, "2025-10-01")
    assert owed(records, "2025-10-20") == {}


def test_a_follow_up_is_due_from_day_25_and_late_after_day_42() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy(BOOKED)
    records.co(pregnancy, BOOKED, 1)
    records.attempt(pregnancy, BOOKED)
    assert owed(records, "2025-05-08") == {}
    assert owed(records, "2025-05-09") == {"follow-up-4-weeks": -17}
    assert owed(records, "2025-05-27") == {"follow-up-4-weeks": 1}


def test_members_are_the_rows_counted_with_local_identifiers() -> None:
    records = Records(MONTH)
    smoker, other = records.pregnancy(BOOKED), records.pregnancy(BOOKED)
    records.finding(smoker, BOOKED, SMOKER)
    records.finding(other, BOOKED, NEVER)
    records.pregnancy("2025-05-14")
    found = members(records.computation(), computed_measure("smoke-booking"), APRIL)
    assert [(m.pregnancy_id, m.mother_local_id, m.in_numerator) for m in found] == [
        (smoker, f"M-{smoker}", True),
        (other, f"M-{other}", False),
    ]


@pytest.mark.parametrize(
    "measure", [m for m in computed_measures() if not m.distinct], ids=lambda m: "-".join(m.key)
)
def test_members_are_as_many_as_the_counts(measure: Computed) -> None:
    records = Records(MONTH, "2025-05", "2025-11")
    for number in range(3):
        pregnancy = records.pregnancy(BOOKED, edd="2025-11-10")
        records.co(pregnancy, BOOKED, 3 + number)
        records.finding(pregnancy, BOOKED, SMOKER)
        records.education(pregnancy, BOOKED)
        records.referral(pregnancy, BOOKED)
        records.attempt(pregnancy, "2025-05-01", nrt=number == 0, outcome_4_week="quit")
        records.co(pregnancy, "2025-11-01", 1)
        records.birth(pregnancy, "2025-11-06")
        records.finding(pregnancy, "2025-11-20", SMOKER)
    made = records.computation("2026-01-01")
    cells = {key: row for key, row in records.results("2026-01-01").items() if key[1] == "provider"}
    for month in (APRIL, Month(2025, 5), Month(2025, 11)):
        listed = members(made, measure, month)
        row = cells[":".join(filter(None, measure.key)), "provider", "RSY", str(month)]
        below = row.numerator if measure.is_count else row.denominator
        assert (sum(m.in_numerator for m in listed), len(listed)) == (row.numerator, below)


def test_a_misspelt_component_is_answered_with_those_there_are() -> None:
    with pytest.raises(ClearwayError, match="4-weeks, 12-weeks, end-of-pregnancy"):
        computed_measure("quit-success", "6-weeks")


def test_every_computed_measure_and_component_has_a_definition_sheet() -> None:
    for measure in computed_measures():
        sheet = definitions()[measure.measure]
        assert measure.component in {"", *(part.id for part in sheet.components)}
        assert measure.is_count == (sheet.denominator is None)


def test_the_cascade_counts_each_step_among_those_of_the_step_above_and_names_the_biggest_leak() -> None:
    records = Records(MONTH)
    for number in range(8):
        pregnancy = records.pregnancy("2025-04-01" if number < 4 else "2025-07-01")
        if number != 7:
            records.co(pregnancy, "2025-04-01", 6 if number < 6 else 1)
        if number < 2:
            records.referral(pregnancy, "2025-04-02", first_contact_date="2025-04-03")
    found = cascade(records.computation(), APRIL, Month(2025, 9))
    assert [(step.id, step.count) for step in found.steps[:5]] == [
        ("booked", 8), ("tested", 7), ("elevated", 6), ("referred", 2), ("contacted", 2),
    ]  # fmt: skip
    assert all(step.share is None or step.count + step.lost == above.count
               for above, step in zip(found.steps, found.steps[1:], strict=False))  # fmt: skip
    assert found.biggest_leak == "referred"
    referred = found.steps[3]
    assert (referred.best_quarter, referred.more_if_best) == (0.5, 1)


def rows_of(counts: dict[str, tuple[int, int]]) -> tuple[list[Result], Coverage]:
    """Rows of one measure for providers of one ICB, by their counts."""
    from datetime import date

    from clearway.measures.levels import Place, number_of

    day = date(2025, 4, 1)
    places = [Place(code, date(1900, 1, 1), date(9999, 12, 31), "QAA", "Y56") for code in counts]
    coverage = Coverage([(code, day) for code in counts], places)
    cells = {(code, number_of(day)): cell for code, cell in counts.items()}
    return all_levels(computed_measure("nrt"), cells, coverage), coverage


def hidden(counts: dict[str, tuple[int, int]]) -> set[str]:
    return {row.org_code for row in suppressed(*rows_of(counts)) if row.state is State.WITHHELD}


def test_a_small_count_is_withheld_with_the_next_smallest_that_would_give_it_away() -> None:
    assert hidden({"AAA": (3, 40), "BBB": (20, 60), "CCC": (30, 90)}) == {"AAA", "BBB"}


def test_two_small_counts_hide_each_other() -> None:
    assert hidden({"AAA": (3, 40), "BBB": (5, 60), "CCC": (30, 90)}) == {"AAA", "BBB"}


def test_where_there_is_no_other_part_the_totals_are_withheld() -> None:
    assert hidden({"AAA": (3, 40)}) == {"AAA", "QAA", "Y56", "ENG"}


def test_nothing_small_is_nothing_withheld_and_0_is_not_small() -> None:
    assert hidden({"AAA": (0, 40), "BBB": (8, 60)}) == set()
