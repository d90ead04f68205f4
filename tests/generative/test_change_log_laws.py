"""Laws of the change log: whatever is recorded verifies, whatever is altered afterwards is found."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lib.tampering import change_one_byte, without_triggers

from clearway.web.audit.checking import check_chain, organisations_with_a_log
from clearway.web.audit.erasing import changes_to_erase, erase
from clearway.web.audit.models import ChangeDetail, ChangeEvent, Person, record

pytestmark = pytest.mark.django_db
ADA = Person("Ada Lead", "site", "u-1")
# Any text, control characters and halves of surrogate pairs too; no address, which is refused.
ANY = st.text(st.characters(exclude_characters="@"), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=6,
)
CODES = st.sampled_from(["", "R1H", "RJ1"])
EVENTS = st.lists(
    st.tuples(CODES, ANY, ANY, st.builds(Person, ANY, st.just("site"), st.sampled_from(["", "u-1", "u-2"])),
              st.dictionaries(ANY, JSON, max_size=3)),
    min_size=1,
    max_size=8,
)  # fmt: skip
LAW = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
COLUMNS = [
    *((ChangeEvent, name) for name in ("organisation", "sequence", "at", "action", "subject")),
    *((ChangeEvent, name) for name in ("digest", "previous", "hash")),
    *((ChangeDetail, name) for name in ("salt", "person", "via", "key", "details")),
]


@contextmanager
def _undone() -> Iterator[None]:
    """Each drawn example begins with the same logs."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _write(events: list[tuple[str, str, str, Person, dict[str, object]]]) -> list[ChangeEvent]:
    return [
        record(organisation=code, action=action, subject=subject, by=by, details=details)
        for code, action, subject, by, details in events
    ]


def _faults() -> dict[str, int]:
    states = [check_chain(code) for code in organisations_with_a_log()]
    return {state.organisation: state.fault.sequence for state in states if state.fault}


@LAW
@given(events=EVENTS)
def test_any_sequence_of_records_verifies(events: list) -> None:
    with _undone():
        written = _write(events)
        assert _faults() == {}
        for code in {event.organisation for event in written}:
            mine = [event.sequence for event in written if event.organisation == code]
            assert mine == sorted(set(mine))


@LAW
@given(events=EVENTS, pick=st.integers(0, 7), column=st.sampled_from(COLUMNS), place=st.integers(0, 300))
def test_any_change_of_one_byte_is_found(events: list, pick: int, column: tuple, place: int) -> None:
    with _undone():
        written = _write(events)
        event = written[pick % len(written)]
        model, name = column
        key = "id" if model is ChangeEvent else "event_id"
        with without_triggers():
            change_one_byte(model._meta.db_table, name, f"{key} = {event.pk}", place)
            assert _faults()[event.organisation] == event.sequence


@LAW
@given(events=EVENTS, picks=st.sets(st.integers(0, 7), min_size=1))
def test_an_erasure_keeps_every_chain_valid_and_takes_every_trace(events: list, picks: set[int]) -> None:
    with _undone():
        written = _write(events)
        chosen = [written[pick % len(written)] for pick in picks]
        for code in {event.organisation for event in chosen}:
            numbers = {event.sequence for event in chosen if event.organisation == code}
            erase(organisation=code, changes=numbers, reason="asked", authority="DPO", by=ADA)
            assert not changes_to_erase(code).filter(sequence__in=numbers).exists()
        assert not ChangeDetail.objects.filter(event__in=chosen).exists()
        assert _faults() == {}
