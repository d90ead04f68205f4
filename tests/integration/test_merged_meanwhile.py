"""Two texts wait to be merged, and somebody else was quicker: it is said, and is no fault of the site."""

import pytest
from tests.lib.department import BASE, HERE, a_plan
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of

from clearway.common.errors import ClearwayError
from clearway.web.department.actions.plan import drop_plan_collision, save_plan
from clearway.web.people.models import User
from clearway.web.projects.actions.charters import drop_collision, save_charter
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead")


@pytest.fixture
def project(lead: User) -> Project:
    return a_project(lead)


def test_a_charter_is_merged_once_by_whoever_read_it_first(project: Project, lead: User) -> None:
    by = lead.as_person()
    save_charter(project=project, texts={"aim": "hers"}, base=1, by=by)
    aside = save_charter(project=project, texts={"aim": "his"}, base=1, by=by).collision
    assert not hasattr(aside, "merged_into")  # as the page asks, before it merges
    drop_collision(collision=project.charter_collisions.get(), by=by)
    with pytest.raises(ClearwayError, match="merged already"):
        drop_collision(collision=aside, by=by)


def test_a_plan_is_merged_once_by_whoever_read_it_first(lead: User) -> None:
    by = lead.as_person()
    a_plan(lead)
    save_plan(organisation=HERE, texts={"vision": "hers"}, base=1, by=by)
    aside = save_plan(organisation=HERE, texts={"vision": "his"}, base=1, by=by).collision
    assert not hasattr(aside, "merged_into")
    drop_plan_collision(organisation=HERE, collision=type(aside).objects.get(), by=by)
    with pytest.raises(ClearwayError, match="merged already"):
        drop_plan_collision(organisation=HERE, collision=aside, by=by)


def test_why_a_charter_cannot_be_kept_is_told(project: Project, lead: User) -> None:
    by = lead.as_person()
    save_charter(project=project, texts={"aim": "hers"}, base=1, by=by)
    aside = save_charter(project=project, texts={"aim": "his"}, base=1, by=by).collision
    close_project(project=project, reason="Done", by=by)
    address = f"/organisations/{TRUST}/projects/1/charter/merge/{aside.pk}/"
    assert "The project is closed" in text_of(browser_of(lead).post(address, {"keep": "yes"}, follow=True))


def test_a_plan_that_is_kept_says_so(lead: User) -> None:
    a_plan(lead)
    save_plan(organisation=HERE, texts={"vision": "hers"}, base=1, by=lead.as_person())
    aside = save_plan(organisation=HERE, texts={"vision": "his"}, base=1, by=lead.as_person()).collision
    page = browser_of(lead).post(f"{BASE}plan/merge/{aside.pk}/", {"keep": "yes"}, follow=True)
    assert "The plan stays as it is." in text_of(page)
