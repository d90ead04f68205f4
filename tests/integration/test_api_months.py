"""The month by API: read with versions, entered with dry runs and conflicts, stepped, chosen, logged."""

import pytest
from django.utils.timezone import localdate
from month_api import Program

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.audit.models import AccessEvent, ChangeEvent, Person
from clearway.web.people.permissions import Permission
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.models import CellDetail, Collision

pytestmark = pytest.mark.django_db

LAST = Month.of(localdate()).previous()
MONTHS = "organisations/DEMO1/months"
MONTH = f"{MONTHS}/{LAST}"
BOOKING = f"{MONTH}/cells/smoke-booking"
FIGURE = {"numerator": 9, "denominator": 90, "comment": "counted twice"}
NEVER = {"If-Match": '"0"'}


@pytest.fixture
def program() -> Program:
    """May look at and enter the figures of DEMO1."""
    return Program(Permission.SEE_FIGURES, Permission.ENTER_FIGURES)


def current() -> list[Value]:
    return list(Value.objects.current().filter(org_code="DEMO1", measure="smoke-booking"))


class TestReading:
    def test_months_come_newest_first_with_what_is_owed(self, program: Program) -> None:
        page = program.ask("GET", f"{MONTHS}?page_size=5&page=2")
        assert page["total"] == 36
        assert [line["period"] for line in page["items"]] == [str(LAST.shift(-4 - back)) for back in range(5)]
        assert {(line["state"], line["owed"], line["held"]) for line in page["items"]} == {("open", 2, 0)}

    def test_an_empty_cell_holds_null_and_no_zero(self, program: Program) -> None:
        (cell,) = [
            one for one in program.ask("GET", f"{MONTH}/cells")["items"] if one["measure"] == "smoke-booking"
        ]
        assert (cell["numerator"], cell["value"], cell["state"], cell["version"]) == (None, None, None, None)
        assert (cell["status"], cell["class"], cell["to_enter"]) == ("missing", "all", True)

    def test_what_is_read_is_in_the_access_log_without_which_there_is_no_answer(
        self, program: Program
    ) -> None:
        program.ask("GET", f"{MONTH}/cells")
        event = AccessEvent.objects.filter(organisation="DEMO1").select_related("detail").latest("pk")
        assert event.subject == f"the figures of {LAST}"
        assert event.detail.person == "Token “Ward system”"

    @pytest.mark.parametrize(
        "address",
        [f"organisations/DEMO-N/months/{LAST}", f"organisations/DEMO2/months/{LAST}", f"{MONTH}/cells/nrt",
         f"{MONTHS}/0000-01", "organisations/NOWHERE/months"],
    )  # fmt: skip
    def test_what_is_not_there_for_the_program_is_404(self, program: Program, address: str) -> None:
        assert program.ask("GET", address, expect=404)["mend"]


