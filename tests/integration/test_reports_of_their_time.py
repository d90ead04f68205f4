"""A report of a past month, made again, says what was known and decided at the end of its last day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.lib.boards import TRUST
from tests.lib.improvement import somebody
from tests.lib.reports import LAST, MONTH, PLACE, TODAY, on_day, paper_of, report_of, section, worked_on

from clearway.spc.history import Event, EventKind
from clearway.web.charts.actions import record_chart_event
from clearway.web.charts.selectors import chart_key, decided_charts
from clearway.web.cycles.actions.predictions import answer_question
from clearway.web.cycles.models import Question
from clearway.web.people.models import User
from clearway.web.projects.models import Project
from clearway.web.reports.report import Report

pytestmark = pytest.mark.django_db
BETTER, NO_CHANGE = "Improvement", "Common"


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead")


@pytest.fixture
def project(lead: User) -> Project:
    """One of its tests was decided in the last month, with a prediction of yes."""
    return worked_on(lead, somebody("trust-lead", name="Berta Boardman"))


def answered(lead: User, day: date, *, yes: bool) -> None:
    with on_day(day):
        answer_question(question=Question.objects.get(), yes=yes, by=lead.as_person())


def predicted(report: Report) -> list[tuple[str, str]]:
    """What came out, and whether it was right."""
    return [(str(row[-2]), str(row[-1])) for row in section(report, "predictions").rows]


class TestPredictions:
    def test_an_answer_that_comes_later_is_told_in_the_report_of_its_own_month(
        self, project: Project, lead: User
    ):
        before = paper_of(lead)
        answered(lead, MONTH.first, yes=True)
        assert predicted(report_of(lead, project=project)) == [("no answer", "not known")]
        assert paper_of(lead) == before
        now = report_of(lead, MONTH, project)
        assert predicted(now) == [("yes", "right")]
        assert section(now, "predictions").words == (
            "1 came true, 0 did not.",
            "One test was decided before; the answer came since.",
        )
        assert dict(now.facts)["Predictions that came true"] == "1 of 1"
        assert dict(paper_of(lead, MONTH).facts)["Tests of change"].endswith("1 of 1 predictions came true")

    def test_an_answer_of_the_last_day_counts_and_a_correction_of_later_does_not(
        self, project: Project, lead: User
    ):
        answered(lead, LAST.last, yes=True)
        assert predicted(report_of(lead, project=project)) == [("yes", "right")]
        answered(lead, MONTH.first, yes=False)
        assert predicted(report_of(lead, project=project)) == [("yes", "right")]
        assert predicted(report_of(lead, MONTH, project)) == [("no", "wrong")]


def decided(day: date, kind: EventKind, name: str, lead: User, **more: object) -> None:
    """Somebody decided that about the chart of smoking at booking at noon of the day."""
    at = datetime.combine(day, time(12), UTC)
    said = {"effective": date(2025, 4, 1), "reason": "New clinic", "author": lead.name, **more}
    event = Event(id=name, kind=kind, recorded_at=at, **said)
    record_chart_event(
        organisation=PLACE, measure="smoke-booking", component="", event=event, by=lead.as_person()
    )


def says(report: Report) -> str:
    """The verdict of the chart of smoking at booking."""
    return str(section(report, "measures").rows[0][6])


class TestCharts:
    """The figures go down in April 2025: seen as a whole that is an improvement, from there on no change."""

    def test_limits_begun_anew_later_do_not_change_the_earlier_report(self, project: Project, lead: User):
        paper = paper_of(lead)
        decided(MONTH.first, EventKind.PHASE, "anew", lead)
        assert says(report_of(lead, project=project)).startswith(BETTER)
        assert says(report_of(lead, MONTH, project)).startswith(NO_CHANGE)
        assert paper_of(lead) == paper
        assert paper_of(lead, MONTH).sections[0].rows != paper.sections[0].rows

    def test_a_baseline_cancelled_later_still_holds_in_the_earlier_report(self, project: Project, lead: User):
        decided(LAST.first, EventKind.BASELINE, "base", lead, until=date(2026, 6, 1))
        picture = section(report_of(lead, project=project), "measures").pictures[0]
        decided(MONTH.first, EventKind.WITHDRAWAL, "off", lead, withdraws="base")
        assert says(report_of(lead, project=project)).startswith(NO_CHANGE)
        assert section(report_of(lead, project=project), "measures").pictures[0] == picture
        assert says(report_of(lead, MONTH, project)).startswith(BETTER)

    def test_a_month_that_has_not_ended_takes_what_is_decided_so_far(self, project: Project, lead: User):
        decided(TODAY, EventKind.PHASE, "anew", lead)
        assert says(report_of(lead, MONTH, project)).startswith(NO_CHANGE)

    def test_the_day_ends_at_midnight_where_the_site_is(self, project: Project, lead: User):
        summer = date(2026, 6, 30)
        late = datetime.combine(summer, time(23, 30), UTC)  # half past midnight of 1 July in London
        event = Event("late", EventKind.PHASE, date(2025, 4, 1), "New clinic", lead.name, late)
        record_chart_event(
            organisation=PLACE, measure="smoke-booking", component="", event=event, by=lead.as_person()
        )
        key = chart_key(TRUST, "smoke-booking")
        assert not decided_charts([TRUST], as_of=summer)[key].rebase_dates
        assert decided_charts([TRUST], as_of=summer + timedelta(days=1))[key].rebase_dates
