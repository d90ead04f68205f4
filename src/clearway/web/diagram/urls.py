"""Addresses of the change packages, and of the pages about Clearway itself."""

from django.urls import path

from clearway.web.diagram import views

PACKAGE = "packages/<slug:package_id>/"

urlpatterns = [
    path("", views.diagram, name="diagram"),
    path("aim/", views.aim, name="aim"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("find-organisation/", views.find_organisation, name="find-organisation"),
    path("packages/", views.packages, name="packages"),
    path(PACKAGE, views.diagram, name="package"),
    path(f"{PACKAGE}aim/", views.aim, name="package-aim"),
    path(f"{PACKAGE}primary/<slug:primary_id>/", views.primary_driver, name="primary-driver"),
    path(f"{PACKAGE}drivers/<slug:driver_id>/", views.driver, name="driver"),
    path(f"{PACKAGE}ideas/<slug:idea_id>/", views.idea, name="idea"),
    path(f"{PACKAGE}references/", views.references, name="references"),
    path(f"{PACKAGE}resources/", views.resources, name="resources"),
    path(f"{PACKAGE}instructions/", views.instructions, name="instructions"),
]
