"""Who may give which role: the rule itself, over all roles, without a database."""

import pytest

from clearway.web.people.access import Access, Held
from clearway.web.people.giving import may_give, roles_to_give
from clearway.web.people.permissions import PROFESSIONAL, READING, Permission
from clearway.web.people.roles import ROLES, Reader

TRUST = "R1H"


def _access(*held: tuple[str, str]) -> Access:
    return Access(held=tuple(Held(ROLES[role], code) for role, code in held))


def test_a_trust_lead_gives_every_role_of_a_trust() -> None:
    given = {role.id for role in roles_to_give(_access(("trust-lead", TRUST)), TRUST)}
    assert given == {
        "reader", "contributor", "midwife", "adviser", "improvement-lead", "trust-lead", "board-champion"
    }  # fmt: skip


def test_a_network_lead_appoints_trust_leads_and_no_midwives() -> None:
    given = {role.id for role in roles_to_give(_access(("network-lead", "QMF")), TRUST)}
    assert given == {"reader", "trust-lead"}


def test_an_administrator_appoints_nobody_who_sees_women() -> None:
    for code in (TRUST, "QMF", "ENG"):
        given = roles_to_give(_access(("administrator", "ENG")), code)
        assert given
        assert not any(role.permissions & PROFESSIONAL for role in given)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_nobody_gives_anything_who_does_not_manage_people(role: str) -> None:
    access = _access((role, TRUST))
    if Permission.MANAGE_PEOPLE not in access.permissions(TRUST):
        assert roles_to_give(access, TRUST) == []


@pytest.mark.parametrize("role", sorted(ROLES))
def test_nobody_gives_anything_at_another_trust(role: str) -> None:
    assert roles_to_give(_access((role, TRUST)), "RJ1") == []


@pytest.mark.parametrize("giver", sorted(ROLES))
@pytest.mark.parametrize("given", sorted(ROLES))
def test_what_is_given_beyond_ones_own_is_professional_or_named(giver: str, given: str) -> None:
    role, access = ROLES[given], _access((giver, TRUST))
    if may_give(access, role, TRUST) and given not in ROLES[giver].appoints:
        assert role.permissions - access.permissions(TRUST) <= PROFESSIONAL


def test_every_role_says_what_it_is_for() -> None:
    for role in ROLES.values():
        assert role.sentence.endswith(".")
        assert role.__doc__


def test_only_roles_that_read_need_no_second_factor() -> None:
    assert {role.id for role in ROLES.values() if not role.writes_at(TRUST)} == {"national-analyst"}
    assert not Reader.writes_at("QMF"), "a reader of the LMNS changes nothing"
    assert not READING & (PROFESSIONAL | {Permission.MANAGE_PEOPLE, Permission.ENTER_FIGURES})


def test_no_role_holds_what_is_for_tokens() -> None:
    everything = frozenset().union(*(role.permissions for role in ROLES.values()))
    assert frozenset(Permission) - everything == {Permission.REPORT_AND_TALLY, Permission.SHOW_BOARD}
