"""Highlight report and board paper: made from the records, and the same on page, paper and workbook."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.lib.boards import LATER, TRUST
from tests.lib.improvement import a_project, browser_of, somebody, text_of
from tests.lib.reports import LAST, MONTH, PLACE, on_day, paper_of, report_of, section, worked_on

from clearway.common.periods import Month
from clearway.web.boards.actions import share_board
from clearway.web.cycles.actions.progress import score_progress
from clearway.web.department.actions.staff import say_who_leads
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.models import Project
from clearway.web.reports.figures import NO_BASELINE, NO_FIGURE, NO_TARGET
from clearway.web.reports.highlight import NOT_ENDED, NOT_YET
from clearway.web.reports.paper import report_png
from clearway.web.reports.spans import Span

pytestmark = pytest.mark.django_db


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
    assert facts["Median progress score"].startswith("3.00 (1 of 1 open projects scored, ")
    assert facts["Open barriers"] == "1"
    assert facts["Decisions asked for"] == "2"
    assert facts["Tests of change"] == "1 begun, 1 decided"
    assert [str(cell) for cell in section(paper, "scores").rows[0][1:]] == ["3.00"] * 4 + ["1", "0"]
    assert section(paper, "shares").rows == ((LAST.last, "CO for all", "Women and families", "Open evening"),)
    assert section(paper, "pathway").rows[0][0] == "Smoking at booking"
    assert "No figure is held of" in section(paper, "pathway").words[1]
    quarter = paper_of(lead, Span(LAST.first_month.shift(-2), 3))
    assert [str(row[2]) for row in section(quarter, "scores").rows] == ["no score", "no score", "3.00"]
