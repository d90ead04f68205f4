"""Laws of completeness and timeliness: nothing passes 100%, empty is not on time, zero is not missing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from clearway.common.periods import Month
from clearway.web.calendar.guard import dates_of
from clearway.web.coordination.counting import Counts, Figure, Origin, count_cells
from clearway.web.coordination.timeliness import Rate, Timeliness, timeliness

MEASURES = ["a", "b", "c", "d"]
NATIONAL = {"a": ("a-national",), "b": ("b-national", "b-other")}
NAMES = [*MEASURES, "a-national", "b-national", "b-other", "not-asked"]
STATES = ["value", "not_applicable", "not_collected", "not_yet_due", "withheld", "superseded"]

cells = some.tuples(some.sampled_from(MEASURES), some.sampled_from(["", "x"]), some.sampled_from(["", "p"]))
rows = some.dictionaries(
    some.tuples(some.sampled_from(NAMES), some.sampled_from(["", "x"]), some.sampled_from(["", "p"])),
    some.builds(Figure, some.sampled_from(Origin), some.sampled_from(STATES)),
)
owed_cells = some.lists(cells, max_size=12)
PERIOD = Month(2026, 3)
DATES = dates_of(PERIOD)
days = some.integers(0, 200).map(lambda after: PERIOD.last_day + timedelta(days=after))


@given(owed_cells, rows)
def test_no_month_is_more_than_complete_and_every_cell_counts_once(
    owed: list[tuple[str, str, str]], held: dict[tuple[str, str, str], Figure]
) -> None:
    counts = count_cells(owed, held, NATIONAL)
    assert counts.owed == len(set(owed))
    assert counts.held + counts.missing == counts.owed
    assert counts.missing >= 0
    assert counts.completeness is None or 0 <= counts.completeness <= 1
    assert (counts.completeness is None) is (counts.owed == 0)


@given(owed_cells, rows, cells)
def test_figures_that_nobody_asked_for_change_nothing(
    owed: list[tuple[str, str, str]],
    held: dict[tuple[str, str, str], Figure],
    extra: tuple[str, str, str],
) -> None:
    more = held | {("not-asked", extra[1], extra[2]): Figure(Origin.RETURN, "value")}
    assert count_cells(owed, more, NATIONAL) == count_cells(owed, held, NATIONAL)


@given(some.lists(cells, min_size=1, max_size=12), rows)
def test_one_more_figure_never_makes_a_month_less_complete(
    owed: list[tuple[str, str, str]], held: dict[tuple[str, str, str], Figure]
) -> None:
    more = held | {owed[0]: Figure(Origin.RETURN, "value")}
    assert count_cells(owed, more, NATIONAL).held >= count_cells(owed, held, NATIONAL).held


@given(some.sampled_from(STATES))
def test_a_row_counts_by_its_state_and_never_by_its_number(state: str) -> None:
    """A 0 is a row of state value: nothing here looks at the number, so zero cannot be missing."""
    counts = count_cells([("c", "", "")], {("c", "", ""): Figure(Origin.RETURN, state)}, NATIONAL)
    expected = {"value": (1, 0, 0), "superseded": (0, 0, 1)}.get(state, (0, 1, 0))
    assert (counts.figures, counts.reasons, counts.missing) == expected


@given(days, days, some.integers(1, 9))
def test_a_month_handed_in_empty_is_never_on_time(handed_in: object, today: object, owed: int) -> None:
    for counts in (Counts(owed=owed), Counts(owed=owed + 1, centre=1)):
        assert counts.empty
        assert timeliness(counts, handed_in, DATES, today) is Timeliness.EMPTY  # type: ignore[arg-type]


@given(days, days)
def test_on_time_means_handed_in_by_the_timely_date(handed_in: object, today: object) -> None:
    stands = timeliness(Counts(owed=2, figures=1), handed_in, DATES, today)  # type: ignore[arg-type]
    assert (stands is Timeliness.ON_TIME) is (handed_in <= DATES.timely)  # type: ignore[operator]


@given(days)
def test_a_month_that_was_never_handed_in_is_never_on_time(today: object) -> None:
    stands = timeliness(Counts(owed=2, figures=2), None, DATES, today)  # type: ignore[arg-type]
    assert stands in (Timeliness.NOT_DUE, Timeliness.DUE, Timeliness.OVERDUE)
    assert (stands is Timeliness.OVERDUE) is (today > DATES.timely)  # type: ignore[operator]


@given(some.integers(-5, 20), some.integers(-5, 20))
def test_a_rate_is_a_part_of_its_whole_or_is_refused(count: int, of: int) -> None:
    if not 0 <= count <= of:
        with pytest.raises(ValueError, match="no part of a whole"):
            Rate(count, of)
    else:
        share = Rate(count, of).share
        assert share is None if of == 0 else 0 <= share <= 1
