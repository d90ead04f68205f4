"""Actions of an organisation: the link from a finding to what is done about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.people.models import User
from clearway.web.people.rules import accepts_post, needs
from clearway.web.people.selectors import people_with
from clearway.web.projects import selectors
from clearway.web.projects.actions import work
from clearway.web.projects.actions.common import ChangedMeanwhileError
from clearway.web.projects.faults import with_faults
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.plans import new
from clearway.web.projects.forms.work import ActionForm
from clearway.web.projects.here import Place, place
from clearway.web.projects.models import Action, Project
from clearway.web.projects.origins import PLAN, Origin
from clearway.web.projects.presenters.work import ACTION_TAGS, action_lines, origin_of
from clearway.web.projects.views.common import RUN, SEE, edited, tried

FIELDS = ("title", "words", "owner", "due")


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


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def action_start(request: HttpRequest, code: str) -> HttpResponse:
    """A new action from a finding; the address carries the finding (see `Origin.query`)."""
    at = place(request, code)
    origin = _origin(request)
    projects = list(selectors.open_projects(at.organisation))
    chosen = request.GET.get("project", "")
    form = ActionForm(
        posted(request),
        people=people_with(SEE, code),
        projects=projects,
        initial={"title": origin.words[:300], "project": chosen},
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
    context = {"title": "Start an action", "here": at, "form": form, "origin": origin}
    return render(request, "projects/action_start.jinja", with_faults(context))


@needs(SEE, organisation="code")
@never_cache
def action(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One action: its finding, its owner, its outcome."""
    at = place(request, code)
    row = get_object_or_404(selectors.actions(at.organisation), number=number)
    tag, colour = ACTION_TAGS[row.state]
    context = {
        "title": row.title,
        "here": at,
        "action": row,
        "origin": origin_of(row),
        "tag_text": tag,
        "colour": colour,
        "is_open": row.state not in work.ENDED,
        "steps": [(ACTION_TAGS[step.step][0], step) for step in row.steps.all()],
    }
    return render(request, "projects/action.jinja", context)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def action_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Change an action, end it, or open it again."""
    at = place(request, code)
    row = get_object_or_404(selectors.actions(at.organisation), number=number)
    if request.method == "POST" and "step" in request.POST:
        _take(request, at, row)
        return redirect("action", code, number)
    people, projects = people_with(SEE, code), list(selectors.open_projects(at.organisation))
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


def _take(request: HttpRequest, at: Place, row: Action) -> None:
    by, step, reason = at.access.person, request.POST["step"], request.POST.get("reason", "")
    if step == "reopen":
        tried(request, lambda: work.reopen_action(row=row, by=by, reason=reason))
    else:
        tried(request, lambda: work.end_action(row=row, by=by, outcome=reason, dropped=step == "drop"))


def _origin(request: HttpRequest) -> Origin:
    asked = request.GET
    try:
        return Origin(
            asked.get("kind", "plan"), asked.get("reference", "")[:200], asked.get("words", "")[:5000]
        )
    except ClearwayError:
        return PLAN
