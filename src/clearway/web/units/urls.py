"""Addresses of the units of a trust."""

from django.urls import URLPattern, path

from clearway.web.units import views

UNITS = "organisations/<str:code>/units"

urlpatterns: list[URLPattern] = [
    path(f"{UNITS}/", views.units, name="units"),
    path(f"{UNITS}/open/", views.unit_open, name="unit-open"),
    path(f"{UNITS}/<int:number>/", views.unit, name="unit"),
    path(f"{UNITS}/<int:number>/change/", views.unit_change, name="unit-change"),
    path(f"{UNITS}/<int:number>/step/", views.unit_step, name="unit-step"),
]
