"""Reports as page, paper and workbook: the same in each, found and opened by those who may."""

import html
import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.lib.boards import TRUST, a_cycle, fill_board
from tests.lib.improvement import browser_of, somebody, text_of
from tests.lib.reports import LAST, MONTH, TODAY, paper_of, report_of, worked_on

from clearway.web.people.models import User
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.actions.work import raise_barrier
from clearway.web.projects.models import Project
from clearway.web.reports.paper import report_data, report_pdf
from clearway.web.reports.report import Number
from clearway.web.reports.spans import last_quarter
from clearway.web.reports.workbook import sheet_name, workbook

pytestmark = pytest.mark.django_db
NAMESPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def lead() -> User:
    """Somebody who runs improvement work."""
    return somebody("improvement-lead")


@pytest.fixture
def manager() -> User:
    """Somebody who approves, and answers barriers."""
    return somebody("trust-lead", name="Berta Boardman")


@pytest.fixture
def project(lead: User, manager: User) -> Project:
    """A project with something for every section."""
    return worked_on(lead, manager)


def parsed(text: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - our own workbook


def sheets(document: bytes) -> dict[str, list[list[object]]]:
    """The cells of a workbook by sheet: numbers as numbers, texts as texts; there is no formula."""
    book = zipfile.ZipFile(io.BytesIO(document))
    texts = [
        "".join(part.text or "" for part in one.iter(f"{{{NAMESPACE['x']}}}t"))
        for one in parsed(book.read("xl/sharedStrings.xml")).findall("x:si", NAMESPACE)
    ]
    names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    found = {}
    for number, name in enumerate(names, 1):
        text = book.read(f"xl/worksheets/sheet{number}.xml")
        assert b"<f>" not in text
        found[html.unescape(name)] = [
            [
                texts[int(cell.findtext("x:v", "", NAMESPACE))]
                if cell.get("t") == "s"
                else round(float(cell.findtext("x:v", "", NAMESPACE)), 9)
                for cell in row.findall("x:c", NAMESPACE)
            ]
            for row in parsed(text).iter(f"{{{NAMESPACE['x']}}}row")
        ]
    return found


def in_workbook(cell: object) -> object:
    """A cell as a workbook holds it."""
    if isinstance(cell, Number):
        return round(cell.value, 9)
    if isinstance(cell, date):
        return float((cell - date(1899, 12, 30)).days)
    return float(cell) if isinstance(cell, int) else cell


@pytest.mark.parametrize("kind", ["project", "trust", "board"])
def test_page_paper_and_workbook_say_the_same(project: Project, lead: User, kind: str) -> None:
    place = f"/organisations/{TRUST}"
    address, report = {
        "project": (f"{place}/projects/1/highlight/{LAST.id}", report_of(lead, LAST, project)),
        "trust": (f"{place}/reports/highlight/{LAST.id}", report_of(lead, LAST)),
        "board": (f"{place}/reports/board-paper/{LAST.id}", paper_of(lead)),
    }[kind]  # fmt: skip
    browser = browser_of(lead)
    page = html.unescape(text_of(browser.get(f"{address}/")))
    data, _ = report_data(report)
    held = sheets(browser.get(f"{address}.xlsx").content)
    at = page.index(report.facts[0][0])
    for label, words in data["facts"]:
        at = page.index(f"{label} {words}", at)
    assert [row[1] for row in held["Report"][-len(report.facts) :]] == [
        in_workbook(cell) for _, cell in report.facts
    ]
    for one, told in zip(report.sections, data["sections"], strict=True):
        at = page.index(one.title, at)
        rows = held[sheet_name(one)]
        if one.is_empty:
            assert rows == [[one.empty]]
        for words in told["words"]:
            at = page.index(words, at)
        for said, cells in zip(told["rows"], one.rows, strict=True):
            at = page.index(re.sub(r"\s+", " ", " ".join(said)), at)
            assert [in_workbook(cell) for cell in cells] in rows


def test_a_text_that_looks_like_a_formula_stays_text(project: Project, lead: User) -> None:
    held = sheets(workbook(report_of(lead)))
    assert held["Open barriers"][1][1] == "=No monitors"


def test_paper_is_tagged_and_made_of_words_not_of_markup(project: Project, lead: User) -> None:
    a_cycle(project, lead, '#panic("no") $x$ *b* \\ ]')
    document = report_pdf(report_of(lead, MONTH, project))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document
    assert b"/StructTreeRoot" in document
    response = browser_of(lead).get(f"/organisations/{TRUST}/reports/board-paper/{LAST.id}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_the_number_of_queries_does_not_grow_with_projects(
    project: Project, lead: User, manager: User
) -> None:
    browser = browser_of(lead)
    pages = [f"/organisations/{TRUST}/reports/{each}/{MONTH.id}/" for each in ("highlight", "board-paper")]
    counted = []
    for _ in range(2):
        for page in pages:
            browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                assert browser.get(page).status_code == 200
        counted.append(len(queries))
        for number in range(3):
            more = fill_board(lead, manager, title=f"More {number}")
            plan_measure(project=more, kind="process", measure="nrt", title="NRT", by=lead.as_person())
            raise_barrier(project=more, title="A barrier", by=lead.as_person())
    assert counted[1] <= counted[0]


class TestPages:
    """Who opens reports, and how they are found."""

    def test_the_list_leads_to_months_and_quarters_and_the_project_has_its_own(
        self, project: Project, lead: User
    ) -> None:
        browser = browser_of(lead)
        page = browser.get(f"/organisations/{TRUST}/reports/").content.decode()
        assert f"/reports/highlight/{LAST.id}/" in page
        assert f"/reports/board-paper/{last_quarter(TODAY).id}.xlsx" in page
        own = browser.get(f"/organisations/{TRUST}/projects/1/highlight/")
        assert LAST.label in text_of(own)
        assert "Highlight report" in text_of(browser.get(f"/organisations/{TRUST}/projects/1/"))

    @pytest.mark.parametrize(
        "address",
        [
            "reports/highlight/nonsense/", "reports/highlight/2026-27-q1/", "reports/highlight/2190-01/",
            "reports/board-paper/2026-28-q1/", "reports/highlight/2026-01.docx",
            "projects/99/highlight/2026-01/",
        ],
    )  # fmt: skip
    def test_what_is_no_report_is_not_found(self, project: Project, lead: User, address: str) -> None:
        assert browser_of(lead).get(f"/organisations/{TRUST}/{address}", follow=True).status_code == 404

    def test_another_trust_and_those_above_find_no_report_here(self, project: Project) -> None:
        elsewhere = browser_of(somebody("improvement-lead", "RJ1", "Ole Other"))
        assert elsewhere.get(f"/organisations/{TRUST}/reports/highlight/{LAST.id}.xlsx").status_code == 404
        above = browser_of(somebody("network-lead", "QMF", "Nell Network"))
        assert above.get("/organisations/QMF/reports/").status_code == 404
