"""The days of a test of change are in order, and whoever types another is told which day is known."""

from datetime import date

import pytest

from clearway.common.errors import ClearwayError
from clearway.web.cycles.models import Stage
from clearway.web.cycles.stage_days import check_day

TODAY, BEGAN = date(2026, 11, 22), date(2025, 6, 3)
BEFORE = [(Stage.PLAN, date(2026, 11, 10)), (Stage.DO, date(2026, 11, 20))]


def check(step: Stage, day: date, before: list[tuple[Stage, date]]) -> None:
    check_day(step, day, today=TODAY, project_began=BEGAN, before=before)


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 11, 21), TODAY])
def test_a_stage_begins_on_the_day_of_the_one_before_or_later_up_to_today(day: date) -> None:
    check(Stage.STUDY, day, BEFORE)


@pytest.mark.parametrize(
    ("step", "day", "before", "what", "mend"),
    [
        (Stage.STUDY, date(2026, 11, 23), BEFORE, "23 November 2026 is still to come", "up to today"),
        (Stage.STUDY, date(2026, 11, 19), BEFORE,
         "Do began on 20 November 2026, so Study cannot have begun on 19 November 2026",
         "Enter 20 November 2026 or a later day"),
        (Stage.DO, date(2026, 11, 9), BEFORE[:1], "The test was planned on 10 November 2026, so Do cannot",
         "10 November 2026"),
        (Stage.DO, date(2025, 6, 2), [], "The project began on 3 June 2025, so Do cannot", "3 June 2025"),
        (Stage.DECIDED, date(2026, 11, 20), [*BEFORE, (Stage.ACT, date(2026, 11, 21))],
         "Act began on 21 November 2026, so it cannot have been decided on 20 November 2026", "21 November"),
        (Stage.STOPPED, date(2026, 11, 19), BEFORE, "so it cannot have been stopped", "20 November 2026"),
    ],
)  # fmt: skip
def test_a_day_out_of_order_is_refused_with_the_day_that_is_known(step, day, before, what, mend) -> None:
    with pytest.raises(ClearwayError) as refused:
        check(step, day, before)
    assert what in refused.value.what
    assert mend in (refused.value.mend or "")


def test_steps_that_were_written_down_out_of_order_bind_by_the_latest_of_them() -> None:
    before = [(Stage.DO, date(2026, 11, 20)), (Stage.STUDY, date(2024, 1, 1))]
    with pytest.raises(ClearwayError, match="Do began on 20 November 2026"):
        check(Stage.ACT, date(2026, 11, 1), before)
