"""Addresses that belong to no page of content."""

from django.urls import path

from clearway.web.design import views

urlpatterns = [path("health/", views.health, name="health")]
