"""Improvement work through the API: what each operation answers, for whom, and whose names it leaves out."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from month_api import ROOT, Program
from pytest_django.plugin import DjangoDbBlocker
from tests.lib.improvement import TRUST, a_project, browser_of, somebody
from tests.lib.improvement_of_all_kinds import HELPER, OWNER, Work, work_of_all_kinds
from tests.lib.library import a_decided_cycle

from clearway.common.periods import Month
from clearway.web.api.rules import rules_of
from clearway.web.api.service import api
from clearway.web.library.actions.sharing import withdraw_test
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES
from clearway.web.people.rules import NeedsSomewhere
from clearway.web.projects.actions.work import start_action

pytestmark = pytest.mark.django_db
SEES = Permission.SEE_IMPROVEMENT
HERE, OTHER = f"organisations/{TRUST}", "RJ1"
PROJECT = f"{HERE}/projects/1"
GUIDE = Path(__file__).parents[2] / "docs/how-to/use-the-api.md"
LISTS = [
    f"{HERE}/projects", f"{PROJECT}/measurement-plan", f"{PROJECT}/cycles", f"{PROJECT}/progress-scores",
    f"{PROJECT}/barriers", f"{HERE}/actions", f"{HERE}/meetings", "library/tests", "library/items",
]  # fmt: skip
OPERATIONS = [
    one for one in rules_of(api) if getattr(one.rule, "permission", None) is SEES and one.method == "GET"
]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """The requests of other tests do not count."""
    cache.clear()


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Work, User, User]]:
    """Made once: every test is taken back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        lead, approver = somebody("improvement-lead"), somebody("trust-lead")
        yield work_of_all_kinds(lead, approver), lead, approver
        transaction.set_rollback(True)


@pytest.fixture
def work(made: tuple[Work, User, User]) -> Work:
    return made[0]


@pytest.fixture
def lead(made: tuple[Work, User, User]) -> User:
    return made[1]


@pytest.fixture
def approver(made: tuple[Work, User, User]) -> User:
    return made[2]


@pytest.fixture
def ask(work: Work, lead: User) -> Any:
    """Asks as the lead of the trust, on the site."""
    client = browser_of(lead)

    def asked(address: str, expect: int = 200) -> Any:
        response = client.get(ROOT + address)
        assert response.status_code == expect, response.content
        return response.json()

    return asked


def addresses(work: Work) -> Iterator[str]:
    """Every operation about improvement work, asked of what was made."""
    given = {
        "code": TRUST, "number": "1", "cycle": "1", "shared": str(work.test.pk), "item": str(work.item.pk),
        "period": str(Month.of(work.meeting.on)),
    }  # fmt: skip
    for one in OPERATIONS:
        yield re.sub(r"\{(\w+)\}", lambda found: given[found[1]], one.path)


def test_every_operation_answers_what_was_made(work: Work, ask: Any) -> None:
    assert len(OPERATIONS) == 21
    for address in addresses(work):
        assert ask(address), address


def test_a_project_has_its_charter_team_and_who_is_missing(work: Work, ask: Any) -> None:
    answer = ask(PROJECT)
    assert (answer["title"], answer["status"], answer["change_ideas"]) == (
        work.project.title, "approved", ["identification-1"],
    )  # fmt: skip
    assert answer["charter"]["approved_version"] == answer["charter"]["version"] == 2
    assert {"id": "aim", "title": "Aim", "text": "Aim of ours"} in answer["charter"]["sections"]
    assert HELPER in [one["name"] for one in answer["team"]]
    assert answer["missing_groups"]


def test_a_plan_answers_fractions_and_null_for_what_is_missing(ask: Any) -> None:
    (line,) = ask(f"{PROJECT}/measurement-plan")["items"]
    assert (line["kind"], line["measure"], line["target"], line["collected_by"]) == (
        "outcome", "smoke-booking", 0.05, OWNER,
    )  # fmt: skip
    assert line["target_by"] is None


