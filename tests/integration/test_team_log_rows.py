"""What people log on the site, as rows of team logs: what counts as taking part, and whose it is."""

from datetime import date

import pytest
from tests.lib.collaborative import enter
from tests.lib.improvement import TRUST
from tests.lib.team_work import HERE, TODAY, People, approved, cycle_begun, on, people, project, rows, scored

from clearway.common.periods import Month
from clearway.web.boards.actions import publish_board, share_board
from clearway.web.department.actions.meetings import hold_meeting, plan_meeting, record_attendance
from clearway.web.people.models import User
from clearway.web.projects.actions import lifecycle, plans, talk, team, work
from clearway.web.projects.models import Project
from clearway.web.projects.origins import Origin
from clearway.web.returns.cells import CellEntry
from clearway.web.team_logs.canonical import team_log_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> People:
    return people()


@pytest.fixture
def one(who: People) -> Project:
    return project(who)


def took_part() -> list[tuple[object, ...]]:
    return rows("participations", "day", "took_part_as", "profession", "improvement_lead")


def test_months_are_covered_from_the_first_project_to_the_last_month_that_is_over(one: Project):
    assert rows("log_months", "period", "period_end") == [(date(2026, 3, 1), date(2026, 3, 31))]
    assert team_log_rows([TRUST], date(2026, 3, 31))["log_months"] == []
    assert team_log_rows(["RJ7"], TODAY)["log_months"] == []


def test_a_project_that_is_opened_again_has_two_spans_and_on_the_same_day_one(who: People, one: Project):
    by = who.lead.as_person()
    with on(10):
        lifecycle.close_project(project=one, reason="Pause", by=by)
    with on(20):
        lifecycle.reopen_project(project=one, reason="On we go", by=by)
    with on(25):
        lifecycle.close_project(project=one, reason="By mistake", by=by)
        lifecycle.reopen_project(project=one, reason="It was", by=by)
    assert rows("project_spans", "opened", "closed") == [
        (date(2026, 3, 2), date(2026, 3, 10)),
        (date(2026, 3, 20), None),
    ]


def test_the_team_names_the_professions_of_its_pathway_and_not_those_who_lead_it(who: People, one: Project):
    by = who.lead.as_person()
    places = (
        ("front-line", "midwifery", "Mo"), ("front-line", "obstetrics", "Ola"),
        ("helper", "midwifery", "Mia"), ("executive-sponsor", "management", "Eve"),
        ("data", "data-analysis", "Dee"),
        ("service-user", "lived-experience", "Sue"), ("improvement-adviser", "public-health", "Ann"),
    )  # fmt: skip
    with on(5):
        made = {
            name: team.add_member(project=one, role=role, profession=profession, name=name, by=by)
            for role, profession, name in places
        }
    with on(20):
        team.end_member(member=made["Mo"], by=by)
        team.end_member(member=made["Ola"], by=by)
    assert rows("project_professions", "profession", "named_on", "ended_on") == [
        ("midwifery", date(2026, 3, 5), None),
        ("obstetrics", date(2026, 3, 5), date(2026, 3, 20)),
    ]


