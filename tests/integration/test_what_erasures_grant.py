"""Only an erasure takes names away, and only those that it names; a check of the newest takes no fewer."""

import pytest
from tests.lib.tampering import execute, without_triggers

from clearway.web.audit.checking import check_chain
from clearway.web.audit.checking_accesses import check_accesses
from clearway.web.audit.erasing import erase
from clearway.web.audit.models import AccessEvent, ChangeEvent, Person, record, record_access
from clearway.web.audit.tables import ERASE

pytestmark = pytest.mark.django_db
ADA = Person("Ada Lead", "site", "u-1")
TRUST = "R1H"


@pytest.fixture(autouse=True)
def _log() -> None:
    """Three changes and two accesses; the second change and the second access were erased as it should be."""
    for number in range(3):
        record(organisation=TRUST, action="enter", subject=f"s{number}", by=ADA, details={"n": number})
    for number in range(2):
        record_access(organisation=TRUST, page="month", subject=f"s{number}", by=ADA, address="::1")
    second = AccessEvent.objects.get(subject="s1", organisation=TRUST)
    erase(organisation=TRUST, changes=[2], accesses=[second.number], reason="asked", authority="DPO", by=ADA)


def test_an_event_that_is_no_erasure_grants_none_whatever_its_details_say() -> None:
    first = AccessEvent.objects.get(subject="s0", organisation=TRUST)
    said = {"changes": [3], "accesses": [first.number]}
    event = record(organisation=TRUST, action="enter", subject="said so", by=ADA, details=said)
    third = ChangeEvent.objects.get(subject="s2", organisation=TRUST)
    with without_triggers():
        execute("INSERT INTO audit_erasure (change_id, recorded_in_id) VALUES (%s, %s)", third.pk, event.pk)
        execute("DELETE FROM audit_changedetail WHERE event_id = %s", third.pk)
        execute("INSERT INTO audit_erasure (access_id, recorded_in_id) VALUES (%s, %s)", first.pk, event.pk)
        execute("DELETE FROM audit_accessdetail WHERE event_id = %s", first.pk)
        faults = [check_chain(TRUST).fault, check_accesses(TRUST).fault]
        assert [fault and fault.sequence for fault in faults] == [3, 1]


def test_an_erasure_grants_no_page_view_that_it_does_not_name() -> None:
    first = AccessEvent.objects.get(subject="s0", organisation=TRUST)
    granted = ChangeEvent.objects.get(action=ERASE, organisation=TRUST)
    with without_triggers():
        execute("INSERT INTO audit_erasure (access_id, recorded_in_id) VALUES (%s, %s)", first.pk, granted.pk)
        execute("DELETE FROM audit_accessdetail WHERE event_id = %s", first.pk)
        fault = check_accesses(TRUST).fault
        assert fault is not None
        assert (fault.sequence, fault.what) == (1, "the name is gone without a recorded erasure")


@pytest.mark.parametrize(("newest", "checked"), [(1, 1), (3, 3), (4, 4), (5, 4)])
def test_as_many_of_the_newest_are_checked_as_were_asked_for(newest: int, checked: int) -> None:
    state = check_chain(TRUST, newest=newest)
    assert (state.events, state.total, state.fault) == (checked, 4, None)


def test_as_many_of_the_newest_page_views_are_checked_as_were_asked_for() -> None:
    states = [check_accesses(TRUST, newest=newest) for newest in (1, 2, 3)]
    assert [(state.events, state.fault) for state in states] == [(1, None), (2, None), (2, None)]
