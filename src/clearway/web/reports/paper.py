"""A report on paper: A4 across for its tables, tagged."""

from pathlib import Path
from typing import Any

from clearway.web.design import typesetting
from clearway.web.design.filters import day
from clearway.web.reports.report import Report, Section

TEMPLATE = Path(__file__).parent / "paper" / "report.typ"


def report_pdf(report: Report) -> bytes:
    """The report as a tagged PDF."""
    return typesetting.pdf(TEMPLATE, *report_data(report))


def report_png(report: Report) -> list[bytes]:
    """Its pages as pictures."""
    return typesetting.png(TEMPLATE, *report_data(report))


def report_data(report: Report) -> tuple[dict[str, Any], dict[str, str]]:
    """What the template sets, and its pictures by file name."""
    pictures: dict[str, str] = {}
    data = {
        "title": report.title,
        "about": report.about,
        "of": report.of,
        "day": day(report.made_on),
        "note": report.note,
        "facts": [list(each) for each in report.facts_said],
        "sections": [_section(one, pictures) for one in report.sections],
    }
    return data, pictures


def _section(one: Section, pictures: dict[str, str]) -> dict[str, Any]:
    charts: list[dict[str, str]] = []
    for picture in one.pictures:
        file = f"{one.id}-{len(charts)}.svg"
        pictures[file] = str(picture.narrow_svg)
        charts.append({"file": file, "title": picture.title, "finding": picture.finding})
    said = one.table.said if one.table and one.rows else None
    return {
        "title": one.title,
        "words": list(one.words),
        "empty": one.empty if one.is_empty else "",
        "headings": list(said.headings) if said else [],
        "rows": [list(row) for row in said.rows] if said else [],
        "numeric": list(said.numeric) if said else [],
        "charts": charts,
    }
