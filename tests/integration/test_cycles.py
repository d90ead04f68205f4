"""Tests of change from plan to decision: what is asked for, what stays, how predictions are scored."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.lib.one_cycle import PLAN, cycle_of, june_figure, predicted, project_of

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.cycles.actions.cycles import (
    begin_next_stage,
    clone_cycle,
    decide,
    stage_of,
    stop_cycle,
    write_cycle,
)
from clearway.web.cycles.actions.predictions import (
    answer_question,
    ask_question,
    predict,
)
from clearway.web.cycles.form import form
from clearway.web.cycles.models import Cycle, Decision, Stage
from clearway.web.cycles.scoring import (
    questions_of_project,
    score_due,
    team_calibration,
    verdicts,
)
from clearway.web.cycles.selectors import cycles
from clearway.web.projects.actions.common import ChangedMeanwhileError
from clearway.web.projects.actions.lifecycle import start_project
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
LATER = {field.id: "said" for stage in ("do", "study", "act") for field in form().stage(stage)}


@pytest.fixture
def project(tester: Person) -> Project:
    return project_of(tester)


@pytest.fixture
def cycle(project: Project, tester: Person) -> Cycle:
    return cycle_of(project, tester)


def test_a_cycle_goes_from_plan_to_decision(project: Project, cycle: Cycle, tester: Person) -> None:
    predicted(cycle, tester)
    begin_next_stage(cycle=cycle, by=tester)
    cycle = write_cycle(cycle=cycle, expected=1, texts=LATER, by=tester)
    begin_next_stage(cycle=cycle, by=tester)
    begin_next_stage(cycle=cycle, by=tester)
    decide(cycle=cycle, decision=Decision.ADOPT, by=tester)
    read = cycles(project).get()
    assert (read.state, read.decision, read.decided_on) == ("decided", "adopt", timezone.localdate())
    assert [step.step for step in cycle.steps.all()] == ["plan", "do", "study", "act", "decided"]


def test_each_stage_asks_for_its_fields(cycle: Cycle, tester: Person) -> None:
    predicted(cycle, tester)
    begin_next_stage(cycle=cycle, by=tester)
    with pytest.raises(ClearwayError, match="Do"):
        begin_next_stage(cycle=cycle, by=tester)
    assert stage_of(cycle) == Stage.DO


def test_a_test_does_not_begin_without_a_prediction(cycle: Cycle, tester: Person) -> None:
    with pytest.raises(ClearwayError, match="without a prediction"):
        begin_next_stage(cycle=cycle, by=tester)
    ask_question(cycle=cycle, words="Do midwives like it?", kind="yes-no", by=tester)
    with pytest.raises(ClearwayError, match="without a prediction"):
        begin_next_stage(cycle=cycle, by=tester)


def test_the_plan_and_its_predictions_stay_as_they_were_once_the_test_has_begun(
    cycle: Cycle, tester: Person
) -> None:
    question = predicted(cycle, tester)
    begin_next_stage(cycle=cycle, by=tester)
    with pytest.raises(ClearwayError, match="stays as it was"):
        write_cycle(cycle=cycle, expected=1, texts={"objective": "Another"}, by=tester)
    with pytest.raises(ClearwayError, match="would be none"):
        predict(question=question, low=0.2, sure=99, by=tester)
    with pytest.raises(ClearwayError, match="would be none"):
        ask_question(cycle=cycle, words="Late?", kind="yes-no", by=tester)


def test_adopting_needs_a_plan_to_sustain(cycle: Cycle, tester: Person) -> None:
    predicted(cycle, tester)
    begin_next_stage(cycle=cycle, by=tester)
    cycle = write_cycle(cycle=cycle, expected=1, texts={**LATER, "sustain": ""}, by=tester)
    begin_next_stage(cycle=cycle, by=tester)
    begin_next_stage(cycle=cycle, by=tester)
    with pytest.raises(ClearwayError, match="sustain"):
        decide(cycle=cycle, decision="adopt", by=tester)
    decide(cycle=cycle, decision="adapt", by=tester)
    with pytest.raises(ClearwayError, match="has ended"):
        decide(cycle=cycle, decision="abandon", by=tester)


def test_a_stopped_cycle_keeps_its_reason(cycle: Cycle, tester: Person) -> None:
    with pytest.raises(ClearwayError, match="Reason"):
        stop_cycle(cycle=cycle, reason=" ", by=tester)
    stop_cycle(cycle=cycle, reason="The monitor broke", by=tester)
    assert cycle.steps.last().reason == "The monitor broke"


def test_two_people_writing_one_cycle_lose_nothing(cycle: Cycle, tester: Person) -> None:
    write_cycle(cycle=cycle, expected=1, texts={"where": "North clinic"}, by=Person("Ann", "tests"))
    with pytest.raises(ChangedMeanwhileError) as refused:
        write_cycle(cycle=cycle, expected=1, texts={"where": "South clinic"}, by=tester)
    assert refused.value.row.texts["where"] == "North clinic"


def test_a_prediction_that_fails_is_shown_to_have_failed(
    project: Project, cycle: Cycle, tester: Person
) -> None:
    predicted(cycle, tester, low=0.9, sure=80)
    begin_next_stage(cycle=cycle, by=tester)
    assert verdicts(questions_of_project(project))[0].came_true is None
    june_figure(0.85)
    assert len(score_due(organisation=directory().get("DEMO1"), by=tester)) == 1
    verdict = verdicts(questions_of_project(project))[0]
    assert (verdict.came_true, verdict.outcome.number) == (False, 0.85)
    assert team_calibration([verdict]).brier == pytest.approx(0.64)


def test_a_figure_is_scored_once_and_again_when_it_is_restated(
    project: Project, cycle: Cycle, tester: Person
) -> None:
    question = predicted(cycle, tester)
    begin_next_stage(cycle=cycle, by=tester)
    trust = directory().get("DEMO1")
    first = june_figure(0.85)
    assert len(score_due(organisation=trust, by=tester)) == 1
    assert score_due(organisation=trust, by=tester) == []
    june_figure(0.95, supersedes=first)
    assert len(score_due(organisation=trust, by=tester)) == 1
    assert verdicts(questions_of_project(project))[0].came_true is True
    assert question.outcomes.count() == 2


def test_the_figure_of_another_trust_scores_nothing(cycle: Cycle, tester: Person) -> None:
    predicted(cycle, tester)
    begin_next_stage(cycle=cycle, by=tester)
    june_figure(0.95)
    assert score_due(organisation=directory().get("DEMO2"), by=tester) == []


def test_the_team_answers_what_no_measure_answers(project: Project, cycle: Cycle, tester: Person) -> None:
    question = ask_question(cycle=cycle, words="Do midwives like it?", kind="yes-no", by=tester)
    predict(question=question, yes=True, sure=90, by=tester)
    with pytest.raises(ClearwayError, match="has not begun"):
        answer_question(question=question, yes=True, by=tester)
    begin_next_stage(cycle=cycle, by=tester)
    with pytest.raises(ClearwayError, match="kind"):
        answer_question(question=question, number=3.0, by=tester)
    answer_question(question=question, yes=False, by=tester)
    assert verdicts(questions_of_project(project))[0].came_true is False


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"low": 0.5, "sure": 100}, "no chance"),
        ({"low": 0.5, "sure": 49}, "no chance"),
        ({"sure": 70}, "by a number"),
        ({"yes": True, "sure": 70}, "by a number"),
        ({"low": 0.6, "high": 0.5, "sure": 70}, "ends before"),
    ],
)
def test_a_prediction_that_says_nothing_is_refused(
    cycle: Cycle, tester: Person, given: dict[str, object], what: str
) -> None:
    question = ask_question(cycle=cycle, words="How many?", kind="number", by=tester)
    with pytest.raises(ClearwayError, match=what):
        predict(question=question, by=tester, **given)


def test_the_next_cycle_of_a_ramp_has_the_plan_and_no_result(
    project: Project, cycle: Cycle, tester: Person
) -> None:
    predicted(cycle, tester)
    begin_next_stage(cycle=cycle, by=tester)
    cycle = write_cycle(cycle=cycle, expected=1, texts=LATER, by=tester)
    following = clone_cycle(cycle=cycle, project=project, scale="one-week", by=tester)
    assert (following.parent, following.number, following.scale) == (cycle, 2, "one-week")
    assert following.texts == PLAN
    assert stage_of(following) == Stage.PLAN


def test_a_copy_in_another_trust_keeps_where_it_comes_from(cycle: Cycle, tester: Person) -> None:
    other = start_project(
        organisation=directory().get("DEMO2"), title="Ours", drivers=["identification"], ideas=[], by=tester
    )
    copy = clone_cycle(cycle=cycle, project=other, by=tester)
    assert (copy.copied_from, copy.parent, copy.number) == (cycle, None, 1)


def test_a_day_to_come_is_refused(cycle: Cycle, tester: Person) -> None:
    predicted(cycle, tester)
    with pytest.raises(ClearwayError, match="still to come"):
        begin_next_stage(cycle=cycle, by=tester, on=timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize("table", ["cycles_cyclestep", "cycles_prediction"])
def test_what_was_decided_and_predicted_cannot_be_changed(cycle: Cycle, tester: Person, table: str) -> None:
    predicted(cycle, tester)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608 - names of ours


def test_every_change_is_in_the_log_of_the_trust(cycle: Cycle, tester: Person) -> None:
    predicted(cycle, tester)
    logged = ChangeEvent.objects.filter(organisation="DEMO1").values_list("action", flat=True)
    assert {"plan cycle", "ask question", "predict"} <= set(logged)
