"""Who takes part, by profession; counts that are recorded, and how many staff there are."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.web.department.actions.staff import give_staff_number, record_reach
from clearway.web.department.forms.staff import ReachForm, StaffNumberForm
from clearway.web.department.presenters.reach import reach_page, record_lines
from clearway.web.department.selectors import reached
from clearway.web.department.views.common import back, department, show
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.forms.fields import done
from clearway.web.projects.here import Place
from clearway.web.projects.selectors import open_projects
from clearway.web.projects.views.common import RUN, SEE, found, tried, whole

PAGE = "department-reach"


@needs(SEE, organisation="code")
@never_cache
def reach(request: HttpRequest, code: str) -> HttpResponse:
    """The table with what each column is counted from."""
    return _page(request, department(request, code))


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Record a count, or take one back that was wrong."""
    at = department(request, code)
    if request.method != "POST":
        return redirect(PAGE, code)
    by = at.access.person
    if "take_back" in request.POST:
        _take_back(request, at)
        return redirect(PAGE, code)
    form = ReachForm(request.POST, projects=list(open_projects(at.organisation)))
    if done(form, lambda: record_reach(organisation=at.organisation, by=by, **form.cleaned_data)):
        return back(request, at, PAGE, "The count is in the table.")
    return _page(request, at, form=form, recording=True)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def staff(request: HttpRequest, code: str) -> HttpResponse:
    """Say how many members of staff a profession has."""
    at = department(request, code)
    if request.method != "POST":
        return redirect(PAGE, code)
    form = StaffNumberForm(request.POST, auto_id="staff_%s")
    if done(
        form,
        lambda: give_staff_number(organisation=at.organisation, by=at.access.person, **form.cleaned_data),
    ):
        return back(request, at, PAGE, "The number of staff is kept; shares are of it from now on.")
    return _page(request, at, staff_form=form, numbering=True)


def _take_back(request: HttpRequest, at: Place) -> None:
    """A row of 0 in its place: what was recorded stays readable in the change log."""
    row = found(reached.record_of(at.organisation, whole(request.POST["take_back"])))
    tried(
        request,
        lambda: record_reach(
            organisation=at.organisation,
            step=row.step,
            profession=row.profession,
            number=0,
            on=row.on,
            project=row.project,
            words="Taken back",
            replaces=row,
            by=at.access.person,
        ),
    )


def _page(request: HttpRequest, at: Place, **more: Any) -> HttpResponse:
    today = localdate()
    table = reach_page(at.organisation, today)
    context = {
        "reach": table,
        "records": record_lines(at.organisation, table.since),
        "form": ReachForm(
            projects=list(open_projects(at.organisation)) if at.may_run else [],
            initial={"on": today, "step": "told"},
        ),
        "staff_form": StaffNumberForm(auto_id="staff_%s", initial={"on": today}),
        **more,
    }
    return show(request, at, "reach", "Who takes part", context)
