"""Barriers on the list of the leader they were taken to, and baselines that show only what may be seen."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from tests.lib.improvement import somebody

from clearway.common.errors import ClearwayError
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.actions.work import (
    escalate_barrier,
    raise_barrier,
    refuse_barrier,
    remove_barrier,
    reopen_barrier,
)
from clearway.web.projects.models import Barrier, Project
from clearway.web.projects.proposing import proposals
from clearway.web.projects.selectors import barriers_of
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db
LATER = timedelta(days=7)


@pytest.fixture
def barrier(project: Project, lead: User, leader: User) -> Barrier:
    made = raise_barrier(project=project, title="No money", by=lead.as_person())
    escalate_barrier(barrier=made, leader=leader, due=localdate() + LATER, by=lead.as_person())
    return made


class TestTheListOfALeader:
    def test_holds_what_waits_for_them_with_the_day_the_oldest_first(
        self, barrier: Barrier, project: Project, lead: User, leader: User
    ) -> None:
        second = raise_barrier(project=project, title="No room", by=lead.as_person())
        escalate_barrier(barrier=second, leader=leader, due=localdate(), by=lead.as_person())
        found = barriers_of(leader)
        assert [one.title for one in found] == ["No money", "No room"]
        assert found[0].due == localdate() + LATER

    def test_loses_what_was_taken_to_somebody_else(self, barrier: Barrier, lead: User, leader: User) -> None:
        other = somebody("trust-lead")
        escalate_barrier(barrier=barrier, leader=other, due=localdate() + LATER, by=lead.as_person())
        assert barriers_of(leader) == []
        assert [one.pk for one in barriers_of(other)] == [barrier.pk]

    def test_loses_what_is_removed_refused_or_of_a_closed_project(
        self, barrier: Barrier, project: Project, lead: User, leader: User
    ) -> None:
        refuse_barrier(barrier=barrier, by=leader.as_person(), reason="Not this year")
        assert barriers_of(leader) == []
        reopen_barrier(barrier=barrier, by=lead.as_person(), reason="A grant came")
        assert len(barriers_of(leader)) == 1
        remove_barrier(barrier=barrier, by=leader.as_person(), how="Bought")
        assert barriers_of(leader) == []
        reopen_barrier(barrier=barrier, by=lead.as_person(), reason="Two broke")
        close_project(project=project, reason="Merged", by=lead.as_person())
        assert barriers_of(leader) == []


class TestSteps:
    def test_a_refusal_and_a_removal_say_why_and_how(self, barrier: Barrier, leader: User) -> None:
        for act in (
            lambda: refuse_barrier(barrier=barrier, by=leader.as_person(), reason=" "),
            lambda: remove_barrier(barrier=barrier, by=leader.as_person(), how=""),
        ):
            with pytest.raises(ClearwayError, match="is missing"):
                act()
        assert barrier.steps.count() == 2

    def test_nothing_is_answered_twice(self, barrier: Barrier, leader: User) -> None:
        remove_barrier(barrier=barrier, by=leader.as_person(), how="Bought")
        with pytest.raises(ClearwayError, match="removed already"):
            refuse_barrier(barrier=barrier, by=leader.as_person(), reason="No")

    def test_a_leader_is_not_asked_for_yesterday(self, barrier: Barrier, lead: User, leader: User) -> None:
        with pytest.raises(ClearwayError, match="past"):
            escalate_barrier(barrier=barrier, leader=leader, due=localdate() - LATER, by=lead.as_person())


class TestProposals:
    def test_baselines_are_of_at_most_twelve_months_and_say_which(self, project: Project, lead: User) -> None:
        held = (
            Value.objects.current()
            .of(project.organisation)
            .filter(measure="cqim-smoking-booking", state="value", component="")
        )
        months = [row for row in held.order_by("-period_start") if "/" not in row.period][:12]
        found = {each.key: each for each in proposals(project, access_of_user(lead))}
        baseline = found["smoke-booking"]
        mean = sum(row.numerator for row in months) / sum(row.denominator for row in months)
        assert baseline.baseline == pytest.approx(mean)
        assert months[0].period in baseline.baseline_from
        assert months[-1].period in baseline.baseline_from

    def test_what_a_driver_makes_mandatory_is_asked_and_the_rest_offered(
        self, project: Project, lead: User
    ) -> None:
        found = {each.key: each for each in proposals(project, access_of_user(lead))}
        assert found["co-test-booking"].asked
        assert not found["smoke-after-childbirth"].asked
        assert "staff-trained-brief-intervention" not in found  # another driver's
        assert {"outcome", "process", "balancing"} == {each.kind for each in found.values()}
