"""Projects, departments and library of the made-up collaborative: told by real actions, as the files say."""

from collections import Counter

import pytest
from django.test import override_settings
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.boards.models import PublicLink, Share
from clearway.web.charts.selectors import chart_history
from clearway.web.cycles.models import Cycle, CycleStep, ProgressScore
from clearway.web.cycles.scoring import questions_of, verdicts
from clearway.web.demonstration.department_plan import departments
from clearway.web.demonstration.improvement_plan import improvement
from clearway.web.demonstration.plan import story
from clearway.web.demonstration.telling import tell
from clearway.web.department.models import Attendance, Leadership, Meeting, MeetingStep
from clearway.web.library.models import LibraryItem, SharedVersion
from clearway.web.people.access import access_of_user
from clearway.web.people.models import User
from clearway.web.projects.models import AtUnit, Barrier, BarrierStep, Member, Project, ProjectStep
from clearway.web.publications.models import LOGS, Value
from clearway.web.trail.sentences import sentences
from clearway.web.units.models import Unit

BY = Person("Tess Ter", "tests")


def test_units_and_who_works_there_stand_as_told(told: int) -> None:
    wanted = Counter(
        (one.code, one.renamed.words if one.renamed else one.name) for one in improvement().units
    )
    assert Counter(Unit.objects.values_list("org_code", "name")) == wanted
    closed = {one.name for one in improvement().units if one.closed}
    assert {one.name for one in Unit.objects.with_state() if not one.is_open} == closed
    for one in improvement().projects:
        now = set(
            AtUnit.objects.filter(project__title=one.title, left=None).values_list("unit__name", flat=True)
        )
        assert now == set(one.works_in[max(one.works_in)] if one.works_in else ())
    boards = Share.objects.filter(unit__name="Mill Lane clinic", org_code="DEMO1")
    assert set(boards.values_list("audience", flat=True)) == {"staff", "women-families"}


def test_every_change_reads_as_a_sentence(told: int) -> None:
    actions = set(ChangeEvent.objects.values_list("action", flat=True))
    assert {"share learning board", "publish board", "offer idea"} <= actions
    assert actions <= set(sentences())


def test_every_charter_stands_as_told(told: int) -> None:
    wanted = Counter(
        (
            one.code,
            one.title,
            {"approved": "approved", "waiting": "submitted", "returned": "draft"}[one.approval],
        )
        for one in improvement().projects
    )
    assert Counter(Project.objects.values_list("org_code", "title", "status")) == wanted
    returned = ProjectStep.objects.get(step=ProjectStep.RETURN)
    assert returned.reason


def test_every_test_of_change_ends_as_told(told: int) -> None:
    wanted = Counter(
        one.decision or ("stopped" if one.stopped else one.until)
        for project in improvement().projects
        for one in project.cycles
    )
    wanted["plan"] += sum(len(test.copied) for test in departments().tests)
    cycles = Cycle.objects.with_decision()
    assert Counter(cycle.decision or cycle.state for cycle in cycles) == wanted
    assert {"adopt", "adapt", "abandon", "stopped", "do"} <= set(wanted)


def test_some_predictions_come_true_and_some_fail_by_the_figures(told: int) -> None:
    found = [
        one
        for code in {project.code for project in improvement().projects}
        for one in verdicts(questions_of(directory().get(code)))
        if one.outcome is not None and one.outcome.value is not None
    ]
    assert {one.came_true for one in found} == {True, False}
    for one in found:
        assert one.prediction is not None
        assert one.outcome is not None
        assert one.prediction.at < one.outcome.at


def test_nobody_decides_before_the_figures_that_were_predicted_are_there(told: int) -> None:
    decided = CycleStep.objects.filter(step="decided", cycle__questions__outcomes__isnull=False)
    found = list(decided.values_list("cycle__title", "at", "cycle__questions__outcomes__at"))
    assert len(found) > 25
    assert [title for title, at, known in found if at < known] == []


def test_one_barrier_waits_for_the_champion(told: int) -> None:
    champion = User.objects.get(demonstration=True, email__startswith="board-champion@")
    last = [barrier.steps.order_by("-pk")[0] for barrier in Barrier.objects.all()]
    waiting = [step for step in last if step.step == BarrierStep.ESCALATED]
    assert [(step.leader, step.barrier.project.org_code) for step in waiting] == [(champion, "DEMO1")]
    assert any(step.step == BarrierStep.REMOVED for step in last)


