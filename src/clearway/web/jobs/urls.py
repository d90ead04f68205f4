"""Addresses of jobs."""

from django.urls import path

from clearway.web.jobs import views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<uuid:run>/", views.job_run, name="job"),
    path("<uuid:run>/status.json", views.job_status, name="job-status"),
    path("<uuid:run>/cancel/", views.cancel, name="job-cancel"),
    path("<uuid:run>/again/", views.again, name="job-again"),
]
