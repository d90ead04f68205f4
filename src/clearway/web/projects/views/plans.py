"""Communication plan, tasks and milestones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from clearway.web.people.rules import accepts_post, needs
from clearway.web.people.selectors import people_of
from clearway.web.projects import selectors
from clearway.web.projects.actions import plans, work
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.plans import CommunicationForm, MilestoneForm, OccasionForm, new
from clearway.web.projects.forms.work import ActionForm
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import Communication, Milestone
from clearway.web.projects.presenters.plans import communication_plan
from clearway.web.projects.presenters.work import action_lines, milestone_lines
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import SEE, edited, tried, whole

TELL, WORK = "project-communication", "project-work"
TOLD = ("audience", "message", "how", "how_often", "owner")


@needs(SEE, organisation="code")
@never_cache
def communication(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Who is told what, and when they were."""
    return _communication(request, here(request, code, number))


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def communication_add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add a line, or an occasion of one."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(TELL, code, number)
    by = at.access.person
    if "line" in request.POST:
        row = get_object_or_404(Communication, pk=whole(request.POST["line"]), project=at.project)
        occasion = OccasionForm(request.POST, auto_id=f"occasion_{row.pk}_%s")
        if done(occasion, lambda: plans.record_communication(row=row, by=by, **occasion.cleaned_data)):
            return back(request, at, TELL, "Recorded.", f"line-{row.pk}")
        return _communication(request, at, occasion=occasion, line=row.pk)
    form = new(CommunicationForm(request.POST))
    if done(form, lambda: plans.plan_communication(project=at.project, by=by, **form.cleaned_data)):
        return back(request, at, TELL, "The line is in the plan.")
    return _communication(request, at, form=form)


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def communication_edit(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    """Change a line of the communication plan, or leave it out."""
    at = here(request, code, number)
    line = get_object_or_404(Communication, pk=row, project=at.project, left_out=False)

    def of(one: Communication) -> CommunicationForm:
        values = {name: getattr(one, name) for name in TOLD}
        return CommunicationForm(posted(request), initial={**values, "expected": one.version})

    form = of(line)

    def save() -> object:
        said = dict(form.cleaned_data)
        expected = said.pop("expected")
        if "remove" in request.POST:
            return plans.leave_out(row=line, expected=expected, by=at.access.person)
        return plans.change_communication(row=line, expected=expected, by=at.access.person, **said)

    ok, now = (
        edited(form, save, lambda error: CommunicationForm(initial=_values(error.row, TOLD)))
        if request.method == "POST"
        else (False, ())
    )
    if ok:
        return back(request, at, TELL, "Saved.")
    context = {"form": form, "asks": "Change a line", "back": TELL, "now": now, "removes": "Leave it out"}
    return show(request, at, TELL, "form", context)


@needs(SEE, organisation="code")
@never_cache
def tasks(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Tasks with owner and day, and milestones."""
    return _work(request, here(request, code, number))


@on_project(Right.TAKE_PART)
@accepts_post
@never_cache
def tasks_add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add a task."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(WORK, code, number)
    form = _task_form(request, at)
    if done(
        form,
        lambda: work.start_action(
            organisation=at.organisation, project=at.project, by=at.access.person, **form.cleaned_data
        ),
    ):
        return back(request, at, WORK, "The task is on the list.")
    return _work(request, at, form=form)


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def milestones_add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Set a milestone, or say that one is reached."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(WORK, code, number)
    by = at.access.person
    if "milestone" in request.POST:
        row = get_object_or_404(Milestone, pk=whole(request.POST["milestone"]), project=at.project)
        reached = request.POST.get("reached") == "yes"
        tried(request, lambda: plans.reach_milestone(row=row, by=by, reached=reached))
        return redirect(WORK, code, number)
    milestone = new(MilestoneForm(request.POST, auto_id="milestone_%s"))
    if done(milestone, lambda: plans.set_milestone(project=at.project, by=by, **milestone.cleaned_data)):
        return back(request, at, WORK, "The milestone is set.", "milestones")
    return _work(request, at, milestone=milestone)


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def milestone_edit(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    """Re-word or move a milestone, or leave it out."""
    at = here(request, code, number)
    line = get_object_or_404(Milestone, pk=row, project=at.project, left_out=False)
    form = MilestoneForm(
        posted(request), initial={**_values(line, ("title", "due")), "expected": line.version}
    )

    def save() -> object:
        said = dict(form.cleaned_data)
        expected = said.pop("expected")
        if "remove" in request.POST:
            return plans.leave_out(row=line, expected=expected, by=at.access.person)
        return plans.change_milestone(row=line, expected=expected, by=at.access.person, **said)

    ok, now = (
        edited(form, save, lambda error: MilestoneForm(initial=_values(error.row, ("title", "due"))))
        if request.method == "POST"
        else (False, ())
    )
    if ok:
        return back(request, at, WORK, "Saved.", "milestones")
    context = {
        "form": form,
        "asks": "Change a milestone",
        "back": WORK,
        "now": now,
        "removes": "Leave it out",
    }
    return show(request, at, WORK, "form", context)


def _values(row: object, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _task_form(request: HttpRequest, at: Here, *, bound: bool = True) -> ActionForm:
    people = people_of(at.organisation.code) if at.may_take_part else []
    form = ActionForm(posted(request) if bound else None, people=people)
    new(form)
    return form


def _communication(
    request: HttpRequest,
    at: Here,
    form: CommunicationForm | None = None,
    occasion: OccasionForm | None = None,
    line: int = 0,
) -> HttpResponse:
    context = {
        "lines": communication_plan(at.project),
        "form": form or new(CommunicationForm()),
        "adding": form is not None,
        "occasion": occasion,
        "occasions": lambda row: OccasionForm(auto_id=f"occasion_{row}_%s"),
        "line_at": line,
        "error_title": form is not None or occasion is not None,
    }
    return show(request, at, TELL, "communication", context)


def _work(
    request: HttpRequest,
    at: Here,
    form: ActionForm | None = None,
    milestone: MilestoneForm | None = None,
) -> HttpResponse:
    rows = selectors.actions(at.organisation).filter(project=at.project)
    context = {
        "actions": action_lines(rows),
        "milestones": milestone_lines(at.project),
        "form": form or _task_form(request, at, bound=False),
        "adding": form is not None,
        "milestone": milestone or new(MilestoneForm(auto_id="milestone_%s")),
        "setting": milestone is not None,
        "error_title": form is not None or milestone is not None,
    }
    return show(request, at, WORK, "work", context)
