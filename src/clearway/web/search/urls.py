"""The address of the search."""

from django.urls import path

from clearway.web.search import views

urlpatterns = [path("", views.search, name="search")]