def test_a_cycle_has_its_predictions_its_decision_and_its_quality_flags(ask: Any) -> None:
    (line,) = ask(f"{PROJECT}/cycles")["items"]
    answer = ask(f"{PROJECT}/cycles/1")
    assert {name: answer[name] for name in line} == line
    assert (line["state"], line["decision"], line["decided_on"]) == ("decided", "adopt", "2025-04-14")
    first, second = answer["predictions"]
    assert (first["prediction"]["yes"], first["prediction"]["sure"], first["result"]) == (True, 80, None)
    assert (second["prediction"]["low"], second["prediction"]["high"], second["came_true"]) == (
        10,
        None,
        None,
    )
    assert [one["id"] for one in answer["quality_flags"]][:2] == ["documented", "iterative"]


def test_a_score_stands_beside_what_was_found_and_answered(ask: Any) -> None:
    (line,) = ask(f"{PROJECT}/progress-scores")["items"]
    assert (line["score"], line["supported"], line["stands"]) == (1.5, 1.0, True)
    (feedback,) = line["feedback"]
    assert (feedback["words"], feedback["would_give"]) == ("Well begun", 1.0)


def test_a_barrier_waits_for_its_leader_and_an_action_has_its_origin(ask: Any, approver: User) -> None:
    (barrier,) = ask(f"{PROJECT}/barriers")["items"]
    assert (barrier["state"], barrier["leader"], barrier["late"]) == ("escalated", approver.name, False)
    assert [step["step"] for step in barrier["steps"]] == ["raised", "escalated"]
    (action,) = ask(f"{HERE}/actions?state=opened&project=1")["items"]
    assert (action["owner"], action["origin"]["kind"], action["outcome"]) == (OWNER, "plan", "")
    assert ask(f"{HERE}/actions/1") == action
    assert ask(f"{HERE}/actions?state=done")["items"] == []


def test_a_meeting_has_its_decisions_and_reach_its_steps(ask: Any) -> None:
    answer = ask(f"{HERE}/meetings/1")
    assert (answer["agenda"], answer["decisions"]) == ("Where it stands", ["Test the tablet"])
    reach = ask(f"{HERE}/reach")
    told = [cell for cell in reach["total"]["steps"] if cell["step"] == "told"]
    assert told == [{"step": "told", "number": None, "share": None}]  # nothing was recorded, and not 0


def test_boards_and_reports_say_what_their_pages_say(work: Work, ask: Any, lead: User) -> None:
    for board in (ask(f"{HERE}/board"), ask(f"{PROJECT}/board")):
        assert "Aim of ours" in json.dumps(board["panels"])
    page = browser_of(lead).get(f"/{HERE}/projects/1/board/").content.decode()
    for panel in ask(f"{PROJECT}/board")["panels"]:
        assert panel["title"] in page
        assert panel["words"] in page or panel["empty"].split(":")[0] in page
    month = Month.of(work.meeting.on)
    for kind in ("highlight", "board-paper"):
        report = ask(f"{HERE}/reports/{kind}/{month}")
        shown = browser_of(lead).get(f"/{HERE}/reports/{kind}/{month}/").content.decode()
        assert all(section["title"] in shown for section in report["sections"])
    ask(f"{HERE}/reports/highlight/2090-01", expect=404)
    ask(f"{HERE}/reports/highlight/2026-27-q1", expect=422)


def test_a_withdrawn_test_is_not_there(work: Work, ask: Any, lead: User) -> None:
    assert ask(f"library/tests/{work.test.pk}")["lesson"]
    assert ask("library/tests?change_idea=identification-2")["items"] == []
    withdraw_test(shared=work.test, reason="Old", by=lead.as_person())
    ask(f"library/tests/{work.test.pk}", expect=404)
    assert ask("library/tests")["items"] == []


@pytest.mark.parametrize("address", LISTS)
def test_every_list_comes_in_pages(ask: Any, address: str) -> None:
    page = ask(f"{address}?page_size=1")
    assert set(page) == {"items", "total", "page", "page_size", "next", "previous"}
    assert len(page["items"]) == 1
    assert ask(f"{address}?page=1000")["items"] == []