def test_a_score_without_its_evidence_is_answered_with_a_lower_one(told: int) -> None:
    disputed = [
        (score, answer)
        for score in ProgressScore.objects.prefetch_related("feedback")
        for answer in score.feedback.all()
        if answer.would_give is not None and answer.would_give < score.score
    ]
    assert disputed
    assert max(score.evidence["supported"] for score in ProgressScore.objects.all()) >= 2.5
    assert all(score.evidence["supported"] < float(score.score) for score, _ in disputed)


def test_a_shift_is_a_phase_with_its_reason(told: int) -> None:
    for shift in improvement().shifts:
        assert [event.reason for event in chart_history(directory().get(shift.code), shift.measure)] == [
            shift.reason
        ]


def test_leads_are_as_in_the_study_of_eight_trusts(told: int) -> None:
    led = Counter(Leadership.objects.values_list("model", flat=True))
    assert led == {"sss-led": 3, "maternity-led": 4, "no-lead": 1}


def test_trusts_led_by_the_stop_smoking_service_keep_their_meetings_and_seniors_come(told: int) -> None:
    called_off, senior, held = Counter[str](), Counter[str](), Counter[str]()
    model = dict(Leadership.objects.values_list("org_code", "model"))
    for meeting in Meeting.objects.with_state().prefetch_related("attendances"):
        here = model[meeting.org_code]
        called_off[here] += meeting.state == MeetingStep.CALLED_OFF
        held[here] += meeting.state == MeetingStep.HELD
        senior[here] += any(one.attended_as == Attendance.LEADER for one in meeting.attendances.all())
    assert called_off["sss-led"] == 0 < called_off["maternity-led"]
    assert senior["sss-led"] / held["sss-led"] > 2 * senior["maternity-led"] / held["maternity-led"]
    assert held["no-lead"] == 0


def test_the_trust_without_a_lead_tests_nothing_and_its_score_is_flat(told: int) -> None:
    scores = ProgressScore.objects.filter(project__org_code="DEMO8").values_list("score", flat=True)
    assert len(scores) >= 3
    assert len(set(scores)) == 1
    assert not Cycle.objects.filter(project__org_code="DEMO8").exists()


def test_copies_keep_their_origin_and_others_find_what_is_shared(told: int) -> None:
    for test in departments().tests:
        shared = SharedVersion.objects.get(shared__cycle__title=test.cycle)
        copies = Cycle.objects.filter(copied_from=shared.shared.cycle).values_list(
            "project__org_code", flat=True
        )
        assert sorted(copies) == sorted(one.code for one in test.copied)
        assert test.code not in copies
    assert LibraryItem.objects.count() == len(departments().items)


def test_public_boards_are_shown_without_names_of_staff(told: int) -> None:
    links = PublicLink.objects.with_last()
    assert {link.org_code for link in links} == {one.code for one in departments().trusts if one.public}
    names = {name.removesuffix(" (made up)") for name in Member.objects.values_list("name", flat=True)}
    for link in links:
        assert link.expires_on > timezone.localdate()
        assert not any(name in str(link.content) for name in names)


def test_figures_of_the_work_are_computed_from_the_logs_and_never_typed(told: int) -> None:
    for measure in (*story().work.measures, "improvement-projects"):
        rows = Value.objects.current().filter(measure=measure, org_code__startswith="DEMO", state="value")
        assert {row.source.layout for row in rows.select_related("source")} == {LOGS}
    newest = Value.objects.current().filter(measure="improvement-projects", org_code="DEMO1").latest("period")
    assert newest.value == sum(one.code == "DEMO1" for one in improvement().projects)


def test_is_made_by_actions_in_the_past_by_people_who_are_called_made_up(told: int) -> None:
    started = ChangeEvent.objects.filter(action="start project", organisation__startswith="DEMO")
    assert started.count() == Project.objects.count()
    assert CycleStep.objects.latest("at").at <= timezone.now()
    assert all(name.endswith("(made up)") for name in Member.objects.values_list("name", flat=True))


def test_is_told_once(told: int) -> None:
    assert tell(by=BY) == 0


@pytest.mark.django_db
def test_is_refused_in_production() -> None:
    with override_settings(DEMONSTRATION=False), pytest.raises(ClearwayError, match="not told here"):
        tell(by=BY)
    assert not Project.objects.exists()


def test_nobody_else_sees_what_is_computed_from_a_trusts_logs(told: int) -> None:
    mine = Value.objects.filter(org_code="DEMO8", source__layout=LOGS)
    assert mine.exists()
    for name, sees in (("second-trust-lead", False), ("network-lead-south", True)):
        access = access_of_user(User.objects.get(demonstration=True, email__startswith=f"{name}@"))
        assert mine.visible_to(access).exists() is sees
    assert not mine.open().exists()
    assert not any(row.is_open for row in mine.select_related("source")[:5])
