"""Registers the app and its parts of the home page."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Improvement projects."""

    name = "clearway.web.projects"

    def ready(self) -> None:
        """The home page shows barriers and projects from now on."""
        from clearway.web.projects import home
        from clearway.web.returns import home_parts

        for part in home.PARTS:
            home_parts.register(part)
