"""What tests of the library need: cycles that were decided, and tests that were shared."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time

from tests.lib.improvement import TRUST

from clearway.common.organisations import directory
from clearway.web.audit.models import Person
from clearway.web.cycles.actions.cycles import begin_next_stage, decide, plan_cycle, write_cycle
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.cycles.form import form
from clearway.web.cycles.models import Cycle
from clearway.web.demonstration.clock import at
from clearway.web.jobs.when import WALL
from clearway.web.library.actions.items import File, add_item
from clearway.web.library.actions.sharing import Setting, share_test
from clearway.web.library.models import LibraryItem, SharedTest
from clearway.web.people.models import User
from clearway.web.projects.models import Project

IDEA = "identification-1"
SETTING = Setting("community", "4000-5999", "Women booking in two clinics", "Clinics without a printer")
TEXTS = {"objective": "Whether a monitor on the trolley is used", "results": "It was used every time"}
LESSON = "Keep the monitor where the blood pressure cuff is"
BEGAN, DECIDED = date(2025, 3, 10), date(2025, 4, 14)


def a_decided_cycle(
    project: Project, by: User, decision: str = "adopt", began: date = BEGAN, **fields: object
) -> Cycle:
    """A cycle with two questions that the team answers itself, planned, carried out and decided."""
    person = by.as_person()
    given = {"title": "Monitor on the trolley", "scale": "one-shift", "idea": IDEA, **fields}
    _begun_by_then(project)
    with _noon(began):
        cycle = _predicted(project, person, given)
        begin_next_stage(cycle=cycle, by=person)
    later = {
        field.id: f"{field.title}, in the record"
        for part in ("do", "study", "act")
        for field in form().stage(part)
    }
    with _noon(began + (DECIDED - BEGAN)):
        cycle = write_cycle(cycle=cycle, expected=cycle.version, by=person, texts=later)
        begin_next_stage(cycle=cycle, by=person)
        begin_next_stage(cycle=cycle, by=person)
        decide(cycle=cycle, decision=decision, by=person)
    return cycle


def _predicted(project: Project, person: Person, given: dict[str, object]) -> Cycle:
    texts = {field.id: f"{field.title}, in the record" for field in form().plan}
    cycle = plan_cycle(project=project, by=person, texts=texts, **given)
    question = ask_question(cycle=cycle, words="Is it used every time?", kind="yes-no", by=person)
    predict(question=question, yes=True, sure=80, by=person)
    counted = ask_question(cycle=cycle, words="With how many women?", kind="number", by=person)
    predict(question=counted, low=10, sure=70, by=person)
    return cycle


def _begun_by_then(project: Project) -> None:
    """A test is no older than its project; those of the tests are made today."""
    project.started_on = min(project.started_on, BEGAN)
    project.save(update_fields=["started_on"])


def _noon(day: date) -> AbstractContextManager[None]:
    return at(datetime.combine(day, time(12), WALL))


def shared(cycle: Cycle, by: User, **fields: object) -> SharedTest:
    """The words of a decided cycle, shared."""
    given = {"setting": SETTING, "lesson": LESSON, "texts": TEXTS, "consent": True, **fields}
    return share_test(cycle=cycle, by=by.as_person(), **given)


def an_item(by: User, org_code: str = TRUST, **fields: object) -> LibraryItem:
    """A tool with a small file."""
    given = {"kind": "tool", "title": "Checklist", "summary": "One page for a clinic", "idea": IDEA}
    file = File("checklist.txt", b"Monitor, tubes, card")
    where = directory().get(org_code)
    return add_item(organisation=where, by=by.as_person(), **{**given, "file": file, **fields})
