"""What cannot be done to a project and to what belongs to it, whoever asks: each rule broken once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from tests.lib.improvement import COMPLETE, a_project, an_approved_project, somebody

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import Person
from clearway.web.people.models import User
from clearway.web.projects.actions import talk
from clearway.web.projects.actions.charters import save_charter
from clearway.web.projects.actions.lifecycle import (
    approve_charter,
    close_project,
    return_charter,
    submit_charter,
    withdraw_charter,
)
from clearway.web.projects.actions.offering import (
    answer_need,
    ask_for,
    decline_idea,
    offer_idea,
    take_up_idea,
)
from clearway.web.projects.actions.plans import leave_out, plan_measure
from clearway.web.projects.actions.talk import add_file, link_change, record_discussion, remove_file, say
from clearway.web.projects.actions.team import add_member, end_member
from clearway.web.projects.actions.work import (
    end_action,
    escalate_barrier,
    raise_barrier,
    remove_barrier,
    reopen_action,
    reopen_barrier,
    start_action,
)
from clearway.web.projects.models import Barrier, Discussion, Project

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OTHER = "RJ1"


def refused(message: str) -> object:
    """What is tried in the block is refused with these words."""
    return pytest.raises(ClearwayError, match=message)


@pytest.fixture
def by(lead: User) -> Person:
    return lead.as_person()


@pytest.fixture
def elsewhere() -> Project:
    """A project of another trust."""
    return a_project(somebody("improvement-lead", OTHER, name="Otto Other"), OTHER)


class TestTheCharter:
    @pytest.mark.parametrize("step", [approve_charter, return_charter, withdraw_charter])
    def test_of_which_nothing_waits_is_not_judged(
        self, step: Callable[..., Project], project: Project, by: Person, approver: User
    ) -> None:
        save_charter(project=project, texts=COMPLETE, base=1, by=by)
        submit_charter(project=project, by=by)
        withdraw_charter(project=project, by=by)
        reason = {"reason": "Late"} if step is return_charter else {}
        with refused("cannot be"):
            step(project=project, by=approver.as_person(), **reason)

    def test_is_merged_with_texts_of_its_own_project_only(
        self, project: Project, lead: User, by: Person
    ) -> None:
        second = a_project(lead, title="Another")
        for text in ("hers", "his"):
            aside = save_charter(project=second, texts={"aim": text}, base=1, by=by).collision
        with refused("merged already"):
            save_charter(project=project, texts={"aim": "x"}, base=1, by=by, merges=aside)


def test_a_project_is_not_closed_without_saying_why(project: Project, by: Person) -> None:
    with refused("Reason is missing"):
        close_project(project=project, reason=" ", by=by)


class TestABarrier:
    @pytest.fixture
    def barrier(self, project: Project, by: Person) -> Barrier:
        return raise_barrier(project=project, title="No money", by=by)

    def test_is_answered_today_or_later(self, barrier: Barrier, leader: User, by: Person) -> None:
        with refused("day is past"):
            escalate_barrier(barrier=barrier, leader=leader, due=localdate() - DAY, by=by)
        assert escalate_barrier(barrier=barrier, leader=leader, due=localdate(), by=by).due == localdate()

    def test_is_removed_once_and_opened_again_only_then(self, barrier: Barrier, by: Person) -> None:
        with refused("is raised already"):
            reopen_barrier(barrier=barrier, by=by, reason="It is back")
        remove_barrier(barrier=barrier, by=by, how="Bought")
        with refused("is removed already"):
            remove_barrier(barrier=barrier, by=by, how="Bought")


class TestAnAction:
    def test_ends_once_and_goes_on_only_then(self, project: Project, by: Person) -> None:
        action = start_action(organisation=project.organisation, title="Order monitors", by=by)
        with refused("is opened"):
            reopen_action(row=action, by=by)
        end_action(row=action, by=by, outcome="Ordered")
        with refused("is done"):
            end_action(row=action, by=by, outcome="Ordered")

    def test_is_of_the_organisation_of_its_project(self, project: Project, by: Person) -> None:
        with refused("belongs to another organisation"):
            start_action(organisation=directory().get(OTHER), project=project, title="Order", by=by)


class TestAnIdea:
    def test_is_taken_up_in_its_own_organisation(
        self, project: Project, elsewhere: Project, by: Person
    ) -> None:
        idea = offer_idea(organisation=project.organisation, title="A card", by=by)
        for taker in (elsewhere, None):
            with refused("taken up by nothing"):
                take_up_idea(suggestion=idea, project=taker, by=by)

    def test_is_not_declined_without_saying_why(self, project: Project, by: Person) -> None:
        idea = offer_idea(organisation=project.organisation, title="A card", by=by)
        with refused("Reason is missing"):
            decline_idea(suggestion=idea, reason=" ", by=by)


class TestANeed:
    def test_that_has_arrived_is_settled(self, project: Project, by: Person) -> None:
        need = ask_for(organisation=project.organisation, kind="equipment", title="A monitor", by=by)
        with refused("cannot be asked"):
            answer_need(need=need, step="asked", by=by)
        with refused("Reason is missing"):
            answer_need(need=need, step="refused", by=by)
        answer_need(need=need, step="arrived", by=by)
        with refused("cannot be refused"):
            answer_need(need=need, step="refused", reason="Too late", by=by)

    def test_is_of_the_organisation_of_its_project(
        self, elsewhere: Project, project: Project, by: Person
    ) -> None:
        with refused("belongs to another organisation"):
            ask_for(organisation=project.organisation, kind="equipment", title="x", project=elsewhere, by=by)


def test_a_measure_is_in_the_plan_once_until_it_is_left_out(project: Project, by: Person) -> None:
    line = {"project": project, "kind": "outcome", "measure": "smoke-booking", "title": "Smoking", "by": by}
    first = plan_measure(**line)
    with refused("in the plan already"):
        plan_measure(**line)
    leave_out(row=first, expected=first.version, by=by)
    assert plan_measure(**line).pk != first.pk


@pytest.mark.parametrize("name", ["baseline", "target"])
def test_goals_of_a_proportion_lie_between_none_and_all(project: Project, by: Person, name: str) -> None:
    line = {"project": project, "kind": "outcome", "measure": "smoke-booking", "title": "Smoking", "by": by}
    for share in (-0.01, 1.01):
        with refused("lies between"):
            plan_measure(**line, **{name: share})
    plan_measure(**line, **{name: 1.0})


class TestWhatPeopleSaid:
    @pytest.fixture
    def discussion(self, project: Project, by: Person) -> Discussion:
        return self._discussion(project, by, localdate())

    def _discussion(self, project: Project, by: Person, on: object) -> Discussion:
        return record_discussion(
            project=project, group="women-families", on=on, how="In clinic", said_by_them="Ask us", by=by
        )

    def test_was_not_said_tomorrow(self, project: Project, by: Person) -> None:
        with refused("has not come yet"):
            self._discussion(project, by, localdate() + DAY)

    def test_changed_what_is_there_in_the_same_organisation(
        self, discussion: Discussion, elsewhere: Project, by: Person
    ) -> None:
        with refused("no version 9"):
            link_change(discussion=discussion, words="The aim", charter=9, by=by)
        foreign = start_action(organisation=elsewhere.organisation, title="x", by=by)
        with refused("of another organisation"):
            link_change(discussion=discussion, words="The aim", action=foreign, by=by)

    def test_is_answered_in_its_own_project(self, project: Project, elsewhere: Project, by: Person) -> None:
        message = say(project=elsewhere, words="How is it going?", by=by)
        with refused("of another project"):
            say(project=project, words="Well", answers=message, by=by)


class TestFiles:
    def test_fill_a_project_up_to_its_limit_and_removed_ones_make_room(
        self, project: Project, by: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(talk, "LARGEST_PROJECT", 10)
        first = add_file(project=project, name="a.txt", content=b"123456", by=by)
        with refused("together"):
            add_file(project=project, name="b.txt", content=b"12345", by=by)
        remove_file(row=first, reason="Old", by=by)
        add_file(project=project, name="b.txt", content=b"1234567890", by=by)

    def test_are_removed_once(self, project: Project, by: Person) -> None:
        file = add_file(project=project, name="a.txt", content=b"x", by=by)
        remove_file(row=file, reason="Old", by=by)
        with refused("removed already"):
            remove_file(row=file, reason="Old", by=by)


class TestTheTeam:
    def test_has_somebody_once_in_a_role_until_they_leave(self, project: Project, by: Person) -> None:
        given = {"project": project, "role": "helper", "name": "Hal Helper", "by": by}
        first = add_member(**given)
        assert add_member(**given) == first
        end_member(member=first, by=by)
        with refused("has left already"):
            end_member(member=first, by=by)
        assert add_member(**given) != first


def test_an_approved_project_is_approved_no_second_time(lead: User, approver: User) -> None:
    project = an_approved_project(lead, approver)
    with refused("cannot be approved"):
        approve_charter(project=project, by=approver.as_person())
