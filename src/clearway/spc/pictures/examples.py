"""Examples to learn from: each rule and each state of a chart, with a sentence and a picture.

The figures are made up and stand in `templates/examples.json`; everything drawn comes from the engine.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from clearway.common.periods import Month, parse_period
from clearway.spc.engine import spc
from clearway.spc.pictures.control import control_chart
from clearway.spc.pictures.render import to_svg
from clearway.spc.result import Chart
from clearway.spc.words import Rule


@dataclass(frozen=True)
class RuleExample:
    """One thing to know about charts: `sentence` says it, the picture shows it.

    `name` is short and fit for an address or a file. `rule` is None where the example shows a state of a
    chart and not a rule.
    """

    name: str
    rule: Rule | None
    title: str
    sentence: str
    chart: Chart

    def spec(self, width: int = 720) -> dict[str, Any]:
        """The picture as a Vega-Lite specification, `width` pixels wide."""
        return control_chart(self.chart, title=self.title, status="made-up figures", width=width, height=340)

    def svg(self, width: int = 720) -> str:
        """The picture as an SVG element, with the sentence and the chart's own words in its description."""
        return to_svg(self.spec(width), title=self.title, description=self.description)

    @property
    def description(self) -> str:
        """The sentence, and what the chart shows."""
        return f"{self.sentence} {self.chart.summary.text}"


@cache
def rule_examples() -> tuple[RuleExample, ...]:
    """Every rule and state, in the order in which a reader best meets them."""
    text = files("clearway.spc.pictures").joinpath("templates", "examples.json").read_text("utf-8")
    found = json.loads(text)
    first = parse_period(found["first_month"])
    return tuple(_example(entry, first) for entry in found["examples"] if isinstance(first, Month))


def _example(entry: dict[str, Any], first: Month) -> RuleExample:
    values = entry["values"]
    chart = spc(
        values,
        dates=[first.shift(place) for place in range(len(values))],
        **{"direction": "decrease", "unit": "percent", **entry["settings"]},
    )
    rule = Rule(entry["rule"]) if entry["rule"] else None
    return RuleExample(entry["name"], rule, entry["title"], entry["sentence"], chart)
