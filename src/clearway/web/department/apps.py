"""Registers the app, its panel on boards, and its part of the home page."""

from django.apps import AppConfig


class DepartmentConfig(AppConfig):
    """Department."""

    name = "clearway.web.department"

    def ready(self) -> None:
        """From now on boards show the next meeting, the home page asks to confirm a new plan, and a
        project's progress looks for its first meeting."""
        from clearway.web.boards import panels, visions
        from clearway.web.cycles import meetings
        from clearway.web.department import findings as own_findings
        from clearway.web.department import home, own_panels
        from clearway.web.department.selectors.meetings import first_held
        from clearway.web.projects import findings
        from clearway.web.returns import home_parts

        for panel in own_panels.PANELS:
            panels.register(panel, after="actions")
        visions.register(own_panels.vision)
        home_parts.register(home.PART)
        meetings.register(first_held)
        findings.register("meeting", own_findings.decision)
