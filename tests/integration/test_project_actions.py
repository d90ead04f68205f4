"""What is done with projects: started, approved by somebody else, closed; nobody's text is lost."""

import pytest
from tests.lib.improvement import COMPLETE, a_project, an_approved_project, somebody

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent
from clearway.web.people.models import User
from clearway.web.projects import selectors
from clearway.web.projects.actions.charters import drop_collision, save_charter
from clearway.web.projects.actions.lifecycle import (
    approve_charter,
    approved_version,
    choose_focus,
    close_project,
    move_phase,
    reopen_project,
    return_charter,
    start_project,
    submit_charter,
    withdraw_charter,
)
from clearway.web.projects.models import CharterVersion, Project

pytestmark = pytest.mark.django_db


class TestStarting:
    def test_numbers_count_up_within_each_organisation(self, lead: User) -> None:
        numbers = [
            (one.org_code, one.number) for one in (a_project(lead), a_project(lead), a_project(lead, "RJ1"))
        ]
        assert numbers == [("R1H", 1), ("R1H", 2), ("RJ1", 1)]

    def test_keeps_drivers_and_ideas_in_the_order_of_the_package(self, lead: User) -> None:
        project = a_project(
            lead, drivers=["training", "identification"], ideas=["training-1", "identification-2"]
        )
        assert project.drivers == ("identification", "training")
        assert project.ideas == ("identification-2", "training-1")

    @pytest.mark.parametrize(
        ("chosen", "message"),
        [
            ({"drivers": []}, "No secondary driver"),
            ({"drivers": ["nonsense"], "ideas": []}, "nonsense"),
            ({"ideas": ["training-1"]}, "None of the chosen drivers"),
            ({"ideas": ["training-999"]}, "training-999"),
            ({"title": " "}, "Title is missing"),
            ({"title": "x" * 201}, "too long"),
            ({"package_id": "no-such"}, "no package"),
            ({"org_code": "ENG"}, "runs no projects itself"),
        ],
    )
    def test_refuses_what_the_package_does_not_have(
        self, lead: User, chosen: dict[str, object], message: str
    ) -> None:
        with pytest.raises(ClearwayError, match=message):
            a_project(lead, **chosen)
        assert not Project.objects.exists()

    def test_is_in_the_change_log_of_its_organisation(self, project: Project, lead: User) -> None:
        event = ChangeEvent.objects.get(organisation="R1H", action="start project")
        assert (event.subject, event.person) == ("project 1 of R1H", lead.name)

    def test_a_focus_that_was_left_stays_in_the_record(self, project: Project, lead: User) -> None:
        choose_focus(project=project, drivers=["training"], ideas=[], by=lead.as_person())
        again = selectors.project(directory().get("R1H"), 1)
        assert (again.drivers, again.ideas) == (("training",), ())
        left = project.focus.get(subject="identification")
        assert left.ended_at is not None
        assert left.ended_person == lead.name

    def test_another_organisation_does_not_have_it(self, project: Project) -> None:
        assert selectors.project(directory().get("RJ1"), project.number) is None
        assert not selectors.projects(directory().get("RJ1")).exists()


