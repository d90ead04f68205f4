"""A board that is open to everybody, and anybody who reads it."""

import re

from django.http import HttpResponse
from django.test import Client
from tests.lib.boards import TRUST

from clearway.common.organisations import directory
from clearway.web.boards.actions import months_ahead, publish_board
from clearway.web.boards.models import PublicLink
from clearway.web.boards.secrets import secret_of
from clearway.web.boards.selectors import public_link
from clearway.web.people.models import User
from clearway.web.projects.models import Project

USUAL = ["vision", "aim", "measures", "testing", "decisions", "heard"]
ALL = f"/organisations/{TRUST}/board/public/"
PUBLISH = f"/organisations/{TRUST}/board/publish/project-1/"


def put_up(project: Project, lead: User, **other: object) -> PublicLink:
    """The board of the project, open to everybody for three months."""
    how = {"panels": USUAL, "expires_on": months_ahead(3), "nobody_recognised": True, **other}
    link = publish_board(organisation=directory().get(TRUST), project=project, by=lead.as_person(), **how)
    return public_link(directory().get(TRUST), link.number)


def visitor() -> Client:
    """Anybody's phone."""
    return Client(REMOTE_ADDR="127.0.0.1")


def read(link: PublicLink) -> HttpResponse:
    return visitor().get(f"/shared/{secret_of(link.nonce)}/")


def choice(**other: object) -> dict[str, object]:
    return {"panels": USUAL, "figures": "published", "expires_on": months_ahead(3).isoformat(), **other}


def seen_in(page: HttpResponse) -> str:
    return re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
