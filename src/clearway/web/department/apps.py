"""Registers the app."""

from django.apps import AppConfig


class DepartmentConfig(AppConfig):
    """Department."""

    name = "clearway.web.department"
