"""What every page of a project knows: where it is, and what the visitor may do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clearway.common.organisations import Organisation, directory
from clearway.web.people.access import Access, access_of
from clearway.web.people.permissions import Permission
from clearway.web.projects import selectors
from clearway.web.projects.actions.lifecycle import OF_TRUSTS
from clearway.web.projects.faults import with_faults
from clearway.web.projects.models import Project, Status
from clearway.web.projects.rights import Right, rights
from clearway.web.projects.tabs import with_added

TABS = (
    ("project", "Overview"),
    ("project-charter", "Charter"),
    ("project-team", "Team"),
    ("project-measures", "Measurement plan"),
    ("project-work", "Tasks and milestones"),
    ("project-barriers", "Barriers"),
    ("project-involvement", "Involvement"),
    ("project-communication", "Communication"),
    ("project-discussion", "Discussion"),
    ("project-files", "Files"),
    ("project-activity", "Activity"),
)
COLOURS = {Status.DRAFT: "grey", Status.SUBMITTED: "yellow", Status.APPROVED: "green", Status.CLOSED: "white"}


@dataclass(frozen=True)
class Place:
    """An organisation, and what the visitor may do in it."""

    organisation: Organisation
    access: Access

    def may(self, permission: Permission) -> bool:
        """Whether the visitor may do that here."""
        return self.access.allows(permission, self.organisation.code)

    @property
    def has_projects(self) -> bool:
        """Whether the organisation is a trust; those above look at the projects of their trusts."""
        return self.organisation.level in OF_TRUSTS

    @property
    def may_run(self) -> bool:
        """Whether they may change projects."""
        return self.may(Permission.RUN_IMPROVEMENT)

    @property
    def may_approve(self) -> bool:
        """Whether they may approve charters and answer barriers."""
        return self.may(Permission.APPROVE_PROJECTS)

    @property
    def may_coach(self) -> bool:
        """Whether what they write is a coach's feedback."""
        return self.may(Permission.COACH)

    @property
    def may_offer(self) -> bool:
        """Whether they may offer ideas, raise barriers, join projects and write in the discussion."""
        return self.may(Permission.OFFER_IDEAS)


@dataclass(frozen=True)
class Here(Place):
    """A project, and what the visitor may do in it: in a closed one nothing but opening it again."""

    project: Project
    rights: frozenset[Right]

    @property
    def is_open(self) -> bool:
        """Whether anything may be changed."""
        return self.project.status != Status.CLOSED

    @property
    def may_change(self) -> bool:
        """Whether the visitor may change the project now."""
        return self.is_open and Right.CHANGE in self.rights

    @property
    def may_take_part(self) -> bool:
        """Whether the visitor may work with the team now."""
        return self.is_open and Right.TAKE_PART in self.rights

    @property
    def may_close(self) -> bool:
        """Whether the visitor may close the project, or open it again."""
        return Right.CLOSE in self.rights

    @property
    def colour(self) -> str:
        """The colour of the status."""
        return COLOURS[Status(self.project.status)]


def place(request: HttpRequest, code: str) -> Place:
    """The organisation of an address; Http404 where it has none of that code."""
    found = directory().find(code)
    if found is None:
        raise Http404(f"there is no organisation '{code}'")
    return Place(found, access_of(request))


def here(request: HttpRequest, code: str, number: int) -> Here:
    """The project of an address; Http404 where there is none."""
    there = place(request, code)
    project = selectors.project(there.organisation, number)
    if project is None:
        raise Http404(f"{code} has no project {number}")
    return Here(there.organisation, there.access, project, rights(there.access, code, number))


def show(
    request: HttpRequest, at: Here, name: str, template: str, context: Mapping[str, Any]
) -> HttpResponse:
    """A page of a project; `name` is that of its address, and of its place in the list of pages.

    `template` is one of the projects' own, or, with its folder and ending, one of a part that adds pages.
    """
    pages = with_added(TABS)
    titles = dict(pages)
    asks = context.get("asks") or titles[name]
    whole = {
        "title": at.project.title if name == "project" else f"{asks}: {at.project.title}",
        "heading": titles[name],
        "here": at,
        "project": at.project,
        "page_name": name,
        "pages": pages,
        **context,
    }
    return render(request, template if "/" in template else f"projects/{template}.jinja", with_faults(whole))


def back(request: HttpRequest, at: Here, name: str, said: str, anchor: str = "") -> HttpResponse:
    """To a page of the project, which says once what was done."""
    messages.success(request, said)
    response = redirect(name, at.organisation.code, at.project.number)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response
