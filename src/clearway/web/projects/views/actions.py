"""Actions of an organisation: the link from a finding to what is done about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.people.access import Access
from clearway.web.people.models import User
from clearway.web.people.rules import Outcome, accepts_post, needs, with_rule
from clearway.web.people.selectors import people_of
from clearway.web.projects import selectors
from clearway.web.projects.actions import work
from clearway.web.projects.actions.common import ChangedMeanwhileError
from clearway.web.projects.faults import with_faults
from clearway.web.projects.findings import Asked, Finding, address_of, finding
from clearway.web.projects.forms.answers import Answers
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.plans import new
from clearway.web.projects.forms.work import ActionForm
from clearway.web.projects.here import Place, place
from clearway.web.projects.models import Action, Project
from clearway.web.projects.presenters.work import ACTION_TAGS, action_lines, origin_of
from clearway.web.projects.rights import Right, may_on_action, on_action, rights
from clearway.web.projects.tests_of_actions import tests_of
from clearway.web.projects.views.common import SEE, edited, whole

FIELDS = ("title", "words", "owner", "due")
ENDING = {"done": "Say what came of it", "drop": "Say why it is dropped"}
"""The ways to end an action, and what is said where the words lack."""
TO_DO = ("idea", "suggestion", "meeting", "library")
"""Kinds of findings whose words say already what is to be done."""


@needs(SEE, organisation="code")
@never_cache
def actions(request: HttpRequest, code: str) -> HttpResponse:
    """All actions of an organisation with where they come from."""
    at = place(request, code)
    context = {
        "title": "Actions",
        "here": at,
        "actions": action_lines(selectors.actions(at.organisation)),
    }
    return render(request, "projects/actions.jinja", context)


class StartsActions:
    """For those who run improvement work there, or take part in the project that the address names."""

    def outcome(self, access: Access, request: HttpRequest, arguments: dict[str, Any]) -> str:
        """Decides by the roles at the trust and by the team of the project."""
        if not access.signed_in:
            return Outcome.SIGN_IN
        code = arguments["code"]
        if Right.TAKE_PART in rights(access, code, whole(request.GET.get("project", ""))):
            return Outcome.ALLOWED
        return Outcome.REFUSED if access.permissions(code) else Outcome.HIDDEN


@accepts_post
@never_cache
def action_start(request: HttpRequest, code: str) -> HttpResponse:
    """A new action from a finding that the address names; its words are those of what is held."""
    at = place(request, code)
    try:
        found = _finding(request, at)
    except ClearwayError as error:
        context = {"title": "Start an action", "here": at, "error": str(error), "error_title": True}
        return render(request, "projects/action_lost.jinja", context, status=404)
    origin = found.origin
    projects = _projects(at, request.GET.get("project", ""))
    form = ActionForm(
        posted(request),
        people=people_of(code),
        projects=projects,
        needs_project=not at.may_run,
        initial={
            "title": origin.words[:300] if origin.kind in TO_DO else "",
            "project": request.GET.get("project", ""),
        },
    )
    new(form)
    made: list[Action] = []

    def begin() -> None:
        made.append(
            work.start_action(
                organisation=at.organisation, origin=origin, by=at.access.person, **form.cleaned_data
            )
        )

    if request.method == "POST" and done(form, begin):
        messages.success(request, "The action is on the list.")
        return redirect("action", code, made[0].number)
    context = {"title": "Start an action", "here": at, "form": form, "finding": found}
    return render(request, "projects/action_start.jinja", with_faults(context))


with_rule(action_start, StartsActions())


@needs(SEE, organisation="code")
@never_cache
def action(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One action: its finding, its owner, the tests that carry it out, its outcome."""
    at = place(request, code)
    return _page(request, at, _row(at, number), _ending())


def _ending() -> Answers:
    return Answers("end", "Outcome, or the reason why it is dropped")


