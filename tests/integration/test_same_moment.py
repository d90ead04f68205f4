"""Somebody else writes between the look and the write of an action: the action looks again.

The other's row is there already, but the first look of the action is answered as it was before. The same
with real threads and many people is in `test_month_writers.py`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import Mock, patch

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError
from django.db.models import Model
from django.urls import reverse
from django.utils.timezone import localdate
from month_api import Program
from tests.lib.department import BASE, HERE, TODAY, a_meeting, a_plan
from tests.lib.improvement import TRUST, browser_of, somebody, text_of

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.records.publications import Publication, bundled_publications, read_publication
from clearway.web.audit.models import ChangeEvent
from clearway.web.calendar import submissions
from clearway.web.calendar.models import Submission
from clearway.web.department.actions import meetings, staff
from clearway.web.department.models import Attendance, StaffReach, Understood
from clearway.web.design.turns import TRIES, MeanwhileError, in_turn
from clearway.web.people.models import User
from clearway.web.people.permissions import Permission
from clearway.web.publications import actions as publications
from clearway.web.publications.models import SourceFile, Value

pytestmark = pytest.mark.django_db
ACTIONS = "clearway.web.department.actions.staff"


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead")


def first_look_misses(look: Callable[..., Any], before: object) -> Mock:
    """The look of before the other's write, then the real one."""
    looks = [lambda *args: before]
    return Mock(side_effect=lambda *args: (looks.pop() if looks else look)(*args))


def refused(sign: type[psycopg.Error], kind: type[DatabaseError] = IntegrityError) -> DatabaseError:
    """As the database's driver and Django raise it together."""
    error = kind("refused")
    error.__cause__ = sign()
    return error


def the_database_refuses(model: type[Model]) -> Any:
    """The second of two rows that may stand once, as PostgreSQL does."""
    return patch.object(model.objects, "create", side_effect=refused(psycopg.errors.UniqueViolation))


def a_count(lead: User, number: int = 4, **more: object) -> StaffReach:
    said = {"step": "told", "profession": "midwifery", "number": number, "by": lead.as_person()}
    return staff.record_reach(organisation=HERE, **{**said, **more})


class TestTheSecond:
    def test_who_takes_back_a_count_is_told_that_it_was_replaced(self, lead: User):
        row = a_count(lead)
        a_count(lead, 0, replaces=row)
        with (
            patch(f"{ACTIONS}._is_replaced", first_look_misses(staff._is_replaced, before=False)) as looked,
            pytest.raises(ClearwayError, match="This count was replaced already"),
        ):
            a_count(lead, 0, replaces=row)
        assert looked.call_count == 2
        assert StaffReach.objects.count() == 2
        assert ChangeEvent.objects.filter(action="record reach").count() == 2

    def test_who_confirms_a_plan_has_confirmed_it_once(self, lead: User):
        a_plan(lead)
        first = staff.confirm_understood(organisation=HERE, user=lead, by=lead.as_person())
        with patch(f"{ACTIONS}._confirmed", first_look_misses(staff._confirmed, before=None)):
            second = staff.confirm_understood(organisation=HERE, user=lead, by=lead.as_person())
        assert (second, Understood.objects.count()) == (first, 1)

    def test_who_imports_a_file_finds_it_imported(self, lead: User):
        file = min(bundled_publications(), key=lambda each: each.stat().st_size)
        read = read_publication(file)
        publications.import_publication(publication=read, by=lead.as_person())
        held = Value.objects.count()
        looks = [None, None]  # before it is checked, and at the beginning of the transaction

        def look(one: Publication) -> SourceFile | None:
            return looks.pop() if looks else SourceFile.objects.get(sha256=one.source.sha256)

        with patch.object(publications, "_known", look), the_database_refuses(SourceFile):
            again = publications.import_publication(publication=read, by=lead.as_person())
        assert again.already_imported
        assert Value.objects.count() == held

    def test_who_withdraws_a_line_of_the_log_is_told_so(self, lead: User):
        said = {"system": "MSDS", "scope": "national", "what": "Figures", "receipt": "1"}
        by = lead.as_person()
        line = submissions.record_submission(organisation=HERE, sent_on=localdate(), by=by, **said)
        submissions.withdraw_submission(submission=line, reason="Twice", by=by)
        look = first_look_misses(submissions._is_withdrawn, before=False)
        with (
            patch.object(submissions, "_is_withdrawn", look),
            the_database_refuses(Submission),
            pytest.raises(ClearwayError, match="withdrawn already"),
        ):
            submissions.withdraw_submission(submission=line, reason="Twice", by=by)
        assert Submission.objects.filter(withdraws=line).count() == 1


