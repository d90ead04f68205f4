"""What tests of improvement work need: made-up people of a trust, and a project of theirs."""

import re

from django.http import HttpResponse
from tests.lib.visitors import browser_of as browser_of

from clearway.common.organisations import directory
from clearway.web.people.models import Membership, User
from clearway.web.projects.actions.charters import save_charter
from clearway.web.projects.actions.lifecycle import approve_charter, start_project, submit_charter
from clearway.web.projects.models import Project
from clearway.web.projects.vocabulary import sections

TRUST = "R1H"
COMPLETE = {section.id: f"{section.title} of ours" for section in sections().values()}


def somebody(role: str, org_code: str = TRUST, name: str = "") -> User:
    """A made-up person with one role, who needs no second factor."""
    called = name or f"Una {role}"
    address = f"{called.lower().replace(' ', '-')}.{org_code.lower()}@clearway.invalid"
    user = User.objects.create_user(address, name=called, demonstration=True, profession="Midwife")
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, role=role, org_code=org_code)
    return user


def a_project(by: User, org_code: str = TRUST, title: str = "CO for all", **chosen: object) -> Project:
    """A project in draft."""
    fields = {"drivers": ["identification"], "ideas": ["identification-1"], **chosen}
    return start_project(organisation=directory().get(org_code), title=title, by=by.as_person(), **fields)


def an_approved_project(by: User, approver: User, **fields: object) -> Project:
    """A project whose charter is complete and approved."""
    project = a_project(by, **fields)
    save_charter(project=project, texts=COMPLETE, base=1, by=by.as_person())
    submit_charter(project=project, by=by.as_person())
    return approve_charter(project=project, by=approver.as_person())


def text_of(response: HttpResponse, status: int = 200) -> str:
    """The words of a page."""
    assert response.status_code == status, response.content.decode()[:800]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
