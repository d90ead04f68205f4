"""Which chart stands on a poster: that of the project's own work, or the one that somebody chose."""

import pytest
from tests.lib.boards import TRUST, WORDS
from tests.lib.improvement import an_approved_project, browser_of, text_of
from tests.lib.own_figures import enter_figures
from tests.lib.public_boards import PUBLISH, choice, put_up

from clearway.common.organisations import directory
from clearway.web.boards.public import poster_chart, poster_title
from clearway.web.cycles.actions.cycles import begin_next_stage, decide, plan_cycle
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.people.models import User
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
PLAN = (
    ("outcome", "smoke-delivery"),
    ("outcome", "nrt"),
    ("process", "co-test-booking"),
    ("process", "quit-date-set"),
)


@pytest.fixture
def project(lead: User, approver: User) -> Project:
    """Two outcomes and two process measures with figures, in that order."""
    made = an_approved_project(lead, approver)
    for kind, measure in PLAN:
        plan_measure(project=made, kind=kind, measure=measure, title=measure, by=lead.as_person())
        enter_figures(TRUST, measure=measure)
    return made


def a_decided_test(project: Project, by: User, measure: str = "") -> None:
    person = by.as_person()
    cycle = plan_cycle(project=project, title="T", scale="one-woman", owner=by.name, texts=WORDS, by=person)
    question = ask_question(cycle=cycle, words="Does it help?", kind="yes-no", by=person)
    predict(question=question, yes=True, sure=80, by=person)
    if measure:
        about = {"kind": "number", "measure": measure, "period": "2027-03"}
        question = ask_question(cycle=cycle, words="How many?", by=person, **about)
        predict(question=question, low=0.5, high=None, sure=80, by=person)
    for _ in range(3):
        begin_next_stage(cycle=cycle, by=person)
    decide(cycle=cycle, decision="adopt", by=person)


def on_poster(project: Project, lead: User, **how: object) -> str:
    content = put_up(project, lead, figures="own", **how).content
    chart = poster_chart(directory().get(TRUST), content)
    assert chart.title == poster_title(content)
    return chart.id.removeprefix("public-")


def test_without_a_test_it_is_that_of_the_first_process_measure(project: Project, lead: User) -> None:
    assert on_poster(project, lead) == "co-test-booking"


def test_it_is_that_of_what_the_newest_decided_test_predicted(project: Project, lead: User) -> None:
    a_decided_test(project, lead, "nrt")
    assert on_poster(project, lead) == "nrt"
    a_decided_test(project, lead, "quit-date-set")
    assert on_poster(project, lead) == "quit-date-set"
    a_decided_test(project, lead)  # predicted no figure
    assert on_poster(project, lead) == "quit-date-set"


def test_without_a_process_measure_it_is_the_first_of_the_plan(lead: User, approver: User) -> None:
    made = an_approved_project(lead, approver)
    plan_measure(project=made, kind="outcome", measure="nrt", title="NRT", by=lead.as_person())
    enter_figures(TRUST, measure="nrt")
    assert on_poster(made, lead) == "nrt"


def test_who_publishes_may_choose_another_and_sees_which_it_is(project: Project, lead: User) -> None:
    assert on_poster(project, lead, poster="nrt||") == "nrt"
    page = browser_of(lead).get(PUBLISH, choice(figures="own", poster="quit-date-set||"))
    assert "The chart on the poster: Smokers who set a quit date" in text_of(page)
    renewed = browser_of(lead).get(f"/organisations/{TRUST}/board/public/1/renew/").content.decode()
    assert '<option value="nrt||" selected>' in renewed


def test_a_chart_that_is_not_offered_is_refused(project: Project, lead: User) -> None:
    page = browser_of(lead).get(PUBLISH, choice(figures="own", poster="secret||"))
    assert "Choose one of the charts of the plan" in text_of(page)


def test_what_was_put_up_before_there_was_a_choice_has_the_first_chart(project: Project, lead: User) -> None:
    content = dict(put_up(project, lead, figures="own").content)
    del content["poster"]
    assert poster_chart(directory().get(TRUST), content).id == "public-smoke-delivery"
