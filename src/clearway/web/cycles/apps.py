"""Registers the app, hands its marks to the charts and its pages to the projects."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """Tests of change."""

    name = "clearway.web.cycles"

    def ready(self) -> None:
        """The charts ask for the tests of change from now on, and every project lists them."""
        from clearway.web.charts import marks
        from clearway.web.cycles.chart_marks import chart_marks
        from clearway.web.cycles.driver_part import tests_on_driver
        from clearway.web.cycles.presenters.cycles import tests_of_action
        from clearway.web.cycles.tasks import KIND, test_of
        from clearway.web.cycles.waiting import score_answers, scores_due
        from clearway.web.diagram import driver_parts
        from clearway.web.projects import findings, tabs, tests_of_actions, waiting

        marks.register(chart_marks)
        tests_of_actions.register(tests_of_action)
        driver_parts.register(tests_on_driver)
        findings.register(KIND, test_of)
        waiting.register(scores_due)
        waiting.register_answers(score_answers)
        tabs.register("cycles", "Tests of change", after="project-measures")
        tabs.register("project-progress", "Progress", after="cycles")