class TestEntering:
    def test_a_figure_is_saved_and_its_version_is_the_next_etag(self, program: Program) -> None:
        saved = program.ask("PUT", BOOKING, FIGURE, headers=NEVER)["saved"]
        (row,) = current()
        assert (row.numerator, row.value, row.detail.origin) == (9, 0.1, "api")
        assert saved[0]["version"] == row.pk
        assert program.answer["ETag"] == f'"{row.pk}"'
        program.ask("GET", BOOKING)
        assert program.answer["ETag"] == f'"{row.pk}"'
        assert program.ask("PUT", BOOKING, FIGURE, headers={"If-Match": f'"{row.pk}"'})["unchanged"] == 1

    def test_zero_is_saved_as_zero_and_a_reason_as_no_number(self, program: Program) -> None:
        zero = {"numerator": 0, "denominator": 90, "comment": "none, checked"}
        program.ask("PUT", BOOKING, zero, headers=NEVER)
        (row,) = current()
        assert (row.numerator, row.value) == (0, 0)
        reason = {"state": "not_collected", "reason": "the list is lost"}
        (cell,) = program.ask("PUT", BOOKING, reason, headers={"If-Match": f'"{row.pk}"'})["saved"]
        assert (cell["numerator"], cell["value"], cell["state"]) == (None, None, "not_collected")

    @pytest.mark.parametrize("way", ["put", "post"])
    def test_a_cell_changed_by_somebody_else_is_409_with_what_is_held_and_nothing_is_kept(
        self, program: Program, tester: Person, way: str
    ) -> None:
        enter_cells(
            organisation=directory().get("DEMO1"), period=LAST, by=tester, origin=CellDetail.TYPED,
            cells=[CellEntry("smoke-booking", numerator=7, denominator=70, comment="typed")],
        )  # fmt: skip
        if way == "put":
            answer = program.ask("PUT", BOOKING, FIGURE, headers=NEVER, expect=409)
        else:
            delivery = {"measure": "smoke-delivery", "numerator": 5, "denominator": 80, "comment": "seen"}
            cells = [delivery, FIGURE | {"measure": "smoke-booking"}]
            answer = program.ask("POST", f"{MONTH}/cells", {"cells": cells}, expect=409)
        assert "holds something else than you read" in answer["error"]
        assert "DEMO1" in answer["error"]
        (row,) = current()
        assert [(one["numerator"], one["version"]) for one in answer["cells"]] == [(7, row.pk)]
        assert not Collision.objects.exists()
        assert not Value.objects.filter(measure="smoke-delivery", org_code="DEMO1").exists()
        again = {"If-Match": f'"{answer["cells"][0]["version"]}"'}
        assert program.ask("PUT", BOOKING, FIGURE, headers=again)["saved"]

    @pytest.mark.parametrize("way", ["put", "post"])
    def test_a_dry_run_answers_as_if_and_keeps_nothing(self, program: Program, way: str) -> None:
        before = Value.objects.count(), ChangeEvent.objects.count()
        if way == "put":
            answer = program.ask("PUT", f"{BOOKING}?dry_run=true", FIGURE, headers=NEVER)
        else:
            cells = {"cells": [FIGURE | {"measure": "smoke-booking"}]}
            answer = program.ask("POST", f"{MONTH}/cells?dry_run=true", cells)
        assert [(one["numerator"], one["version"]) for one in answer["saved"]] == [(9, None)]
        assert answer["dry_run"] is True
        assert (Value.objects.count(), ChangeEvent.objects.count()) == before

    def test_a_closed_month_is_409_and_says_whom_to_ask(self, program: Program) -> None:
        address = f"{MONTHS}/{LAST.shift(-12)}/cells/smoke-booking"
        answer = program.ask("PUT", address, FIGURE, headers=NEVER, expect=409)
        assert "closed" in answer["error"]
        assert "Northmoor" in answer["mend"]

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ({"numerator": 91, "denominator": 90}, "numerator"),
            ({"numerator": 9}, "denominator"),
            ({"state": "withheld"}, "reason"),
            ({"numerator": 90, "denominator": 90}, "comment"),
            ({"numerator": 9, "denominater": 90}, "denominater"),
            ({"numerator": "nine"}, "numerator"),
            ({"comment": "\u0000"}, "comment"),
        ],
    )
    def test_a_wrong_figure_is_422_in_words(self, program: Program, body: object, said: str) -> None:
        answer = program.ask("PUT", BOOKING, body, headers=NEVER, expect=422)
        assert said in f"{answer['error']} {answer['mend']}".lower()
        assert current() == []

    @pytest.mark.parametrize("etag", [{}, {"If-Match": "*"}, {"If-Match": '"x"'}])
    def test_nobody_writes_without_saying_what_they_read(
        self, program: Program, etag: dict[str, str]
    ) -> None:
        answer = program.ask("PUT", BOOKING, FIGURE, headers=etag, expect=422)
        assert "If-Match" in answer["error"]


