"""The pages of tests of change: planning, predicting, deciding, and who may do what."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from tests.lib.improvement import browser_of, somebody

from clearway.web.cycles.actions.cycles import begin_next_stage, plan_cycle
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.cycles.form import form
from clearway.web.cycles.models import Cycle, Prediction
from clearway.web.jobs.actions import start_job
from clearway.web.jobs.schedules import schedules
from clearway.web.people.models import User
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.actions.work import start_action
from clearway.web.projects.models import Project
from clearway.web.publications.models import SourceFile, Value

pytestmark = pytest.mark.django_db
AT = "/organisations/R1H/projects/1/"
PLAN = {field.id: f"{field.title}, said" for field in form().plan}
MEASURE = "co-test-booking"


@pytest.fixture
def browser(lead: User) -> Client:
    return browser_of(lead)


def a_cycle(project: Project, lead: User, **fields: object) -> Cycle:
    given = {"title": "Monitor on the trolley", "scale": "one-shift", "texts": PLAN, "measure": MEASURE}
    return plan_cycle(project=project, by=lead.as_person(), **(given | fields))


def predicted(cycle: Cycle, lead: User) -> None:
    by = lead.as_person()
    asked = {"words": "How many are tested?", "kind": "number", "measure": MEASURE, "period": "2026-06"}
    predict(question=ask_question(cycle=cycle, by=by, **asked), low=0.9, sure=80, by=by)


def a_figure(value: float, period: str = "2026-06") -> Value:
    source, _ = SourceFile.objects.get_or_create(
        sha256="c" * 64, defaults=dict.fromkeys(("new", "unchanged", "restated", "older"), 0)
    )
    start = date.fromisoformat(f"{period}-01")
    return Value.objects.create(
        measure=MEASURE, version="1", org_level="provider", org_code="R1H", period=period,
        period_start=start, numerator=value * 100, denominator=100, value=value, state="value",
        status="final", source=source, recorded_by="Tess Ter",
    )  # fmt: skip


def text_of(response: object, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:800]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_test_of_change_goes_from_the_project_to_its_decision(browser: Client, project: Project) -> None:
    assert "No change has been tested yet" in text_of(browser.get(AT + "cycles/"))
    typed = {"title": "Monitor on the trolley", "scale": "one-shift", "watched": f"{MEASURE}/", **PLAN}
    page = text_of(browser.post(AT + "cycles/new/", typed, follow=True))
    assert "The test is planned" in page
    one = AT + "cycles/1/"
    asked = {"words": "How many?", "kind": "number", "watched": f"{MEASURE}/", "period": "2026-06"}
    assert "At least, in per cent" in text_of(browser.post(one + "questions/new/", asked, follow=True))
    browser.post(one + "questions/1/predict/", {"low": "90", "sure": "80"})
    assert Prediction.objects.get().low == 0.9, "typed in per cent, kept as a fraction"
    assert "predicted at least 90%, 80% sure: waits for the figure of June 2026" in text_of(browser.get(one))
    browser.post(one + "step/", {"step": "begin"})
    browser.post(one + "edit/do/", {"expected": "1", "as-planned": "Yes"})
    browser.post(one + "step/", {"step": "begin"})
    browser.post(one + "edit/study/", {"expected": "2", "results": "85%", "learned": "Stock it"})
    browser.post(one + "step/", {"step": "begin"})
    browser.post(one + "edit/act/", {"expected": "3", "next": "Longer", "sustain": "Stock list"})
    page = text_of(browser.post(one + "step/", {"step": "decide", "decision": "adopt"}, follow=True))
    assert "Decided." in page
    assert "Adopted" in text_of(browser.get(AT + "cycles/"))


def test_ideas_and_measures_are_offered_in_groups_and_one_is_chosen(
    browser: Client, project: Project, lead: User
) -> None:
    plan_measure(project=project, kind="process", measure=MEASURE, title="CO test", by=lead.as_person())
    a_cycle(project, lead, idea="identification-1")
    page = BeautifulSoup(browser.get(f"{AT}cycles/1/edit/plan/").content, "html.parser")
    for name, group, value in (
        ("idea", "Chosen by the project", "identification-1"),
        ("watched", "In the measurement plan", f"{MEASURE}/"),
    ):
        select = page.find("select", attrs={"name": name})
        assert select is not None
        chosen = select.find_all("option", selected=True)
        assert [(one["value"], one.parent["label"]) for one in chosen] == [(value, group)]
        assert len(select.find_all("option")) > 20


def test_a_failed_prediction_is_said_in_words(browser: Client, project: Project, lead: User) -> None:
    predicted(a_cycle(project, lead), lead)
    begin_next_stage(cycle=Cycle.objects.get(), by=lead.as_person())
    a_figure(0.85)
    page = text_of(browser.post("/organisations/R1H/predictions/score/", follow=True))
    words = "predicted at least 90%, 80% sure: was 85%, did not come true"
    assert "1 prediction was scored" in page
    assert words in page
    assert "0 of 1 predictions came true" in page
    assert words in text_of(browser.get(AT + "cycles/"))
    assert words in text_of(browser.get(AT + "cycles/1/"))


def test_a_figure_scores_nothing_while_the_prediction_may_still_change(
    browser: Client, project: Project, lead: User
) -> None:
    predicted(a_cycle(project, lead), lead)
    a_figure(0.95)
    page = text_of(browser.post("/organisations/R1H/predictions/score/", follow=True))
    assert "No figure has come since the last time" in page


def test_the_daily_job_scores_what_has_come(
    project: Project, lead: User, django_capture_on_commit_callbacks: object
) -> None:
    predicted(a_cycle(project, lead), lead)
    begin_next_stage(cycle=Cycle.objects.get(), by=lead.as_person())
    a_figure(0.95)
    with django_capture_on_commit_callbacks(execute=True):
        run = start_job(job="score-predictions", organisation="", by=lead.as_person())
    run.refresh_from_db()
    assert "score-predictions" in {schedule.job for schedule in schedules()}
    assert run.result == "Predictions scored: 1."


def test_the_next_test_of_a_ramp_stands_below_the_first(
    browser: Client, project: Project, lead: User
) -> None:
    a_cycle(project, lead)
    browser.post(AT + "cycles/1/next/", {"title": "For a week", "scale": "one-week"})
    assert Cycle.objects.get(number=2).parent.number == 1
    page = browser.get(AT + "cycles/").content.decode()
    assert 'aria-label="Tests that follow cycle 1"' in page
    assert "It is one of a chain of cycles." in text_of(browser.get(AT + "cycles/2/"))


def test_whoever_was_slower_sees_both_texts(browser: Client, project: Project, lead: User) -> None:
    a_cycle(project, lead)
    typed = {"title": "Monitor on the trolley", "scale": "one-shift", "watched": f"{MEASURE}/", **PLAN}
    browser.post(AT + "cycles/1/edit/plan/", {**typed, "where": "North clinic", "expected": "1"})
    page = browser.post(AT + "cycles/1/edit/plan/", {**typed, "where": "South clinic", "expected": "1"})
    assert "How it stands now" in text_of(page)
    assert "North clinic" in text_of(page)
    assert "South clinic" in page.content.decode()
    assert Cycle.objects.get().texts["where"] == "North clinic"


def test_a_stage_that_is_not_complete_says_what_is_missing(
    browser: Client, project: Project, lead: User
) -> None:
    a_cycle(project, lead, texts={})
    page = text_of(browser.post(AT + "cycles/1/step/", {"step": "begin"}, follow=True))
    assert "The stage “Plan” is not complete" in page
    assert "Stop rule" in page


def test_the_plan_cannot_be_opened_once_the_test_has_begun(
    browser: Client, project: Project, lead: User
) -> None:
    predicted(a_cycle(project, lead), lead)
    begin_next_stage(cycle=Cycle.objects.get(), by=lead.as_person())
    page = text_of(browser.get(AT + "cycles/1/edit/plan/", follow=True))
    assert "its plan stays as it was" in page
    assert "That stage has not begun" in text_of(browser.get(AT + "cycles/1/edit/act/", follow=True))


def test_a_question_is_put_differently_until_somebody_predicts_its_answer(
    browser: Client, project: Project, lead: User
) -> None:
    cycle = a_cycle(project, lead)
    question = ask_question(cycle=cycle, words="How many ar tested?", kind="number", by=lead.as_person())
    address = f"{AT}cycles/1/questions/1/edit/"
    assert "How many ar tested?" in text_of(browser.get(f"{AT}cycles/1/"))
    put = {"words": "How many are tested?", "kind": "number", "expected": "1"}
    assert "How many are tested?" in text_of(browser.post(address, put, follow=True))
    late = text_of(browser.post(address, {**put, "words": "Who is tested?"}))
    assert "changed this while you had it open" in late
    assert "How it stands now Question How many are tested?" in late
    predict(question=question, low=3, sure=80, by=lead.as_person())
    page = text_of(browser.get(f"{AT}cycles/1/"))
    assert "Predicted, so the question stays" in page
    refused = text_of(browser.post(address, {**put, "expected": "2", "words": "Who?"}, follow=True))
    assert "Somebody has predicted the answer to these words" in refused
    assert "How many are tested?" in refused


def test_a_question_stays_once_the_test_has_begun(browser: Client, project: Project, lead: User) -> None:
    cycle = a_cycle(project, lead)
    predicted(cycle, lead)
    begin_next_stage(cycle=cycle, by=lead.as_person())
    page = text_of(browser.get(f"{AT}cycles/1/questions/1/edit/", follow=True))
    assert "The test has begun, so its questions stay as they were asked" in page


def test_a_stopped_test_says_why(browser: Client, project: Project, lead: User) -> None:
    a_cycle(project, lead)
    assert "Say why it stops" in text_of(browser.post(AT + "cycles/1/step/", {"step": "stop"}, follow=True))
    step = {"step": "stop", "reason": "The monitor broke"}
    assert "The monitor broke" in text_of(browser.post(AT + "cycles/1/step/", step, follow=True))


def test_the_team_answers_yes_or_no(browser: Client, project: Project, lead: User) -> None:
    by, cycle = lead.as_person(), a_cycle(project, lead)
    predict(
        question=ask_question(cycle=cycle, words="Liked?", kind="yes-no", by=by), yes=True, sure=90, by=by
    )
    begin_next_stage(cycle=cycle, by=by)
    page = text_of(
        browser.post(AT + "cycles/1/questions/1/answer/", {"yes": "no", "words": "Too slow"}, follow=True)
    )
    assert "predicted yes, 90% sure: was no, did not come true" in page


def test_a_test_carries_out_an_action(browser: Client, project: Project, lead: User) -> None:
    start_action(
        organisation=project.organisation, project=project, title="Buy a monitor", by=lead.as_person()
    )
    address = AT + "cycles/new/?action=1"
    assert f'href="{address}"' in browser.get("/organisations/R1H/actions/1/").content.decode()
    assert "Carries out action 1" in text_of(browser.get(address))
    browser.post(address, {"title": "Try one", "scale": "one-woman"})
    assert Cycle.objects.get().action.number == 1
    assert browser.get(AT + "cycles/new/?action=9").status_code == 404


def test_every_project_lists_its_tests_of_change(browser: Client, project: Project) -> None:
    assert "Measurement plan Tests of change Progress" in text_of(browser.get(AT))


def test_a_reader_sees_and_changes_nothing(project: Project, lead: User) -> None:
    a_cycle(project, lead)
    reader = browser_of(somebody("reader"))
    assert "Plan a test of change" not in text_of(reader.get(AT + "cycles/"))
    assert "Move on" not in text_of(reader.get(AT + "cycles/1/"))
    assert reader.post(AT + "cycles/1/step/", {"step": "begin"}).status_code == 403
    stranger = browser_of(somebody("trust-lead", "RJ1"))
    assert stranger.get(AT + "cycles/1/").status_code == 404


def test_queries_do_not_grow_with_the_tests(browser: Client, project: Project, lead: User) -> None:
    def counts() -> list[int]:
        found = []
        for address in (AT + "cycles/", "/organisations/R1H/predictions/"):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        return found

    predicted(a_cycle(project, lead), lead)
    counts()
    before = counts()
    for _ in range(2):
        predicted(a_cycle(project, lead, parent=Cycle.objects.first()), lead)
    assert counts() == before


def test_a_test_does_not_begin_tomorrow(browser: Client, project: Project, lead: User) -> None:
    predicted(a_cycle(project, lead), lead)
    later = str(localdate().replace(year=localdate().year + 1))
    page = text_of(browser.post(AT + "cycles/1/step/", {"step": "begin", "on": later}, follow=True))
    assert "still to come" in page
