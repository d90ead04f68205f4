"""Addresses of an organisation's months."""

from django.urls import path

from clearway.web.returns import views, views_choices, views_home, views_steps

MONTH = "organisations/<str:code>/months/<str:period>/"

urlpatterns = [
    path("home/", views_home.home, name="home"),
    path("organisations/<str:code>/months/", views.months, name="months"),
    path("organisations/<str:code>/looked/", views_home.looked, name="looked"),
    path("organisations/<str:code>/drivers/", views_choices.drivers, name="drivers"),
    path("organisations/<str:code>/submissions/", views_choices.submissions, name="submissions"),
    path(MONTH, views.month, name="month"),
    path(f"{MONTH}print/", views.month_print, name="month-print"),
    path(f"{MONTH}steps/", views_steps.steps, name="month-steps"),
    path(f"{MONTH}samples/<str:measure_id>/", views_steps.sample, name="sample"),
    path(f"{MONTH}collisions/<int:number>/", views_steps.collision, name="collision"),
]
