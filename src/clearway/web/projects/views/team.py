"""The team of a project, joining it and leaving it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.people.rules import accepts_post, needs
from clearway.web.people.selectors import people_of, people_with
from clearway.web.projects.actions import team as actions
from clearway.web.projects.forms.fields import done
from clearway.web.projects.forms.team import JoinForm, MemberForm, WayForm
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import Member, WayToHelp
from clearway.web.projects.presenters.team import team_page
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import COACH, OFFER, SEE, tried, whole
from clearway.web.projects.vocabulary import profession_called

PAGE = "project-team"


@needs(SEE, organisation="code")
@never_cache
def team(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Who is in the team, which roles and professions are missing, and what it looks for."""
    return _page(request, here(request, code, number))


@on_project(Right.CHANGE)
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
    form = _member_form(at, request.POST)
    if done(form, lambda: actions.add_member(project=at.project, by=by, **form.cleaned_data)):
        return back(request, at, PAGE, "The team has a new member.")
    return _page(request, at, form=form)


@on_project(Right.CHANGE)
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
@never_cache
def join(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Join in one step, with one's profession."""
    at = here(request, code, number)
    user = at.access.user
    if request.method != "POST" or user is None:
        return redirect(PAGE, code, number)
    form, by = JoinForm(request.POST, auto_id="join_%s"), at.access.person
    if done(form, lambda: actions.join_project(project=at.project, user=user, by=by, **form.cleaned_data)):
        return back(request, at, PAGE, "You are in the team. The lead sees it on this page.")
    return _page(request, at, joining=form)


@needs(SEE, organisation="code")
@accepts_post
@never_cache
def leave(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Leave the team by oneself; the page says which roles nobody has then."""
    at = here(request, code, number)
    user, by = at.access.user, at.access.person
    if request.method != "POST" or user is None:
        return redirect(PAGE, code, number)
    if not tried(request, lambda: actions.leave_project(project=at.project, user=user, by=by)):
        return redirect(PAGE, code, number)
    lacking = team_page(at.project, user).missing_roles
    more = f" Nobody has these roles now: {', '.join(lacking)}." if lacking else ""
    return back(request, at, PAGE, f"You have left the team.{more}")


def _member_form(at: Here, data: Any = None) -> MemberForm:
    """Those who work at the trust may be chosen, and its coaches as advisers."""
    code = at.organisation.code
    people, coaches = (people_of(code), people_with(COACH, code)) if at.may_change else ([], [])
    return MemberForm(data, people=people, coaches=coaches)


def _join_form(at: Here) -> JoinForm:
    user = at.access.user
    return JoinForm(
        auto_id="join_%s", initial={"profession": profession_called(user.profession) if user else ""}
    )


def _page(
    request: HttpRequest,
    at: Here,
    form: MemberForm | None = None,
    way: WayForm | None = None,
    joining: JoinForm | None = None,
) -> HttpResponse:
    context = {
        "team": team_page(at.project, at.access.user),
        "form": form or _member_form(at),
        "joining": joining or _join_form(at),
        "way": way or WayForm(auto_id="way_%s"),
        "adding": form is not None,
        "asking": way is not None,
    }
    return show(request, at, PAGE, "team", context)
