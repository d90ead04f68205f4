"""Registers the app, and the page that it adds to every project."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports."""

    name = "clearway.web.reports"

    def ready(self) -> None:
        """Every project lists its highlight report from now on."""
        from clearway.web.projects import tabs

        tabs.register("project-reports", "Highlight report", after="project-board")
