"""What the team and whoever approves see of a charter that waits, that changed, or that two people wrote."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from tests.lib.improvement import (
    COMPLETE,
    TRUST,
    a_project,
    an_approved_project,
    browser_of,
    somebody,
    text_of,
)

from clearway.common.errors import ClearwayError
from clearway.web.people.models import User
from clearway.web.projects.actions import lifecycle, plans, talk, team
from clearway.web.projects.actions.charters import save_charter
from clearway.web.projects.models import Project, Status

pytestmark = pytest.mark.django_db

HERE = f"/organisations/{TRUST}/projects/1/"


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead")


@pytest.fixture
def manager() -> User:
    return somebody("trust-lead", name="Berta Boardman")


def complete(lead: User) -> Project:
    project = a_project(lead)
    save_charter(project=project, texts=COMPLETE, base=1, by=lead.as_person())
    return project


class TestTwoWriters:
    def both(self, lead: User, manager: User) -> Project:
        """The manager writes over a version that the lead changed: one section in common, one not."""
        project = a_project(lead)
        save_charter(project=project, texts={"aim": "Half by May"}, base=1, by=lead.as_person())
        save_charter(
            project=project,
            texts={"aim": "All by June", "why-now": "It harms"},
            base=1,
            by=manager.as_person(),
        )
        return project

    def test_what_nobody_else_wrote_in_is_saved_at_once_and_only_the_rest_waits(
        self, lead: User, manager: User
    ) -> None:
        project = self.both(lead, manager)
        newest = project.charters.order_by("-number")[0]
        assert (newest.texts["aim"], newest.texts["why-now"]) == ("Half by May", "It harms")
        aside = project.charter_collisions.get()
        assert (aside.sections, dict(aside.texts)) == (["aim"], {"aim": "All by June"})

    def test_the_overview_leads_to_the_text_that_waits(self, lead: User, manager: User) -> None:
        project = self.both(lead, manager)
        html = browser_of(lead).get(HERE).content.decode()
        assert f"{HERE}charter/merge/{project.charter_collisions.get().pk}/" in html
        assert "waits to be merged" in html

    def test_a_charter_with_texts_to_merge_cannot_be_submitted(self, lead: User, manager: User) -> None:
        project = complete(lead)
        for by, aim in ((lead, "Half"), (manager, "All")):
            save_charter(project=project, texts={"aim": aim}, base=2, by=by.as_person())
        with pytest.raises(ClearwayError, match="wait to be merged"):
            lifecycle.submit_charter(project=project, by=lead.as_person())
        assert "Submit for approval" not in text_of(browser_of(lead).get(f"{HERE}charter/"))


class TestSubmitting:
    def test_an_empty_team_and_no_measure_are_told_and_need_a_tick(self, lead: User) -> None:
        project, browser = complete(lead), browser_of(lead)
        said = text_of(browser.get(f"{HERE}charter/"))
        assert "There is nobody in the team and nothing that is planned to be measured yet." in said
        browser.post(f"{HERE}step/", {"step": "submit"})
        assert Project.objects.get(pk=project.pk).status == Status.DRAFT
        browser.post(f"{HERE}step/", {"step": "submit", "despite": "yes"})
        assert Project.objects.get(pk=project.pk).status == Status.SUBMITTED

    def test_with_a_team_and_a_measure_nothing_is_asked(self, lead: User) -> None:
        project = complete(lead)
        team.add_member(project=project, role="lead", user=lead, by=lead.as_person())
        plans.plan_measure(project=project, kind="outcome", title="Smokers", by=lead.as_person())
        browser = browser_of(lead)
        assert "Submit it without" not in text_of(browser.get(f"{HERE}charter/"))
        browser.post(f"{HERE}step/", {"step": "submit"})
        assert Project.objects.get(pk=project.pk).status == Status.SUBMITTED

    def test_whoever_submitted_sees_who_decides_and_no_button_to_approve(
        self, lead: User, manager: User
    ) -> None:
        project = complete(lead)
        other = somebody("board-champion", name="Charlie Champion")
        lifecycle.submit_charter(project=project, by=manager.as_person())
        mine = text_of(browser_of(manager).get(f"{HERE}charter/"))
        assert "Approve the charter" not in mine
        assert "somebody else approves it: Charlie Champion" in mine
        assert "Approve the charter" in text_of(browser_of(other).get(f"{HERE}charter/"))

    def test_team_measures_involvement_and_what_is_missing_stand_beside_the_decision(
        self, lead: User, manager: User
    ) -> None:
        project, by = complete(lead), lead.as_person()
        team.add_member(project=project, role="lead", user=lead, by=by)
        plans.plan_measure(project=project, kind="process", title="CO test", by=by)
        talk.record_discussion(
            project=project, group="health-visiting", on=localdate(), how="Call", said_by_them="Yes", by=by
        )
        lifecycle.submit_charter(project=project, by=by)
        said = text_of(browser_of(manager).get(f"{HERE}charter/"))
        assert f"{lead.name} (project lead)" in said
        assert "CO test (process" in said
        assert "Health visitors, 1 time" in said
        assert "Kinds of measures : Outcome; Balancing" in said
        assert "Professions : Midwifery" in said


def test_the_overview_keeps_the_approved_words_and_says_what_changed_since(lead: User, manager: User) -> None:
    project = an_approved_project(lead, manager)
    save_charter(project=project, texts={"aim": "Something else"}, base=2, by=lead.as_person())
    said = text_of(browser_of(lead).get(HERE))
    assert COMPLETE["aim"] in said
    assert "Something else" not in said
    assert "Changed since approval: aim" in said
    page = browser_of(lead).get(f"{HERE}charter/").content.decode()
    since = page.partition('id="since"')[2].partition('id="history"')[0]
    assert COMPLETE["aim"] in since
    assert "Something else" in since


class TestTelling:
    def test_nobody_was_told_on_a_day_that_has_not_come(self, lead: User) -> None:
        project, by = a_project(lead), lead.as_person()
        row = plans.plan_communication(project=project, audience="staff", message="How", how="Board", by=by)
        with pytest.raises(ClearwayError, match="has not come"):
            plans.record_communication(row=row, on=localdate() + timedelta(days=1), by=by)
        plans.record_communication(row=row, on=localdate(), by=by)

    def test_who_waits_longer_than_planned_stands_on_the_page_and_in_what_to_watch(self, lead: User) -> None:
        project, by = a_project(lead), lead.as_person()
        row = plans.plan_communication(
            project=project, audience="staff", message="How", how="Board", how_often="Every week", by=by
        )
        plans.record_communication(row=row, on=date(2026, 1, 6), by=by)
        browser = browser_of(lead)
        for page in (HERE, f"{HERE}communication/"):
            assert "every week; last told on 6 January 2026" in text_of(browser.get(page)), page
        plans.record_communication(row=row, on=localdate(), by=by)
        assert "verdue" not in text_of(browser.get(HERE))


def test_any_profession_can_be_involved_and_only_core_ones_leave_a_gap(lead: User) -> None:
    project, by = a_project(lead), lead.as_person()
    browser = browser_of(lead)
    before = text_of(browser.get(f"{HERE}involvement/")).partition("What they said")[0]
    table = before.partition("Who was involved in which phase")[2].partition("Record that")[0]
    assert "Midwives" in table
    assert "Anaesthetists" not in table
    assert "Anaesthetists" in before
    talk.record_discussion(
        project=project, group="anaesthetics", on=localdate(), how="Call", said_by_them="Yes", by=by
    )
    after = text_of(browser.get(f"{HERE}involvement/"))
    assert "Anaesthetists 1 time" in after