def _row(at: Place, number: int) -> Action:
    return get_object_or_404(selectors.actions(at.organisation), number=number)


def _page(request: HttpRequest, at: Place, row: Action, ending: Answers) -> HttpResponse:
    tag, colour = ACTION_TAGS[row.state]
    code, project = at.organisation.code, row.project
    held = rights(at.access, code, project.number) if project is not None else frozenset()
    context = {
        "title": row.title,
        "here": at,
        "action": row,
        "origin": origin_of(row),
        "origin_at": address_of(row, at.organisation, at.access),
        "tests": tests_of(row),
        "may_edit": may_on_action(at.access, code, row.number, own=False),
        "may_end": may_on_action(at.access, code, row.number, own=True),
        "may_test": Right.TAKE_PART in held,
        "tag_text": tag,
        "colour": colour,
        "is_open": row.state not in work.ENDED,
        "steps": [(ACTION_TAGS[step.step][0], step) for step in row.steps.all()],
        "ending": ending,
        "faulty": ending.posted,
    }
    return render(request, "projects/action.jinja", with_faults(context))


@on_action(own=True)
@accepts_post
@never_cache
def action_step(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Its owner or the team ends an action with its outcome, drops it, or opens it again."""
    at = place(request, code)
    row = _row(at, number)
    step, by = request.POST.get("step", ""), at.access.person
    if request.method != "POST" or step not in (*ENDING, "reopen"):
        return redirect("action", code, number)
    ending = _ending()
    form = ending.take(row.number, request.POST, ENDING.get(step, ""))

    def act() -> object:
        if step == "reopen":
            return work.reopen_action(row=row, by=by, reason=form.reason)
        return work.end_action(row=row, by=by, outcome=form.reason, dropped=step == "drop")

    if not done(form, act):
        return _page(request, at, row, ending)
    messages.success(request, "Saved.")
    return redirect("action", code, number)


@on_action()
@accepts_post
@never_cache
def action_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Change an action: its words, owner, day, project."""
    at = place(request, code)
    row = _row(at, number)
    people = people_of(code, besides=[row.owner_user])
    projects = _projects(at, str(row.project.number) if row.project else "")
    form = _form(request, row, people, projects)

    def save() -> object:
        said = dict(form.cleaned_data)
        return work.change_action(row=row, expected=said.pop("expected"), by=at.access.person, **said)

    def standing(error: ChangedMeanwhileError) -> ActionForm:
        assert isinstance(error.row, Action)  # noqa: S101 - the row that was to be changed
        return ActionForm(people=people, projects=projects, initial=_values(error.row))

    ok, now = edited(form, save, standing) if request.method == "POST" else (False, ())
    if ok:
        messages.success(request, "Saved.")
        return redirect("action", code, number)
    context = {"title": f"Change: {row.title}", "here": at, "form": form, "action": row, "now": now}
    return render(request, "projects/action_edit.jinja", with_faults(context))


def _form(request: HttpRequest, row: Action, people: list[User], projects: list[Project]) -> ActionForm:
    return ActionForm(posted(request), people=people, projects=projects, initial=_values(row))


def _values(row: Action) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in FIELDS},
        "owner": "" if row.owner_user_id else row.owner,
        "owner_user": str(row.owner_user_id or ""),
        "project": str(row.project.number) if row.project else "",
        "expected": row.version,
    }


def _projects(at: Place, named: str) -> list[Project]:
    """The projects to choose from; somebody who only takes part in one chooses no other."""
    if at.may_run:
        return list(selectors.open_projects(at.organisation))
    mine = selectors.project(at.organisation, whole(named))
    return [mine] if mine is not None else []


def _finding(request: HttpRequest, at: Place) -> Finding:
    asked = request.GET
    about = Asked(at.organisation, asked.get("reference", "")[:200], asked.get("words", "")[:5000], at.access)
    return finding(asked.get("kind", "plan"), about)