class TestTheSecondPress:
    """A page that was loaded before the other's press."""

    def test_of_taking_back_a_count_is_told_on_the_page(self, lead: User):
        row, client = a_count(lead), browser_of(lead)
        client.post(BASE + "reach/record/", {"take_back": row.pk})
        answer = client.post(BASE + "reach/record/", {"take_back": row.pk}, follow=True)
        assert "This count was replaced already" in text_of(answer)
        assert StaffReach.objects.count() == 2

    def test_of_leaving_somebody_out_changes_nothing(self, lead: User):
        meeting, client = a_meeting(lead, held=True), browser_of(lead)
        by = lead.as_person()
        row = meetings.record_attendance(meeting=meeting, attended_as="midwifery", people=3, by=by)
        where = reverse("department-attendance", args=[TRUST, meeting.number])
        for _ in range(2):
            text_of(client.post(where, {"leave_out": row.pk}, follow=True))
        assert Attendance.objects.get().version == 2
        assert ChangeEvent.objects.filter(action="leave out attendance").count() == 1

    def test_of_another_trusts_count_is_not_there(self, lead: User):
        row = a_count(lead)
        other = browser_of(somebody("improvement-lead", "RXR"))
        answer = other.post("/organisations/RXR/department/reach/record/", {"take_back": row.pk})
        assert answer.status_code == 404
        assert StaffReach.objects.count() == 1


class TestInTurn:
    def test_an_action_is_done_again_as_a_whole(self):
        answers = [refused(psycopg.errors.UniqueViolation), "done"]

        @in_turn
        def act() -> object:
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        assert act() == "done"

    def test_it_ends_in_words_where_others_are_always_quicker(self):
        act = Mock(side_effect=refused(psycopg.errors.UniqueViolation), __qualname__="act")
        with pytest.raises(MeanwhileError, match="Somebody else saved the same thing"):
            in_turn(act)()
        assert act.call_count == TRIES

    def test_a_fault_of_ours_is_not_repeated(self):
        act = Mock(side_effect=refused(psycopg.errors.NotNullViolation), __qualname__="act")
        with pytest.raises(IntegrityError):
            in_turn(act)()
        assert act.call_count == 1

    def test_inside_another_transaction_a_pair_that_waits_is_left_to_whoever_began_it(self):
        error = refused(psycopg.errors.DeadlockDetected, OperationalError)
        act = Mock(side_effect=error, __qualname__="act")
        with pytest.raises(OperationalError):
            in_turn(act)()  # the test's own transaction is the one around it
        assert act.call_count == 1


class TestWhereNoActionDealsWithIt:
    """The page and the answer of the API for two people at once, and the fault page for everything else."""

    WRITE = "clearway.web.department.views.reach.record_reach"

    def post(self, lead: User, error: DatabaseError) -> Any:
        fields = {"step": "told", "profession": "midwifery", "number": 4, "on": TODAY - timedelta(days=1)}
        with patch(self.WRITE, side_effect=error):
            return browser_of(lead).post(BASE + "reach/record/", fields)

    @pytest.mark.parametrize("sign", [psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected])
    def test_the_page_says_that_somebody_else_saved(self, lead: User, sign: type[psycopg.Error]):
        said = text_of(self.post(lead, refused(sign)), 409)
        assert "Somebody else saved the same thing at this moment" in said
        assert "What you sent was not saved" in said

    def test_another_fault_is_a_fault(self, lead: User):
        with pytest.raises(IntegrityError):
            self.post(lead, refused(psycopg.errors.NotNullViolation))

    def test_a_program_is_answered_with_409_in_the_form_of_all_problems(self):
        program = Program(Permission.ENTER_FIGURES)
        month = Month.of(localdate()).previous()
        with patch("clearway.web.api.steps._take", side_effect=refused(psycopg.errors.UniqueViolation)):
            answer = program.ask("POST", f"organisations/DEMO1/months/{month}/steps/submit", {}, expect=409)
        assert answer["error"].startswith("Somebody else saved the same thing at this moment")
        assert answer["mend"]
