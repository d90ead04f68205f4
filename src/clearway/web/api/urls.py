"""Addresses of the API, and of the page that explains it."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from clearway.web.api import views
from clearway.web.api.service import api
from clearway.web.people.rules import open_to_everyone

urlpatterns = [
    path("", open_to_everyone(RedirectView.as_view(pattern_name="api-docs"))),
    path("v1/", views.root, name="api-root"),
    path("v1/docs", views.docs, name="api-docs"),
    path("v1/", api.urls),
    re_path(r"^v1/.+$", views.unknown),
]
