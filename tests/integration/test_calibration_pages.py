"""How sure teams may be, team by team and over time; an LMNS sees sums of its trusts and no question."""

from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.lib.collaborative import browser_of, person
from tests.lib.improvement import a_project, text_of

from clearway.web.cycles.actions.cycles import begin_next_stage, plan_cycle
from clearway.web.cycles.actions.predictions import answer_question, ask_question, predict
from clearway.web.cycles.form import form
from clearway.web.demonstration.clock import at
from clearway.web.jobs.when import WALL
from clearway.web.people.models import User
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
PLAN = {field.id: "said" for field in form().plan}
TRUST, PLACE = "/organisations/DEMO1/predictions/", "/organisations/DEMO-N/predictions/"


@pytest.fixture
def lead() -> User:
    return person("Ida", ("improvement-lead", "DEMO1"), ("improvement-lead", "DEMO2"))


def on(day: date) -> at:
    return at(datetime.combine(day, time(12), WALL))


def team(lead: User, org_code: str, title: str) -> Project:
    with on(date(2025, 9, 1)):
        return a_project(lead, org_code, title)


def answered(project: Project, by: User, day: date, *said: tuple[int, bool]) -> None:
    """A test that began and was answered on that day: how sure of a yes, and whether it was one."""
    who = by.as_person()
    with on(day):
        cycle = plan_cycle(project=project, title="Trolley", scale="one-shift", texts=PLAN, by=who)
        asked = [
            ask_question(cycle=cycle, words=f"Secret {sure}?", kind="yes-no", by=who) for sure, _ in said
        ]
        for question, (sure, _) in zip(asked, said, strict=True):
            predict(question=question, yes=True, sure=sure, by=who)
        begin_next_stage(cycle=cycle, by=who)
        for question, (_, came) in zip(asked, said, strict=True):
            answer_question(question=question, yes=came, by=who)


@pytest.fixture
def collaborative(lead: User) -> None:
    first, second = team(lead, "DEMO1", "CO for all"), team(lead, "DEMO1", "Posters")
    answered(first, lead, date(2025, 11, 3), (80, True), (60, False))
    answered(first, lead, date(2026, 5, 4), (60, True))
    answered(second, lead, date(2026, 5, 5), (80, True))
    answered(team(lead, "DEMO2", "Referrals"), lead, date(2026, 5, 6), (80, False))


@pytest.mark.usefixtures("collaborative")
def test_each_team_has_its_sums_worked_by_hand(lead: User) -> None:
    page = text_of(browser_of(lead).get(TRUST))
    # CO for all: 80 right, 60 wrong, 60 right: (0.04 + 0.36 + 0.16) / 3 = 0.187; mean 200 / 3 = 67%.
    assert "CO for all too few to judge by 3 2 67% 67% 0.19" in page
    assert "Posters too few to judge by 1 1 100% 80% 0.04" in page
    assert "Referrals" not in page


@pytest.mark.usefixtures("collaborative")
def test_each_quarter_has_its_sums_and_an_empty_one_its_place(lead: User) -> None:
    page = text_of(browser_of(lead).get(TRUST))
    # April to June: 60 right (0.16) and 80 right (0.04): 0.10. October to December: 0.04 and 0.36: 0.20.
    assert "April to June 2026 2 2 100% 70% 0.10" in page
    assert "January to March 2026 0 – – – –" in page
    assert "October to December 2025 2 1 50% 70% 0.20" in page
    assert "April to June 2026: 70% sure on average, 2 of 2 came true." in page


@pytest.mark.usefixtures("collaborative")
def test_an_lmns_sees_sums_by_trust_and_no_question(lead: User) -> None:
    coach = browser_of(person("Nora", ("network-lead", "DEMO-N")))
    page = text_of(coach.get(PLACE))
    # DEMO1: 0.04 + 0.36 + 0.16 + 0.04 = 0.60, a quarter of it 0.15; 3 of 4, mean 280 / 4 = 70%.
    assert "too few to judge by 4 3 75% 70% 0.15" in page
    assert "1 0 0% 80% 0.64" in page
    assert "3 of 5 predictions came true" in page
    assert "Secret" not in page
    assert "Posters" not in page


@pytest.mark.usefixtures("collaborative")
def test_the_page_of_an_lmns_is_for_those_who_see_improvement_there(lead: User) -> None:
    assert browser_of(lead).get(PLACE).status_code == 404
    other = browser_of(person("Sol", ("network-lead", "QMF")))
    assert other.get(PLACE).status_code == 404


def test_a_place_without_any_answer_says_so() -> None:
    coach = browser_of(person("Nora", ("network-lead", "DEMO-N")))
    assert "No prediction has met its answer yet" in text_of(coach.get(PLACE))


@pytest.mark.usefixtures("collaborative")
def test_queries_do_not_grow_with_teams_trusts_and_answers(lead: User) -> None:
    coach, own = browser_of(person("Nora", ("network-lead", "DEMO-N"))), browser_of(lead)

    def count() -> list[int]:
        found = []
        for browser, address in ((own, TRUST), (coach, PLACE)):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        return found

    count()
    before = count()
    answered(team(lead, "DEMO1", "More"), lead, date(2026, 8, 4), (60, True), (90, True))
    answered(team(lead, "DEMO2", "And more"), lead, date(2026, 9, 4), (60, True))
    assert count() == before
