"""A target that a project planned is drawn on the chart of its measure, and judged by the engine."""

from datetime import date

import pytest
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of
from tests.lib.own_figures import enter_figures

from clearway.common.organisations import directory
from clearway.spc import Assurance
from clearway.web.charts.one_chart import one_chart
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.models import User
from clearway.web.projects.actions.lifecycle import close_project
from clearway.web.projects.actions.plans import change_measure, plan_measure
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
MEASURE = "co-test-booking"
PAGE = f"/measures/{MEASURE}/?organisation={TRUST}"
STEADY = [320, 330] * 12  # 80.0% and 82.5% of 400: limits far below 95% and far above 50%


@pytest.fixture(autouse=True)
def figures(settings) -> None:
    settings.OWN_FIGURES_OPEN = False
    enter_figures(TRUST, STEADY, measure=MEASURE)


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead")


def planned(lead: User, target: float | None, by: date | None = None, title: str = "CO for all") -> Project:
    project = a_project(lead, title=title)
    fields = {"target": target, "target_by": by}
    plan_measure(project=project, kind="process", measure=MEASURE, title="x", by=lead.as_person(), **fields)
    return project


def chart(lead: User, project: int = 0):
    found = one_chart(TRUST, MEASURE, "", access_of_user(lead), project=project)
    assert found is not None
    return found


@pytest.mark.parametrize(("target", "verdict"), [(0.95, Assurance.FAIL), (0.5, Assurance.PASS)])
def test_the_engine_judges_the_process_by_it(lead: User, target: float, verdict: Assurance) -> None:
    planned(lead, target)
    assert chart(lead).judged.target == target
    assert chart(lead).judged.summary.assurance is verdict


def test_without_a_target_or_in_a_closed_project_none_is_drawn(lead: User) -> None:
    planned(lead, None)
    assert chart(lead).judged.target is None
    closed = planned(lead, 0.9)
    assert chart(lead).judged.target == 0.9
    close_project(project=closed, reason="Done", by=lead.as_person())
    assert chart(lead).judged.target is None


def test_of_several_the_one_of_the_page_is_drawn_else_the_one_that_ends_first(lead: User) -> None:
    late = planned(lead, 0.95, date(2028, 3, 31), "Later")
    soon = planned(lead, 0.9, date(2027, 3, 31), "Sooner")
    open_ended = planned(lead, 0.99, None, "Some day")
    assert chart(lead).judged.target == 0.9
    assert chart(lead, late.number).judged.target == 0.95
    caption = chart(lead).picture().caption
    assert caption.startswith(
        f"Target of project {soon.number} (Sooner): 90.0% by March 2027 (drawn). "
        f"Target of project {late.number} (Later): 95.0% by March 2028. "
        f"Target of project {open_ended.number} (Some day): 99.0%."
    )


def test_the_trusts_own_page_says_it(lead: User) -> None:
    planned(lead, 0.9, date(2027, 3, 31))
    for address in (PAGE, f"/organisations/{TRUST}/charts/{MEASURE}/"):
        said = text_of(browser_of(lead).get(address))
        assert "Target of project 1 (CO for all): 90.0% by March 2027." in said
        assert "(drawn)" not in said


def test_the_organisation_page_judges_by_it(lead: User) -> None:
    planned(lead, 0.95)
    shown = browser_of(lead).get(f"/organisations/{TRUST}/").content.decode()
    assert "icon-target-fail" in shown.split("Over time", 1)[1]


def test_who_may_not_see_improvement_work_sees_no_target(lead: User) -> None:
    planned(lead, 0.9)
    assert one_chart(TRUST, "sbl-co-booking", "", NOBODY).judged.target is None
    drawn = one_chart(TRUST, "sbl-co-booking", "", access_of_user(lead))
    assert drawn.judged.target == 0.9, "the baseline of the plan is of the published figures too"


def test_another_part_or_subject_is_another_chart(lead: User) -> None:
    project = a_project(lead)
    subject = {"measure": "staff-trained-subject", "target": 0.9}
    plan_measure(
        project=project, kind="process", title="x", parameter="Clean air", by=lead.as_person(), **subject
    )
    for name in ("Clean air", "Safe sleep"):
        enter_figures(TRUST, STEADY, measure="staff-trained-subject", parameter=name)
    access = access_of_user(lead)
    of = {
        name: one_chart(TRUST, "staff-trained-subject", "", access, name).judged.target
        for name in ("clean air", "Safe sleep")
    }
    assert of == {"clean air": 0.9, "Safe sleep": None}


def test_looking_back_no_target_shows_that_was_set_later(lead: User) -> None:
    project = planned(lead, 0.9)
    row = project.planned_measures.get()
    change_measure(row=row, expected=row.version, by=lead.as_person(), target=0.91)
    assert "Target of project" in chart(lead).picture().caption
    before = chart(lead).picture_on(date(2025, 12, 31), chart(lead).settings)
    assert before is None or "Target of project" not in before.caption


def test_the_nation_keeps_the_aim_of_the_package() -> None:
    assert directory().get("ENG").level == "national"
    enter_figures("ENG", [40] * 24, measure="satod", layout="printed")
    assert one_chart("ENG", "satod", "", NOBODY).judged.target == 0.06
