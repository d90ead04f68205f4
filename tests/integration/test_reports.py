"""Highlight report and board paper: made from the records, and the same on page, paper and workbook."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.lib.boards import LATER, TRUST, a_cycle, fill_board
from tests.lib.improvement import a_project, browser_of, somebody, text_of
from tests.lib.own_figures import enter_figures

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.boards.actions import share_board
from clearway.web.cycles.actions.progress import score_progress
from clearway.web.department.actions.staff import say_who_leads
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.actions.offering import answer_need, ask_for
from clearway.web.projects.actions.plans import plan_measure, reach_milestone, set_milestone
from clearway.web.projects.actions.work import escalate_barrier, raise_barrier, remove_barrier, start_action
from clearway.web.projects.models import Project
from clearway.web.reports.board_paper import board_paper
from clearway.web.reports.figures import NO_BASELINE, NO_FIGURE, NO_TARGET
from clearway.web.reports.highlight import NOT_ENDED, NOT_YET, highlight
from clearway.web.reports.paper import report_data, report_pdf, report_png
from clearway.web.reports.report import Number, Report, Section
from clearway.web.reports.spans import Span, last_quarter
from clearway.web.reports.workbook import sheet_name, workbook

pytestmark = pytest.mark.django_db
PLACE = directory().get(TRUST)
NAMESPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
TODAY = timezone.localdate()
MONTH = Span(Month.of(TODAY), 1)
LAST = MONTH.previous()
MIDDAY = time(12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def lead() -> User:
    """Somebody who runs improvement work."""
    return somebody("improvement-lead")


@pytest.fixture
def manager() -> User:
    """Somebody who approves, and answers barriers."""
    return somebody("trust-lead", name="Berta Boardman")


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """What is written meanwhile was written on that day."""
    with patch("django.utils.timezone.now", return_value=datetime.combine(day, MIDDAY)):
        yield


@pytest.fixture
def project(lead: User, manager: User) -> Project:
    """A project with something for every section, part of it in the month before this one."""
    by = lead.as_person()
    with on_day(LAST.first + timedelta(days=1)):
        project = fill_board(lead, manager)
        barrier = raise_barrier(project=project, title="=No monitors", by=by)
        need = ask_for(organisation=PLACE, kind="equipment", title="Two monitors", by=by, project=project)
        milestone = set_milestone(project=project, title="Cards in rooms", due=LAST.last, by=by)
        set_milestone(project=project, title="All clinics", due=LAST.first + timedelta(days=9), by=by)
    with on_day(LAST.first + timedelta(days=11)):
        due = MONTH.last
        escalate_barrier(barrier=barrier, leader=manager, due=due, by=by)
        reach_milestone(row=milestone, by=by)
        score_progress(
            project=project, month=LAST.first_month.previous(), score=Decimal("2.5"), reason="Tested", by=by,
            evidence={"supported": 1.5, "looked": [
                {"id": "baselines", "score": 2.0, "found": False, "words": "0 of 1 measures have a baseline"},
                {"id": "all-goals", "score": 5.0, "found": False, "words": "far away"},
            ]},
        )  # fmt: skip
        start_action(organisation=PLACE, project=project, title="Train", owner="Una", due=MONTH.first, by=by)
    with on_day(MONTH.first):
        remove_barrier(barrier=barrier, by=manager.as_person(), how="Bought")
        answer_need(need=need, step="approved", by=manager.as_person())
    enter_figures(TRUST)
    return project


def report_of(who: User, span: Span = LAST, project: Project | None = None) -> Report:
    return highlight(PLACE, span, access_of_user(who), TODAY, project)


def paper_of(who: User, span: Span = LAST) -> Report:
    return board_paper(PLACE, span, access_of_user(who), TODAY)


def section(report: Report, name: str) -> Section:
    return next(one for one in report.sections if one.id == name)


def test_what_was_done_is_told_day_by_day_with_predictions_right_and_wrong(
    project: Project, lead: User
) -> None:
    report = report_of(lead, project=project)
    facts = dict(report.facts)
    assert (facts["Tests begun"], facts["Tests decided"]) == (1, 1)
    what = [row[1] for row in section(report, "done").rows]
    assert {"Charter approved", "Test begins", "Test decided: adopt"} <= set(what)
    assert section(report, "predictions").table.headings[0] == "Test"
    assert section(report, "predictions").rows[0][1:] == (
        "Does it help?", "yes (80% sure)", "no answer", "not known",
    )  # fmt: skip


def test_everything_is_as_it_stood_on_the_last_day_of_the_month(project: Project, lead: User) -> None:
    before, now = report_of(lead, LAST), report_of(lead, MONTH)
    age = (LAST.last - LAST.first).days - 1
    assert section(before, "barriers").rows == (
        ("CO for all", "=No monitors", age, "Berta Boardman", MONTH.last),
    )
    assert section(now, "barriers").rows == ()
    assert section(before, "needs").rows[0][3:] == ("asked for", age)
    assert section(now, "needs").rows[0][3] == "approved, not arrived"
    assert [row[1] for row in section(before, "asked").rows] == [
        "Approve or refuse a need", "Remove or refuse a barrier",
    ]  # fmt: skip
    assert section(now, "asked").rows == ()


def test_milestones_are_reached_or_late_by_days(project: Project, lead: User) -> None:
    late = (LAST.last - LAST.first).days - 9
    assert [
        (row[0], row[2], row[3]) for row in section(report_of(lead, project=project), "milestones").rows
    ] == [
        ("All clinics", f"late by {late} days", "not yet"),
        ("Cards in rooms", "reached", LAST.first + timedelta(days=11)),
    ]


def test_the_gap_between_score_and_evidence_is_told_with_what_is_missing(
    project: Project, lead: User
) -> None:
    row = section(report_of(lead, project=project), "progress").rows[0]
    assert [str(cell) for cell in row] == [
        "2.5", LAST.first_month.previous().label, "1.5", "1.0", "0 of 1 measures have a baseline",
    ]  # fmt: skip


def test_what_is_planned_next_is_due_in_the_month_after(project: Project, lead: User) -> None:
    rows = section(report_of(lead, project=project), "plans").rows
    assert (MONTH.first, "Action", "Train", "Una") in rows
    assert LATER not in {row[0] for row in rows}


def test_measures_stand_with_baseline_target_newest_and_what_the_chart_says(
    project: Project, lead: User
) -> None:
    by = lead.as_person()
    plan_measure(project=project, kind="process", measure="nrt", title="NRT", baseline=0.2, target=0.9, by=by)
    report = report_of(lead, project=project)
    rows = [tuple(str(cell) for cell in row) for row in section(report, "measures").rows]
    assert rows[0][:6] == ("Outcome", "Smoking at booking", NO_BASELINE, NO_TARGET, "9.5%", "June 2026")
    assert rows[0][6].startswith(("Improvement", "Common", "Concern"))
    assert rows[1] == ("Process", "NRT", "20.0%", "90.0%", NO_FIGURE, "–", "–")
    assert [picture.title for picture in section(report, "measures").pictures] == ["Smoking at booking"]


def test_figures_after_the_month_and_figures_that_may_not_be_seen_are_not_told(
    project: Project, lead: User
) -> None:
    early = Span(Month(2024, 3), 1)
    Project.objects.filter(pk=project.pk).update(started_on=date(2024, 1, 1))
    assert str(section(report_of(lead, early, project), "measures").rows[0][4]) == "12.2%"
    outside = somebody("reader", "RJ1", "Ole Other")
    assert str(section(report_of(outside, LAST, project), "measures").rows[0][4]) != "9.5%"


def test_an_empty_month_says_so_and_nothing_missing_is_zero(project: Project, lead: User) -> None:
    report = report_of(lead, Span(Month(2020, 1), 1), project)
    assert report.note == NOT_YET
    page = text_of(browser_of(lead).get(f"/organisations/{TRUST}/projects/1/highlight/2020-01/"))
    for one in report.sections:
        assert one.is_empty
        assert one.empty in page
    assert report_of(lead, MONTH).note == NOT_ENDED
    assert report_png(report)


def test_a_project_that_was_closed_before_is_not_in_the_report(project: Project, lead: User) -> None:
    with on_day(LAST.first - timedelta(days=40)):
        other = a_project(lead, title="Long ago")
    with on_day(LAST.first - timedelta(days=30)):
        close_project(project=other, reason="Done", by=lead.as_person())
    assert [row[0] for row in section(report_of(lead), "projects").rows] == ["CO for all"]
    row = section(report_of(lead), "projects").rows[0]
    assert [str(cell) for cell in row[2:]] == [
        "Approved", "Diagnose", "nobody yet", "2.5", LAST.first_month.previous().label,
    ]  # fmt: skip


def test_the_board_paper_sums_up_who_leads_how_far_and_what_waits(project: Project, lead: User) -> None:
    by = lead.as_person()
    say_who_leads(
        organisation=PLACE, model="maternity-led", lead_name="Mia Maternity", profession="midwifery",
        since=LAST.first, by=by,
    )  # fmt: skip
    share_board(
        organisation=PLACE, project=project, with_whom="Open evening", audience="women-families",
        on=LAST.last, by=by,
    )  # fmt: skip
    score_progress(project=project, month=LAST.first_month, score=Decimal(3), reason="x", evidence={}, by=by)
    paper = paper_of(lead)
    facts = {label: str(cell) for label, cell in paper.facts}
    assert facts["Who leads"] == "Mia Maternity (Maternity service led)"
    assert facts["Median progress score"] == "3.00"
    assert facts["Open barriers"] == "1"
    assert facts["Decisions asked for"] == "2"
    assert facts["Tests of change"] == "1 begun, 1 decided"
    assert [str(cell) for cell in section(paper, "scores").rows[0][1:]] == ["3.00"] * 4 + ["1", "0"]
    assert section(paper, "shares").rows == ((LAST.last, "CO for all", "Women and families", "Open evening"),)
    assert section(paper, "pathway").rows[0][0] == "Smoking at booking"
    assert "No figure is held of" in section(paper, "pathway").words[1]
    quarter = paper_of(lead, Span(LAST.first_month.shift(-2), 3))
    assert [str(row[2]) for row in section(quarter, "scores").rows] == ["no score", "no score", "3.00"]


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
