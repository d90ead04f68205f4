"""What views of lists with forms share."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest

from clearway.common.errors import ClearwayError
from clearway.web.people.permissions import Permission
from clearway.web.projects.actions.common import ChangedMeanwhileError
from clearway.web.projects.forms.fields import VersionedForm, done
from clearway.web.projects.presenters.plans import now_lines

T = TypeVar("T")
SEE, RUN = Permission.SEE_IMPROVEMENT, Permission.RUN_IMPROVEMENT
OFFER, APPROVE, COACH = Permission.OFFER_IDEAS, Permission.APPROVE_PROJECTS, Permission.COACH
Now = tuple[tuple[str, str], ...]


def tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether it was done; what refused it is told on the next page."""
    try:
        act()
    except ClearwayError as error:
        messages.warning(request, str(error))
        return False
    return True


def edited(
    form: VersionedForm, act: Callable[[], object], standing: Callable[[ChangedMeanwhileError], VersionedForm]
) -> tuple[bool, Now]:
    """Whether an edit went through; where somebody was quicker, what stands now beside what was typed."""
    try:
        return done(form, act), ()
    except ChangedMeanwhileError as error:
        return False, now_lines(form, error, standing(error))


def found(row: T | None) -> T:
    """The row. Raises Http404 when there is none."""
    if row is None:
        raise Http404
    return row


def whole(text: str) -> int:
    """A key that was posted; 0, which nothing has, where it is no whole number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
