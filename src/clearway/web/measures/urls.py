"""Addresses of measures; a picture's or table's address repeats the choices of its page."""

from django.urls import path

from clearway.web.measures import views

urlpatterns = [
    path("", views.measures, name="measures"),
    path("<slug:measure_id>/", views.measure, name="measure"),
    path("<slug:measure_id>/figures.csv", views.figures, name="measure-figures"),
    path("<slug:measure_id>/<slug:kind>.<str:form>", views.picture, name="measure-picture"),
]
