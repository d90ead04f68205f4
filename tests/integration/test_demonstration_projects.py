"""The projects of the made-up collaborative: told by the real actions, as the file says."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.charts.selectors import chart_history
from clearway.web.cycles.models import Cycle, CycleStep, Outcome, ProgressScore
from clearway.web.cycles.scoring import questions_of, verdicts
from clearway.web.demonstration.improvement_plan import improvement
from clearway.web.demonstration.telling import tell
from clearway.web.people.models import User
from clearway.web.projects.models import Barrier, BarrierStep, Member, Project, ProjectStep

BY = Person("Tess Ter", "tests")
BEFORE: list[list[tuple[object, ...]]] = []
"""What was told the first time, which is taken back."""


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """The story is told once for all tests of this module, and taken back after them."""
    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True), transaction.atomic():
        with transaction.atomic():
            tell(by=BY)
            BEFORE.extend(_all_of_it())
            transaction.set_rollback(True)
        yield tell(by=BY)
        transaction.set_rollback(True)


def test_every_charter_stands_as_told(told: int) -> None:
    wanted = Counter(
        (
            one.code,
            one.title,
            {"approved": "approved", "waiting": "submitted", "returned": "draft"}[one.approval],
        )
        for one in improvement().projects
    )
    assert Counter(Project.objects.values_list("org_code", "title", "status")) == wanted
    returned = ProjectStep.objects.get(step=ProjectStep.RETURN)
    assert returned.reason


def test_every_test_of_change_ends_as_told(told: int) -> None:
    wanted = Counter(
        one.decision or ("stopped" if one.stopped else one.until)
        for project in improvement().projects
        for one in project.cycles
    )
    cycles = Cycle.objects.with_decision()
    assert Counter(cycle.decision or cycle.state for cycle in cycles) == wanted
    assert {"adopt", "adapt", "abandon", "stopped", "do"} <= set(wanted)


def test_some_predictions_come_true_and_some_fail_by_the_figures(told: int) -> None:
    found = [
        one
        for code in {project.code for project in improvement().projects}
        for one in verdicts(questions_of(directory().get(code)))
        if one.outcome is not None and one.outcome.value is not None
    ]
    assert {one.came_true for one in found} == {True, False}
    for one in found:
        assert one.prediction is not None
        assert one.outcome is not None
        assert one.prediction.at < one.outcome.at


def test_one_barrier_waits_for_the_champion(told: int) -> None:
    champion = User.objects.get(demonstration=True, email__startswith="board-champion@")
    last = [barrier.steps.order_by("-pk")[0] for barrier in Barrier.objects.all()]
    waiting = [step for step in last if step.step == BarrierStep.ESCALATED]
    assert [(step.leader, step.barrier.project.org_code) for step in waiting] == [(champion, "DEMO1")]
    assert any(step.step == BarrierStep.REMOVED for step in last)


def test_a_score_without_its_evidence_is_answered_with_a_lower_one(told: int) -> None:
    disputed = [
        (score, answer)
        for score in ProgressScore.objects.prefetch_related("feedback")
        for answer in score.feedback.all()
        if answer.would_give is not None and answer.would_give < score.score
    ]
    assert disputed
    assert max(score.evidence["supported"] for score in ProgressScore.objects.all()) >= 2.5
    assert all(score.evidence["supported"] < float(score.score) for score, _ in disputed)


def test_a_shift_is_a_phase_with_its_reason(told: int) -> None:
    for shift in improvement().shifts:
        assert [event.reason for event in chart_history(directory().get(shift.code), shift.measure)] == [
            shift.reason
        ]


def test_is_made_by_actions_in_the_past_by_people_who_are_called_made_up(told: int) -> None:
    started = ChangeEvent.objects.filter(action="start project", organisation__startswith="DEMO")
    assert started.count() == Project.objects.count()
    assert CycleStep.objects.latest("at").at <= timezone.now()
    assert all(name.endswith("(made up)") for name in Member.objects.values_list("name", flat=True))


def _all_of_it() -> list[list[tuple[object, ...]]]:
    return [
        list(ProgressScore.objects.order_by("pk").values_list("period", "score", "at", "evidence")),
        list(Outcome.objects.order_by("pk").values_list("number", "yes", "at")),
        list(Member.objects.order_by("pk").values_list("name", "role", "profession", "at")),
    ]


def test_is_told_once_and_each_time_the_same(told: int) -> None:
    assert tell(by=BY) == 0
    first = _all_of_it()
    assert all(first)
    assert first == BEFORE


@pytest.mark.django_db
def test_is_refused_in_production() -> None:
    with override_settings(DEMONSTRATION=False), pytest.raises(ClearwayError, match="not told here"):
        tell(by=BY)
    assert not Project.objects.exists()
