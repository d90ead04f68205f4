"""A project with something for every section of a report, part of it a month ago."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from unittest.mock import patch

from django.utils import timezone
from tests.lib.boards import TRUST, fill_board
from tests.lib.own_figures import enter_figures

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.cycles.actions.progress import score_progress
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.offering import answer_need, ask_for
from clearway.web.projects.actions.plans import reach_milestone, set_milestone
from clearway.web.projects.actions.work import escalate_barrier, raise_barrier, remove_barrier, start_action
from clearway.web.projects.models import Project
from clearway.web.reports.board_paper import board_paper
from clearway.web.reports.highlight import highlight
from clearway.web.reports.report import Report, Section
from clearway.web.reports.spans import Span

PLACE = directory().get(TRUST)
TODAY = timezone.localdate()
MONTH = Span(Month.of(TODAY), 1)
LAST = MONTH.previous()
MIDDAY = time(12, tzinfo=timezone.get_default_timezone())


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """What is written meanwhile was written on that day."""
    with patch("django.utils.timezone.now", return_value=datetime.combine(day, MIDDAY)):
        yield


def worked_on(lead: User, manager: User) -> Project:
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
