"""The change log: one chain an organisation, personal data beside it, nothing ever altered."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from clearway.common.errors import ClearwayError
from clearway.web.audit.chain import GENESIS
from clearway.web.audit.checking import check_begun, check_chain, organisations_with_a_log
from clearway.web.audit.erasing import accesses_to_erase, changes_to_erase, erase
from clearway.web.audit.managers import UnrecordedWriteError
from clearway.web.audit.models import (
    AccessEvent,
    ChainHead,
    ChangeDetail,
    ChangeEvent,
    Person,
    record,
    record_access,
)
from clearway.web.audit.tables import BEGIN

pytestmark = pytest.mark.django_db
ADA = Person("Ada Lead", "site", "u-1")


def _record(subject: str = "April 2025", organisation: str = "R1H", **details: object) -> ChangeEvent:
    return record(organisation=organisation, action="enter figures", subject=subject, by=ADA, details=details)


def test_each_organisation_has_a_chain_of_its_own_that_begins_at_one() -> None:
    first, other, second = _record(), _record(organisation="RJ1"), _record()
    assert [event.sequence for event in (first, other, second)] == [1, 1, 2]
    assert (first.previous, other.previous, second.previous) == (GENESIS, GENESIS, first.hash)
    assert check_chain("R1H").events == 2
    assert check_chain("R1H").fault is None


def test_the_instance_tells_that_a_log_was_begun_so_that_a_log_that_is_gone_is_missed() -> None:
    _record(organisation="RJ1")
    begun = ChangeEvent.objects.get(organisation="", action=BEGIN, subject="RJ1")
    states = [check_chain(code) for code in organisations_with_a_log()]
    assert check_begun(states) == []
    without = [state for state in states if state.organisation != "RJ1"]
    assert [fault.sequence for fault in check_begun(without)] == [begun.sequence]


def test_an_organisation_without_a_log_has_nothing_that_could_be_broken() -> None:
    state = check_chain("RCD")
    assert (state.total, state.fault) == (0, None)


def test_details_hold_whatever_json_can_say_and_dates_and_decimals() -> None:
    event = _record(day=date(2025, 4, 1), share=Decimal("0.10"), words=["Zoë", "\x00", "\ud800"], none=None)
    event = ChangeEvent.objects.get(pk=event.pk)
    assert event.details["day"] == "2025-04-01"
    assert event.details["share"] == "0.10"
    assert event.details["words"][0] == "Zoë"
    assert check_chain("R1H").fault is None


def test_text_that_no_column_holds_is_shortened_visibly_and_never_fails_the_change() -> None:
    event = _record(subject="x" * 500 + "\x00")
    assert len(event.subject) == 300
    assert event.subject.endswith("…")


def test_an_e_mail_address_is_refused_where_it_could_never_be_erased() -> None:
    with pytest.raises(ClearwayError, match="stays for ever"):
        _record(subject="ada@trust.example")
    with pytest.raises(ClearwayError, match="stays for ever"):
        record_access(organisation="R1H", page="person", subject="ada@trust.example", by=ADA)
    assert not ChangeEvent.objects.filter(organisation="R1H").exists()


def test_a_change_that_fails_leaves_no_event_and_the_chain_whole() -> None:
    _record()
    with transaction.atomic():
        assert _record().sequence == 2
        transaction.set_rollback(True)
    after = _record()
    assert after.sequence == 2
    assert check_chain("R1H").fault is None


def test_an_access_is_logged_apart_from_the_changes_and_keeps_no_address() -> None:
    line = record_access(organisation="R1H", page="month", subject="the month", by=ADA, address="10.1.2.3")
    assert (line.person, line.came_from) == ("Ada Lead", "private network")
    assert "10.1.2.3" not in str(AccessEvent.objects.filter(pk=line.pk).values().get())
    assert not ChangeEvent.objects.filter(organisation="R1H").exists()


@pytest.mark.parametrize(
    ("address", "kind"),
    [("127.0.0.1", "this machine"), ("::1", "this machine"), ("8.8.8.8", "internet"), ("", "unknown")],
)
def test_an_address_is_kept_as_its_class(address: str, kind: str) -> None:
    assert record_access(organisation="", page="p", subject="s", by=ADA, address=address).came_from == kind


class TestTheDatabaseItself:
    """Whatever code is wrong or malicious: the triggers stand."""

    @pytest.fixture(autouse=True)
    def _rows(self) -> None:
        _record()
        record_access(organisation="R1H", page="month", subject="the month", by=ADA)
        erase(organisation="R1H", changes=[1], reason="asked", authority="DPO", by=ADA)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_changeevent SET subject = 'x'",
            "DELETE FROM audit_changeevent",
            "UPDATE audit_accessevent SET subject = 'x'",
            "DELETE FROM audit_accessevent",
            "UPDATE audit_erasure SET change_id = NULL",
            "DELETE FROM audit_erasure",
            "UPDATE audit_changedetail SET person = 'x'",
            "DELETE FROM audit_changedetail",
            "UPDATE audit_accessdetail SET person = 'x'",
            "DELETE FROM audit_accessdetail",
            "DELETE FROM audit_chainhead",
            "UPDATE audit_chainhead SET sequence = sequence - 1",
            "UPDATE audit_chainhead SET hash = 'x'",
            "UPDATE audit_chainhead SET organisation = 'x', sequence = sequence + 1",
        ],
    )
    def test_refuses_to_alter_a_log(self, statement: str) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)

    @pytest.mark.parametrize(
        ("table", "key"),
        [
            ("audit_changeevent", "id"),
            ("audit_accessevent", "id"),
            ("audit_erasure", "id"),
            ("audit_changedetail", "event_id"),
            ("audit_accessdetail", "event_id"),
            ("audit_chainhead", "organisation"),
        ],
    )
    def test_refuses_to_replace_a_row(self, table: str, key: str) -> None:
        into = {
            "sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
            "postgresql": "INSERT INTO {0} SELECT * FROM {0} "
            "ON CONFLICT ({1}) DO UPDATE SET {1} = EXCLUDED.{1}",
        }
        statement = into[connection.vendor].format(table, key)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


class TestErasure:
    def test_takes_away_who_and_what_and_leaves_the_chain_whole(self) -> None:
        event, _ = _record(reading=7), _record()
        recorded = erase(organisation="R1H", changes=[1], reason="asked", authority="DPO 7/26", by=ADA)
        event = ChangeEvent.objects.get(pk=event.pk)
        assert (event.person, event.details, event.action) == ("", {}, "enter figures")
        assert not ChangeDetail.objects.filter(event=event).exists()
        assert (recorded.details["reason"], recorded.details["authority"]) == ("asked", "DPO 7/26")
        state = check_chain("R1H")
        assert (state.fault, state.events, state.erased) == (None, 3, 1)

    def test_takes_the_name_out_of_the_access_log(self) -> None:
        line = record_access(organisation="R1H", page="month", subject="the month", by=ADA)
        erase(organisation="R1H", accesses=[line.number], reason="asked", authority="DPO", by=ADA)
        assert AccessEvent.objects.get(pk=line.pk).person == ""
        assert not accesses_to_erase("R1H").exists()

    @pytest.mark.parametrize(
        "said", [{"reason": " ", "authority": "DPO"}, {"reason": "asked", "authority": ""}]
    )
    def test_needs_a_reason_and_an_authority(self, said: dict[str, str]) -> None:
        _record()
        with pytest.raises(ClearwayError, match="reason and an authority"):
            erase(organisation="R1H", changes=[1], by=ADA, **said)
        assert changes_to_erase("R1H").count() == 1

    def test_of_something_that_is_not_there_erases_nothing_at_all(self) -> None:
        _record()
        _record(organisation="RJ1")
        for wrong in ({"changes": [1, 99]}, {"changes": [1], "accesses": ["f" * 32]}, {}):
            with pytest.raises(ClearwayError):
                erase(organisation="R1H", reason="asked", authority="DPO", by=ADA, **wrong)
        assert changes_to_erase("R1H").count() == 1

    def test_of_an_erasure_is_refused_so_that_who_erased_and_why_can_be_told(self) -> None:
        _record()
        erased = erase(organisation="R1H", changes=[1], reason="asked", authority="DPO", by=ADA)
        for number in (1, erased.sequence):
            with pytest.raises(ClearwayError, match="cannot be erased"):
                erase(organisation="R1H", changes=[number], reason="again", authority="DPO", by=ADA)


class TestManagersOfAuditedModels:
    @pytest.mark.parametrize(
        "write",
        [
            lambda rows: rows.update(sequence=0),
            lambda rows: rows.filter(sequence=1).update(sequence=0),
            lambda rows: rows.all().delete(),
            lambda rows: rows.bulk_create([ChainHead(organisation="X")]),
            lambda rows: rows.bulk_update([], ["sequence"]),
        ],
    )
    def test_refuse_bulk_writes_that_would_go_round_the_log(self, write) -> None:
        with pytest.raises(UnrecordedWriteError, match="change log"):
            write(ChainHead.objects)

    def test_write_in_bulk_for_an_event_that_tells_of_it(self) -> None:
        event = _record()
        made = ChainHead.objects.recorded_by(event).bulk_create([ChainHead(organisation="X")])
        assert [head.organisation for head in made] == ["X"]

    def test_refuse_an_event_that_was_never_written(self) -> None:
        with pytest.raises(UnrecordedWriteError):
            ChainHead.objects.recorded_by(ChangeEvent())
