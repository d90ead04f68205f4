"""The tamper check finds one changed byte in any column, whatever the attacker took away first."""

import re
from pathlib import Path

import pytest
from tests.lib.tampering import change_one_byte, execute, without_triggers

from clearway.web.audit.anchoring import kept_heads, note_heads, noted_heads
from clearway.web.audit.checking import Anchor, check_chain, organisations_with_a_log
from clearway.web.audit.checking_accesses import check_accesses
from clearway.web.audit.erasing import erase
from clearway.web.audit.models import (
    AccessDetail,
    AccessEvent,
    ChainHead,
    ChangeDetail,
    ChangeEvent,
    Erasure,
    Person,
    record,
    record_access,
)
from clearway.web.audit.recording import hash_of_change

pytestmark = pytest.mark.django_db
ADA = Person("Ada Lead", "site", "u-1")
TRUST = "R1H"


@pytest.fixture(autouse=True)
def _log() -> None:
    """Seven changes, the second erased; three accesses, the second erased."""
    for number in range(5):
        record(organisation=TRUST, action="enter", subject=f"s{number}", by=ADA, details={"n": number})
    for number in range(3):
        record_access(organisation=TRUST, page="month", subject=f"s{number}", by=ADA, address="::1")
    second = AccessEvent.objects.order_by("pk")[1]
    erase(organisation=TRUST, changes=[2], accesses=[second.number], reason="asked", authority="DPO", by=ADA)
    record(organisation=TRUST, action="enter", subject="last", by=ADA, details={})


def _faults() -> list[tuple[str, int]]:
    """All that both checks find, as log and number."""
    changes = [check_chain(code) for code in organisations_with_a_log()]
    found = [(f"change {state.organisation}", state.fault.sequence) for state in changes if state.fault]
    codes = AccessEvent.objects.order_by().values_list("organisation", flat=True).distinct()
    lines = [check_accesses(code) for code in codes]
    return found + [(f"access {state.organisation}", state.fault.sequence) for state in lines if state.fault]


def _columns(model: type) -> list[str]:
    return [field.column for field in model._meta.fields]


def test_an_untouched_log_fits() -> None:
    assert _faults() == []


@pytest.mark.parametrize("column", _columns(ChangeEvent))
def test_one_byte_of_an_event_names_that_event(column: str) -> None:
    with without_triggers():
        change_one_byte("audit_changeevent", column, "subject = 's2'")
        assert (f"change {TRUST}", 3) in _faults()


def test_an_event_that_was_told_anew_with_a_hash_to_match_is_given_away_by_the_next() -> None:
    forged = ChangeEvent.objects.get(subject="s2")
    forged.subject = "forged"
    with without_triggers():
        execute(
            "UPDATE audit_changeevent SET subject = %s, hash = %s WHERE id = %s",
            forged.subject,
            hash_of_change(forged),
            forged.pk,
        )
        assert _faults() == [(f"change {TRUST}", 4)]


@pytest.mark.parametrize("column", _columns(ChangeDetail))
def test_one_byte_beside_an_event_names_that_event(column: str) -> None:
    number = ChangeEvent.objects.get(subject="s2").pk
    with without_triggers():
        change_one_byte("audit_changedetail", column, f"event_id = {number}")
        assert _faults() == [(f"change {TRUST}", 3)]


@pytest.mark.parametrize("column", _columns(ChainHead))
def test_one_byte_of_the_head_is_found(column: str) -> None:
    with without_triggers():
        change_one_byte("audit_chainhead", column, f"organisation = '{TRUST}'")
        assert f"change {TRUST}" in dict(_faults())


@pytest.mark.parametrize("column", _columns(AccessEvent))
def test_one_byte_of_a_line_of_the_access_log_is_found(column: str) -> None:
    with without_triggers():
        change_one_byte("audit_accessevent", column, "subject = 's0'")
        assert any(log.startswith("access") for log, _ in _faults())


@pytest.mark.parametrize("column", _columns(AccessDetail))
def test_one_byte_beside_a_line_of_the_access_log_is_found(column: str) -> None:
    number = AccessEvent.objects.get(subject="s0").pk
    with without_triggers():
        change_one_byte("audit_accessdetail", column, f"event_id = {number}")
        assert _faults() == [(f"access {TRUST}", 1)]


# The row number of an erasure says nothing.
@pytest.mark.parametrize("column", ["change_id", "access_id", "recorded_in_id"])
def test_one_byte_of_an_erasure_is_found(column: str) -> None:
    with without_triggers():
        change_one_byte(
            "audit_erasure",
            column,
            "access_id IS NOT NULL" if column == "access_id" else "change_id IS NOT NULL",
        )
        assert _faults() != []


def test_no_column_of_an_erasure_is_forgotten() -> None:
    assert _columns(Erasure) == ["id", "change_id", "access_id", "recorded_in_id"]


@pytest.mark.parametrize(
    ("attack", "first"),
    [
        ("DELETE FROM audit_changeevent WHERE organisation = 'R1H' AND sequence = 4", 4),
        ("DELETE FROM audit_changeevent WHERE organisation = 'R1H' AND sequence = 7", 7),
        ("DELETE FROM audit_changeevent WHERE organisation = 'R1H'", 1),
        ("DELETE FROM audit_changedetail WHERE person = 'Ada Lead'", 1),
        ("UPDATE audit_changeevent SET sequence = sequence + 100 WHERE subject = 's2'", 3),
        ("DELETE FROM audit_chainhead WHERE organisation = 'R1H'", 0),
        ("UPDATE audit_changeevent SET at = at WHERE 1 = 0", None),
    ],
)
def test_what_is_taken_out_or_moved_is_found(attack: str, first: int | None) -> None:
    with without_triggers():
        execute(attack)
        assert dict(_faults()).get(f"change {TRUST}") == first


