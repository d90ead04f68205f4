"""Who may do what on one project: what a role at its trust allows, and what being in its team adds.

Whoever runs improvement work at the trust may do everything on all its projects. Whoever works at the trust
and is in a project's team may take part in that one; its lead and its process owner may change it. Approving
and closing stay with the roles. This is the one place that says so: the rules of the pages and the buttons on
them both ask here.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.http import HttpRequest

from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import Outcome, with_rule
from clearway.web.projects import selectors

View = TypeVar("View", bound=Callable[..., Any])
LEADING = frozenset({"lead", "process-owner"})
"""Roles of a team that change its project; ids of `vocabulary.yaml`."""


class Right(StrEnum):
    """One thing that somebody may do on one project; the value says it to people."""

    TAKE_PART = "take part: involve groups, add tasks and files, plan tests of change and carry them out"
    CHANGE = "change the project: its charter, team, plans, milestones, barriers and scores"
    CLOSE = "close the project and open it again"


ALL = frozenset(Right)


def rights_of(access: Access, org_code: str, roles: Collection[str]) -> frozenset[Right]:
    """What somebody may do on a project of that trust who has these roles in its team (none: not in it)."""
    if access.allows(Permission.RUN_IMPROVEMENT, org_code):
        return ALL
    if not roles or not access.allows(Permission.OFFER_IDEAS, org_code):
        return frozenset()
    return frozenset({Right.TAKE_PART, Right.CHANGE} if LEADING & set(roles) else {Right.TAKE_PART})


def rights(access: Access, org_code: str, number: int) -> frozenset[Right]:
    """What the person may do on the project of that number."""
    roles = selectors.roles_in(access.user, org_code, number) if access.user is not None else ()
    return rights_of(access, org_code, roles)


@dataclass(frozen=True)
class OnProject:
    """For those who have a right on the project that the address names by `code` and `number`."""

    right: Right

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Decides by the roles at the trust and by the team."""
        if not access.signed_in:
            return Outcome.SIGN_IN
        code = arguments["code"]
        if self.right in rights(access, code, arguments["number"]):
            return Outcome.ALLOWED
        return Outcome.REFUSED if access.permissions(code) else Outcome.HIDDEN


@dataclass(frozen=True)
class OnAction:
    """For those who may change an action of the organisation or, with `own`, only carry it out."""

    own: bool = False

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Decides by the roles at the trust, by the team of the action's project, and by its owner."""
        if not access.signed_in:
            return Outcome.SIGN_IN
        code = arguments["code"]
        if may_on_action(access, code, arguments["number"], own=self.own):
            return Outcome.ALLOWED
        return Outcome.REFUSED if access.permissions(code) else Outcome.HIDDEN


def may_on_action(access: Access, org_code: str, number: int, *, own: bool) -> bool:
    """Whether the person may change the action; with `own`, end it or open it again, as its owner may."""
    if access.allows(Permission.RUN_IMPROVEMENT, org_code):
        return True
    if access.user is None or not access.allows(Permission.OFFER_IDEAS, org_code):
        return False
    owner, project = selectors.owner_and_project(org_code, number)
    if own and owner == access.user.pk:
        return True
    return project is not None and Right.CHANGE in rights(access, org_code, project)


def on_project(right: Right) -> Callable[[View], View]:
    """The page is for those with that right on the project of its address."""
    return lambda view: with_rule(view, OnProject(right))


def on_action(*, own: bool = False) -> Callable[[View], View]:
    """The page is for those who may change the action of its address, or with `own` carry it out."""
    return lambda view: with_rule(view, OnAction(own))
