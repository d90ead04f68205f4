"""Files of figures by API: taken out, sent back, dealt with by a job; spreadsheets; the change log."""

import json
from typing import Any

import pytest
from django.utils.timezone import localdate
from month_api import Program
from tests.lib.job_site.doing import QUEUED, do

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.exchange.actions import LARGEST
from clearway.web.exchange.formats import FORMATS
from clearway.web.exchange.models import Import
from clearway.web.jobs.models import JobRun
from clearway.web.people.permissions import Permission
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.models import CellDetail

pytestmark = pytest.mark.django_db

LAST = Month.of(localdate()).previous()
IMPORTS = "organisations/DEMO1/imports"
UPLOADS = "organisations/DEMO1/uploads"
HEAD = "organisation_code,period,measure,numerator,denominator,comment\n"
GOOD = f"{HEAD}DEMO1,{LAST},smoke-booking,9,90,checked\n".encode()
WRONG = f"{HEAD}DEMO1,{LAST},smoke-booking,9,90,checked\nDEMO1,{LAST},smoke-delivery,90,9,\n".encode()


@pytest.fixture
def program() -> Program:
    return Program(Permission.SEE_FIGURES, Permission.ENTER_FIGURES)


@pytest.fixture
def queued(settings: Any) -> None:
    """Jobs wait; the test does them one by one."""
    settings.TASKS = QUEUED


def held() -> int:
    return Value.objects.filter(org_code="DEMO1").count()


def send(program: Program, body: bytes, question: str = "format=csv", expect: int = 202) -> Any:
    return program.ask("POST", f"{IMPORTS}?{question}", body, expect=expect)


class TestExport:
    @pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
    def test_what_is_taken_out_and_sent_back_changes_nothing(
        self, program: Program, tester: Person, form: Any
    ) -> None:
        cell = CellEntry("smoke-booking", numerator=0, denominator=80, comment="none", follow_up=True)
        enter_cells(
            organisation=directory().get("DEMO1"),
            period=LAST,
            cells=[cell],
            by=tester,
            origin=CellDetail.TYPED,
        )
        before = held()
        taken = program.ask("GET", f"organisations/DEMO1/figures/{form.id}?from={LAST.shift(-2)}&to={LAST}")
        assert program.answer["Content-Type"] == form.media_type
        assert (
            f'filename="DEMO1-{LAST.shift(-2)}-{LAST}.{form.suffix}"' in program.answer["Content-Disposition"]
        )
        body = taken if isinstance(taken, bytes) else json.dumps(taken).encode()
        answer = send(program, body, f"format={form.id}")
        done = program.ask("GET", answer["address"])
        assert (done["state"], done["counts"]["unchanged"], done["findings"]) == ("done", 1, 0)
        assert held() == before

    @pytest.mark.parametrize("asked", ["from=2026-05&to=2026-04", "from=2000-01&to=2026-04", "from=2026-05"])
    def test_months_that_make_no_range_are_422(self, program: Program, asked: str) -> None:
        program.ask("GET", f"organisations/DEMO1/figures/adx?{asked}", expect=422)