class TestSteps:
    def test_each_step_needs_its_own_scope_and_an_undo_that_of_the_step(self, program: Program) -> None:
        program.ask("PUT", BOOKING, FIGURE, headers=NEVER)
        assert program.ask("POST", f"{MONTH}/steps/submit", {})["state"] == "submitted"
        program.ask("POST", f"{MONTH}/steps/approve", {}, expect=403)
        lead = Program(Permission.APPROVE_RETURNS)
        assert lead.ask("POST", f"{MONTH}/steps/approve", {"seen": "submitted"})["state"] == "approved"
        program.ask("POST", f"{MONTH}/steps/undo", {}, expect=403)
        network = Program(Permission.ACCEPT_RETURNS, Permission.LOCK_MONTHS, org_code="DEMO-N")
        assert network.ask("POST", f"{MONTH}/steps/accept", {})["state"] == "accepted"
        assert "accepted" in program.ask("PUT", BOOKING, {}, headers=NEVER, expect=409)["error"]
        assert network.ask("POST", f"{MONTH}/steps/lock", {})["state"] == "locked"
        until = {"until": str(localdate()), "reason": "a late correction"}
        month = network.ask("POST", f"{MONTH}/steps/exception", until)
        assert (month["open"], month["exception_until"]) == (True, str(localdate()))
        steps = [step["step"] for step in month["steps"]]
        assert steps == ["submit", "approve", "accept", "lock", "exception"]
        assert "Tess" not in str(month)

    def test_a_step_that_does_not_lead_on_is_409(self, program: Program) -> None:
        assert "Nothing is entered" in program.ask("POST", f"{MONTH}/steps/submit", {}, expect=409)["error"]

    def test_a_month_that_moved_on_since_it_was_read_is_409(self, program: Program) -> None:
        program.ask("PUT", BOOKING, FIGURE, headers=NEVER)
        answer = program.ask("POST", f"{MONTH}/steps/submit", {"seen": "approved"}, expect=409)
        assert "is open by now" in answer["error"]

    def test_a_dry_run_of_a_step_takes_none(self, program: Program) -> None:
        program.ask("PUT", BOOKING, FIGURE, headers=NEVER)
        assert program.ask("POST", f"{MONTH}/steps/submit?dry_run=true", {})["state"] == "submitted"
        assert program.ask("GET", MONTH)["state"] == "open"


class TestChoicesAndSubmissions:
    def test_choices_change_what_is_owed(self, program: Program) -> None:
        body = {"period": str(LAST), "drivers": ["training"]}
        program.ask("PUT", "organisations/DEMO1/choices", body, expect=403)
        Program(Permission.CHOOSE_DRIVERS).ask("PUT", "organisations/DEMO1/choices", body)
        assert program.ask("GET", "organisations/DEMO1/choices")["drivers"] == ["training"]
        assert program.ask("GET", MONTH)["owed"] == 4

    def test_a_driver_that_does_not_exist_is_422(self) -> None:
        body = {"period": str(LAST), "drivers": ["no-such-driver"]}
        answer = Program(Permission.CHOOSE_DRIVERS).ask(
            "PUT", "organisations/DEMO1/choices", body, expect=422
        )
        assert "no-such-driver" in answer["error"]

    def test_a_submission_is_logged_and_withdrawn_with_a_reason(self, program: Program) -> None:
        body = {
            "system": "MSDS",
            "scope": "national",
            "what": "October",
            "sent_on": str(localdate()),
            "receipt": "7",
        }
        address = "organisations/DEMO1/submissions"
        line = program.ask("POST", address, body, expect=201)
        withdrawal = f"{address}/{line['id']}/withdrawal"
        assert program.ask("POST", withdrawal, {"reason": "wrong day"})["withdrawn"] is True
        assert "already" in program.ask("POST", withdrawal, {"reason": "again"}, expect=409)["error"]
        assert [one["withdrawn"] for one in program.ask("GET", address)["items"]] == [True]
        other = Program(Permission.ENTER_FIGURES, org_code="DEMO2")
        elsewhere = withdrawal.replace("DEMO1", "DEMO2")
        other.ask("POST", elsewhere, {"reason": "mine now"}, expect=404)
