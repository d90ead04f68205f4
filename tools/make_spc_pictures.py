"""Draws docs/images/spc/*.svg, the pictures of docs/how-to-read-a-chart.md, from the engine.

Run: PYTHONPATH=src .venv/bin/python tools/make_spc_pictures.py
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from clearway.common.periods import Month
from clearway.spc import Assurance, Baseline, Chart, Variation, funnel, spc
from clearway.spc.pictures import (
    Annotation,
    age_icon,
    assurance_icon,
    control_chart,
    funnel_chart,
    icon_grid,
    rule_examples,
    small_multiples,
    to_svg,
    variation_icon,
)
from clearway.spc.pictures.hand import picture, text
from clearway.spc.pictures.icons import VARIATION_WORDS, assurance_words

FOLDER = Path(__file__).parents[1] / "docs" / "images" / "spc"
MEASURES = {"Smoking at delivery": ("decrease", 0.11, 0.0), "CO tested at booking": ("increase", 0.9, 0.74)}
TRUSTS = {
    "Northbank": "common-cause",
    "Eastmoor": "shift",
    "Westvale": "outside",
    "Southport": "too-few-points",
    "Hilltop": "trend",
    "Lakeside": "missing",
}
TODAY = date(2025, 11, 22)


def pictures() -> dict[str, str]:
    """Every picture by the name of its file."""
    drawn = {f"{example.name}.svg": f"{example.svg()}\n" for example in rule_examples()}
    for draw in (icons, grid, multiples, annotated, a_baseline, a_funnel):
        drawn[f"{draw.__name__.replace('_', '-').removeprefix('a-')}.svg"] = f"{draw()}\n"
    return drawn


def icons() -> str:
    """Every icon with what it means."""
    drawn = '<rect width="100%" height="100%" fill="#ffffff"/>'
    entries = list(_icons())
    for number, (icon, words) in enumerate(entries):
        column, row = divmod(number, -(-len(entries) // 2))
        x, y = 8 + 390 * column, 8 + 48 * row
        drawn += icon.replace("<svg ", f'<svg x="{x}" y="{y}" ', 1) + text(x + 52, y + 25, words)
    rows = -(-len(entries) // 2)
    return picture("Icons and their meaning", drawn, 900, 16 + 48 * rows, description=_listed(entries))


def _icons() -> Iterator[tuple[str, str]]:
    for verdict in Variation:
        yield variation_icon(verdict), f"Variation: {VARIATION_WORDS[verdict]}"
    for relied_on in Assurance:
        yield assurance_icon(relied_on), f"Target: {assurance_words(relied_on, has_target=False)}"
    yield assurance_icon(Assurance.NONE, has_target=True), "Target: no verdict yet"
    yield age_icon(date(2025, 10, 31), TODAY), "Data as new as expected"
    yield age_icon(date(2025, 1, 31), TODAY), "Data late"


def _listed(entries: list[tuple[str, str]]) -> str:
    return ". ".join(words for _, words in entries) + "."


def _values(name: str) -> list[float | None]:
    return [point.value for e in rule_examples() if e.name == name for point in e.chart.points]


def _chart(example: str, direction: str, target: float, raised: float) -> Chart:
    values = [None if value is None else round(value + raised, 3) for value in _values(example)]
    months = [Month(2023, 4).shift(place) for place in range(len(values))]
    return spc(values, dates=months, direction=direction, target=target, unit="percent")


def grid() -> str:
    """Two measures of six trusts as icons."""
    cells = {
        (measure, trust): _chart(example, *settings)
        for measure, settings in MEASURES.items()
        for trust, example in TRUSTS.items()
    }
    return icon_grid(
        list(MEASURES), list(TRUSTS), cells, title="Two measures, made-up figures", width=760
    ).svg


def multiples() -> str:
    """One measure of six trusts on one scale."""
    charts = [(trust, _chart(example, "decrease", 0.11, 0.0)) for trust, example in TRUSTS.items()]
    return small_multiples(charts, title="Smoking at delivery, made-up figures", width=760)


def annotated() -> str:
    """A chart with an event and a change."""
    example = next(e for e in rule_examples() if e.name == "shift")
    remarks = [
        Annotation(date(2024, 3, 18), "Two community midwives on long-term leave"),
        Annotation(date(2024, 7, 8), "Opt-out referral for every woman who smokes", "change"),
    ]
    title = "What happened, and what was changed"
    spec = control_chart(
        example.chart, title=title, status="made-up figures", height=340, annotations=remarks
    )
    return to_svg(spec, title=title, description=example.chart.summary.text)


def a_baseline() -> str:
    """A chart whose limits come from its first year."""
    values = _values("shift")
    months = [Month(2023, 4).shift(place) for place in range(len(values))]
    before = Baseline(start=months[0], end=months[12], reason="before opt-out referral")
    chart = spc(values, dates=months, direction="decrease", unit="percent", baseline=before)
    title = "Limits from a baseline"
    spec = control_chart(chart, title=title, status="made-up figures", height=340)
    return to_svg(spec, title=title, description=chart.summary.text)


def a_funnel() -> str:
    """Twelve trusts in one year."""
    sizes = [410, 620, 800, 980, 1150, 1400, 1720, 2050, 2400, 2900, 3600, 4800]
    tops = [60, 57, 96, 121, 98, 160, 239, 236, 262, 352, 418, 571]
    found = funnel(tops, sizes, [f"Trust {number + 1}" for number in range(len(sizes))])
    title = "Smoking at delivery in one year, made-up figures"
    spec = funnel_chart(found, title=title, chosen="Trust 7", size_title="Women delivered", height=400)
    return to_svg(spec, title=title, description=found.text)


def main() -> None:
    """Writes the pictures; those that are made no longer are taken away."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawn = pictures()
    for old in FOLDER.glob("*.svg"):
        if old.name not in drawn:
            old.unlink()
    for name, svg in drawn.items():
        (FOLDER / name).write_text(svg, encoding="utf-8")
    print(f"{len(drawn)} pictures in {FOLDER.name}")


if __name__ == "__main__":
    main()
