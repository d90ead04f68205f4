"""Its addresses."""

from django.urls import URLPattern, path

from clearway.web.archive import views

urlpatterns: list[URLPattern] = [
    path("organisations/<str:code>/export/", views.organisation_export, name="organisation-export"),
]