class TestApproval:
    def test_an_incomplete_charter_is_not_submitted_and_says_what_is_missing(
        self, project: Project, lead: User
    ) -> None:
        texts = {**COMPLETE, "service-users": "", "executive-sponsor": " ", "training-subject": ""}
        save_charter(project=project, texts=texts, base=1, by=lead.as_person())
        with pytest.raises(ClearwayError) as caught:
            submit_charter(project=project, by=lead.as_person())
        for name in ("How women and families take part", "Executive sponsor", "Training that the aim needs"):
            assert name in str(caught.value)

    def test_nobody_approves_what_they_submitted(self, project: Project, approver: User) -> None:
        save_charter(project=project, texts=COMPLETE, base=1, by=approver.as_person())
        submit_charter(project=project, by=approver.as_person())
        with pytest.raises(ClearwayError, match="Nobody approves what they submitted"):
            approve_charter(project=project, by=approver.as_person())

    def test_approval_is_of_the_version_that_was_submitted(self, lead: User, approver: User) -> None:
        project = an_approved_project(lead, approver)
        assert (project.status, approved_version(project)) == ("approved", 2)

    def test_a_returned_charter_is_a_draft_again_with_the_reason(
        self, project: Project, lead: User, approver: User
    ) -> None:
        save_charter(project=project, texts=COMPLETE, base=1, by=lead.as_person())
        submit_charter(project=project, by=lead.as_person())
        with pytest.raises(ClearwayError, match="Reason is missing"):
            return_charter(project=project, reason=" ", by=approver.as_person())
        returned = return_charter(project=project, reason="For whom?", by=approver.as_person())
        assert returned.status == "draft"
        last = project.steps.last()
        assert (last.step, last.reason, last.charter, last.person) == (
            "return",
            "For whom?",
            2,
            approver.name,
        )

    def test_a_later_version_that_is_returned_leaves_the_approved_one_in_force(
        self, lead: User, approver: User
    ) -> None:
        project = an_approved_project(lead, approver)
        with pytest.raises(ClearwayError, match="approved already"):
            submit_charter(project=project, by=lead.as_person())
        save_charter(project=project, texts={"aim": "A better aim"}, base=2, by=lead.as_person())
        submit_charter(project=project, by=lead.as_person())
        project = return_charter(project=project, reason="No", by=approver.as_person())
        assert (project.status, approved_version(project)) == ("approved", 2)

    def test_a_charter_that_waits_is_not_changed_until_it_is_withdrawn(
        self, project: Project, lead: User
    ) -> None:
        save_charter(project=project, texts=COMPLETE, base=1, by=lead.as_person())
        submit_charter(project=project, by=lead.as_person())
        with pytest.raises(ClearwayError, match="waits for approval"):
            save_charter(project=project, texts={"aim": "x"}, base=2, by=lead.as_person())
        withdraw_charter(project=project, by=lead.as_person())
        assert (
            save_charter(project=project, texts={"aim": "x"}, base=2, by=lead.as_person()).version.number == 3
        )

    def test_phases_begin_after_approval_and_may_go_back(self, lead: User, approver: User) -> None:
        draft = a_project(lead)
        with pytest.raises(ClearwayError, match="not approved yet"):
            move_phase(project=draft, phase="test", by=lead.as_person())
        project = an_approved_project(lead, approver)
        move_phase(project=project, phase="scale-up", by=lead.as_person())
        project = move_phase(project=project, phase="test", by=lead.as_person(), reason="Not yet")
        assert project.phase == "test"
        with pytest.raises(ClearwayError, match="already"):
            move_phase(project=project, phase="test", by=lead.as_person())

    def test_nothing_changes_in_a_closed_project_until_it_is_opened(self, lead: User, approver: User) -> None:
        project = an_approved_project(lead, approver)
        close_project(project=project, reason="Aim reached", by=lead.as_person())
        with pytest.raises(ClearwayError, match="closed"):
            save_charter(project=project, texts={"aim": "x"}, base=2, by=lead.as_person())
        assert reopen_project(project=project, reason="It slipped", by=lead.as_person()).status == "approved"

    def test_the_columns_repeat_the_last_step(self, lead: User, approver: User) -> None:
        project = an_approved_project(lead, approver)
        move_phase(project=project, phase="test", by=lead.as_person())
        close_project(project=project, reason="Done", by=lead.as_person())
        for one in Project.objects.all():
            last = one.steps.last()
            assert (last.status, last.phase) == (one.status, one.phase)


