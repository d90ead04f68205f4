"""Panels of the work: ideas and where they stand, barriers and needs with whom they wait for, box score."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from tests.lib.boards import TRUST, a_cycle
from tests.lib.improvement import a_project, an_approved_project
from tests.lib.own_figures import enter_figures

from clearway.common.organisations import directory
from clearway.web.boards.box_score import pace
from clearway.web.boards.panels import Content, Public, registered, shown
from clearway.web.boards.places import place_of
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions import offering
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.actions.work import escalate_barrier, raise_barrier
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
HERE = directory().get(TRUST)
SOON = localdate() + timedelta(days=9)


def panel(
    panel_id: str, project: Project | None, by: User | None = None, *, wall: bool = False
) -> Content | None:
    access = access_of_user(by) if by else NOBODY
    place = place_of(HERE, project, access, on_wall=wall)
    return next(one.content for one in shown(place) if one.panel.id == panel_id)


def told(content: Content | None) -> list[tuple[str, str]]:
    return [(line.text, line.tag) for line in content.lines] if content else []


class TestIdeas:
    def test_a_chosen_idea_stands_where_its_newest_test_does_and_stays_adopted(
        self, lead: User, approver: User
    ) -> None:
        project = an_approved_project(lead, approver)
        assert [tag for _, tag in told(panel("ideas", project))] == ["Not tested yet"]
        for decided, tag in (
            ("", "A test is planned"), ("abandon", "Abandoned"), ("adopt", "Adopted"), ("abandon", "Adopted"),
        ):  # fmt: skip
            cycle = a_cycle(project, lead, f"Test {tag}", decided=decided)
            type(cycle).objects.filter(pk=cycle.pk).update(idea="identification-1")
            assert [tag for _, tag in told(panel("ideas", project))] == [tag]

    def test_the_trust_shows_what_staff_offered_until_it_is_answered(
        self, lead: User, full_board: Project
    ) -> None:
        midwife = lead.as_person()
        offering.offer_idea(organisation=HERE, title="A monitor for the home team", by=midwife)
        assert ("A monitor for the home team", "Waits for an answer") in told(panel("ideas", None))
        assert "A monitor for the home team" not in dict(told(panel("ideas", full_board)))


class TestBarriersAndNeeds:
    def test_a_barrier_waits_for_a_role_and_names_its_leader_on_the_page_only(
        self, full_board: Project, lead: User, leader: User
    ) -> None:
        barrier = raise_barrier(project=full_board, title="No room", by=lead.as_person())
        (line,) = panel("hindrances", full_board, lead).lines
        assert (line.tag, line.late) == ("Barrier", False)
        assert line.details == ("raised today; waits for the team: no leader has it yet",)
        escalate_barrier(barrier=barrier, leader=leader, due=SOON, by=lead.as_person())
        (line,) = panel("hindrances", full_board, lead).lines
        assert line.people == f"With {leader.name}"
        assert "waits for the board champion, who answers by" in line.details[0]
        (line,) = panel("hindrances", full_board, wall=True).lines
        assert leader.name not in repr(line)

    def test_a_need_of_the_trust_waits_too_and_those_of_drafts_do_not(
        self, full_board: Project, lead: User
    ) -> None:
        draft = a_project(lead, title="Draft")
        raise_barrier(project=draft, title="Too early", by=lead.as_person())
        for project, title in ((None, "Two places on a course"), (draft, "A stand")):
            offering.ask_for(
                organisation=HERE, project=project, kind="education", title=title, by=lead.as_person()
            )
        (line,) = panel("hindrances", None, lead).lines
        assert (line.text, line.tag) == ("Two places on a course", "Need")
        assert (
            "asked for today; waits for an answer of the improvement lead or the trust lead" in line.details
        )
        assert panel("hindrances", full_board, lead) is None

    def test_they_are_never_for_everybody(self) -> None:
        public = {one.id: one.public for one in registered()}
        assert public["hindrances"] is public["box-score"] is Public.NEVER
        assert public["ideas"] is Public.OFFERED


class TestBoxScore:
    @pytest.mark.parametrize(
        ("way", "until", "today", "tag"),
        [
            (None, date(2026, 12, 31), date(2026, 7, 1), "Cannot be said"),
            (1.0, None, date(2026, 7, 1), "Reached"),
            (0.2, None, date(2026, 7, 1), "Under way"),
            (-0.2, None, date(2026, 7, 1), "No nearer yet"),
            (0.5, date(2026, 12, 31), date(2026, 7, 1), "On track"),
            (0.4, date(2026, 12, 31), date(2026, 7, 1), "Behind"),
            (0.9, date(2026, 6, 30), date(2026, 7, 1), "Day has passed"),
        ],
    )
    def test_on_track_is_as_far_on_the_way_as_in_time(
        self, way: float | None, until: date | None, today: date, tag: str
    ) -> None:
        assert pace(way, date(2026, 1, 1), until, today)[0] == tag

    def test_a_measure_has_baseline_target_and_newest_figure(self, lead: User, approver: User) -> None:
        project = an_approved_project(lead, approver)
        plan_measure(
            project=project, kind="outcome", measure="nrt", title="NRT", baseline=0.13, target=0.05,
            by=lead.as_person(),
        )  # fmt: skip
        enter_figures(TRUST, measure="nrt")
        (line,) = panel("box-score", project, lead).lines
        assert line.details[:2] == ("Baseline 13.0%, target 5.0%", "Newest: 9.5% in June 2026")
        assert "of the way from baseline to target" in line.details[2]
        (wall,) = panel("box-score", project, wall=True).lines
        assert wall.details[:2] == ("Target 5.0%", "Newest: about 10% in June 2026")

    def test_a_figure_of_too_few_people_is_not_on_a_wall(self, lead: User, approver: User) -> None:
        project = an_approved_project(lead, approver)
        plan_measure(project=project, kind="outcome", measure="nrt", title="NRT", by=lead.as_person())
        enter_figures(TRUST, [48, 50], of=52, measure="nrt")
        (wall,) = panel("box-score", project, wall=True).lines
        assert wall.details == ("No target yet", "No figure that may be shown")
        (line,) = panel("box-score", project, lead).lines
        assert "Newest: 96.2% in February 2024" in line.details

    def test_who_may_not_see_the_figures_reads_none(self, lead: User, approver: User) -> None:
        project = an_approved_project(lead, approver)
        plan_measure(project=project, kind="outcome", measure="nrt", title="NRT", by=lead.as_person())
        enter_figures(TRUST, measure="nrt")
        (line,) = panel("box-score", project).lines
        assert "No figure yet" in line.details
