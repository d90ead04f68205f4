"""Figures of made-up months for real trusts, and how the tests of the comparison read its pages."""

import re
from collections.abc import Sequence
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from django.test import Client

from clearway.records.publications import read_publication
from clearway.web.audit.models import Person
from clearway.web.publications.actions import import_publication

HEADER = "measure,component,parameter,version,org_level,org_code,period,numerator,denominator,value,state\n"
MEASURE = "smoke-booking"
ADDRESS = f"/compare/?measure={MEASURE}&level=provider"
# Women who smoke, of 500 a month: a process that only varies, and one that fell in its last year.
STEADY = [
    50, 55, 45, 60, 50, 40, 55, 50, 45, 55, 60, 45, 50,
    55, 40, 50, 60, 45, 55, 50, 45, 50, 55, 60, 45, 50,
]  # fmt: skip
FALLEN = [*STEADY[:14], *[one - 30 for one in STEADY[14:]]]


def months(count: int) -> list[str]:
    """So many months from January 2023."""
    return [f"{(2023 * 12 + place) // 12}-{(2023 * 12 + place) % 12 + 1:02d}" for place in range(count)]


def lines_of(code: str, counts: Sequence[int | None], measure: str = MEASURE, of: int = 500) -> list[str]:
    """The rows of a file for one trust; None is a month that was not collected."""
    rows = []
    for month, count in zip(months(len(counts)), counts, strict=True):
        figures = ",,,not_collected" if count is None else f"{count},{of},{count / of},value"
        rows.append(f"{measure},,,1,provider,{code},{month},{figures}")
    return rows


def read(lines: Sequence[str], folder: Path, tester: Person) -> None:
    """Imports the rows as figures that a trust computed itself."""
    path = folder / "own.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    import_publication(publication=read_publication(path), by=tester)


def page_of(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def text_of(tag: Tag | None) -> str:
    """What a person reads of a part of the page."""
    assert tag is not None
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def row_of(page: BeautifulSoup, code: str) -> Tag:
    """The row of the grid that is about one organisation."""
    rows = page.select(".app-grid tbody tr")
    return next(row for row in rows if row.th.a["href"] == f"/organisations/{code}/")
