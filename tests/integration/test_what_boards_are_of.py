"""Whose work a board shows: approved projects, the department's own vision, and none above the trusts."""

import pytest
from tests.lib.boards import TRUST, a_cycle
from tests.lib.improvement import a_project, browser_of, somebody, text_of

from clearway.common.organisations import directory
from clearway.web.boards.panels import Content, registered
from clearway.web.boards.places import about, place_of
from clearway.web.department.actions.plan import save_plan
from clearway.web.people.access import NOBODY
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.actions.work import start_action
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
HERE = directory().get(TRUST)
OWN = f"/organisations/{TRUST}/board/"


def content_of(panel_id: str, **place: object) -> Content | None:
    panel = next(one for one in registered() if one.id == panel_id)
    return panel.build(place_of(HERE, None, NOBODY, **place))


class TestProjectsThatAreBeingPrepared:
    def test_they_are_counted_and_none_of_their_words_is_shown(self, full_board: Project, lead: User) -> None:
        draft = a_project(lead, title="Not yet agreed")
        a_cycle(draft, lead, "A test too early")
        start_action(organisation=HERE, project=draft, title="Order too early", by=lead.as_person())
        said = text_of(browser_of(lead).get(OWN))
        assert "Being prepared 1 project whose charter is not approved yet" in said
        assert "CO for all" in said
        for words in ("Not yet agreed", "A test too early", "Order too early"):
            assert words not in said

    def test_a_trust_that_only_prepares_says_so(self, lead: User) -> None:
        a_project(lead, title="One")
        a_project(lead, title="Two")
        (line,) = content_of("aim").lines
        assert line.details == ("2 projects whose charter is not approved yet",)

    def test_a_closed_one_is_neither_shown_nor_being_prepared(self, full_board: Project, lead: User) -> None:
        close_project(project=full_board, reason="Done", by=lead.as_person())
        assert content_of("aim") is None

    def test_the_board_of_such_a_project_itself_shows_its_words(self, lead: User) -> None:
        draft = a_project(lead, title="Not yet agreed")
        a_cycle(draft, lead, "A test too early")
        said = text_of(browser_of(lead).get(f"/organisations/{TRUST}/projects/{draft.number}/board/"))
        assert "A test too early" in said


class TestVision:
    def test_the_departments_own_comes_before_the_aim_of_the_package(
        self, full_board: Project, lead: User, approver: User
    ) -> None:
        assert "smoke-free" in content_of("vision").lines[0].text
        for base, words in enumerate(("Every baby is born smoke-free", "No baby meets smoke here")):
            save_plan(organisation=HERE, texts={"vision": words}, base=base, by=approver.as_person())
        found = content_of("vision")
        assert (found.words, found.lines) == ("No baby meets smoke here", ())
        assert "No baby meets smoke here" in text_of(browser_of(lead).get(OWN))

    def test_a_plan_without_a_vision_leaves_the_aim_of_the_package(
        self, full_board: Project, approver: User
    ) -> None:
        save_plan(organisation=HERE, texts={"why-change": "Harm"}, base=0, by=approver.as_person())
        assert content_of("vision").lines

    def test_the_vision_of_a_project_stays_its_own(self, full_board: Project, approver: User) -> None:
        save_plan(organisation=HERE, texts={"vision": "No baby"}, base=0, by=approver.as_person())
        panel = next(one for one in registered() if one.id == "vision")
        assert panel.build(place_of(HERE, full_board, NOBODY)).words == "Expected outcomes of ours"


class TestAboveTrusts:
    def test_the_boards_of_the_trusts_below_are_linked_and_no_paper_is_offered(
        self, full_board: Project
    ) -> None:
        above = directory().parent(TRUST)
        coach = browser_of(somebody("network-lead", above.code, "Coach"))
        page = coach.get(f"/organisations/{above.code}/board/")
        assert f'href="{OWN}"' in page.content.decode()
        said = text_of(page)
        assert f"{HERE.name} 1 approved project" in said
        assert "PDF" not in said
        assert "Shared with" not in said
        for end in ("board/a4.pdf", "board/a3.pdf"):
            assert coach.get(f"/organisations/{above.code}/{end}").status_code == 404
        assert coach.get(f"/wall/{above.code}/organisation/").status_code == 404
        assert about(above, "organisation") is None

    def test_trusts_without_an_approved_project_are_no_links(self, lead: User) -> None:
        a_project(lead)
        above = directory().parent(TRUST)
        page = browser_of(somebody("network-lead", above.code, "Coach")).get(
            f"/organisations/{above.code}/board/"
        )
        assert OWN not in page.content.decode()
        assert "No trust below that you may see has an approved project yet" in text_of(page)
