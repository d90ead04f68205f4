"""Addresses of the measures of the work."""

from django.urls import URLPattern, path

from clearway.web.team_logs import views

WORK = "organisations/<str:code>/work"

urlpatterns: list[URLPattern] = [
    path(f"{WORK}/", views.work, name="work"),
    path(f"{WORK}/compute/", views.compute, name="work-compute"),
    path(f"{WORK}/<str:measure_id>/<str:period>/", views.records, name="work-records"),
]
