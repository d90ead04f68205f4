"""Registers the app."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Units of trusts."""

    name = "clearway.web.units"
