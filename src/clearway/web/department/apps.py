"""Registers the app, its panel on boards, and its part of the home page."""

from django.apps import AppConfig


class DepartmentConfig(AppConfig):
    """Department."""

    name = "clearway.web.department"

    def ready(self) -> None:
        """Boards show the next meeting, and the home page asks to confirm a new plan, from now on."""
        from clearway.web.boards import panels
        from clearway.web.department import findings as own_findings
        from clearway.web.department import home, own_panels
        from clearway.web.projects import findings
        from clearway.web.returns import home_parts

        for panel in own_panels.PANELS:
            panels.register(panel, after="actions")
        home_parts.register(home.PART)
        findings.register("meeting", own_findings.decision)
