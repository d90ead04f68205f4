"""Every worked example beside the definitions is computed, woman by woman."""

from collections.abc import Callable

import pytest
from tests.tiny_records import DECLINED, NEVER, SMOKER, UNKNOWN, Records

from clearway.common.periods import parse_month
from clearway.measures.computed import computed_measure, computed_measures
from clearway.measures.examples import Case, Event, Example, examples
from clearway.measures.members import members

Add = Callable[[Records, str, Event], object]
ADD: dict[str, Add] = {
    "contact": lambda r, p, e: r.contact(p, e.day),
    "missed contact": lambda r, p, e: r.contact(p, e.day, attended=False),
    "co reading": lambda r, p, e: r.co(p, e.day, e.value),
    "co declined": lambda r, p, e: r.finding(p, e.day, DECLINED),
    "smoker": lambda r, p, e: r.finding(p, e.day, SMOKER),
    "non-smoker": lambda r, p, e: r.finding(p, e.day, NEVER),
    "unknown": lambda r, p, e: r.finding(p, e.day, UNKNOWN),
    "cigarettes": lambda r, p, e: r.cigarettes(p, e.day, e.value),
    "brief intervention": lambda r, p, e: r.education(p, e.day),
    "labour": lambda r, p, e: r.labour(p, onset=e.day),
    "caesarean": lambda r, p, e: r.labour(p, caesarean=e.day),
    "birth": lambda r, p, e: r.birth(p, e.day),
    "referral": lambda r, p, e: r.referral(p, e.day, **e.with_),
    "quit attempt": lambda r, p, e: r.attempt(p, e.day, **e.with_),
}


def add(records: Records, case: Case) -> None:
    pregnancy = records.pregnancy(
        case.booked, edd=case.due, pregnancy_id=case.who, discharge_date=case.discharged
    )
    for event in case.events:
        ADD[event.what](records, pregnancy, event)


@pytest.mark.parametrize("example", examples(), ids=lambda e: f"{e.measure}-{e.component}".rstrip("-"))
def test_each_woman_is_counted_where_the_example_says(example: Example) -> None:
    records = Records(example.month)
    for case in example.cases:
        add(records, case)
    measure = computed_measure(example.measure, example.component)
    listed = members(records.computation(example.as_of), measure, parse_month(example.month))
    inside = "counted" if measure.is_count else "numerator"
    found = {m.pregnancy_id: inside if m.in_numerator else "denominator only" for m in listed}
    assert {case.who: found.get(case.who, "neither") for case in example.cases} == {
        case.who: case.counts for case in example.cases
    }


def test_every_computed_measure_and_component_has_a_worked_example_of_someone_in_and_someone_out() -> None:
    wanted = {measure.key for measure in computed_measures() if not measure.internal}
    assert {(example.measure, example.component) for example in examples()} == wanted
    for example in examples():
        assert len({case.counts for case in example.cases}) > 1, example.measure