def test_an_erasure_that_nobody_recorded_is_found() -> None:
    with without_triggers():
        third, fourth = ChangeEvent.objects.filter(subject__in=("s2", "s3")).order_by("pk")
        execute("INSERT INTO audit_erasure (change_id, recorded_in_id) VALUES (%s, %s)", third.pk, fourth.pk)
        execute("DELETE FROM audit_changedetail WHERE event_id = %s", third.pk)
        assert _faults() == [(f"change {TRUST}", 3)]


def test_what_was_erased_and_is_put_back_is_found() -> None:
    second = ChangeEvent.objects.get(subject="s1")
    with without_triggers():
        execute(
            "INSERT INTO audit_changedetail (event_id, salt, person, via, key, details) "
            "VALUES (%s, '', 'Ada', '', '', '{}')",
            second.pk,
        )
        assert _faults() == [(f"change {TRUST}", 2)]


def test_what_was_erased_and_is_put_back_word_for_word_is_found_too() -> None:
    columns = ("event_id", "salt", "person", "via", "key", "details")
    kept = ChangeDetail.objects.values_list(*columns).get(event__subject="s2")
    erase(organisation=TRUST, changes=[3], reason="asked", authority="DPO", by=ADA)
    with without_triggers():
        execute(
            f"INSERT INTO audit_changedetail ({', '.join(columns)}) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608
            *kept,
        )
        assert _faults() == [(f"change {TRUST}", 3)]


def test_an_event_beyond_the_head_is_found() -> None:
    last, before = ChangeEvent.objects.filter(organisation=TRUST).order_by("-sequence")[:2]
    with without_triggers():
        execute(
            "UPDATE audit_chainhead SET sequence = %s, hash = %s WHERE organisation = %s",
            before.sequence,
            before.hash,
            TRUST,
        )
        assert _faults() == [(f"change {TRUST}", last.sequence)]


class TestAnEndThatWasCutOffTogetherWithItsHead:
    """The chain alone cannot show it: what was noted elsewhere does."""

    def _cut(self) -> None:
        before = ChangeEvent.objects.get(organisation=TRUST, sequence=6)
        execute("DELETE FROM audit_changedetail WHERE event_id = %s", before.pk + 1)
        execute("DELETE FROM audit_changeevent WHERE organisation = %s AND sequence > 6", TRUST)
        execute(
            "UPDATE audit_chainhead SET sequence = 6, hash = %s WHERE organisation = %s", before.hash, TRUST
        )
        assert check_chain(TRUST).fault is None

    def test_is_found_by_the_heads_in_the_log_of_the_instance(self) -> None:
        note_heads(by=ADA)
        with without_triggers():
            self._cut()
            fault = check_chain(TRUST, anchors=noted_heads()).fault
            assert fault is not None
            assert "an event 7 was noted" in fault.what

    def test_is_found_by_an_export_that_was_kept(self, tmp_path: Path) -> None:
        head = ChainHead.objects.get(organisation=TRUST)
        kept = tmp_path / "anchor.jsonl"
        kept.write_text(
            f'{{"organisation": "{TRUST}", "sequence": {head.sequence}, "hash": "{head.hash}"}}\n'
        )
        assert check_chain(TRUST, anchors=kept_heads(kept)).fault is None
        with without_triggers():
            self._cut()
            assert check_chain(TRUST, anchors=kept_heads(kept)).fault is not None

    def test_and_a_log_written_anew_has_other_hashes_than_those_noted(self) -> None:
        event = ChangeEvent.objects.get(organisation=TRUST, sequence=4)
        fault = check_chain(TRUST, anchors=[Anchor(TRUST, 4, event.hash), Anchor(TRUST, 5, "0" * 64)]).fault
        assert fault is not None
        assert (fault.sequence, "written anew" in fault.what) == (5, True)


def test_the_ten_lines_of_the_manual_check_an_export_and_find_a_changed_byte() -> None:
    from clearway.web.audit.exporting import as_json_lines, change_lines

    manual = Path(__file__).parents[2] / "docs/reference/audit.md"
    program = re.search(r"```python\n(.*?)```", manual.read_text(), re.S).group(1)
    assert len([line for line in program.splitlines() if line]) <= 12
    events = ChangeEvent.objects.filter(organisation=TRUST).order_by("sequence")
    export = "".join(as_json_lines(change_lines(events)))
    assert _checked_by(program, export) == "7 events fit"
    for old, new in (("s3", "s4"), ("Ada Lead", "Eve Lead"), ('{\\"n\\":4}', '{\\"n\\":5}')):
        assert old in export
        with pytest.raises(AssertionError):
            _checked_by(program, export.replace(old, new, 1))


def _checked_by(program: str, export: str) -> str:
    said: list[str] = []
    names = {
        "open": lambda name: export.splitlines(),
        "print": lambda *words: said.append(" ".join(map(str, words))),
    }
    exec(program, names)  # noqa: S102 - it is our own manual
    return said[0]
