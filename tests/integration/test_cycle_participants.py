"""Who takes part in a test of change, its tasks, and how both count."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of
from tests.lib.team_work import PLAN, People, cycle_begun, on, people, project

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import ChangeEvent
from clearway.web.cycles.actions.cycles import begin_next_stage, plan_cycle, stop_cycle, write_cycle
from clearway.web.cycles.actions.participants import add_participant, leave_out_participant
from clearway.web.cycles.models import Cycle, Participant
from clearway.web.people.models import User
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.models import Action, Project
from clearway.web.team_logs.canonical import team_log_rows

pytestmark = pytest.mark.django_db
AT = f"/organisations/{TRUST}/projects/1/cycles/1/"
TODAY = date(2026, 4, 20)


@pytest.fixture
def who() -> People:
    return people()


@pytest.fixture
def cycle(lead: User) -> Cycle:
    made = a_project(lead)
    return plan_cycle(project=made, title="Trolley", scale="one-shift", texts=PLAN, by=lead.as_person())


def parts(who: People) -> set[tuple[str, date]]:
    """Person and day of every part; the improvement lead, who writes all steps, is left out."""
    rows = team_log_rows([TRUST], TODAY)["cycle_parts"]
    return {(str(row["person"]), row["day"]) for row in rows if row["person"] != str(who.lead.key)}


def studied(cycle: Cycle, by: User, day: int, month: int = 3) -> None:
    with on(day, month):
        cycle = write_cycle(
            cycle=cycle, expected=cycle.version, by=by.as_person(), texts={"as-planned": "Yes"}
        )
        begin_next_stage(cycle=cycle, by=by.as_person())


def test_whoever_takes_part_has_a_part_on_the_day_it_begins_and_on_each_later_step(who: People) -> None:
    made = project(who)
    with on(3):
        planned = plan_cycle(
            project=made, title="Trolley", scale="one-shift", texts=PLAN, by=who.lead.as_person()
        )
        add_participant(cycle=planned, user=who.midwife, by=who.lead.as_person())
    assert parts(who) == set(), "in a test that never began nobody took part"
    begun = cycle_begun(made, who.lead, 10)
    with on(5):
        add_participant(cycle=begun, user=who.midwife, does="Ticks", by=who.lead.as_person())
    studied(begun, who.lead, 2, month=4)
    midwife = str(who.midwife.key)
    assert parts(who) == {(midwife, date(2026, 3, 10)), (midwife, date(2026, 4, 2))}


def test_whoever_comes_later_has_a_part_from_that_day(who: People) -> None:
    begun = cycle_begun(project(who), who.lead, 10)
    with on(17):
        add_participant(cycle=begun, name="Ash Reedham", by=who.lead.as_person())
    studied(begun, who.lead, 24)
    assert parts(who) == {("ash reedham", date(2026, 3, 17)), ("ash reedham", date(2026, 3, 24))}


def test_women_and_those_left_out_count_for_nothing(who: People) -> None:
    made = project(who)
    begun = cycle_begun(made, who.lead, 10)
    by = who.lead.as_person()
    with on(10):
        add_participant(cycle=begun, name="A mother", is_staff=False, by=by)
        gone = add_participant(cycle=begun, user=who.midwife, by=by)
        leave_out_participant(row=gone, by=by)
    assert parts(who) == set()


def test_a_member_of_the_team_is_the_same_person_by_name_and_by_account(who: People) -> None:
    made = project(who)
    with on(9):
        add_member(
            project=made, role="front-line", profession="midwifery", user=who.midwife, by=who.lead.as_person()
        )
    begun = cycle_begun(made, who.lead, 10)
    with on(10):
        add_participant(cycle=begun, name=who.midwife.name, by=who.lead.as_person())
    assert parts(who) == {(str(who.midwife.key), date(2026, 3, 10))}
    rows = team_log_rows([TRUST], TODAY)["participations"]
    tested = {(row["profession"], row["day"]) for row in rows if row["kind"] == "test of change"}
    assert ("midwifery", date(2026, 3, 10)) in tested


def test_days_that_cannot_be_are_refused(cycle: Cycle, lead: User) -> None:
    by, today = lead.as_person(), localdate()
    for since, said in ((today + timedelta(days=1), "still to come"), (date(2020, 1, 1), "project began")):
        with pytest.raises(ClearwayError, match=said):
            add_participant(cycle=cycle, name="Ash", since=since, by=by)
    stop_cycle(cycle=cycle, reason="Rain", by=by)
    assert add_participant(cycle=cycle, name="Ash", by=by).since == today
    with pytest.raises(ClearwayError, match="takes part already"):
        add_participant(cycle=cycle, name="Ash", by=by)


def test_the_page_lists_who_takes_part_and_takes_a_mistake_off(cycle: Cycle, lead: User) -> None:
    browser = browser_of(lead)
    assert "Nobody is written down beside the owner" in text_of(browser.get(AT))
    assert "Took place not begun" in text_of(browser.get(AT))
    said = {"name": "Ash Reedham", "does": "Counts at the end of the day", "woman": "on"}
    page = text_of(browser.post(AT + "participants/add/", said, follow=True))
    assert "Ash Reedham Counts at the end of the day since" in page
    assert "woman or family member" in page
    page = text_of(browser.post(AT + "participants/add/", {}))
    assert "There is a problem" in page
    assert "Enter a name, or choose a person" in page
    row = Participant.objects.get()
    out = {"participant": row.pk}
    assert "Ash Reedham" not in text_of(browser.post(AT + "participants/out/", out, follow=True))
    assert "not on the list any more" in text_of(browser.post(AT + "participants/out/", out, follow=True))
    logged = ChangeEvent.objects.filter(organisation=TRUST).values_list("action", flat=True)
    assert {"add participant", "leave out participant"} <= set(logged)


def test_only_those_who_carry_out_the_test_say_who_takes_part(cycle: Cycle) -> None:
    other = browser_of(somebody("midwife"))
    assert other.post(AT + "participants/add/", {"name": "Me"}).status_code == 403
    assert "Add somebody" not in text_of(other.get(AT))


def test_a_task_of_a_test_begins_from_it_and_stands_on_its_page(cycle: Cycle, lead: User) -> None:
    browser = browser_of(lead)
    start = f"/organisations/{TRUST}/actions/new/?kind=cycle&reference=1/1&project=1"
    assert "Trolley" in text_of(browser.get(start))
    browser.post(start, {"title": "Borrow a monitor", "owner": "Ash", "due": "2030-01-31", "project": "1"})
    task = Action.objects.get()
    assert (task.origin_kind, task.origin_reference, task.project) == ("cycle", "1/1", cycle.project)
    page = text_of(browser.get(AT))
    assert "Borrow a monitor" in page
    assert "Ash due 31 January 2030" in page
    assert "Trolley" in text_of(browser.get(f"/organisations/{TRUST}/actions/1/"))
    lost = browser.get(f"/organisations/{TRUST}/actions/new/?kind=cycle&reference=1/9&project=1")
    assert lost.status_code == 404


def test_queries_do_not_grow_with_people_and_tasks(cycle: Cycle, lead: User) -> None:
    browser = browser_of(lead)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(AT).status_code == 200
        return len(queries)

    def more(name: str) -> None:
        add_participant(cycle=cycle, name=name, by=lead.as_person())
        start = f"/organisations/{TRUST}/actions/new/?kind=cycle&reference=1/1&project=1"
        browser.post(start, {"title": name, "owner": name, "project": "1"})

    more("Ash")
    count()
    before = count()
    for name in ("Fern", "Ivy"):
        more(name)
    assert count() == before
    assert Project.objects.get().actions.count() == 3
