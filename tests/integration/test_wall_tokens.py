"""How a board comes on a wall: who may make its token, for which boards, and what others are told."""

import re

import pytest
from tests.lib.boards import TRUST, a_wall_token
from tests.lib.improvement import a_project, somebody, text_of
from tests.lib.visitors import browser_of

from clearway.common.errors import ClearwayError
from clearway.web.accounts.forms_people import TokenForm
from clearway.web.accounts.models import Token, TokenKind
from clearway.web.accounts.tokens import make_token, revoke_token, scopes_to_give
from clearway.web.boards.places import boards_of
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
WALLS = f"/organisations/{TRUST}/board/walls/"
NEW = {"board": "project-1", "name": "Day room", "days": "30"}


def test_these_roles_put_boards_on_walls_and_no_others() -> None:
    assert {role.id for role in ROLES.values() if Permission.MAKE_WALLS in role.permissions} == {
        "improvement-lead",
        "trust-lead",
    }


class TestImprovementLead:
    def test_makes_the_token_of_a_wall_which_opens_its_board(self, full_board: Project, lead: User) -> None:
        browser = browser_of(lead)
        page = text_of(browser.get(f"{WALLS}?board=project-1"))
        assert "Make a token for this board" in page
        assert "No display shows a board yet" in page
        form = browser.get(f"{WALLS}new/?board=project-1").content.decode()
        assert '<option value="project-1" selected>Project 1: CO for all</option>' in form
        made = browser.post(f"{WALLS}new/", NEW).content.decode()
        text = re.search(r"cww_[\w-]+", made)[0]
        display = browser_of(somebody("reader", "RJ1", "Rea Elsewhere"))
        assert display.post("/wall/", {"token": text})["Location"] == f"/wall/{TRUST}/project-1/"
        assert text not in text_of(browser.get(WALLS))
        assert "Day room" in text_of(browser.get(WALLS))

    def test_takes_a_board_off_a_wall_and_touches_no_other_token(
        self, full_board: Project, lead: User, approver: User
    ) -> None:
        token, _ = a_wall_token(approver, "organisation")
        browser = browser_of(lead)
        assert "shows the board no longer" in text_of(browser.get(f"{WALLS}{token.pk}/revoke/"))
        done = browser.post(f"{WALLS}{token.pk}/revoke/", follow=True)
        assert "shows the board no longer" in text_of(done)
        assert Token.objects.get(pk=token.pk).revoked_at is not None
        access = access_of_user(approver)
        device, _ = make_token(
            kind=TokenKind.DEVICE, name="Tablet", org_code=TRUST, days=9, by=access.person, giver=access
        )
        assert browser.post(f"{WALLS}{device.pk}/revoke/").status_code == 404
        with pytest.raises(ClearwayError, match="cannot make or revoke"):
            revoke_token(token=device, by=lead.as_person(), giver=access_of_user(lead))

    def test_makes_no_token_of_a_device_or_a_program(self, lead: User) -> None:
        access = access_of_user(lead)
        for kind in (TokenKind.DEVICE, TokenKind.PROGRAM):
            with pytest.raises(ClearwayError, match="cannot make or revoke"):
                make_token(
                    kind=kind, name="x", org_code=TRUST, days=9, by=access.person, giver=access,
                    scopes=[Permission.SEE_FIGURES],
                )  # fmt: skip
        assert browser_of(lead).get(f"/organisations/{TRUST}/tokens/").status_code == 403

    def test_what_was_typed_wrongly_is_told(self, full_board: Project, lead: User) -> None:
        browser = browser_of(lead)
        for wrong, said in (
            ({"board": "project-99"}, "Choose a board from the list"),
            ({"name": ""}, "Enter"),
            ({"days": "999"}, "at most 366 days"),
        ):
            assert said in text_of(browser.post(f"{WALLS}new/", {**NEW, **wrong}))
        assert not Token.objects.exists()


class TestOthers:
    def test_a_reader_is_told_whom_to_ask_and_makes_none(self, full_board: Project) -> None:
        reader = browser_of(somebody("reader"))
        page = text_of(reader.get(f"{WALLS}?board=project-1"))
        assert (
            "Ask somebody who may make a token for the display: improvement lead, trust lead or adm" in page
        )
        assert "Make a token" not in page
        assert [reader.get(f"{WALLS}new/").status_code, reader.post(f"{WALLS}new/", NEW).status_code] == [
            403,
            403,
        ]

    def test_another_trust_finds_nothing(self, full_board: Project, approver: User) -> None:
        token, _ = a_wall_token(approver, "organisation")
        other = browser_of(somebody("improvement-lead", "RJ1", "Ole Other"))
        pages = [WALLS, f"{WALLS}new/", f"{WALLS}{token.pk}/revoke/"]
        assert [other.get(page).status_code for page in pages] == [404] * 3

    def test_a_program_never_gets_the_right(self, lead: User) -> None:
        assert Permission.MAKE_WALLS not in scopes_to_give(access_of_user(lead), TRUST)


class TestChoiceOfBoards:
    def test_a_token_is_only_made_for_a_board_that_is_there(
        self, full_board: Project, approver: User
    ) -> None:
        with pytest.raises(ClearwayError, match="there is no board “project-99”"):
            a_wall_token(approver, "project-99")

    def test_the_list_has_the_trust_its_open_projects_and_units(
        self, full_board: Project, lead: User, approver: User
    ) -> None:
        closed = a_project(lead, title="Over")
        close_project(project=closed, reason="Done", by=lead.as_person())
        access = access_of_user(approver)
        assert [name for name, _ in boards_of(TRUST, access)] == ["organisation", "project-1"]
        form = TokenForm(
            {"kind": "wall", "name": "x", "days": "9", "board": "project-99"}, access=access, code=TRUST
        )
        assert form.errors["board"] == ["Choose a board from the list"]

    def test_whoever_may_not_see_projects_reads_numbers_for_titles(self, full_board: Project) -> None:
        admin = access_of_user(somebody("administrator"))
        assert dict(boards_of(TRUST, admin)) == {"organisation": "organisation", "project-1": "project-1"}

    def test_the_board_leads_to_it(self, full_board: Project, lead: User) -> None:
        page = browser_of(lead).get(f"/organisations/{TRUST}/projects/1/board/").content.decode()
        assert f'href="{WALLS}?board=project-1"' in page
