"""The health of a collaborative: whom to call first, with reasons; and how progress scores lie."""

import csv
import io
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from tests.lib.boards import a_cycle
from tests.lib.collaborative import BOTH, WHO_SEES_A_COLLABORATIVE, browser_of, enter, newest, person, take
from tests.lib.improvement import a_project, an_approved_project, text_of

from clearway.common.organisations import directory
from clearway.web.coordination.health_facts import trusts_with_facts
from clearway.web.coordination.presenters_health import last_months, trust_spreads
from clearway.web.cycles.actions.cycles import begin_next_stage
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.cycles.actions.progress import score_progress
from clearway.web.demonstration.clock import at
from clearway.web.department.actions.meetings import hold_meeting, plan_meeting
from clearway.web.department.actions.staff import say_who_leads
from clearway.web.people.models import User
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.actions.work import escalate_barrier, raise_barrier
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
NORTH = "/coordination/DEMO-N/health/"
TODAY = localdate()


@pytest.fixture
def lead() -> User:
    """Somebody who runs the projects of the made-up trusts."""
    return person("Ida", ("improvement-lead", "DEMO1"), ("improvement-lead", "DEMO2"))


def coach() -> User:
    return person("Nora", ("network-lead", "DEMO-N"))


def scores(project: Project, by: User, *values: str) -> None:
    """Scores of the last months, the newest last; the project has run since before the first."""
    project.started_on = newest().shift(-len(values)).first_day
    project.save(update_fields=["started_on"])
    for back, value in enumerate(reversed(values)):
        score_progress(
            project=project, month=newest().shift(-back), score=value, reason="Seen", evidence={},
            by=by.as_person(),
        )  # fmt: skip


def begun_test(project: Project, by: User) -> None:
    cycle = a_cycle(project, by, "A card")
    question = ask_question(cycle=cycle, words="Does it help?", kind="yes-no", by=by.as_person())
    predict(question=question, yes=True, sure=80, by=by.as_person())
    begin_next_stage(cycle=cycle, by=by.as_person())


def works_well(code: str, by: User) -> Project:
    """A trust in which there is nothing to ask about."""
    project = a_project(by, code, title=f"Work of {code}")
    scores(project, by, "1.0", "1.5", "2.0", "2.5")
    begun_test(project, by)
    place = directory().get(code)
    say_who_leads(organisation=place, model="sss-led", lead_name="Ali Reed", by=by.as_person())
    meeting = plan_meeting(organisation=place, title="Improvement", on=TODAY, by=by.as_person())
    hold_meeting(meeting=meeting, by=by.as_person())
    handed_in(code)
    return project


def on(day: date) -> AbstractContextManager[None]:
    """It is that day, at noon."""
    return at(datetime.combine(day, time(12), UTC))


def handed_in(code: str, *, but: int | None = None) -> None:
    """The last six months were entered and submitted in time, but for the one so many months back."""
    for back in range(6):
        period = newest().shift(-back)
        if back != but:
            with on(min(period.last_day + timedelta(days=5), TODAY)):
                enter(code, period, BOTH)
                take(code, period, "submit")


class TestWhoSees:
    @pytest.mark.parametrize(("role", "held_at", "place", "status"), WHO_SEES_A_COLLABORATIVE)
    def test_a_role_at_the_place_or_above_it(self, role: str, held_at: str, place: str, status: int) -> None:
        client = browser_of(person("Ann", (role, held_at)))
        for page in ("health/", "health.csv"):
            assert client.get(f"/coordination/{place}/{page}").status_code == status

    def test_people_to_call_are_named_to_coaches_only(self, lead: User) -> None:
        person("Tilda", ("trust-lead", "DEMO1"))
        add_member(project=a_project(lead, "DEMO1"), role="lead", user=lead, by=lead.as_person())
        say_who_leads(
            organisation=directory().get("DEMO1"), model="sss-led", lead_name="Ali Reed", by=lead.as_person()
        )
        people = ("Tilda", "tilda@example.com", "Ida", "ida@example.com", "Ali Reed")
        to_coach = browser_of(coach())
        to_analyst = browser_of(person("Nat", ("national-analyst", "DEMO")))
        for page in ("health/", "health.csv"):
            coached = to_coach.get(f"/coordination/DEMO-N/{page}").content.decode()
            looked = to_analyst.get(f"/coordination/DEMO-N/{page}").content.decode()
            for name in people:
                assert name in coached, page
                assert name not in looked, page

    def test_the_made_up_region_sees_its_eight_trusts(self) -> None:
        said = text_of(
            browser_of(person("Nat", ("national-analyst", "DEMO"))).get("/coordination/DEMO/health/")
        )
        for name in (
            "Alderbrook",
            "Birchwater",
            "Cedarholm",
            "Dunmere",
            "Elmfield",
            "Fernleigh",
            "Gorsedale",
        ):
            assert name in said
        assert "8 trusts cannot show that the way of leading makes the difference" in said

    def test_leads_of_networks_find_it_from_the_grid(self) -> None:
        assert "who could use a call" in text_of(browser_of(coach()).get("/coordination/DEMO-N/"))


