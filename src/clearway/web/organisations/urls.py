"""Addresses of organisations."""

from django.urls import path

from clearway.web.organisations import views

urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("<str:code>/", views.organisation, name="organisation"),
    path("<str:code>/figures.csv", views.figures, name="organisation-figures"),
]
