"""In which units of its trust a project works: since when, until when, and what lists say of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from tests.lib.improvement import a_project, browser_of, somebody, text_of

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.actions.where import say_where
from clearway.web.projects.models import AtUnit, Project
from clearway.web.projects.selectors import at_unit, units_of
from clearway.web.units.actions import close_unit, open_unit
from clearway.web.units.models import Unit

pytestmark = pytest.mark.django_db
AT = "/organisations/R1H/projects/"
TODAY = localdate()


@pytest.fixture
def wards(lead: User) -> list[Unit]:
    """Three units: numbers 1, 2 and 3."""
    return [
        open_unit(organisation=directory().get("R1H"), name=name, kind="other", by=lead.as_person())
        for name in ("Clinic", "Labour ward", "Team")
    ]


def rows(project: Project) -> list[tuple[str, date, date | None]]:
    """Every row of the project, as it was written."""
    return [(row.unit.name, row.since, row.left) for row in project.at_units.order_by("pk")]


def test_a_project_without_a_unit_works_in_the_whole_trust(project: Project, wards: list[Unit]) -> None:
    assert list(units_of(project)) == []
    assert "Where it works The whole trust" in text_of(
        browser_of(somebody("reader")).get(f"{AT}{project.number}/")
    )


def test_what_is_left_stays_on_record_and_coming_back_is_a_new_row(
    project: Project, wards: list[Unit], lead: User
) -> None:
    by = lead.as_person()
    first, second = TODAY - timedelta(days=60), TODAY - timedelta(days=30)
    say_where(project=project, units=[1, 2], on=first, by=by)
    say_where(project=project, units=[2, 3], on=second, by=by)
    say_where(project=project, units=[1, 2], by=by)
    assert rows(project) == [
        ("Clinic", first, second),
        ("Labour ward", first, None),
        ("Team", second, TODAY),
        ("Clinic", TODAY, None),
    ]
    assert [at.project for at in at_unit(wards[0])] == [project]
    assert not at_unit(wards[2]).exists()


def test_saying_the_same_again_changes_and_logs_nothing(
    project: Project, wards: list[Unit], lead: User
) -> None:
    for _ in range(2):
        say_where(project=project, units=[1], by=lead.as_person())
    assert rows(project) == [("Clinic", TODAY, None)]
    assert ChangeEvent.objects.filter(action="say where project works").count() == 1


def test_a_unit_that_closes_keeps_its_projects_and_gets_no_new_one(
    project: Project, wards: list[Unit], lead: User
) -> None:
    by = lead.as_person()
    other = a_project(lead, title="Other")
    say_where(project=project, units=[1], by=by)
    close_unit(unit=wards[0], reason="Moved", by=by)
    say_where(project=project, units=[1, 2], by=by)
    with pytest.raises(ClearwayError, match="no open unit 1"):
        say_where(project=other, units=[1], by=by)
    page = browser_of(lead).get(f"{AT}{project.number}/where/").content.decode()
    assert "Clinic (closed)" in page
    assert "Clinic" not in text_of(browser_of(lead).get(f"{AT}{other.number}/where/"))


@pytest.mark.parametrize(
    ("units", "days", "message"),
    [([9], 0, "no open unit 9"), ([1], 1, "has not come"), ([], -5, "works in Clinic since")],
)
def test_what_is_refused(
    project: Project, wards: list[Unit], lead: User, units: list[int], days: int, message: str
) -> None:
    by = lead.as_person()
    if not units:
        say_where(project=project, units=[1], by=by)
    before = rows(project)
    with pytest.raises(ClearwayError, match=message):
        say_where(project=project, units=units, on=TODAY + timedelta(days=days), by=by)
    assert rows(project) == before


def test_a_unit_of_another_trust_and_a_closed_project_are_refused(
    project: Project, wards: list[Unit], lead: User
) -> None:
    by = lead.as_person()
    elsewhere = open_unit(organisation=directory().get("RJ1"), name="X", kind="other", by=by)
    for _ in range(4):
        elsewhere = open_unit(
            organisation=directory().get("RJ1"), name=f"X{elsewhere.number}", kind="other", by=by
        )
    with pytest.raises(ClearwayError, match=f"no open unit {elsewhere.number}"):
        say_where(project=project, units=[elsewhere.number], by=by)
    close_project(project=project, reason="Done", by=by)
    with pytest.raises(ClearwayError, match="is closed"):
        say_where(project=project, units=[1], by=by)


class TestPages:
    def test_the_start_asks_where_a_trust_has_units(self, lead: User, wards: list[Unit]) -> None:
        browser = browser_of(lead)
        assert "Where it works" in text_of(browser.get(f"{AT}new/"))
        said = {"title": "Ask", "ideas": ["identification-1"], "units": ["2", "3"]}
        assert browser.post(f"{AT}new/", said)["Location"] == f"{AT}1/"
        assert [row.unit.number for row in units_of(Project.objects.get())] == [2, 3]
        wrong = text_of(browser.post(f"{AT}new/", {**said, "units": ["9"]}))
        assert "There is a problem" in wrong
        assert Project.objects.count() == 1

    def test_the_start_of_a_trust_without_units_does_not(self, lead: User) -> None:
        assert "Where it works" not in text_of(browser_of(lead).get(f"{AT}new/"))

    def test_where_is_changed_and_shown(self, project: Project, lead: User, wards: list[Unit]) -> None:
        browser, at = browser_of(lead), f"{AT}{project.number}/"
        browser.post(f"{at}where/", {"units": ["1"], "on": "2026-01-05"})
        page = browser.get(f"{at}where/").content.decode()
        assert 'value="1" checked' in " ".join(page.split())
        assert browser.post(f"{at}where/", {"units": ["2"], "on": str(TODAY)})["Location"] == f"{at}#where"
        shown = text_of(browser.get(at))
        assert "Labour ward since" in shown
        assert "Before: Clinic (5 January 2026 to" in shown
        assert "CO for all" in text_of(browser.get("/organisations/R1H/units/2/"))
        assert "No project works in this unit" in text_of(browser.get("/organisations/R1H/units/1/"))

    def test_a_fault_is_told_and_nothing_is_saved(
        self, project: Project, lead: User, wards: list[Unit]
    ) -> None:
        at = f"{AT}{project.number}/where/"
        page = text_of(browser_of(lead).post(at, {"units": ["1"], "on": "2999-01-01"}))
        assert "There is a problem" in page
        assert not AtUnit.objects.exists()

    def test_only_who_runs_improvement_says_where(self, project: Project, wards: list[Unit]) -> None:
        reader = browser_of(somebody("reader"))
        assert reader.post(f"{AT}{project.number}/where/", {"units": ["1"]}).status_code == 403

    def test_the_list_is_filtered_by_unit_and_by_the_whole_trust(
        self, project: Project, lead: User, wards: list[Unit]
    ) -> None:
        a_project(lead, title="Everywhere")
        say_where(project=project, units=[2], by=lead.as_person())
        browser = browser_of(lead)
        for asked, wanted in (
            ("", {"CO for all", "Everywhere"}),
            ("2", {"CO for all"}),
            ("1", set()),
            ("trust", {"Everywhere"}),
        ):
            page = text_of(browser.get(f"{AT}?unit={asked}"))
            assert {title for title in ("CO for all", "Everywhere") if title in page} == wanted, asked
        assert "In: Labour ward" in text_of(browser.get(AT))

    def test_a_filter_by_a_unit_that_is_not_there_lists_all(self, project: Project, lead: User) -> None:
        assert "CO for all" in text_of(browser_of(lead).get(f"{AT}?unit=77"))

    def test_the_list_asks_no_more_for_more_units(
        self, project: Project, lead: User, wards: list[Unit]
    ) -> None:
        browser = browser_of(lead)
        say_where(project=project, units=[1], by=lead.as_person())
        browser.get(AT)
        with CaptureQueriesContext(connection) as few:
            browser.get(AT)
        for title in ("B", "C", "D"):
            a_project(lead, title=title, units=[1, 2, 3])
        with CaptureQueriesContext(connection) as many:
            browser.get(AT)
        assert len(many) == len(few)
