"""Registers the app, its panels, and the page that it adds to every project."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """Learning boards."""

    name = "clearway.web.boards"

    def ready(self) -> None:
        """Boards have their first panels from now on, and every project lists its board."""
        from clearway.web.boards import own_panels, panels
        from clearway.web.projects import tabs

        for panel in own_panels.PANELS:
            panels.register(panel)
        tabs.register("project-board", "Learning board", after="project")
