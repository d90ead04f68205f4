"""Addresses of the comparison; the files and pictures repeat the choices of the page."""

from django.urls import path

from clearway.web.organisations.compare import views

urlpatterns = [
    path("", views.compare, name="compare"),
    path("figures.csv", views.figures_csv, name="compare-csv"),
    path("figures.json", views.figures_json, name="compare-json"),
    path("multiples.svg", views.multiples, name="compare-multiples"),
    path("grid.svg", views.grid_picture, name="compare-grid"),
]
