"""Figures of a team's own measure: who enters them, how they are corrected, where they show."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils.timezone import localdate
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent
from clearway.web.boards.own_panels import measures
from clearway.web.boards.panels import Place
from clearway.web.cycles.standing import standing_of
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.own_values import Entry, enter_own_values
from clearway.web.projects.actions.plans import change_measure, plan_measure
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.models import OwnValue, PlannedMeasure, Project
from clearway.web.projects.own_values import before, begin, last_periods

pytestmark = pytest.mark.django_db
FIELDS = {"unit": "days", "direction": "decrease", "number_kind": "number", "rhythm": "month"}
TITLE = "Days to first contact"


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead")


@pytest.fixture
def project(lead: User) -> Project:
    return a_project(lead)


def planned(project: Project, lead: User, **fields: object) -> PlannedMeasure:
    given = {**FIELDS, **fields}
    return plan_measure(project=project, kind="balancing", title=TITLE, by=lead.as_person(), **given)


@pytest.fixture
def line(project: Project, lead: User) -> PlannedMeasure:
    return planned(project, lead)


def months(count: int) -> list[date]:
    """So many whole months, the oldest first."""
    start, found = begin(PlannedMeasure(), localdate()), []
    for _ in range(count):
        start = before(PlannedMeasure(), start)
        found.append(start)
    return found[::-1]


def entered(line: PlannedMeasure, lead: User, values: list[float | None]) -> list[OwnValue]:
    starts = months(len(values))
    entries = {start: Entry(value) for start, value in zip(starts, values, strict=True)}
    return enter_own_values(line=line, entries=entries, by=lead.as_person())


def address(line: PlannedMeasure, end: str = "") -> str:
    return f"/organisations/{TRUST}/projects/{line.project.number}/own-measures/{line.pk}/{end}"


class TestEntering:
    def test_only_what_differs_is_written(self, line: PlannedMeasure, lead: User) -> None:
        assert len(entered(line, lead, [5.0, None, 0.0])) == 2
        assert entered(line, lead, [5.0, None, 0.0]) == []
        assert [row.value for row in line.own_values.all()] == [5.0, 0.0]
        event = ChangeEvent.objects.get(action="enter own figures")
        assert event.organisation == TRUST

    def test_a_correction_is_a_new_row_with_its_reason(self, line: PlannedMeasure, lead: User) -> None:
        entered(line, lead, [5.0])
        (start,) = months(1)
        with pytest.raises(ClearwayError, match="entered before"):
            enter_own_values(line=line, entries={start: Entry(6.0)}, by=lead.as_person())
        enter_own_values(line=line, entries={start: Entry(6.0)}, reason="Miscounted", by=lead.as_person())
        enter_own_values(line=line, entries={start: Entry()}, reason="No tally sheet", by=lead.as_person())
        assert [row.value for row in line.own_values.order_by("pk")] == [5.0, 6.0, None]

    def test_what_somebody_else_entered_meanwhile_is_not_overwritten(
        self, line: PlannedMeasure, lead: User
    ) -> None:
        entered(line, lead, [5.0])
        (start,) = months(1)
        with pytest.raises(ClearwayError, match="while you had this open"):
            enter_own_values(
                line=line, entries={start: Entry(7.0)}, seen=0, reason="Late", by=lead.as_person()
            )

    @pytest.mark.parametrize(
        ("kind", "entry", "words"),
        [
            ("count", Entry(2.5), "whole number"),
            ("count", Entry(-1), "whole number"),
            ("number", Entry(None, 1, 2), "one number"),
            ("share", Entry(None, 1, None), "both"),
            ("share", Entry(None, 3, 2), "part of the second"),
            ("share", Entry(None, 0, 0), "part of the second"),
        ],
    )
    def test_what_its_kind_cannot_be_is_refused(
        self, project: Project, lead: User, kind: str, entry: Entry, words: str
    ) -> None:
        row = planned(project, lead, number_kind=kind)
        with pytest.raises(ClearwayError, match=words):
            enter_own_values(line=row, entries={months(1)[0]: entry}, by=lead.as_person())

    def test_a_share_is_worked_out_from_its_counts(self, project: Project, lead: User) -> None:
        row = planned(project, lead, number_kind="share")
        (made,) = enter_own_values(line=row, entries={months(1)[0]: Entry(None, 3, 12)}, by=lead.as_person())
        assert made.value == 0.25

    def test_a_month_that_goes_on_and_a_measure_of_the_register_are_refused(
        self, project: Project, line: PlannedMeasure, lead: User
    ) -> None:
        now = begin(line, localdate())
        with pytest.raises(ClearwayError, match="not over"):
            enter_own_values(line=line, entries={now: Entry(1)}, by=lead.as_person())
        register = plan_measure(
            project=project, kind="outcome", measure="smoke-booking", title="x", by=lead.as_person()
        )
        with pytest.raises(ClearwayError, match="none of the team"):
            enter_own_values(line=register, entries={months(1)[0]: Entry(1)}, by=lead.as_person())

    def test_what_a_figure_is_stays_once_there_are_some(self, line: PlannedMeasure, lead: User) -> None:
        entered(line, lead, [5.0])
        with pytest.raises(ClearwayError, match="stays as it is"):
            change_measure(row=line, expected=1, by=lead.as_person(), number_kind="count")
        assert change_measure(row=line, expected=1, by=lead.as_person(), unit="working days").version == 2

    def test_rows_are_never_altered(self, line: PlannedMeasure, lead: User) -> None:
        entered(line, lead, [5.0])
        for statement in ("DELETE FROM projects_ownvalue", "UPDATE projects_ownvalue SET value = 1"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                connection.cursor().execute(statement)


class TestPages:
    def posted(self, line: PlannedMeasure, client: Client, values: dict[date, str], **more: str):
        periods = last_periods(line, localdate())
        typed = {f"value-{start}": values.get(start, "") for start in periods}
        seen = max((row.pk for row in line.own_values.all()), default=0)
        return client.post(address(line, "enter/"), {"seen": seen, "reason": "", **typed, **more})

    def test_the_grid_is_filled_in_and_drawn(self, line: PlannedMeasure, lead: User) -> None:
        client = browser_of(lead)
        assert "No figure yet" in text_of(client.get(address(line)))
        starts = months(3)
        answer = self.posted(line, client, {starts[0]: "0", starts[2]: "4.5"})
        assert answer.status_code == 302
        assert [row.value for row in line.own_values.all()] == [0.0, 4.5]
        page = client.get(address(line))
        shown = text_of(page)
        assert "Not entered" in shown, "the month between is a gap"
        assert "0 days" in shown
        assert "4.5 days" in shown
        plan = client.get(f"/organisations/{TRUST}/projects/1/measures/").content.decode()
        assert "app-plan-chart" in plan
        assert "4.5 days" not in plan.split("app-plan-chart")[0]

    def test_a_wrong_figure_is_said_at_its_field_and_nothing_is_written(
        self, line: PlannedMeasure, lead: User
    ) -> None:
        start = months(1)[0]
        answer = self.posted(line, browser_of(lead), {start: "many"})
        body = answer.content.decode()
        assert f'id="id_value-{start}-error"' in body
        assert "nhsuk-error-summary" in body
        assert 'value="many"' in body
        assert not line.own_values.exists()

    def test_half_a_share_and_a_correction_without_a_reason_are_said_where_they_are_mended(
        self, project: Project, line: PlannedMeasure, lead: User
    ) -> None:
        share, (start,) = planned(project, lead, number_kind="share"), months(1)
        typed = {
            f"{part}-{day}": ""
            for day in last_periods(share, localdate())
            for part in ("numerator", "denominator")
        }
        body = (
            browser_of(lead)
            .post(address(share, "enter/"), {"seen": "0", "reason": "", **typed, f"numerator-{start}": "5"})
            .content.decode()
        )
        assert f'href="#id_numerator-{start}"' in body
        entered(line, lead, [5.0])
        body = self.posted(line, browser_of(lead), {start: "6"}).content.decode()
        assert 'href="#id_reason"' in body
        assert self.posted(line, browser_of(lead), {start: "6"}, reason="Miscounted").status_code == 302
        assert self.posted(line, browser_of(lead), {start: "6"}).status_code == 302, "as it stands"

    def test_the_file_holds_every_row(self, line: PlannedMeasure, lead: User) -> None:
        entered(line, lead, [5.0, 0.0])
        enter_own_values(line=line, entries={months(1)[0]: Entry()}, reason="=1+1", by=lead.as_person())
        lines = browser_of(lead).get(address(line, "figures.csv")).content.decode().splitlines()
        assert len(lines) == 4
        assert ",5,Una" in lines[1]
        assert ",0,Una" in lines[2]
        assert lines[3].endswith(",'=1+1")

    def test_who_may_do_what(self, project: Project, line: PlannedMeasure, lead: User) -> None:
        member, reader = somebody("reader", name="Hal Helper"), somebody("reader")
        stranger = somebody("reader", "RJ1")
        add_member(project=project, role="helper", user=member, by=lead.as_person())
        assert browser_of(member).get(address(line)).status_code == 200
        assert self.posted(line, browser_of(member), {months(1)[0]: "3"}).status_code == 302
        page = browser_of(reader).get(address(line))
        assert page.status_code == 200
        assert "Write them down" not in page.content.decode()
        assert self.posted(line, browser_of(reader), {}).status_code == 403
        assert browser_of(stranger).get(address(line)).status_code == 404

    def test_a_measure_of_the_register_has_no_such_page(self, project: Project, lead: User) -> None:
        row = plan_measure(
            project=project, kind="outcome", measure="smoke-booking", title="x", by=lead.as_person()
        )
        assert browser_of(lead).get(address(row)).status_code == 404


class TestUsedBy:
    def test_progress_finds_how_far_it_came(self, project: Project, lead: User) -> None:
        row = planned(project, lead, baseline=10.0, target=6.0)
        entered(row, lead, [10.0, 11.0] * 8 + [4.0, 5.0] * 4)
        (goal,) = standing_of(project, access_of_user(lead)).goals
        assert goal.improved
        assert goal.way is not None

    def test_boards_draw_it_and_walls_never(self, project: Project, line: PlannedMeasure, lead: User) -> None:
        entered(line, lead, [5.0, 6.0])

        def shown(*, on_wall: bool) -> list[str]:
            where = directory().get(TRUST)
            place = Place(where, project, (project,), access_of_user(lead), localdate(), on_wall=on_wall)
            content = measures(place)
            return [picture.title for picture in content.pictures] if content else []

        assert shown(on_wall=False) == [TITLE]
        assert shown(on_wall=True) == []

    def test_what_it_costs_does_not_grow_with_the_measures(
        self, project: Project, lead: User, django_assert_num_queries
    ) -> None:
        from django.test.utils import CaptureQueriesContext

        client, page = browser_of(lead), f"/organisations/{TRUST}/projects/1/measures/"
        entered(planned(project, lead), lead, [1.0, 2.0])
        client.get(page)
        with CaptureQueriesContext(connection) as before_more:
            client.get(page)
        for _ in range(3):
            entered(planned(project, lead), lead, [1.0, 2.0])
        with CaptureQueriesContext(connection) as after_more:
            client.get(page)
        assert len(after_more) == len(before_more)


def test_a_week_is_named_by_its_monday(project: Project, lead: User) -> None:
    row = planned(project, lead, rhythm="week")
    start = last_periods(row, localdate())[0]
    assert start.weekday() == 0
    enter_own_values(line=row, entries={start: Entry(2)}, by=lead.as_person())
    with pytest.raises(ClearwayError, match="not over"):
        enter_own_values(line=row, entries={start + timedelta(days=1): Entry(2)}, by=lead.as_person())
