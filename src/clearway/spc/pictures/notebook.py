"""A chart in a notebook: `show(spc(values))` as the last line of a cell."""

from dataclasses import dataclass

from clearway.spc.pictures.control import control_chart
from clearway.spc.pictures.render import to_svg
from clearway.spc.result import Chart


@dataclass(frozen=True)
class Shown:
    """A drawn chart; notebooks show its picture."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg


def show(chart: Chart, *, title: str = "", width: int = 720) -> Shown:
    """The picture of a chart, with its finding as the description; `title` is its series by default."""
    named = title or chart.series or chart.chart_title
    spec = control_chart(chart, title=named, width=width)
    return Shown(to_svg(spec, title=named, description=chart.summary.text))
