"""Registers the app, its panels, and the page that it adds to every project."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """Learning boards."""

    name = "clearway.web.boards"

    def ready(self) -> None:
        """Boards have their first panels from now on, and every project and every unit leads to its board."""
        from clearway.web.accounts import board_names
        from clearway.web.boards import box_score, own_panels, panels, unit_part, work_panels
        from clearway.web.boards.places import boards_of
        from clearway.web.projects import tabs
        from clearway.web.units import parts

        for panel in own_panels.PANELS:
            panels.register(panel)
        for panel in box_score.PANELS:
            panels.register(panel, after=own_panels.CHARTS)
        for panel in work_panels.PANELS:
            panels.register(panel, after=work_panels.BEHIND[panel.id])
        board_names.register(boards_of)
        tabs.register("project-board", "Learning board", after="project")
        parts.register(unit_part.PART, first=True)
