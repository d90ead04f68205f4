"""Which prediction counts, what answers a question, what a test of change cannot do: rule by rule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.lib.improvement import a_project
from tests.lib.own_figures import enter_figures

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.cycles.actions.cycles import begin_next_stage, decide, plan_cycle, write_cycle
from clearway.web.cycles.actions.predictions import answer_question, ask_question, predict, score_question
from clearway.web.cycles.actions.progress import answer_score, score_progress
from clearway.web.cycles.form import form
from clearway.web.cycles.models import Cycle, Prediction, Question
from clearway.web.cycles.scoring import questions_of_project, score_due, verdicts
from clearway.web.cycles.standing import standing_of
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.actions.work import start_action
from clearway.web.projects.models import Project
from clearway.web.publications.models import SourceFile, Value

pytestmark = pytest.mark.django_db
PLAN = {field.id: "said" for field in form().plan}
LATER = {field.id: "said" for stage in ("do", "study") for field in form().stage(stage)}
REVIEWER = Person("Rev Iewer", "site", "rev")
MEASURE, MONTH = "co-test-booking", "2026-06"


@pytest.fixture
def by(lead: User) -> Person:
    return lead.as_person()


@pytest.fixture
def cycle(project: Project, by: Person) -> Cycle:
    return plan_cycle(project=project, title="Trolley", scale="one-shift", texts=PLAN, by=by)


@pytest.fixture
def question(cycle: Cycle, by: Person) -> Question:
    """Answered by the figure of a measure."""
    asked = {"words": "How many?", "kind": "number", "measure": MEASURE, "period": MONTH}
    question = ask_question(cycle=cycle, by=by, **asked)
    predict(question=question, low=0.9, sure=80, by=by)
    return question


def figure(value: float | None = 0.85, **other: object) -> Value:
    source, _ = SourceFile.objects.get_or_create(
        sha256="c" * 64, defaults=dict.fromkeys(("new", "unchanged", "restated", "older"), 0)
    )
    given = {"measure": MEASURE, "org_code": "R1H", "period": MONTH, **other}
    return Value.objects.create(
        **given, version="1", org_level="provider", period_start=date.fromisoformat(f"{given['period']}-01"),
        numerator=value, denominator=value and 1, value=value, source=source, recorded_by="Tess Ter",
        state="not_collected" if value is None else "value", status="final",
    )  # fmt: skip


def test_every_question_is_predicted_before_the_test_begins(
    cycle: Cycle, question: Question, by: Person
) -> None:
    ask_question(cycle=cycle, words="Liked?", kind="yes-no", by=by)
    with pytest.raises(ClearwayError, match="without a prediction"):
        begin_next_stage(cycle=cycle, by=by)


def test_the_last_prediction_before_the_test_counts(project: Project, question: Question, by: Person) -> None:
    predict(question=question, low=0.8, sure=60, by=by)
    begin_next_stage(cycle=question.cycle, by=by)
    # As if it had slipped in while somebody else began the test.
    late = timezone.now() + timedelta(seconds=1)
    Prediction.objects.create(question=question, low=0.1, sure=99, at=late, person=by.name, key=by.key)
    figure()
    score_due(organisation=project.organisation, by=by)
    verdict = verdicts(questions_of_project(project))[0]
    assert verdict.prediction is not None
    assert (verdict.prediction.sure, verdict.came_true) == (60, True)


def test_the_last_answer_counts(project: Project, cycle: Cycle, by: Person) -> None:
    question = ask_question(cycle=cycle, words="Liked?", kind="yes-no", by=by)
    predict(question=question, yes=True, sure=80, by=by)
    begin_next_stage(cycle=cycle, by=by)
    for liked in (False, True):
        answer_question(question=question, yes=liked, by=by)
    assert verdicts(questions_of_project(project))[0].came_true is True


def test_nothing_is_scored_before_the_test_begins(project: Project, question: Question, by: Person) -> None:
    figure()
    assert score_due(organisation=project.organisation, by=by) == []
    begin_next_stage(cycle=question.cycle, by=by)
    assert len(score_due(organisation=project.organisation, by=by)) == 1


def test_what_a_measure_answers_nobody_answers_by_hand(question: Question, by: Person) -> None:
    begin_next_stage(cycle=question.cycle, by=by)
    with pytest.raises(ClearwayError, match="figure of the measure answers"):
        answer_question(question=question, number=0.99, by=by)


@pytest.mark.parametrize(
    "other",
    [{"org_code": "RJ1"}, {"period": "2026-05"}, {"measure": "smoke-booking"}, {"component": "zero"}],
    ids=str,
)
def test_a_question_is_scored_by_its_own_figure_only(
    question: Question, by: Person, other: dict[str, str]
) -> None:
    with pytest.raises(ClearwayError, match="answers another question"):
        score_question(question=question, value=figure(**other), by=by)


def test_a_month_without_a_figure_scores_nothing(question: Question, by: Person) -> None:
    with pytest.raises(ClearwayError, match="holds no figure"):
        score_question(question=question, value=figure(None), by=by)


def test_a_figure_scores_a_question_once(question: Question, by: Person) -> None:
    held = figure()
    assert score_question(question=question, value=held, by=by) is not None
    assert score_question(question=question, value=held, by=by) is None


def test_nothing_is_decided_before_it_is_studied(cycle: Cycle, question: Question, by: Person) -> None:
    begin_next_stage(cycle=cycle, by=by)
    begin_next_stage(cycle=write_cycle(cycle=cycle, expected=1, texts=LATER, by=by), by=by)
    with pytest.raises(ClearwayError, match="not studied yet"):
        decide(cycle=cycle, decision="abandon", by=by)


def test_a_ramp_stays_in_its_project_and_its_action_in_the_organisation(
    cycle: Cycle, lead: User, by: Person
) -> None:
    second, elsewhere = a_project(lead, title="Another"), a_project(lead, "RJ1")
    given = {"title": "Next", "scale": "one-week", "by": by}
    with pytest.raises(ClearwayError, match="belongs to another project"):
        plan_cycle(project=second, parent=cycle, **given)
    action = start_action(organisation=elsewhere.organisation, title="Order", by=by)
    with pytest.raises(ClearwayError, match="belongs to another organisation"):
        plan_cycle(project=second, action=action, **given)


def test_a_test_ends_on_the_day_it_begins_or_later(project: Project, by: Person) -> None:
    day = date(2026, 6, 2)
    given = {"project": project, "title": "Days", "scale": "one-shift", "begins": day, "by": by}
    assert plan_cycle(ends=day, **given).ends == day
    with pytest.raises(ClearwayError, match="ends before it begins"):
        plan_cycle(ends=day - timedelta(days=1), **given)


@pytest.mark.parametrize("score", ["0", "0.7", "5.5"])
def test_a_score_is_on_the_scale_that_of_a_reviewer_too(project: Project, by: Person, score: str) -> None:
    given = {"project": project, "month": Month(2026, 6), "reason": "It began", "evidence": {}, "by": by}
    with pytest.raises(ClearwayError, match="not on the scale"):
        score_progress(score=Decimal(score), **given)
    ours = score_progress(score=Decimal("5.0"), **given)
    with pytest.raises(ClearwayError, match="not on the scale"):
        answer_score(score=ours, words="Less", would_give=Decimal(score), by=REVIEWER)


def test_a_standing_counts_the_figures_that_the_visitor_may_see(
    project: Project, lead: User, by: Person
) -> None:
    enter_figures("R1H", [52, 36, 36])
    plan_measure(
        project=project,
        kind="outcome",
        measure="smoke-booking",
        title="Smoking",
        baseline=0.13,
        target=0.05,
        by=by,
    )
    ways = [standing_of(project, access).goals[0].way for access in (NOBODY, access_of_user(lead))]
    assert ways == [None, 0.5]