def test_what_has_not_changed_is_not_sent_again(work: Work, lead: User) -> None:
    client = browser_of(lead)
    first = client.get(f"{ROOT}{PROJECT}")
    assert first["ETag"]
    again = client.get(f"{ROOT}{PROJECT}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_number_of_queries_does_not_grow(work: Work, ask: Any, lead: User) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(address)
        return len(captured)

    lists = [f"{HERE}/projects", f"{PROJECT}/cycles", f"{HERE}/actions", f"{HERE}/board", "library/tests"]
    before = [queries(one) for one in lists]
    for number in range(5):
        a_project(lead, title=f"Project {number}")
        a_decided_cycle(work.project, lead, title=f"Cycle {number}")
        start_action(
            organisation=work.project.organisation,
            project=work.project,
            title=str(number),
            by=lead.as_person(),
        )
    assert [queries(one) for one in lists] == before


# For whom


def test_nobody_without_an_account_reads_any_of_it(client: Client, work: Work) -> None:
    for address in addresses(work):
        assert client.get(ROOT + address).status_code == 401, address


def test_another_trust_reads_the_library_alone(work: Work) -> None:
    client = browser_of(somebody("trust-lead", OTHER))
    program = Program(*Permission, org_code=OTHER)
    for address in addresses(work):
        wanted = 200 if address.startswith("library/") else 404
        assert client.get(ROOT + address).status_code == wanted, address
        assert program.client.get(ROOT + address, headers=program.headers).status_code == wanted


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_what_its_class_says(work: Work, role: str) -> None:
    at = {"network-lead": "QMF", "national-analyst": "ENG"}.get(role, TRUST)
    client = browser_of(somebody(role, at, name=f"Ann {role}"))
    wanted = 200 if SEES in ROLES[role].permissions else 403
    for address in addresses(work):
        assert client.get(ROOT + address).status_code == wanted, address


def test_a_token_needs_that_scope(work: Work) -> None:
    others = Program(*(one for one in Permission if one is not SEES), org_code=TRUST)
    for address in addresses(work):
        others.ask("GET", address, expect=403)


def test_programs_read_no_name_of_anybody_and_people_read_those_of_the_pages(
    work: Work, lead: User, approver: User
) -> None:
    start_action(
        organisation=work.project.organisation, project=work.project,
        title=f"Ask {OWNER} for the key", words=f"{approver.name} has it", by=lead.as_person(),
    )  # fmt: skip
    program, person = Program(SEES, org_code=TRUST), browser_of(lead)
    names = (OWNER, HELPER, lead.name, approver.name)
    read, seen = "", ""
    for address in addresses(work):
        read += json.dumps(program.ask("GET", address))
        seen += person.get(ROOT + address).content.decode()
    assert [name for name in names if name in read] == []
    assert "Ask a member of staff for the key" in read
    assert [name for name in names if name not in seen] == []


def test_an_lmns_reads_the_projects_of_its_trusts(work: Work) -> None:
    client = browser_of(somebody("network-lead", "QMF"))
    answer = client.get(f"{ROOT}organisations/QMF/projects").json()
    assert [one["org_code"] for one in answer["items"]] == [TRUST]
    assert client.get(f"{ROOT}organisations/QMF/meetings").status_code == 404  # as its page


def test_only_the_library_needs_no_organisation() -> None:
    somewhere = {one.path for one in OPERATIONS if isinstance(one.rule, NeedsSomewhere)}
    assert somewhere == {one.path for one in OPERATIONS if one.path.startswith("library/")}


# The manual


def test_the_examples_of_the_manual_about_improvement_work_are_answered(work: Work) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    (part,) = re.findall(r"\*\*Read improvement work\.\*\*(.*?)\n\n\*\*", text, re.S)
    examples = re.findall(r"`GET ([^`]+)`", part)
    assert len(examples) >= 10
    program = Program(SEES, org_code=TRUST)
    month = str(Month.of(work.meeting.on))
    for example in examples:
        address = example.replace("2026-10", month).replace("TEST", str(work.test.pk))
        address = address.replace("ITEM", str(work.item.pk))
        where = address if address.startswith("library/") else f"{HERE}/{address}"
        assert program.ask("GET", where), example
