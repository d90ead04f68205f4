"""Who carries out a test of change: whoever changes the project, and of the team those whose test it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest

from clearway.web.cycles import selectors
from clearway.web.cycles.models import Cycle
from clearway.web.people.access import Access
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import Outcome, with_rule
from clearway.web.projects.here import Here
from clearway.web.projects.rights import Right, rights

View = TypeVar("View", bound=Callable[..., Any])


def is_theirs(user: User, owner: str, planned_by: str) -> bool:
    """Whether somebody owns a test or planned it. `owner` is a name, `planned_by` the key of a person."""
    return planned_by == str(user.key) or owner.strip().casefold() == user.name.strip().casefold()


def may_carry_out(at: Here, cycle: Cycle) -> bool:
    """Whether the visitor may write in the test now, take it on, and decide about it."""
    if at.may_change or not at.may_take_part or at.access.user is None:
        return at.may_change
    user = at.access.user
    return is_theirs(user, cycle.owner, cycle.key) or selectors.takes_part(user, cycle.pk)


@dataclass(frozen=True)
class OnCycle:
    """For those who carry out the test that the address names by `code`, `number` and `cycle`."""

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Decides by the rights on the project and by whose test it is."""
        if not access.signed_in:
            return Outcome.SIGN_IN
        code, number = arguments["code"], arguments["number"]
        held = rights(access, code, number)
        if Right.CHANGE in held:
            return Outcome.ALLOWED
        if Right.TAKE_PART in held and access.user is not None:
            found = selectors.whose(code, number, arguments["cycle"])
            if found is not None:
                owner, planned_by, cycle = found
                if is_theirs(access.user, owner, planned_by) or selectors.takes_part(access.user, cycle):
                    return Outcome.ALLOWED
        return Outcome.REFUSED if access.permissions(code) else Outcome.HIDDEN


ANSWERS = frozenset({Permission.COACH, Permission.APPROVE_PROJECTS})
"""Who coaches a team answers its scores, and who approves its charter: trust lead and board champion."""


def may_answer(at: Here) -> bool:
    """Whether the visitor may give feedback on the project's scores now."""
    return at.is_open and any(at.may(each) for each in ANSWERS)


class AnswersScores:
    """For those who coach the teams of the organisation that the address names, or approve their charters."""

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Decides by the roles at the trust."""
        if not access.signed_in:
            return Outcome.SIGN_IN
        held = access.permissions(arguments["code"])
        if held & ANSWERS:
            return Outcome.ALLOWED
        return Outcome.REFUSED if held else Outcome.HIDDEN


def on_cycle(view: View) -> View:
    """The page is for those who carry out the test of its address."""
    return with_rule(view, OnCycle())


def answers_scores(view: View) -> View:
    """The page is for those who give feedback on scores."""
    return with_rule(view, AnswersScores())
