"""The progress of a project: what is found stands beside the team's own score, and a coach answers."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate
from tests.lib.improvement import a_project, an_approved_project, browser_of, somebody

from clearway.common.periods import Month
from clearway.spc.history import Event, EventKind
from clearway.web.charts.actions import record_chart_event
from clearway.web.cycles.actions.cycles import begin_next_stage, decide, plan_cycle
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.cycles.actions.progress import score_progress
from clearway.web.cycles.form import fields
from clearway.web.cycles.models import ProgressScore
from clearway.web.cycles.standing import standing_of, way
from clearway.web.department.actions.meetings import hold_meeting, plan_meeting
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.models import Project
from clearway.web.projects.vocabulary import vocabulary
from clearway.web.publications.models import SourceFile, Value

pytestmark = pytest.mark.django_db
AT = "/organisations/R1H/projects/1/progress/"
MEASURE = "co-test-booking"


@pytest.fixture
def project(lead: User) -> Project:
    return an_approved_project(lead, somebody("trust-lead"))


def text_of(response: object, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:800]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def figures(*values: float) -> None:
    source, _ = SourceFile.objects.get_or_create(
        sha256="d" * 64, defaults=dict.fromkeys(("new", "unchanged", "restated", "older"), 0)
    )
    month = Month.of(date(2024, 1, 1))
    for place, value in enumerate(values):
        each = month.shift(place)
        Value.objects.create(
            measure=MEASURE, version="1", org_level="provider", org_code="R1H", period=str(each),
            period_start=each.first_day, numerator=value * 1000, denominator=1000, value=value,
            state="value", status="final", source=source, recorded_by="Tess Ter",
        )  # fmt: skip


def planned(project: Project, lead: User, **said: object) -> None:
    given = {"kind": "process", "title": "CO at booking", "measure": MEASURE, "baseline": 0.6, "target": 0.9}
    plan_measure(project=project, by=lead.as_person(), **(given | said))


def adopted(project: Project, lead: User) -> None:
    by, texts = lead.as_person(), dict.fromkeys(fields(), "said")
    cycle = plan_cycle(project=project, title="Trolley", scale="one-shift", texts=texts, by=by)
    predict(
        question=ask_question(cycle=cycle, words="Liked?", kind="yes-no", by=by), yes=True, sure=80, by=by
    )
    for _ in range(3):
        begin_next_stage(cycle=cycle, by=by)
    decide(cycle=cycle, decision="adopt", by=by)


def begun_anew(project: Project, lead: User) -> None:
    event = Event("p", EventKind.PHASE, date(2024, 9, 1), "A monitor in each room", "Ada", timezone.now())
    record_chart_event(
        organisation=project.organisation, measure=MEASURE, component="", event=event, by=lead.as_person()
    )


def test_a_draft_has_nothing_but_its_name(lead: User) -> None:
    standing = standing_of(a_project(lead), access_of_user(lead))
    needed = [role.title for role in vocabulary().roles if role.needed]
    assert (standing.charter_approved, list(standing.missing_roles)) == (False, needed)
    assert (standing.goals, standing.studied, standing.adopted, standing.sustained) == ((), 0, 0, 0)


def test_a_standing_is_read_from_what_is_recorded(project: Project, lead: User) -> None:
    add_member(project=project, role="lead", name="Ada", by=lead.as_person())
    planned(project, lead)
    adopted(project, lead)
    figures(*[0.60, 0.61, 0.59, 0.60, 0.62, 0.58, 0.60, 0.61, 0.59, 0.60, 0.61, 0.59] + [0.75] * 8)
    standing = standing_of(project, access_of_user(lead))
    assert standing.charter_approved
    assert "Project lead" not in standing.missing_roles
    (goal,) = standing.goals
    # The mean of the phase: (12 x 0.60 + 8 x 0.75) / 20 = 0.66, a fifth of the way from 0.6 to 0.9.
    assert (goal.kind, goal.has_baseline, goal.has_target) == ("process", True, True)
    assert goal.way == pytest.approx(0.2)
    assert goal.level == "mean of the 20 months of its phase"
    assert goal.improved
    assert goal.held_months == 8
    assert (standing.studied, standing.adopted, standing.sustained) == (1, 1, 1)


def test_one_lucky_month_is_not_the_level(project: Project, lead: User) -> None:
    planned(project, lead)
    figures(0.60, 0.61, 0.59, 0.60, 0.62, 0.90)
    (goal,) = standing_of(project, access_of_user(lead)).goals
    # In order 0.59 0.60 0.60 0.61 0.62 0.90: the median is 0.605, and 0.005 of 0.3 is a sixtieth.
    assert (goal.way, goal.level) == (pytest.approx(0.005 / 0.3), "median of the last 6 months")


def test_two_months_say_nothing_of_the_way(project: Project, lead: User) -> None:
    planned(project, lead)
    figures(0.60, 0.90)
    (goal,) = standing_of(project, access_of_user(lead)).goals
    assert (goal.way, goal.level) == (None, "")


def test_a_chart_begun_anew_stands_where_its_new_phase_stands(project: Project, lead: User) -> None:
    planned(project, lead)
    figures(*[0.60] * 8, *[0.75, 0.74, 0.76])
    begun_anew(project, lead)
    (goal,) = standing_of(project, access_of_user(lead)).goals
    assert (goal.way, goal.level) == (0.5, "median of the last 3 months")


def test_a_baseline_that_sets_the_limits_is_not_where_the_measure_stands(
    project: Project, lead: User
) -> None:
    planned(project, lead)
    figures(*[0.60, 0.61, 0.59, 0.60, 0.62, 0.58] * 2, *[0.75] * 6)
    first = date(2024, 1, 1)
    event = Event("b", EventKind.BASELINE, first, "Before", "Ada", timezone.now(), points=12)
    record_chart_event(
        organisation=project.organisation, measure=MEASURE, component="", event=event, by=lead.as_person()
    )
    (goal,) = standing_of(project, access_of_user(lead)).goals
    assert (goal.way, goal.level) == (0.5, "median of the last 6 months")


def test_the_first_meeting_that_was_held_is_found(project: Project, lead: User) -> None:
    by, access, first = lead.as_person(), access_of_user(lead), localdate() - timedelta(days=40)
    for day in (first + timedelta(days=10), first):
        meeting = plan_meeting(
            organisation=project.organisation, project=project, title="We meet", kind="project", on=day, by=by
        )
        if day != first:
            assert standing_of(project, access).first_meeting is None, "it is only planned"
        hold_meeting(meeting=meeting, by=by)
    assert standing_of(project, access).first_meeting == first


def test_figures_that_only_vary_by_chance_are_no_improvement(project: Project, lead: User) -> None:
    planned(project, lead)
    figures(*[0.60, 0.61, 0.59, 0.60, 0.62, 0.58] * 3)
    (goal,) = standing_of(project, access_of_user(lead)).goals
    assert not goal.improved


def test_a_chart_begun_anew_after_an_improvement_does_not_lose_it(project: Project, lead: User) -> None:
    planned(project, lead)
    figures(*[0.60, 0.61, 0.59, 0.60, 0.62, 0.58, 0.60, 0.61], *[0.75] * 10)
    begun_anew(project, lead)
    (goal,) = standing_of(project, access_of_user(lead)).goals
    assert goal.held_months == 10, "ten points are too few for limits of their own; those of before stand"


def test_a_chart_begun_anew_without_an_improvement_gains_none(project: Project, lead: User) -> None:
    planned(project, lead)
    figures(*[0.60, 0.61, 0.59, 0.60, 0.62, 0.58] * 3)
    begun_anew(project, lead)
    (goal,) = standing_of(project, access_of_user(lead)).goals
    assert not goal.improved


def test_a_goal_without_a_figure_is_unknown_and_not_unmoved(project: Project, lead: User) -> None:
    planned(project, lead)
    (goal,) = standing_of(project, access_of_user(lead)).goals
    assert goal.way is None


@pytest.mark.parametrize(
    ("baseline", "target", "level", "came"),
    [
        (0.2, 0.1, 0.15, 0.5),
        (0.1, 0.3, 0.3, 1.0),
        (0.2, 0.1, 0.3, -1.0),
        (0.2, 0.2, 0.2, None),
        (0.0, 0.5, 0.0, 0.0),
    ],
)
def test_the_way_goes_from_baseline_to_target_in_either_direction(
    baseline: float, target: float, level: float, came: float | None
) -> None:
    assert way(baseline, target, level) == came


def test_the_teams_score_stands_beside_what_is_found(project: Project, lead: User) -> None:
    browser = browser_of(lead)
    assert "Not scored yet" in text_of(browser.get(AT))
    month = str(Month.of(localdate()))
    page = text_of(
        browser.post(AT + "score/", {"month": month, "score": "2.0", "reason": "We map"}, follow=True)
    )
    assert "Not found today for 2.0:" in page
    assert "The team lacks:" in page
    assert "0.5 was found that day" in page
    row = ProgressScore.objects.get()
    assert (row.score, row.evidence["supported"]) == (Decimal("2.0"), 0.5)


def test_a_score_without_a_reason_is_told_so(project: Project, lead: User) -> None:
    page = text_of(browser_of(lead).post(AT + "score/", {"month": "2020-01", "score": "2.0"}))
    assert "There is a problem" in page
    assert not ProgressScore.objects.exists()


def test_a_coach_answers_and_the_team_does_not(project: Project, lead: User) -> None:
    row = score_progress(
        project=project, month=Month.of(localdate()), score=Decimal("3.0"), reason="Moves", evidence={},
        by=lead.as_person(),
    )  # fmt: skip
    answer = f"{AT}{row.pk}/answer/"
    said = {"words": "Show the chart first", "would_give": "2.5"}
    assert browser_of(lead).post(answer, said).status_code == 403
    coach = browser_of(somebody("network-lead", "QMF"))
    page = text_of(coach.post(answer, said, follow=True))
    assert "would give 2.5" in page
    assert "Show the chart first" in page
    assert "There is a problem" in text_of(coach.post(answer, {"words": ""}))
    assert coach.post(f"{AT}999/answer/", said).status_code == 404


def test_trust_lead_and_board_champion_answer_a_score_but_nobody_their_own(
    project: Project, lead: User
) -> None:
    head, champion = somebody("trust-lead", name="Thea"), somebody("board-champion")
    looked = {"id": "x", "score": 3.5, "found": False, "words": "No sign"}
    row = score_progress(
        project=project, month=Month.of(localdate()), score=Decimal("4.5"), reason="Moves",
        evidence={"supported": 3.0, "looked": [looked]}, by=head.as_person(),
    )  # fmt: skip
    said = {"words": "Show the chart first", "would_give": "3.0"}
    page = text_of(browser_of(champion).post(f"{AT}{row.pk}/answer/", said, follow=True))
    assert "would give 3.0" in page
    assert "The team scored 4.5: evidence found up to 3.0 on the day it was scored." in page
    assert "Missing: No sign" in page
    assert "after the Institute for Healthcare Improvement, version 1" in page
    assert "Give feedback on" in text_of(browser_of(champion).get(AT))
    assert "You gave this score yourself" in text_of(browser_of(head).post(f"{AT}{row.pk}/answer/", said))
    assert "Give feedback on" not in text_of(browser_of(lead).get(AT))
    assert row.feedback.count() == 1


def test_the_gap_stands_beside_the_score_on_the_department_and_the_health_page(
    project: Project, lead: User
) -> None:
    for score, found in (("3.0", 1.0), ("4.5", 3.0)):  # of one month the last one stands
        score_progress(
            project=project, month=Month.of(localdate()).previous(), score=Decimal(score), reason="Moves",
            evidence={"supported": found, "looked": []}, by=lead.as_person(),
        )  # fmt: skip
    coach = browser_of(somebody("network-lead", "QMF"))
    for page in (
        text_of(browser_of(lead).get("/organisations/R1H/department/")),
        text_of(coach.get("/coordination/QMF/health/")),
    ):
        assert "Evidence found up to 3.0" in page
        assert "Evidence found up to 1.0" not in page
    assert "evidence found up to 3.0" in coach.get("/coordination/QMF/health.csv").content.decode()


def test_queries_do_not_grow_with_measures_and_scores(project: Project, lead: User) -> None:
    browser: Client = browser_of(lead)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(AT).status_code == 200
        return len(queries)

    def more(measure: str) -> None:
        planned(project, lead, title=measure, measure=measure)
        score_progress(
            project=project, month=Month.of(localdate()), score=Decimal("3.0"), reason="x", evidence={},
            by=lead.as_person(),
        )  # fmt: skip
        adopted(project, lead)

    more(MEASURE)
    count()
    before = count()
    more("smoke-booking")
    more("smoke-delivery")
    assert count() == before
