"""Registers the app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports."""

    name = "clearway.web.reports"
