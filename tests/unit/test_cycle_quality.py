"""The marks of a good test of change, one case a mark."""

from dataclasses import replace
from datetime import date

import pytest

from clearway.web.cycles.form import fields, form, rank
from clearway.web.cycles.quality import CycleRecord, marks

WRITTEN = dict.fromkeys(fields(), "words")
GOOD = CycleRecord(
    texts=WRITTEN,
    state="decided",
    reached=("plan", "do", "study", "act"),
    scale="one-shift",
    parent_scale=None,
    children=1,
    questions=2,
    predicted=2,
    late=0,
    begins=date(2026, 6, 10),
    ends=date(2026, 6, 17),
    months=[date(2026, month, 1) for month in (3, 4, 5, 6)],
)


def found(record: CycleRecord) -> set[str]:
    return {mark.id for mark in marks(record) if mark.found}


def test_a_good_record_shows_all_five_and_says_why() -> None:
    assert found(GOOD) == {"documented", "iterative", "prediction", "small-first", "over-time"}
    assert all(mark.why.endswith(".") for mark in marks(GOOD))


def documented(state: str, reached: tuple[str, ...], *empty: str) -> tuple[bool, str]:
    texts = {**WRITTEN, **dict.fromkeys(empty, " ")}
    mark = marks(replace(GOOD, state=state, reached=reached, texts=texts))[0]
    return mark.found, mark.why


@pytest.mark.parametrize(
    ("state", "reached", "empty", "said"),
    [
        ("plan", "plan", (), (True, "Plan is written down.")),
        ("plan", "plan", ("stop-rule",), (False, "Still empty: Stop rule (Plan).")),
        ("do", "plan do", ("as-planned",), (True, "Plan is written down; Do is asked for when it moves on.")),
        ("study", "plan do study", ("results", "learned"),
         (True, "Plan and Do are written down; Study is asked for when it moves on.")),
        ("study", "plan do study", ("as-planned", "results"),
         (False, "Still empty: Carried out as planned? (Do).")),
        ("act", "plan do study act", ("next",),
         (True, "Plan, Do and Study are written down; Act is asked for when it moves on.")),
        ("act", "plan do study act", ("learned", "next"), (False, "Still empty: What we learned (Study).")),
        ("decided", "plan do study act", (), (True, "Plan, Do, Study and Act are written down.")),
        ("decided", "plan do study act", ("next",), (False, "Still empty: What happens next (Act).")),
        ("stopped", "plan do", ("as-planned",),
         (True, "Plan is written down; the test was stopped in Do, with the reason.")),
    ],
)  # fmt: skip
def test_every_stage_behind_the_cycle_is_asked_for_what_it_needs(state, reached, empty, said) -> None:
    assert documented(state, tuple(reached.split()), *empty) == said


def test_a_cycle_alone_is_no_chain() -> None:
    assert "iterative" not in found(replace(GOOD, children=0))
    assert "iterative" in found(replace(GOOD, children=0, parent_scale="one-woman"))


def test_every_question_needs_its_prediction() -> None:
    assert "prediction" not in found(replace(GOOD, predicted=1))
    assert "prediction" not in found(replace(GOOD, questions=0, predicted=0))


def test_a_prediction_from_after_the_beginning_is_told_and_does_not_count() -> None:
    mark = marks(replace(GOOD, predicted=1, late=1))[2]
    assert not mark.found
    assert mark.why == (
        "1 of 2 questions had a prediction before the test began; "
        "1 only one from after, which does not count."
    )


def test_the_first_test_is_small_and_later_ones_do_not_shrink() -> None:
    assert "small-first" not in found(replace(GOOD, scale="unit"))
    assert "small-first" in found(replace(GOOD, scale="unit", parent_scale="one-team"))
    assert "small-first" in found(replace(GOOD, scale="one-team", parent_scale="one-team"))
    assert "small-first" not in found(replace(GOOD, scale="one-woman", parent_scale="one-team"))


def test_data_over_time_need_three_months_before_and_one_after() -> None:
    assert "over-time" not in found(replace(GOOD, months=GOOD.months[1:]))
    assert "over-time" not in found(replace(GOOD, months=GOOD.months[:3]))
    assert "over-time" not in found(replace(GOOD, begins=None))


def test_the_scales_grow_and_only_the_smallest_may_come_first() -> None:
    assert [rank(scale.id) for scale in form().scales] == list(range(len(form().scales)))
    small = [scale.small for scale in form().scales]
    assert small == sorted(small, reverse=True)
    assert any(small)
    assert not all(small)