def test_the_order_of_calls_with_its_reasons(lead: User) -> None:
    works_well("DEMO1", lead)
    stuck = works_well("DEMO2", lead)
    scores(stuck, lead, "2.5", "2.5", "2.5", "2.5")
    waiting = works_well("DEMO3", lead)
    barrier = raise_barrier(project=waiting, title="No monitors", by=lead.as_person())
    chief = person("Boa", ("board-champion", "DEMO3"))
    with on(TODAY - timedelta(days=9)):
        escalate_barrier(barrier=barrier, leader=chief, due=localdate(), by=lead.as_person())
    said = text_of(browser_of(coach()).get(NORTH))
    in_order = [
        "1. Cedarholm", "1 barrier waited for a leader&#39;s answer longer than agreed",
        "2. Birchwater", "has stood at 2.5 since",
        "No open project", "Dunmere",
        "Alderbrook",
    ]  # fmt: skip
    places = [said.index(words, said.index("first call first")) for words in in_order]
    assert places == sorted(places)
    assert "Nothing to ask about" in said[: places[-1]]


def test_months_that_were_not_handed_in_are_told(lead: User) -> None:
    handed_in("DEMO1", but=2)
    said = text_of(browser_of(coach()).get(NORTH))
    assert f"No figures were handed in for {newest().shift(-2).label}" in said


def test_mean_median_and_spread_by_trust_and_month(lead: User) -> None:
    for number, run in enumerate((("1.0", "1.5"), ("2.0", "3.0"), ("2.5", "4.5"))):
        scores(a_project(lead, "DEMO1", title=f"Project {number}"), lead, *run)
    scores(a_project(lead, "DEMO2", title="Alone"), lead, "2.0", "2.0")
    response = browser_of(coach()).get(NORTH)
    said = text_of(response)
    last, before = newest().label, newest().previous().label
    # 1.5, 3, 4.5 and 2: mean 2.75, median 2.5, quartiles at places 0.75 and 2.25 of 1.5 2 3 4.5.
    assert "Alderbrook Hospitals 3.0 3.0 1.5 to 4.5 – 3 0" in said.replace(" 3 3 ", " 3.0 3.0 ")
    assert "All projects 2.75 2.5 1.5 to 4.5 1.88 to 3.38 4 0" in said
    assert f"Alderbrook Hospitals {before} 1.83 2.0 1.0 to 2.5 – 3 0" in said.replace(" 2 1.0", " 2.0 1.0")
    assert f"4 of 4 open projects scored, {last}: median 2.5, mean 2.75, from 1.5 to 4.5." in said
    picture = response.content.decode()
    assert f"Alderbrook Hospitals: median 2 in {before}, 3 in {last}." in picture


def test_the_file_has_a_line_for_each_project_and_runs_nothing(lead: User) -> None:
    project = a_project(lead, "DEMO1", title="=1+1")
    scores(project, lead, "2.0", "2.0", "2.0", "2.0")
    read = csv.DictReader(
        io.StringIO(browser_of(coach()).get("/coordination/DEMO-N/health.csv").content.decode())
    )
    rows = {row["trust"]: row for row in read}
    assert len(rows) == 4
    mine = rows["DEMO1"]
    assert (mine["score"], mine["score_three_months_before"], mine["movement"]) == (
        "2.0", "2.0", "Flat for three months",
    )  # fmt: skip
    assert mine["project_title"].startswith("'=")
    assert rows["DEMO4"]["project"] == rows["DEMO4"]["score"] == ""


def test_the_number_of_queries_does_not_grow_with_trusts_or_projects(lead: User) -> None:
    chief = person("Tilda", ("trust-lead", "DEMO1"))

    def fill(code: str) -> None:
        project = an_approved_project(lead, chief, org_code=code, title="More")
        scores(project, lead, "2.0", "2.0")
        begun_test(project, lead)
        add_member(project=project, role="lead", user=lead, by=lead.as_person())
        barrier = raise_barrier(project=project, title="No monitors", by=lead.as_person())
        with on(TODAY - timedelta(days=9)):
            escalate_barrier(barrier=barrier, leader=chief, due=localdate(), by=lead.as_person())
        say_who_leads(organisation=directory().get(code), model="no-lead", by=lead.as_person())

    def queries(place: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/coordination/{place}/health/").status_code == 200
        return len(seen)

    client = browser_of(person("Reg", ("network-lead", "DEMO")))
    fill("DEMO1")
    queries("DEMO-N")  # what is read once in a process is read now
    before = queries("DEMO-N")
    for code in ("DEMO1", "DEMO2", "DEMO5", "DEMO6"):
        fill(code)
    assert queries("DEMO-N") == before
    assert queries("DEMO") == before


def test_the_picture_shows_the_scores_that_the_table_counts(lead: User):
    project = a_project(lead, "DEMO1", title="Trolley")
    scores(project, lead, "2.0", "2.5", "3.0")
    project.started_on = newest().first_day
    project.save(update_fields=["started_on"])
    (found,) = trust_spreads(trusts_with_facts(directory().get("DEMO-N"), TODAY), last_months(TODAY))
    assert [len(dots) for dots in found.scores] == [one.scored for one in found.spreads]
    assert found.scores[-1] == (3.0,)