class TestTakingPart:
    def test_a_leader_answers_a_charter(self, who: People, one: Project):
        approved(one, who, 10)
        assert took_part() == [(date(2026, 3, 10), "leader", None, False)]

    def test_feedback_counts_from_a_leader_of_the_trust_and_not_from_a_coach(self, who: People, one: Project):
        with on(11):
            talk.say(project=one, words="Well done", feedback=True, by=who.leader.as_person())
            talk.say(project=one, words="Hello", feedback=True, by=who.network.as_person())
            talk.say(project=one, words="Not feedback", by=who.leader.as_person())
        assert took_part() == [(date(2026, 3, 11), "leader", None, False)]

    def test_whoever_sponsors_this_project_is_a_leader_of_it(self, who: People, one: Project):
        other = project(who, title="Posters")
        with on(9):
            team.add_member(
                project=one, role="executive-sponsor", user=who.midwife, by=who.lead.as_person(), name="",
                profession="",
            )  # fmt: skip
        with on(11):
            for each in (one, other):
                talk.say(project=each, words="Well done", feedback=True, by=who.midwife.as_person())
        assert rows("participations", "project", "took_part_as") == [("1", "leader")]

    def test_a_guest_from_above_the_trust_is_no_leader_of_it_at_a_meeting(self, who: People, one: Project):
        by = who.lead.as_person()
        with on(16):
            held = plan_meeting(organisation=HERE, title="Team", on=date(2026, 3, 16), project=one, by=by)
            hold_meeting(meeting=held, by=by)
            for user in (who.network, who.leader):
                record_attendance(meeting=held, attended_as="leader", user=user, by=by)
        assert [as_ for _, as_, _, _ in took_part()] == ["leader", "other"]

    def test_a_barrier_that_a_coach_removed_is_no_act_of_a_leader_here(self, who: People, one: Project):
        with on(12):
            barrier = work.raise_barrier(project=one, title="No monitors", by=who.lead.as_person())
            work.escalate_barrier(
                barrier=barrier, leader=who.network, due=date(2026, 4, 1), by=who.lead.as_person()
            )
            work.refuse_barrier(barrier=barrier, reason="No money", by=who.network.as_person())
        assert took_part() == []

    def test_a_barrier_counts_when_a_leader_or_whoever_it_was_taken_to_answers_it(
        self, who: People, one: Project
    ):
        def answered(title: str, by: User, taken_to: User | None = None) -> None:
            barrier = work.raise_barrier(project=one, title=title, by=who.lead.as_person())
            if taken_to:
                work.escalate_barrier(
                    barrier=barrier, leader=taken_to, due=date(2026, 4, 1), by=who.lead.as_person()
                )
            work.refuse_barrier(barrier=barrier, reason="No money", by=by.as_person())

        with on(12):
            answered("No monitors", who.leader)
        with on(13):
            answered("No room", who.midwife, taken_to=who.midwife)
        with on(14):
            answered("No time", who.lead)
            work.raise_barrier(project=one, title="Open", by=who.lead.as_person())
        assert took_part() == [
            (date(2026, 3, 12), "leader", None, False),
            (date(2026, 3, 13), "leader", None, False),
        ]

    @pytest.mark.parametrize(
        ("group", "as_", "profession"),
        [
            ("women-families", "woman", None),
            ("voices-partnership", "woman", None),
            ("stop-smoking", "staff", "stop-smoking"),
            ("commissioner", "other", None),
        ],
    )
    def test_a_discussion_is_of_the_group_that_was_heard(
        self, who: People, one: Project, group: str, as_: str, profession: str | None
    ):
        with on(20):
            talk.record_discussion(
                project=one, group=group, on=date(2026, 3, 18), how="Coffee", said_by_them="More time",
                by=who.lead.as_person(),
            )  # fmt: skip
        assert took_part() == [(date(2026, 3, 18), as_, profession, False)]

    def test_a_meeting_counts_once_it_was_held_for_those_who_were_there(self, who: People, one: Project):
        by = who.lead.as_person()
        with on(16):
            held = plan_meeting(organisation=HERE, title="Team", on=date(2026, 3, 16), project=one, by=by)
            planned = plan_meeting(organisation=HERE, title="Next", on=date(2026, 3, 17), project=one, by=by)
            of_all = plan_meeting(organisation=HERE, title="All", on=date(2026, 3, 16), by=by)
            for row in (held, of_all):
                hold_meeting(meeting=row, by=by)
            for as_ in ("leader", "women-families", "obstetrics"):
                record_attendance(meeting=held, attended_as=as_, by=by)
            record_attendance(meeting=held, attended_as="midwifery", user=who.lead, by=by)
            record_attendance(meeting=of_all, attended_as="leader", by=by)
        assert planned.number == 2
        day = date(2026, 3, 16)
        assert took_part() == [
            (day, "leader", None, False),
            (day, "staff", "midwifery", True),
            (day, "staff", "obstetrics", False),
            (day, "woman", None, False),
        ]

    def test_a_test_of_change_is_taking_part_by_profession_and_use_of_method(self, who: People, one: Project):
        with on(3):
            for role, profession, user in (
                ("front-line", "maternity-support", who.midwife),
                ("service-user", "lived-experience", None),
            ):
                team.add_member(
                    project=one, role=role, profession=profession, user=user,
                    name="" if user else "Sue Served", by=who.lead.as_person(),
                )  # fmt: skip
        cycle_begun(one, who.lead, 23, owner=who.midwife.name)
        cycle_begun(one, who.lead, 24, owner="Sue Served")
        parts = rows("cycle_parts", "cycle", "person", "day")
        assert parts == sorted(
            [
                ("1", str(who.lead.key), date(2026, 3, 23)),
                ("1", str(who.midwife.key), date(2026, 3, 23)),
                ("2", str(who.lead.key), date(2026, 3, 24)),
            ],
            key=str,
        )
        assert set(took_part()) == {
            (date(2026, 3, 23), "staff", "maternity-support", False),
            (date(2026, 3, 23), "staff", "midwifery", True),
            (date(2026, 3, 24), "staff", "midwifery", True),
        }


