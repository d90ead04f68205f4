"""The picture that the browser draws is the one the server draws, and it leaves the console empty."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page

from clearway.spc.pictures import Annotation, control_chart, rule_examples, to_svg

BUNDLE = Path(__file__).parents[2] / "src/clearway/web/design/static/vendor/vega/charts.js"
EXAMPLES = {example.name: example for example in rule_examples()}
PAGE = """<figure data-chart="a"><div class="app-chart__still"></div>
<figcaption class="app-chart__caption">x</figcaption></figure>
<script type="application/json" id="a-wide">{spec}</script>"""


def drawn_in_browser(page: Page, spec: dict) -> tuple[str, list[str]]:
    """The picture as SVG, and all that was written to the console meanwhile, warnings too."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("about:blank")
    page.set_content(PAGE.format(spec=json.dumps(spec).replace("<", "\\u003c")))
    page.add_script_tag(content=BUNDLE.read_text(encoding="utf-8"), type="module")
    page.wait_for_selector("figure[data-live] svg")
    return page.locator("figure svg").first.evaluate("svg => svg.outerHTML"), said


def words(svg: str) -> list[str]:
    return sorted(unescape(text) for text in re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</", svg))


@pytest.mark.parametrize("name", ["new-limits", "left-out", "missing", "too-few-points", "runs"])
def test_browser_and_server_draw_the_same_words_and_the_console_stays_empty(page: Page, name: str) -> None:
    chart = EXAMPLES[name].chart
    first = chart.points[3].date
    assert first is not None
    remarks = [Annotation(first, "A ward closed"), Annotation(first, "A monitor bought", "change")]
    spec = control_chart(chart, title="Smoking & birth", width=920, annotations=remarks)
    live, said = drawn_in_browser(page, spec)
    assert said == []
    assert words(live) == words(to_svg(spec, title="t", description="d"))


def test_dates_are_drawn_where_expressions_are_interpreted(page: Page) -> None:
    live, _ = drawn_in_browser(page, EXAMPLES["shift"].spec(920))
    assert {"Jul", "Jan", "2023", "2024"} <= set(words(live))