class TestImport:
    @pytest.mark.usefixtures("queued")
    def test_a_file_is_taken_at_once_and_its_address_says_how_far_it_is(self, program: Program) -> None:
        answer = send(program, GOOD)
        assert program.answer["Location"] == answer["address"]
        assert (answer["state"], answer["kept"], answer["job"]["status"]) == ("waiting", False, "waiting")
        assert held() == 0
        do(JobRun.objects.get())
        done = program.ask("GET", answer["address"])
        assert (done["state"], done["kept"], done["job"]["status"]) == ("done", True, "done")
        assert done["counts"] == {"new": 1, "changed": 0, "unchanged": 0}
        assert Value.objects.current().get(org_code="DEMO1").numerator == 9
        assert Import.objects.get().data is None  # the bytes go once they are dealt with
        assert program.ask("GET", IMPORTS)["items"] == [done]

    def test_a_file_with_one_wrong_row_is_refused_whole_and_the_row_named(self, program: Program) -> None:
        answer = program.ask("GET", send(program, WRONG)["address"])
        assert (answer["state"], answer["kept"]) == ("refused", False)
        assert held() == 0
        findings = program.ask("GET", f"{answer['address']}/findings")["items"]
        assert {(one["severity"], one["row"]) for one in findings if one["severity"] == "error"} == {
            ("error", 3)
        }

    def test_a_dry_run_keeps_nothing_and_says_what_would_change(self, program: Program) -> None:
        answer = program.ask("GET", send(program, GOOD, "format=csv&dry_run=true")["address"])
        assert (answer["state"], answer["kept"], answer["counts"]["new"]) == ("done", False, 1)
        assert held() == 0

    @pytest.mark.parametrize(
        ("form", "body"),
        [
            ("adx", b"<!DOCTYPE adx [<!ENTITY a 'a'>]><adx>&a;</adx>"),
            ("adx", GOOD),
            ("fhir", b"{"),
            ("csv", b"a,b\n1,2\n"),
            ("csv", b"\xff\xfe\x00"),
        ],
    )
    def test_a_file_that_is_no_such_file_is_refused_in_words(
        self, program: Program, form: str, body: bytes
    ) -> None:
        answer = program.ask("GET", send(program, body, f"format={form}")["address"])
        assert answer["state"] == "refused"
        (finding,) = program.ask("GET", f"{answer['address']}/findings")["items"]
        assert finding["what"]
        assert finding["mend"]

    @pytest.mark.parametrize(("body", "question"), [(b" ", "format=csv"), (GOOD, "format=xls"), (GOOD, "")])
    def test_nothing_and_an_unknown_format_are_422(
        self, program: Program, body: bytes, question: str
    ) -> None:
        send(program, body, question, expect=422)

    def test_a_file_that_is_too_large_is_422(self, program: Program) -> None:
        assert "MB" in send(program, b"x" * (LARGEST + 1), expect=422)["error"]

    @pytest.mark.usefixtures("queued")
    def test_an_import_that_waits_can_be_stopped_and_one_that_ended_cannot(self, program: Program) -> None:
        answer = send(program, GOOD)
        assert program.ask("DELETE", answer["address"])["job"]["status"] == "cancelled"
        assert "already ended" in program.ask("DELETE", answer["address"], expect=409)["error"]
        assert held() == 0

    def test_a_file_is_not_there_for_another_trust_by_its_id(self, program: Program) -> None:
        answer = send(program, GOOD)
        other = Program(*Permission, org_code="DEMO2")
        other.ask("GET", answer["address"], expect=404)
        other.ask("GET", answer["address"].replace("DEMO1", "DEMO2"), expect=404)


class TestUploads:
    def test_a_spreadsheet_is_reviewed_approved_and_undone(self, program: Program) -> None:
        answer = program.ask("POST", f"{UPLOADS}?name=may.csv", GOOD, expect=202)
        read = program.ask("GET", program.answer["Location"])
        assert (read["state"], read["headings"][2]) == ("matching", "measure")
        names = ["organisation_code", "period", "measure_code", "numerator", "denominator", "comment"]
        columns = [{"heading": place, "column": name} for place, name in enumerate(names)]
        program.ask("POST", f"{answer['address']}/columns", {"columns": columns}, expect=202)
        review = program.ask("GET", answer["address"])
        assert (review["state"], review["counts"].get("new")) == ("review", 1)
        (row,) = program.ask("GET", f"{answer['address']}/rows?outcome=new")["items"]
        assert (row["row"], row["period"]) == (2, str(LAST))
        stale = {"review": review["review"] + 1}
        assert "again" in program.ask("POST", f"{answer['address']}/approval", stale, expect=409)["error"]
        assert held() == 0
        program.ask("POST", f"{answer['address']}/approval", {"review": review["review"]}, expect=202)
        assert program.ask("GET", answer["address"])["state"] == "imported"
        assert held() == 1
        assert program.ask("POST", f"{answer['address']}/undoing")["state"] == "undone"
        assert program.ask("DELETE", answer["address"], expect=409)["error"]

    def test_a_file_that_is_no_table_is_422(self, program: Program) -> None:
        assert "PDF" in program.ask("POST", f"{UPLOADS}?name=may.csv", b"%PDF-1.7", expect=422)["error"]


class TestChangeLog:
    def test_a_program_with_that_scope_reads_the_log_and_takes_it_out_whole(self, program: Program) -> None:
        send(program, GOOD)
        program.ask("GET", "organisations/DEMO1/changes", expect=403)
        reader = Program(Permission.SEE_AUDIT)
        events = reader.ask("GET", "organisations/DEMO1/changes")["items"]
        assert [event["action"] for event in events] == ["send figures", "receive figures"]
        assert {event["person"] for event in events} == {"Token “Ward system”"}
        lines = reader.ask("GET", "organisations/DEMO1/changes.jsonl").decode().splitlines()
        assert [json.loads(line)["hash"] for line in lines] == [event["hash"] for event in reversed(events)]