class TestTwoPeopleWriteAtOnce:
    """Both opened version 2."""

    @pytest.fixture
    def other(self) -> User:
        return somebody("improvement-lead", name="Otto Other")

    @pytest.fixture
    def charter(self, project: Project, lead: User) -> Project:
        save_charter(project=project, texts={"problem": "old", "aim": "old"}, base=1, by=lead.as_person())
        return project

    def test_different_sections_are_both_taken(self, charter: Project, lead: User, other: User) -> None:
        save_charter(project=charter, texts={"problem": "hers", "aim": "old"}, base=2, by=lead.as_person())
        saved = save_charter(
            project=charter, texts={"problem": "old", "aim": "his"}, base=2, by=other.as_person()
        )
        assert saved.collision is None
        assert saved.version.texts == {"problem": "hers", "aim": "his"}

    def test_the_same_section_waits_beside_the_charter_and_the_others_are_saved(
        self, charter: Project, lead: User, other: User
    ) -> None:
        save_charter(project=charter, texts={"aim": "hers"}, base=2, by=lead.as_person())
        typed = {"problem": "his", "aim": "his too"}
        saved = save_charter(project=charter, texts=typed, base=2, by=other.as_person())
        assert saved.collision.sections == ["aim"]
        assert saved.collision.texts == {"aim": "his too"}
        assert (saved.version.texts["problem"], saved.version.texts["aim"]) == ("his", "hers")
        assert charter.charters.last() == saved.version

    def test_a_person_merges_it_once(self, charter: Project, lead: User, other: User) -> None:
        save_charter(project=charter, texts={"aim": "hers"}, base=2, by=lead.as_person())
        aside = save_charter(project=charter, texts={"aim": "his"}, base=2, by=other.as_person()).collision
        merged = save_charter(
            project=charter, texts={"aim": "hers and his"}, base=3, by=other.as_person(), merges=aside
        )
        assert merged.version.texts["aim"] == "hers and his"
        aside.refresh_from_db()
        with pytest.raises(ClearwayError, match="merged already"):
            save_charter(project=charter, texts={"aim": "x"}, base=4, by=lead.as_person(), merges=aside)

    def test_a_merge_that_comes_too_late_waits_too(self, charter: Project, lead: User, other: User) -> None:
        save_charter(project=charter, texts={"aim": "hers"}, base=2, by=lead.as_person())
        aside = save_charter(project=charter, texts={"aim": "his"}, base=2, by=other.as_person()).collision
        save_charter(project=charter, texts={"aim": "hers again"}, base=3, by=lead.as_person())
        again = save_charter(
            project=charter, texts={"aim": "merged"}, base=3, by=other.as_person(), merges=aside
        )
        assert again.collision.texts == {"aim": "merged"}
        assert charter.charters.last().texts["aim"] == "hers again"

    def test_keeping_the_charter_settles_it_and_the_text_stays_readable(
        self, charter: Project, lead: User, other: User
    ) -> None:
        save_charter(project=charter, texts={"aim": "hers"}, base=2, by=lead.as_person())
        aside = save_charter(project=charter, texts={"aim": "his"}, base=2, by=other.as_person()).collision
        drop_collision(collision=aside, by=lead.as_person())
        assert charter.charter_collisions.get().merged_into.texts["aim"] == "hers"
        assert charter.charter_collisions.get().texts["aim"] == "his"

    def test_typing_the_same_is_no_collision(self, charter: Project, lead: User, other: User) -> None:
        save_charter(project=charter, texts={"aim": "same"}, base=2, by=lead.as_person())
        saved = save_charter(project=charter, texts={"aim": "same\r\n"}, base=2, by=other.as_person())
        assert saved.collision is None
        assert saved.version.number == 3

    def test_emptying_a_section_that_somebody_changed_is_one(
        self, charter: Project, lead: User, other: User
    ) -> None:
        save_charter(project=charter, texts={"aim": "hers"}, base=2, by=lead.as_person())
        assert save_charter(project=charter, texts={"aim": ""}, base=2, by=other.as_person()).collision

    @pytest.mark.parametrize(
        ("texts", "base", "message"),
        [
            ({"nonsense": "x"}, 2, "no section"),
            ({"aim": "x"}, 99, "no version"),
            ({"aim": "x" * 5001}, 2, "long"),
        ],
    )
    def test_refuses_what_makes_no_sense(
        self, charter: Project, lead: User, texts: dict[str, str], base: int, message: str
    ) -> None:
        with pytest.raises(ClearwayError, match=message):
            save_charter(project=charter, texts=texts, base=base, by=lead.as_person())
        assert CharterVersion.objects.count() == 2


def test_a_project_of_the_example_package_takes_its_own_drivers(lead: User) -> None:
    from clearway.package.loader import shipped_packages

    package = shipped_packages()["neonatal-hypoglycaemia-example"]
    project = start_project(
        organisation=directory().get("R1H"),
        title="Warm babies",
        drivers=[package.drivers[0].id],
        ideas=[],
        by=lead.as_person(),
        package_id=package.id,
    )
    assert project.drivers == (package.drivers[0].id,)
