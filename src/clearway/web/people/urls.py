"""Addresses of people and their accounts."""

from django.urls import path

from clearway.web.people import views

urlpatterns = [
    path("home/", views.home, name="home"),
]
