"""The story of the made-up collaborative: told once, by the real actions, on the days of the story."""

import pytest
from django.test import override_settings
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.measures.definitions import definitions
from clearway.web.audit.checking import check_chain
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.calendar.models import ReturnEvent
from clearway.web.coordination.grid import Stage
from clearway.web.coordination.selectors import Grid, grid_of, months_before
from clearway.web.demonstration.clock import at
from clearway.web.demonstration.plan import story
from clearway.web.demonstration.telling import tell
from clearway.web.publications.models import RETURN, Value

BY = Person("Tess Ter", "tests")


@pytest.fixture
def grid(told: int) -> Grid:
    months = months_before(timezone.localdate(), story().months)
    return grid_of(directory().get("DEMO"), months)


def test_is_told_once(told: int) -> None:
    assert told > 500
    assert tell(by=BY) == 0


def test_every_figure_is_there_or_has_a_reason_in_months_that_are_locked(grid: Grid) -> None:
    locked = [field for field in grid.fields.values() if field.stage is Stage.LOCKED]
    assert len(locked) > 80
    assert all(field.counts.complete for field in locked)


def test_has_months_in_every_state_and_late_and_reasons(grid: Grid) -> None:
    fields = grid.fields.values()
    stages = {field.stage for field in fields}
    assert {Stage.NOTHING, Stage.LOCKED} <= stages
    assert len(stages & {Stage.PART, Stage.SUBMITTED, Stage.APPROVED, Stage.ACCEPTED}) >= 2
    assert any(field.late for field in fields)
    assert any(field.counts.reasons for field in fields)
    assert any(field.changed_since_approval for field in fields)
    assert sum(field.exception_until is not None for field in fields) == 1


def test_somebody_of_the_first_trust_finds_something_to_enter(grid: Grid) -> None:
    newest = grid.of_trust("DEMO1")[0]
    assert newest.open_now
    assert newest.stage in (Stage.PART, Stage.NOTHING)  # nothing yet in the first days of a month


def test_nothing_happens_in_the_time_to_come_and_all_in_order(told: int) -> None:
    moments = list(ReturnEvent.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= timezone.now()


def test_rows_and_log_bear_the_day_on_which_it_happened(told: int) -> None:
    row = Value.objects.filter(org_code="DEMO1", source__layout=RETURN).earliest("pk")
    assert row.period_start < row.recorded_at.date() < timezone.localdate().replace(day=1)
    event = ChangeEvent.objects.filter(organisation="DEMO1", action="enter figures").earliest("sequence")
    assert event.at == row.recorded_at
    assert all(check_chain(f"DEMO{number}").fault is None for number in range(1, 9))


def test_levels_are_those_of_england_more_or_less(told: int) -> None:
    newest = str(months_before(timezone.localdate(), 2)[1])
    for measure, low, high in (
        ("smoke-booking", 0.05, 0.15),
        ("smoke-delivery", 0.03, 0.10),
        ("co-test-booking", 0.7, 0.95),
    ):
        rows = Value.objects.current().filter(org_code__startswith="DEMO", measure=measure, period=newest)
        counted = [(row.numerator, row.denominator) for row in rows if row.denominator]
        share = sum(part for part, _ in counted) / sum(whole for _, whole in counted)
        assert low < share < high, measure


def test_names_only_what_there_is() -> None:
    assert set(story().measures) <= set(definitions())
    assert all(directory().get(trust.code).parent in ("DEMO-N", "DEMO-S") for trust in story().trusts)


@pytest.mark.django_db
def test_is_not_told_outside_the_demonstration() -> None:
    with override_settings(DEMONSTRATION=False), pytest.raises(ClearwayError, match="not told here"):
        tell(by=BY)
    assert not ReturnEvent.objects.exists()


class TestClock:
    def test_moves_and_comes_back(self) -> None:
        then = timezone.now().replace(year=2020)
        with at(then):
            assert timezone.now() == then
            assert timezone.localdate().year == 2020
        assert timezone.now().year > 2020

    def test_comes_back_after_a_fault(self) -> None:
        with pytest.raises(RuntimeError), at(timezone.now().replace(year=2020)):
            raise RuntimeError
        assert timezone.now().year > 2020

    def test_wants_a_time_zone(self) -> None:
        with pytest.raises(ValueError, match="time zone"), at(timezone.now().replace(tzinfo=None)):
            pass
