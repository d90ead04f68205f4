"""When a test of change happened, which prediction was made before it, and what is known already."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.lib.one_cycle import PLAN, cycle_of, june_figure, predicted, project_of

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import Person
from clearway.web.cycles.actions.cycles import (
    begin_next_stage,
    plan_cycle,
    stage_of,
    stop_cycle,
)
from clearway.web.cycles.actions.predictions import (
    answer_question,
    ask_question,
    change_question,
    predict,
)
from clearway.web.cycles.models import Cycle, Stage
from clearway.web.cycles.presenters.cycles import cycle_page
from clearway.web.cycles.presenters.words import verdict_words
from clearway.web.cycles.scoring import (
    Verdict,
    questions_of_project,
    team_calibration,
    verdicts,
)
from clearway.web.cycles.selectors import cycles
from clearway.web.demonstration.clock import at
from clearway.web.projects.actions.lifecycle import start_project
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(tester: Person) -> Project:
    return project_of(tester)


@pytest.fixture
def cycle(project: Project, tester: Person) -> Cycle:
    return cycle_of(project, tester)


def test_a_question_about_a_month_that_is_known_is_refused_with_the_first_that_is_not(
    cycle: Cycle, tester: Person
) -> None:
    june_figure(0.85)
    with pytest.raises(ClearwayError, match="June 2026 is known already") as refused:
        predicted(cycle, tester)
    assert "the first without a figure is July 2026" in (refused.value.mend or "")
    assert not cycle.questions.exists(), "it would keep the test from beginning"


def test_a_question_whose_month_came_before_anybody_predicted_moves_to_a_later_month(
    cycle: Cycle, tester: Person
) -> None:
    about = {"measure": "co-test-booking", "period": "2026-06", "words": "How many?", "kind": "number"}
    question = ask_question(cycle=cycle, by=tester, **about)
    june_figure(0.85)
    with pytest.raises(ClearwayError, match="known already"):
        predict(question=question, low=0.9, sure=80, by=tester)
    with pytest.raises(ClearwayError, match="known already"):
        change_question(question=question, expected=1, by=tester, **about)
    moved = change_question(question=question, expected=1, by=tester, **about | {"period": "2026-07"})
    predict(question=moved, low=0.9, sure=80, by=tester)


def _on(day: int, hour: int = 12) -> AbstractContextManager[None]:
    return at(datetime(2026, 6, day, hour, tzinfo=ZoneInfo("Europe/London")))


def _begun_and_answered(tester: Person, predicted: int, hour: int, did: int) -> tuple[Cycle, list[Verdict]]:
    """A test planned on 8 June and predicted on that day of June; on 22 June Do is said to have begun."""
    with _on(8):
        project = start_project(
            organisation=directory().get("DEMO1"), title="CO", drivers=["identification"], ideas=[], by=tester
        )
        cycle = plan_cycle(project=project, title="Trolley", scale="one-shift", texts=PLAN, by=tester)
        question = ask_question(cycle=cycle, words="Liked?", kind="yes-no", by=tester)
    with _on(predicted, hour):
        predict(question=question, yes=True, sure=80, by=tester)
    with _on(22, 13):
        begin_next_stage(cycle=cycle, by=tester, on=date(2026, 6, did))
        answer_question(question=question, yes=True, by=tester)
    return cycle, verdicts(questions_of_project(project))


@pytest.mark.parametrize(
    ("predicted", "hour", "did", "counts"),
    [
        (9, 12, 20, True),
        (20, 23, 20, True),  # the day of Do itself, late in the evening
        (21, 0, 20, False),
        (22, 12, 20, False),  # typed as begun two days before: the prediction was made after all
        (22, 12, 22, True),
    ],
)
def test_a_prediction_counts_when_it_was_recorded_on_the_day_of_do_at_the_latest(
    tester: Person, predicted: int, hour: int, did: int, counts: bool
) -> None:
    cycle, (verdict,) = _begun_and_answered(tester, predicted, hour, did)
    assert (verdict.prediction is not None, verdict.came_true) == (counts, True if counts else None)
    assert team_calibration([verdict]).n == int(counts)
    mark = next(mark for mark in cycle_page(cycles(cycle.project).get()).marks if mark.id == "prediction")
    assert mark.found is counts
    assert ("made after the test began" in verdict_words(verdict)) is not counts


def test_a_day_out_of_order_is_refused_and_nothing_is_written(cycle: Cycle, tester: Person) -> None:
    predicted(cycle, tester)
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ClearwayError, match="so Do cannot have begun on"):
        begin_next_stage(cycle=cycle, by=tester, on=yesterday)
    with pytest.raises(ClearwayError, match="so it cannot have been stopped"):
        stop_cycle(cycle=cycle, reason="Rain", by=tester, on=yesterday)
    assert stage_of(cycle) == Stage.PLAN
