"""Registers the app and hands its marks to the charts."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """Tests of change."""

    name = "clearway.web.cycles"

    def ready(self) -> None:
        """The charts ask for the tests of change from now on."""
        from clearway.web.charts import marks
        from clearway.web.cycles.chart_marks import chart_marks

        marks.register(chart_marks)
