"""Registers the app and its parts of the home page."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Improvement projects."""

    name = "clearway.web.projects"

    def ready(self) -> None:
        """The home page shows barriers and projects from now on, the page of a unit the projects there."""
        from clearway.web.charts import acting, targets
        from clearway.web.diagram import driver_parts
        from clearway.web.projects import home, unit_part
        from clearway.web.projects.driver_part import projects_on_driver
        from clearway.web.projects.planned_targets import planned_targets
        from clearway.web.projects.presenters.started import started_from_chart
        from clearway.web.returns import home_parts
        from clearway.web.units import parts

        for part in home.PARTS:
            home_parts.register(part)
        parts.register(unit_part.PART)
        acting.register(started_from_chart)
        targets.register(planned_targets)
        driver_parts.register(projects_on_driver)
