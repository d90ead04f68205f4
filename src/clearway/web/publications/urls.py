"""Addresses of the published statistics that were read."""

from django.urls import path

from clearway.web.publications import views

urlpatterns = [
    path("", views.publications, name="publications"),
    path("<int:number>/", views.publication, name="publication"),
]
