"""The sampled variant: who is drawn, what the answers say, and what a list that was changed is told."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.measures.results import State
from clearway.measures.sampler import (
    SAMPLED_COLUMNS,
    Answer,
    Sample,
    Subject,
    draw,
    evaluate,
    fill,
    finite_interval,
    grow,
    may_be_sampled,
    read_sheet,
    sampled_cells,
    seed_for,
    sheet_text,
)

SUBJECT = Subject("smoke-36-weeks", "", "provider", "RJ7", Month(2025, 4))
WOMEN = [f"P{number}" for number in range(200)]
frames = st.lists(st.text("PQ0123456789", min_size=1, max_size=6), unique=True, min_size=1, max_size=40)


@given(frames, st.integers(1, 50), st.randoms())
def test_the_order_of_the_rows_does_not_matter(frame: list[str], size: int, chance: object) -> None:
    mixed = list(frame)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert draw(SUBJECT, mixed, size) == draw(SUBJECT, frame, size)


@given(frames, st.integers(1, 50), st.integers(0, 20))
def test_a_larger_sample_begins_with_the_smaller_one(frame: list[str], size: int, more: int) -> None:
    small = draw(SUBJECT, frame, size)
    assert grow(small, frame, size + more).members[: small.size] == small.members


@given(frames, st.integers(1, 50))
def test_the_sample_is_of_the_denominator_and_never_larger(frame: list[str], size: int) -> None:
    sample = draw(SUBJECT, frame, size)
    assert set(sample.members) <= set(frame)
    assert (sample.size, sample.population) == (min(size, len(frame)), len(frame))


def test_every_woman_is_about_as_likely_as_any_other() -> None:
    """Over 2,000 seeds each of 20 is among 5 drawn 500 times on average; 4 standard errors are 77."""
    times = dict.fromkeys(WOMEN[:20], 0)
    for seed in range(2000):
        for member in draw(SUBJECT, times, 5, str(seed)).members:
            times[member] += 1
    assert max(abs(count - 500) for count in times.values()) < 4 * math.sqrt(2000 * 0.25 * 0.75)


def test_another_month_draws_other_women_and_the_seed_is_recorded() -> None:
    may = Subject("smoke-36-weeks", "", "provider", "RJ7", Month(2025, 5))
    april = draw(SUBJECT, WOMEN, 20)
    assert april.members != draw(may, WOMEN, 20).members
    assert april.seed == seed_for(SUBJECT) == "smoke-36-weeks//provider/RJ7/2025-04"
    assert draw(SUBJECT, WOMEN, 20, april.seed) == april


def test_the_draw_is_pinned_so_that_a_stored_seed_means_the_same_women_for_ever() -> None:
    """`printf 'seed\\nP2' | sha256sum` and so on, sorted."""
    assert draw(SUBJECT, WOMEN[:10], 4, "seed").members == ("P2", "P0", "P7", "P4")


def test_a_woman_who_is_no_longer_in_the_records_is_told_when_growing() -> None:
    sample = draw(SUBJECT, WOMEN, 5)
    fewer = [woman for woman in WOMEN if woman != sample.members[0]]
    with pytest.raises(ClearwayError, match="1 of the 5 women drawn before"):
        grow(sample, fewer, 10)


@pytest.mark.parametrize(("frame", "size"), [(WOMEN, 0), (["P1", "P1"], 1)])
def test_a_sample_of_nobody_and_a_woman_listed_twice_are_refused(frame: list[str], size: int) -> None:
    with pytest.raises(ClearwayError):
        draw(SUBJECT, frame, size)


def test_only_measures_marked_s_may_be_sampled() -> None:
    for measure in ("smoke-36-weeks", "co-test-36-weeks"):
        may_be_sampled(measure)
    with pytest.raises(ClearwayError) as told:
        may_be_sampled("smoke-booking")
    assert "smoke-36-weeks, co-test-36-weeks" in str(told.value)


def sample_of(size: int, population: int = 200) -> Sample:
    return draw(SUBJECT, WOMEN[:population], size)


def answers(sample: Sample, yes: int, no: int, unknown: int = 0) -> dict[str, Answer]:
    words = [Answer.YES] * yes + [Answer.NO] * no + [Answer.UNKNOWN] * unknown
    return dict(zip(sample.members, words, strict=False))


def test_an_estimate_carries_its_sample_size_population_and_limits() -> None:
    sample = sample_of(20)
    found = evaluate(sample, answers(sample, 3, 17))
    assert (found.result.numerator, found.result.denominator, found.result.value) == (3, 20, 0.15)
    assert (found.sample_size, found.population, found.not_answered) == (20, 200, 0)
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < 0.15 < found.upper
    cells = dict(zip(SAMPLED_COLUMNS, sampled_cells(found), strict=True))
    assert (cells["sample_size"], cells["population"], cells["seed"]) == (20, 200, sample.seed)


def test_unknown_is_not_no_and_is_said() -> None:
    sample = sample_of(20)
    found = evaluate(sample, answers(sample, 3, 10, 4))  # 3 more not yet reviewed
    assert (found.result.numerator, found.result.denominator, found.not_answered) == (3, 13, 7)


def test_when_everybody_is_reviewed_the_limits_are_the_value() -> None:
    sample = sample_of(40, 40)
    found = evaluate(sample, answers(sample, 7, 33))
    assert found.lower == found.upper == found.result.value == 7 / 40


def test_nobody_in_the_denominator_is_not_applicable_and_no_answer_is_no_figure() -> None:
    empty = evaluate(draw(SUBJECT, [], 10), {})
    assert (empty.result.state, empty.result.value, empty.lower) == (State.NOT_APPLICABLE, None, None)
    with pytest.raises(ClearwayError, match="No answer"):
        evaluate(sample_of(5), {})
    with pytest.raises(ClearwayError, match="were not drawn"):
        evaluate(sample_of(5, 10), {"P150": Answer.YES})


@settings(max_examples=60)
@given(st.integers(1, 30), st.data())
def test_the_limits_cover_the_truth_95_times_in_100(population: int, data: st.DataObject) -> None:
    """For every true number, the chance of all samples whose limits hold it, added up, is at least 0.95."""
    sampled = data.draw(st.integers(1, population))
    for truth in range(population + 1):
        covered = 0.0
        for yes in range(max(0, sampled - population + truth), min(sampled, truth) + 1):
            lower, upper = finite_interval(yes, sampled, population)
            if lower <= truth / population <= upper:
                ways = math.comb(truth, yes) * math.comb(population - truth, sampled - yes)
                covered += ways / math.comb(population, sampled)
        assert covered >= 0.95 - 1e-12


def test_the_limits_narrow_with_the_sample_and_a_sample_is_less_sure_than_everybody() -> None:
    widths = [
        upper - lower for lower, upper in (finite_interval(n // 10, n, 200) for n in (10, 20, 50, 100, 200))
    ]
    assert all(wide > narrow for wide, narrow in itertools.pairwise(widths))
    assert widths[-1] == 0


@pytest.mark.parametrize("given_", [(3, 2, 10), (-1, 2, 10), (1, 11, 10), (0, 0, 10)])
def test_counts_that_are_no_sample_are_refused(given_: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no sample"):
        finite_interval(*given_)


def filled(text: str, word: str) -> str:
    head, *rows = text.splitlines()
    return "\n".join([head, *(row + word for row in rows)])


def test_a_list_filled_in_comes_back_as_it_went() -> None:
    sample = sample_of(6)
    text = sheet_text(fill(sample, {member: f"M-{member}" for member in WOMEN}))
    back = read_sheet(filled(text, " Yes ").splitlines(), "list.csv")
    assert back.sample == sample
    assert set(back.answers.values()) == {Answer.YES}
    assert back.rows[0].mother_local_id == f"M-{sample.members[0]}"
    kept = fill(grow(sample, WOMEN, 9), {}, back.answers)
    assert list(kept.answers) == list(sample.members)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("answer", "found"), "There is no column 'answer'"),
        (lambda text: filled(text, "perhaps"), "'perhaps' is no answer"),
        (lambda text: "\n".join(text.splitlines()[:2] + text.splitlines()[3:]), "A row is missing or moved"),
        (lambda text: text.replace("2025-04", "2025-05", 1), "of another sample"),
        (lambda text: text.replace(",P", ",X"), "not those that this seed draws"),
        (lambda text: text.splitlines()[0], "There is no row"),
    ],
)  # fmt: skip
def test_a_list_that_was_changed_is_told(change: object, told: str) -> None:
    text = sheet_text(fill(sample_of(8), {}))
    with pytest.raises(ClearwayError, match=told):
        read_sheet(change(text).splitlines(), "list.csv")  # type: ignore[operator]
