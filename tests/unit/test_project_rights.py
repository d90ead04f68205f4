"""What being in a project's team adds to a role, by hand for every role and every place in a team."""

import pytest

from clearway.web.people.access import NOBODY, Access, Held
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES, TRUST
from clearway.web.projects.rights import ALL, LEADING, Right, rights_of
from clearway.web.projects.vocabulary import profession_called, vocabulary

HERE, LMNS = "R1H", "QMF"
OF_TRUST = {id for id, role in ROLES.items() if role.levels & TRUST} - {"administrator"}
RUNS = {"improvement-lead", "trust-lead"}
PART, LEAD = {Right.TAKE_PART}, {Right.TAKE_PART, Right.CHANGE}


def _of(role: str, *places: str, at: str = HERE) -> frozenset[Right]:
    return rights_of(Access(held=(Held(ROLES[role], at),)), HERE, places)


@pytest.mark.parametrize("role", sorted(OF_TRUST - RUNS))
def test_whoever_works_there_has_rights_by_their_place_in_the_team_only(role: str) -> None:
    assert _of(role) == set()
    assert _of(role, "helper") == PART
    assert _of(role, "front-line", "data") == PART
    assert _of(role, "lead") == _of(role, "helper", "process-owner") == LEAD


@pytest.mark.parametrize("role", sorted(RUNS))
def test_whoever_runs_improvement_there_has_all_rights_in_the_team_or_not(role: str) -> None:
    assert _of(role) == _of(role, "helper") == ALL


@pytest.mark.parametrize(
    ("role", "at"),
    [("administrator", HERE), ("network-lead", LMNS), ("national-analyst", "ENG"), ("reader", LMNS)],
)
def test_whoever_does_not_work_there_has_none_whatever_the_team_says(role: str, at: str) -> None:
    assert _of(role, "lead", "improvement-adviser", at=at) == set()


def test_a_role_of_another_trust_brings_nothing() -> None:
    assert _of("contributor", "lead", at="RJ1") == _of("improvement-lead", "lead", at="RJ1") == set()
    assert rights_of(NOBODY, HERE, ["lead"]) == set()


def test_nobody_closes_a_project_by_the_team() -> None:
    every = [word.id for word in vocabulary().roles]
    assert set(every) >= LEADING
    assert Right.CLOSE not in _of("contributor", *every)


@pytest.mark.parametrize("role", sorted(OF_TRUST))
def test_every_role_held_at_a_trust_offers_ideas_and_none_held_above(role: str) -> None:
    assert Permission.OFFER_IDEAS in ROLES[role].allowed_at(HERE)
    assert Permission.OFFER_IDEAS not in ROLES[role].allowed_at(LMNS)


@pytest.mark.parametrize(
    ("job", "profession"),
    [
        ("Consultant midwife", "midwifery"),
        ("Maternity support worker", "maternity-support"),
        ("Stop smoking adviser", "stop-smoking"),
        ("Neonatal nurse", "neonatal-nursing"),
        ("Non-executive director", "management"),
        ("Health visiting", "health-visiting"),
        ("Baker", ""),
        ("", ""),
    ],
)
def test_a_profession_is_recognised_in_a_job_title(job: str, profession: str) -> None:
    assert profession_called(job) == profession
