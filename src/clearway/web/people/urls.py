"""Addresses of people and their accounts."""

from django.urls import path

from clearway.web.people import views

urlpatterns = [
    path("account/second-factor/", views.second_factor, name="second-factor"),
    path("home/", views.home, name="home"),
]
