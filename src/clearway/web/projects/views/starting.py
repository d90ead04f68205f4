"""From the driver diagram to a project, and the list of projects."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from clearway.common.organisations import directory
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs, needs_somewhere
from clearway.web.projects.actions.lifecycle import choose_focus, rename_project, start_project
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.starting import FocusForm, StartForm, asked_for
from clearway.web.projects.here import Place, here, place
from clearway.web.projects.models import Project
from clearway.web.projects.presenters.lists import ProjectFilter, project_list
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.vocabulary import profession_called
from clearway.web.units.selectors import open_units
from clearway.web.units.selectors import units as units_of_trust

SEE, RUN = Permission.SEE_IMPROVEMENT, Permission.RUN_IMPROVEMENT


@needs(SEE, organisation="code")
@never_cache
def projects(request: HttpRequest, code: str) -> HttpResponse:
    """All projects of an organisation, filtered by status, phase, driver and words."""
    at = place(request, code)
    units = units_of_trust(at.organisation) if at.has_projects else ()
    form = ProjectFilter(request.GET, units=units)
    context = {
        "title": "Improvement projects",
        "here": at,
        "form": form,
        "list": project_list(at.organisation, form.choice, at.access.user),
    }
    return render(request, "projects/list.jinja", context)


@needs_somewhere(RUN)
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Where the button of a driver or a change idea leads: to the trust, or to a choice of them."""
    trusts = sorted(access_of(request).trusts(RUN))
    query = {name: request.GET[name] for name in ("package", "driver", "idea") if request.GET.get(name)}
    if len(trusts) == 1:
        return redirect(reverse("project-start", args=trusts, query=query))
    choices = [
        (reverse("project-start", args=[code], query=query), directory().get(code).name) for code in trusts
    ]
    context = {"title": "Start a project: choose the trust", "choices": choices}
    return render(request, "projects/choose_trust.jinja", context)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def project_start(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a title, drivers and change ideas; what the address names is ticked already."""
    at = place(request, code)
    package, ticked = asked_for(request.GET)
    units = open_units(at.organisation)
    form = StartForm(
        posted(request), package=package, units=units, initial=ticked | {"role": "lead"}, joins=True
    )
    made: list[Project] = []

    def begin() -> None:
        made.append(
            start_project(
                organisation=at.organisation,
                title=form.cleaned_data["title"],
                drivers=form.cleaned_data["drivers"],
                ideas=form.cleaned_data["ideas"],
                package_id=package.id,
                units=form.cleaned_data.get("units", ()),
                by=at.access.person,
            )
        )
        _join(made[0], at, form.cleaned_data["role"])

    if request.method == "POST" and done(form, begin):
        messages.success(request, "The project is started. What to do next is listed below.")
        return redirect("project", code, made[0].number)
    context = {
        "title": "Start a project",
        "here": at,
        "form": form,
        "package": package,
        "button": "Start the project",
    }
    return render(request, "projects/start.jinja", context)


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def focus(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Choose other drivers, change ideas, or another title."""
    at = here(request, code, number)
    package, _ = asked_for({"package": at.project.package_id})
    ticked = {"title": at.project.title, "drivers": list(at.project.drivers), "ideas": list(at.project.ideas)}
    form = StartForm(posted(request), package=package, initial=ticked)

    def save() -> None:
        _change(form, at.project, request)

    if request.method == "POST" and done(form, save):
        messages.success(request, "Saved.")
        return redirect("project", code, number)
    context = {
        "title": "What the project works on",
        "here": at,
        "form": form,
        "package": package,
        "project": at.project,
        "button": "Save",
    }
    return render(request, "projects/start.jinja", context)


def _join(project: Project, at: Place, role: str) -> None:
    """Whoever starts a project is in its team, in the role that they chose."""
    user = at.access.user
    if user is not None and role:
        profession = profession_called(user.profession)
        add_member(project=project, role=role, user=user, profession=profession, by=at.access.person)


def _change(form: FocusForm, project: Project, request: HttpRequest) -> None:
    by, said = access_of(request).person, form.cleaned_data
    if said["title"] != project.title:
        rename_project(project=project, title=said["title"], by=by)
    if (set(said["drivers"]), set(said["ideas"])) != (set(project.drivers), set(project.ideas)):
        choose_focus(project=project, drivers=said["drivers"], ideas=said["ideas"], by=by)
