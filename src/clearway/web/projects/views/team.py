"""The team of a project, and joining it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.people.rules import accepts_post, needs
from clearway.web.people.selectors import people_with
from clearway.web.projects.actions import team as actions
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.team import MemberForm, WayForm
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import Member, WayToHelp
from clearway.web.projects.presenters.team import team_page
from clearway.web.projects.views.common import OFFER, RUN, SEE, whole

PAGE = "project-team"


@needs(SEE, organisation="code")
@never_cache
def team(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Who is in the team, which roles and professions are missing, and what it looks for."""
    return _page(request, here(request, code, number))


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def team_add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add somebody to the team, or a way to help."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(PAGE, code, number)
    by = at.access.person
    if "way" in request.POST:
        way = WayForm(request.POST, auto_id="way_%s")
        if done(way, lambda: actions.offer_way_to_help(project=at.project, by=by, **way.cleaned_data)):
            return back(request, at, PAGE, "It is on the list of ways to help.", "help")
        return _page(request, at, way=way)
    form = MemberForm(posted(request), people=people_with(SEE, code))
    if done(form, lambda: actions.add_member(project=at.project, by=by, **form.cleaned_data)):
        return back(request, at, PAGE, "The team has a new member.")
    return _page(request, at, form=form)


@needs(RUN, organisation="code")
@accepts_post
def team_end(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Somebody has left, or help is not looked for any more."""
    at = here(request, code, number)
    if request.method == "POST":
        try:
            if "way" in request.POST:
                way = get_object_or_404(WayToHelp, pk=whole(request.POST["way"]), project=at.project)
                actions.end_way_to_help(way=way, by=at.access.person)
            else:
                member = get_object_or_404(
                    Member, pk=whole(request.POST.get("member", "")), project=at.project
                )
                actions.end_member(member=member, by=at.access.person)
            messages.success(request, "Saved.")
        except ClearwayError as error:
            messages.warning(request, str(error))
    return redirect(PAGE, code, number)


@needs(OFFER, organisation="code")
@accepts_post
def join(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Join in one step."""
    at = here(request, code, number)
    user = at.access.user
    if request.method != "POST" or user is None:
        return redirect(PAGE, code, number)
    try:
        actions.join_project(project=at.project, user=user, by=at.access.person)
    except ClearwayError as error:
        messages.warning(request, str(error))
        return redirect(PAGE, code, number)
    return back(request, at, PAGE, "You are in the team. The lead sees it on this page.")


def _page(
    request: HttpRequest, at: Here, form: MemberForm | None = None, way: WayForm | None = None
) -> HttpResponse:
    people = people_with(SEE, at.organisation.code) if at.may_change else []
    context = {
        "team": team_page(at.project, at.access.user),
        "form": form or MemberForm(people=people),
        "way": way or WayForm(auto_id="way_%s"),
        "adding": form is not None,
        "asking": way is not None,
        "error_title": form is not None or way is not None,
    }
    return show(request, at, PAGE, "team", context)