def test_a_shared_board_shows_the_points_known_on_the_day_and_is_figures_for_staff(who: People, one: Project):
    by = who.lead.as_person()

    def share(day: int, of: Project | None) -> None:
        with on(day):
            share_board(
                organisation=HERE, project=of, with_whom="Huddle", audience="staff", on=date(2026, 3, day),
                by=by,
            )  # fmt: skip

    with on(4):
        plans.plan_measure(project=one, kind="process", title="CO", measure="smoke-booking", by=by)
    share(15, one)
    with on(16):
        for month in (Month(2026, 1), Month(2026, 2)):
            enter(TRUST, month, [CellEntry("smoke-booking", numerator=8, denominator=100)])
    share(19, one)
    share(20, None)
    days = (date(2026, 3, 15), date(2026, 3, 19))
    assert rows("board_showings", "day", "points") == [(days[0], 0), (days[1], 2)]
    assert rows("sharings", "day", "way", "audience", "figures", "news") == [
        (day, "learning board", "staff", True, True) for day in days
    ]


def test_a_board_that_is_put_up_for_everybody_is_one_occasion_for_women(who: People, one: Project):
    with on(21):
        publish_board(
            organisation=HERE, project=one, panels=["vision"], expires_on=date(2026, 5, 1),
            nobody_recognised=True, by=who.lead.as_person(),
        )  # fmt: skip
    assert rows("sharings", "day", "audience", "figures", "news") == [
        (date(2026, 3, 21), "women", True, True)
    ]


def test_what_is_told_as_planned_is_news_for_its_audience(who: People, one: Project):
    by = who.lead.as_person()
    with on(20):
        for audience in ("staff", "women-families", "board"):
            row = plans.plan_communication(
                project=one, audience=audience, message="How it goes", how="Newsletter", by=by
            )
            plans.record_communication(row=row, on=date(2026, 3, 20), by=by)
    assert rows("sharings", "audience", "way", "figures", "news") == [
        ("other", "newsletter", False, True),
        ("staff", "newsletter", False, True),
        ("women", "newsletter", False, True),
    ]


def test_a_change_has_the_finding_it_came_from_and_the_day_of_its_first_test(who: People, one: Project):
    by = who.lead.as_person()
    with on(5):
        kinds = ("discussion", "suggestion", "barrier")
        actions = [
            work.start_action(organisation=HERE, project=one, title=kind, origin=Origin(kind, "1"), by=by)
            for kind in kinds
        ]
    cycle_begun(one, who.lead, 27, action=actions[0])
    cycle_begun(one, who.lead, 23, action=actions[0])
    assert rows("changes", "change", "origin", "first_test") == [
        ("1", "listening-event", date(2026, 3, 23)),
        ("2", "staff-idea", None),
        ("3", "other", None),
    ]


def test_scores_keep_their_order(who: People, one: Project):
    scored(one, who.lead, "2.0", 2)
    scored(one, who.lead, "2.5", 3)
    assert [score for _, score in rows("progress_scores", "given_at", "score")] == [2.0, 2.5]
