"""Boards on walls: everybody who passes by reads them, so they name nobody and open nothing else."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.lib.boards import TRUST, a_wall_token
from tests.lib.improvement import a_project, somebody, text_of

from clearway.web.accounts.models import Token
from clearway.web.boards.places import place_of, without_names
from clearway.web.cycles.actions.cycles import plan_cycle
from clearway.web.people.access import NOBODY
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import rename_project
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.actions.work import start_action
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
OWN = f"/organisations/{TRUST}/board/"
OF_PROJECT = f"/organisations/{TRUST}/projects/1/board/"
WALL = f"/wall/{TRUST}/organisation/"
LEAD = "Una improvement-lead"


def display(text: str) -> Client:
    """A display at which the token was typed."""
    client = Client(REMOTE_ADDR="127.0.0.1")
    response = client.post("/wall/", {"token": text})
    assert response.status_code == 302, response.content.decode()
    return client


def test_a_wall_names_nobody_and_leads_nowhere(full_board: Project, approver: User) -> None:
    _, text = a_wall_token(approver, "organisation")
    page = display(text).get(WALL).content.decode()
    assert "A card on the monitor" in page
    assert "The card helped; a member of staff kept it stocked" in page
    assert LEAD not in page
    assert approver.name not in page
    assert "<a " not in page
    assert "style=" not in page


def test_a_name_in_the_title_of_a_project_does_not_reach_the_wall(
    full_board: Project, approver: User
) -> None:
    rename_project(project=full_board, title=f"The idea of {approver.name}", by=approver.as_person())
    _, text = a_wall_token(approver, "project-1")
    page = display(text).get(f"/wall/{TRUST}/project-1/").content.decode()
    assert "The idea of a member of staff" in page
    assert approver.name not in page


def test_a_wall_shows_the_board_of_its_token_and_nothing_else(full_board: Project, approver: User) -> None:
    _, text = a_wall_token(approver, "project-1")
    wall = display(text)
    assert wall.get(f"/wall/{TRUST}/project-1/").status_code == 200
    hidden = [WALL, f"/wall/{TRUST}/project-2/", "/wall/RJ1/project-1/", "/wall/RJ1/organisation/"]
    assert [wall.get(page).status_code for page in hidden] == [404] * len(hidden)
    to_sign_in = [OWN, OF_PROJECT, f"{OF_PROJECT}a4.pdf", f"/organisations/{TRUST}/projects/"]
    assert [wall.get(page).status_code for page in to_sign_in] == [302] * len(to_sign_in)
    bearer = {"Authorization": f"Bearer {text}"}
    assert wall.get(OWN, headers=bearer).status_code == 302
    assert wall.get(f"/api/v1/organisations/{TRUST}/months", headers=bearer).status_code == 401


@pytest.mark.parametrize("board", ["organisation", "project-1"])
def test_a_wall_does_not_show_the_same_board_of_another_trust(
    full_board: Project, approver: User, board: str
) -> None:
    a_project(somebody("improvement-lead", "RJ1", "Ole Other"), "RJ1")
    wall = display(a_wall_token(approver, board)[1])
    shown = [wall.get(f"/wall/{code}/{board}/").status_code for code in (TRUST, "RJ1")]
    assert shown == [200, 404]


def test_a_wall_names_nobody_who_was_typed_in_without_an_account(full_board: Project, lead: User) -> None:
    by = lead.as_person()
    names = ("Zora Owner", "Zora", "Cy Tester")
    start_action(organisation=full_board.organisation, project=full_board, title="x", owner=names[0], by=by)
    add_member(project=full_board, role="helper", name=names[1], by=by)
    plan_cycle(project=full_board, title="Two", scale="one-woman", owner=names[2], by=by)
    unnamed = without_names(place_of(full_board.organisation, None, NOBODY, on_wall=True))
    assert unnamed(", ".join(names)) == ", ".join(["a member of staff"] * 3)


def test_a_name_is_found_without_its_brackets_and_over_a_line_end(full_board: Project, lead: User) -> None:
    add_member(project=full_board, role="helper", name="Ann Lee (midwife)", by=lead.as_person())
    unnamed = without_names(place_of(full_board.organisation, None, NOBODY, on_wall=True))
    assert unnamed("Ann Lee and ann\nlee") == "a member of staff and a member of staff"


def test_a_browser_sends_the_token_to_walls_only_and_scripts_cannot_read_it(
    full_board: Project, approver: User
) -> None:
    _, text = a_wall_token(approver, "organisation")
    cookie = Client(REMOTE_ADDR="127.0.0.1").post("/wall/", {"token": text}).cookies["clearway_wall"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/wall/", True, "Strict")


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_a_wall_stops_when_its_token_does(
    full_board: Project, approver: User, change: dict[str, object]
) -> None:
    token, text = a_wall_token(approver, "organisation")
    wall = display(text)
    Token.objects.filter(pk=token.pk).update(**change)
    assert wall.get(WALL).status_code == 404


def test_a_wrong_token_is_told(approver: User) -> None:
    client = Client(REMOTE_ADDR="127.0.0.1")
    assert "is not taken" in text_of(client.post("/wall/", {"token": "cww_nonsense"}))
    assert "Enter the token" in text_of(client.post("/wall/", {"token": ""}))
    token, text = a_wall_token(approver, "organisation")
    Token.objects.filter(pk=token.pk).update(board="project-77")  # as one that was made before it was checked
    assert "names a board that is not there" in text_of(client.post("/wall/", {"token": text}))


def test_nobody_without_a_token_sees_a_wall(full_board: Project) -> None:
    assert Client(REMOTE_ADDR="127.0.0.1").get(WALL).status_code == 302


def test_nothing_is_posted_to_a_wall(full_board: Project, approver: User) -> None:
    _, text = a_wall_token(approver, "organisation")
    assert display(text).post(WALL, {"with_whom": "Huddle"}).status_code == 405
