"""Registers the app."""

from django.apps import AppConfig


class TeamLogsConfig(AppConfig):
    """Measures of the work."""

    name = "clearway.web.team_logs"
