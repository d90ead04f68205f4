"""What the pathway leaves out early, joins once and counts once changes no number."""

from datetime import date
from typing import Any

import pytest
from tests.tiny_records import CO, NEVER, SMOKER, Records

from clearway.measures.compile import compile_queries
from clearway.measures.computation import plan
from clearway.measures.computed import computed_measure
from clearway.pathway import Settings, default_settings

AS_OF = date(2026, 1, 1)


def settings(**changes: Any) -> Settings:
    return Settings.model_validate(default_settings().model_dump() | changes)


@pytest.mark.parametrize(("first", "known"), [(0, 1), (1, 0)])
def test_a_status_on_the_day_of_birth_counts_after_birth_only_where_the_window_has_that_day(
    first: int, known: int
) -> None:
    records = Records("2025-07")
    woman = records.pregnancy("2025-01-10")
    records.birth(woman, "2025-07-01")
    records.finding(woman, "2025-07-01", SMOKER)
    made = records.computation("2026-01-01", settings(after_birth={"first": first, "last": 56}))
    births = made.engine.fetch(made.rows["births"])
    assert births["known_after_birth"] == [known]


def test_two_labours_double_no_conversation_and_both_are_anchors() -> None:
    records = Records("2025-07")
    woman = records.pregnancy("2025-01-10")
    records.education(woman, "2025-02-01")
    for onset in ("2025-06-01", "2025-07-01"):
        records.labour(woman, onset)
    records.finding(woman, "2025-07-01", SMOKER)
    records.finding(woman, "2025-06-03", NEVER)
    made = records.computation("2026-01-01")
    assert made.engine.fetch(made.rows["conversations"])["day"] == [date(2025, 2, 1)]
    assert records.facts(woman)["delivery_status"] == "smoker"


def test_at_36_weeks_the_earliest_contact_with_a_status_decides_by_its_best_row() -> None:
    records = Records("2025-07")
    woman = records.pregnancy("2025-01-10", edd="2025-08-01")  # the window is 27 June to 10 July
    records.contact(woman, "2025-06-27", attended=False)
    records.contact(woman, "2025-07-02")
    records.finding(woman, "2025-07-04", NEVER)  # its own contact comes later
    records.finding(woman, "2025-07-05", SMOKER)
    facts = records.facts(woman)
    assert facts["contact_36_weeks_date"] == date(2025, 7, 2)
    assert facts["status_36_weeks"] == "smoker"
    assert facts["last_contact_36_weeks"] == date(2025, 7, 5)


def test_measures_that_count_the_same_share_a_column_and_no_others_do() -> None:
    same = ("smoke-booking", "cqim-smoking-booking", "cqim-dq-04")
    wanted = [computed_measure(measure) for measure in same]
    (query,) = compile_queries(plan(default_settings()).rows, AS_OF, default_settings(), wanted)
    numbers = dict(zip((m.measure for m in query.measures), query.columns, strict=True))
    assert numbers["smoke-booking"] == numbers["cqim-smoking-booking"] != numbers["cqim-dq-04"]


@pytest.mark.parametrize(
    ("value", "unit", "tested"),
    [
        ("4", "ppm", 1),
        (" \t4.0\r\n", " PPM\t", 1),
        ("\x0b+4\x0c", "CoPpm", 1),
        ("4 4", "ppm", 0),
        (" ", "ppm", 0),
        ("1e1", "ppm", 0),
        ("\u00a04", "ppm", 0),
        ("4", None, 0),
        ("4", "p p m", 0),
    ],
)
def test_space_around_a_value_or_unit_is_none_of_it(value: str, unit: str | None, tested: int) -> None:
    records = Records("2025-04")
    woman = records.pregnancy("2025-04-14")
    records.coded(woman, "2025-04-14", observation_code=CO, observation_value=value, unit=unit)
    assert records.facts(woman)["tested_at_booking"] == tested


@pytest.mark.parametrize(("first", "last", "free"), [(1, 6, 0), (6, 1, 1)])
def test_of_a_low_and_a_high_reading_on_the_best_day_the_latest_record_counts(
    first: int, last: int, free: int
) -> None:
    records = Records("2025-04")
    woman = records.pregnancy("2025-04-14", edd="2025-11-10")
    records.co(woman, "2025-04-14", first, activity_id="A9")
    records.co(woman, "2025-04-14", last, activity_id="A10")
    records.co(woman, "2025-04-12", 9, activity_id="Z99")  # another day, not as good
    records.co(woman, "2025-10-13", 1)
    assert records.facts(woman)["smokefree"] == free
