"""Addresses of coordination."""

from django.urls import path

from clearway.web.coordination import views, views_health, views_reminders, views_trust

urlpatterns = [
    path("coordination/", views.places, name="coordination-places"),
    path("coordination/<str:code>/", views.grid, name="coordination"),
    path("coordination/<str:code>/months.csv", views.grid_file, name="coordination-csv"),
    path("coordination/<str:code>/health/", views_health.health, name="coordination-health"),
    path("coordination/<str:code>/health.csv", views_health.health_file, name="coordination-health-csv"),
    path("coordination/<str:code>/looked/", views.looked, name="coordination-looked"),
    path("coordination/<str:code>/months/<str:period>/", views.month, name="coordination-month"),
    path("coordination/<str:code>/months/<str:period>/accept/", views.accept_all, name="coordination-accept"),
    path("coordination/<str:code>/months/<str:period>/lock/", views.lock_all, name="coordination-lock"),
    path(
        "coordination/<str:code>/trusts/<str:trust>/<str:period>/",
        views_trust.trust_month,
        name="coordination-trust",
    ),
    path(
        "coordination/<str:code>/trusts/<str:trust>/<str:period>/<str:step>/",
        views_trust.step,
        name="coordination-step",
    ),
    path("reminders/", views_reminders.reminders, name="reminders"),
]
