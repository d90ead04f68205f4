"""Meetings: the list with its rhythm, and one meeting from its plan to what followed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.web.department.actions import meetings as actions
from clearway.web.department.forms.meetings import (
    AttendanceForm,
    CadenceForm,
    CallOffForm,
    ChangeMeetingForm,
    HoldForm,
    PlanMeetingForm,
    hold_values,
    values_of,
)
from clearway.web.department.models import Meeting, MeetingStep
from clearway.web.department.presenters.meetings import meeting_page, meetings_page
from clearway.web.department.selectors import meetings as selectors
from clearway.web.department.views.common import back, department, show
from clearway.web.design.filters import day
from clearway.web.people.models import User
from clearway.web.people.rules import accepts_post, needs
from clearway.web.people.selectors import people_of, people_with
from clearway.web.projects.actions.common import ChangedMeanwhileError
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.here import Place
from clearway.web.projects.selectors import open_projects
from clearway.web.projects.views.common import COACH, RUN, SEE, Now, edited, found, tried, whole

LIST, ONE = "department-meetings", "department-meeting"


@needs(SEE, organisation="code")
@never_cache
def meetings(request: HttpRequest, code: str) -> HttpResponse:
    """What comes, what was, and whether the rhythm is kept."""
    return _list(request, department(request, code))


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a meeting."""
    at = department(request, code)
    if request.method != "POST":
        return redirect(LIST, code)
    form = PlanMeetingForm(request.POST, projects=list(open_projects(at.organisation)))
    made: list[Meeting] = []

    def act() -> None:
        made.append(
            actions.plan_meeting(organisation=at.organisation, by=at.access.person, **form.cleaned_data)
        )

    if done(form, act):
        return back(request, at, ONE, "The meeting is planned.", made[0].number)
    return _list(request, at, form=form, planning=True)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def cadence(request: HttpRequest, code: str) -> HttpResponse:
    """Say how often to meet."""
    at = department(request, code)
    if request.method != "POST":
        return redirect(LIST, code)
    form = CadenceForm(request.POST, auto_id="cadence_%s")
    if done(
        form,
        lambda: actions.set_cadence(organisation=at.organisation, by=at.access.person, **form.cleaned_data),
    ):
        return back(request, at, LIST, "It is kept how often to meet.")
    return _list(request, at, cadence_form=form, agreeing=True)


@needs(SEE, organisation="code")
@never_cache
def meeting(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One meeting."""
    at = department(request, code)
    return _one(request, at, _row(at, number))


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def hold(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write down that a meeting was held."""
    at = department(request, code)
    row = _row(at, number)
    if request.method != "POST":
        return redirect(ONE, code, number)
    form = HoldForm(request.POST, auto_id="hold_%s")

    def act() -> object:
        return actions.hold_meeting(meeting=row, by=at.access.person, **form.cleaned_data)

    ok, now = edited(form, act, lambda error: HoldForm(initial=hold_values(_again(error))))
    if ok:
        return back(request, at, ONE, "It is kept that the meeting was held.", number)
    return _one(request, at, row, hold_form=form, now=now, faulty=form, holding=True)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Change the words and days of a meeting."""
    at = department(request, code)
    row = _row(at, number)
    held = row.state == MeetingStep.HELD
    form = ChangeMeetingForm(posted(request), held=held, initial=values_of(row))

    def act() -> object:
        return actions.change_meeting(meeting=row, by=at.access.person, **form.cleaned_data)

    def standing(error: ChangedMeanwhileError) -> ChangeMeetingForm:
        return ChangeMeetingForm(held=held, initial=values_of(_again(error)))

    ok, now = edited(form, act, standing) if request.method == "POST" else (False, ())
    if ok:
        return back(request, at, ONE, "Saved.", number)
    context = {"form": form, "now": now, "meeting": row, "title_about": _about(at, row)}
    return show(request, at, "meeting_edit", f"Change: {row.title}", context)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def call_off(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Call a meeting off, with the reason."""
    at = department(request, code)
    row = _row(at, number)
    if request.method != "POST":
        return redirect(ONE, code, number)
    form = CallOffForm(request.POST, auto_id="off_%s")
    if done(form, lambda: actions.call_off_meeting(meeting=row, by=at.access.person, **form.cleaned_data)):
        return back(request, at, ONE, "The meeting is called off.", number)
    return _one(request, at, row, off_form=form, faulty=form, calling_off=True)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def attendance(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write down who was there, or take somebody off again."""
    at = department(request, code)
    row = _row(at, number)
    if request.method != "POST":
        return redirect(ONE, code, number)
    by = at.access.person
    if "leave_out" in request.POST:
        there = found(selectors.attendance(row, whole(request.POST["leave_out"])))
        tried(request, lambda: actions.leave_out_attendance(row=there, by=by))
        return redirect(ONE, code, number)
    form = AttendanceForm(request.POST, people=_people(code), auto_id="there_%s")
    if done(form, lambda: actions.record_attendance(meeting=row, by=by, **form.said)):
        return back(request, at, ONE, "It is kept who was there.", number)
    return _one(request, at, row, there_form=form, faulty=form, attending=True)


def _people(code: str) -> list[User]:
    """Those who work at the trust, and the coaches who may have been there."""
    return people_of(code, besides=people_with(COACH, code))


def _row(at: Place, number: int) -> Meeting:
    return found(selectors.meeting(at.organisation, number))


def _again(error: ChangedMeanwhileError) -> Meeting:
    assert isinstance(error.row, Meeting)  # noqa: S101 - the row that was to be changed
    return error.row


def _list(request: HttpRequest, at: Place, **more: Any) -> HttpResponse:
    today = localdate()
    projects = list(open_projects(at.organisation)) if at.may_run else []
    context = {
        "meetings": meetings_page(at.organisation, today),
        "form": PlanMeetingForm(projects=projects, initial={"kind": selectors.IMPROVEMENT}),
        "cadence_form": CadenceForm(auto_id="cadence_%s", initial={"since": today}),
        **more,
    }
    return show(request, at, "meetings", "Meetings", context)


def _one(request: HttpRequest, at: Place, row: Meeting, now: Now = (), **more: Any) -> HttpResponse:
    forms: Mapping[str, Any] = (
        {
            "hold_form": HoldForm(initial=hold_values(row), auto_id="hold_%s"),
            "off_form": CallOffForm(auto_id="off_%s"),
            "there_form": AttendanceForm(people=_people(at.organisation.code), auto_id="there_%s"),
        }
        if at.may_run
        else {}
    )
    context = {"meeting": meeting_page(row), "now": now, "title_about": _about(at, row), **forms, **more}
    return show(request, at, "meeting", row.title, context)


def _about(at: Place, row: Meeting) -> str:
    return f"{day(row.on)}, {at.organisation.name}"
