"""Addresses of the department."""

from django.urls import URLPattern, path

from clearway.web.department.views import meetings, overview, plan, reach

DEPARTMENT = "organisations/<str:code>/department"
MEETING = f"{DEPARTMENT}/meetings/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{DEPARTMENT}/", overview.overview_page, name="department"),
    path(f"{DEPARTMENT}/lead/", overview.lead, name="department-lead"),
    path(f"{DEPARTMENT}/plan/", plan.plan, name="department-plan"),
    path(f"{DEPARTMENT}/plan/<int:version>/", plan.plan, name="department-plan-version"),
    path(f"{DEPARTMENT}/plan/edit/", plan.edit, name="department-plan-edit"),
    path(f"{DEPARTMENT}/plan/merge/<int:collision>/", plan.merge, name="department-plan-merge"),
    path(f"{DEPARTMENT}/understood/", plan.confirm, name="department-understood"),
    path(f"{DEPARTMENT}/meetings/", meetings.meetings, name="department-meetings"),
    path(f"{DEPARTMENT}/meetings/plan/", meetings.plan, name="department-meeting-plan"),
    path(f"{DEPARTMENT}/meetings/cadence/", meetings.cadence, name="department-cadence"),
    path(f"{MEETING}/", meetings.meeting, name="department-meeting"),
    path(f"{MEETING}/hold/", meetings.hold, name="department-meeting-hold"),
    path(f"{MEETING}/edit/", meetings.edit, name="department-meeting-edit"),
    path(f"{MEETING}/call-off/", meetings.call_off, name="department-meeting-call-off"),
    path(f"{MEETING}/attendance/", meetings.attendance, name="department-attendance"),
    path(f"{DEPARTMENT}/reach/", reach.reach, name="department-reach"),
    path(f"{DEPARTMENT}/reach/record/", reach.record, name="department-reach-record"),
    path(f"{DEPARTMENT}/reach/staff/", reach.staff, name="department-staff"),
]
