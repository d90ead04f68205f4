"""Whom to call first, and why: worked examples of the reasons and of their order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.common.periods import Month
from clearway.web.coordination.health import (
    About,
    Called,
    Facts,
    ProjectFacts,
    Reason,
    first_to_call,
    reasons,
)
from clearway.web.department.movement import Movement, Progress, movement

TODAY = date(2026, 11, 22)
LAST = Month(2026, 10)
WELL = {"on_time": 6, "due": 6, "tests": 2, "led": True, "weeks_quiet": 2}


def project(progress: Progress | None = None, **more: object) -> ProjectFacts:
    rising = Progress(Movement.RISING, 2.5, LAST, 2.0, LAST)
    return ProjectFacts(
        **{
            "number": 1,
            "title": "CO for all",
            "started_on": date(2026, 1, 1),
            "progress": progress or rising,
            **more,
        }
    )


def said(*projects: ProjectFacts, **more: object) -> list[str]:
    return [one.words for one in reasons(Facts(TODAY, projects, **{**WELL, **more}))]


def test_a_trust_that_works_gives_no_reason():
    assert said(project()) == []


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ([2.0, 2.0, 2.0, 2.0], "“CO for all” has stood at 2.0 since July 2026"),
        ([2.0, 2.5, 2.5, 2.0], "“CO for all” is at 2.0, where it was three months before"),
        ([3.0, 3.0, 3.0, 2.5], "“CO for all” went from 3.0 to 2.5 in three months"),
    ],
)
def test_a_score_that_does_not_rise_is_told_with_its_figures(scores: list[float], words: str):
    moved = movement({LAST.shift(place - 3): score for place, score in enumerate(scores)}, LAST)
    assert said(project(moved)) == [words]


def test_a_project_without_a_score_is_asked_about_only_when_it_has_run_for_two_months():
    nothing = Progress(Movement.NONE)
    assert said(project(nothing, started_on=date(2026, 9, 23))) == []
    assert said(project(nothing, started_on=date(2026, 9, 22))) == ["“CO for all” has no score yet"]
    old = movement({Month(2026, 4): 2.0}, LAST)
    assert said(project(old)) == ["“CO for all” was last scored for April 2026"]


def test_a_charter_is_asked_about_after_two_weeks():
    assert said(project(approval_days=14)) == []
    assert said(project(approval_days=15)) == ["The charter of “CO for all” waits for approval for 15 days"]


def test_barriers_that_a_leader_has_not_answered_come_first():
    waiting = project(barriers_due=(date(2026, 10, 1), date(2026, 9, 3)), approval_days=30)
    assert said(waiting, missing=("September 2026", "October 2026")) == [
        "“CO for all”: 2 barriers waited for a leader's answer longer than agreed, the first since "
        "3 September 2026",
        "No figures were handed in for September 2026 and October 2026",
        "The charter of “CO for all” waits for approval for 30 days",
    ]


def test_no_test_and_no_meeting_are_told_of_trusts_with_projects_only():
    still = {"tests": 0, "quiet": True, "weeks_quiet": 9, "led": None}
    assert said(project(), **still) == [
        "No test of change began in the last 90 days",
        "It is not said who leads the smoke-free pathway",
        "No improvement meeting for 9 weeks",
    ]
    assert said(**still) == ["No project is open"]


def test_nobody_leading_is_told_even_without_a_project():
    assert said(led=False) == ["Nobody leads the smoke-free pathway", "No project is open"]


def called(name: str, *about: About) -> Called:
    return Called(name[:1], name, tuple(Reason(one, "") for one in about))


def test_the_most_pressing_reason_decides_then_how_many_then_the_name():
    found = first_to_call(
        [
            called("Calm"),
            called("Many small", About.LEAD, About.MEETINGS, About.TESTS),
            called("Stuck b", About.STUCK),
            called("Stuck a", About.STUCK),
            called("Stuck and more", About.STUCK, About.TESTS),
            called("Barrier", About.BARRIER),
        ]
    )
    assert [one.name for one in found] == [
        "Barrier", "Stuck and more", "Stuck a", "Stuck b", "Many small", "Calm",
    ]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(list(About)), max_size=3), max_size=6))
def test_nobody_is_lost_and_one_with_a_reason_comes_before_one_without(about: list[list[About]]):
    trusts = [called(f"{place:02}", *each) for place, each in enumerate(about)]
    found = first_to_call(reversed(trusts))
    assert sorted(one.name for one in found) == [one.name for one in trusts]
    assert found == first_to_call(trusts)
    with_reason = [bool(one.reasons) for one in found]
    assert with_reason == sorted(with_reason, reverse=True)
