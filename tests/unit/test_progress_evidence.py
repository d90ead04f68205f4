"""What stands beside a progress score: what was found, what is missing, and up to where it supports one."""

from dataclasses import replace
from datetime import date

import pytest

from clearway.web.cycles.progress import (
    Goal,
    Standing,
    above_evidence,
    evidence,
    ladder,
    missing_for,
    supported,
)

NOTHING = Standing(
    charter_approved=False, missing_roles=("Lead",), goals=(), studied=0, adopted=0, sustained=0
)
GOAL = Goal(kind="process", has_baseline=True, has_target=True, way=1.0, improved=True, held_months=8)
EVERYTHING = Standing(
    charter_approved=True,
    missing_roles=(),
    goals=(GOAL, replace(GOAL, kind="outcome")),
    studied=3,
    adopted=2,
    sustained=2,
    first_meeting=date(2026, 3, 9),
)


def reached(standing: Standing) -> float:
    return supported(evidence(standing))


def test_the_scale_goes_from_a_half_to_five_in_halves() -> None:
    assert [rung.score for rung in ladder().steps] == [half / 2 for half in range(1, 11)]
    assert (ladder().id, ladder().version) == ("ihi-assessment", 1)


def test_a_named_project_supports_a_half_and_all_of_it_five() -> None:
    assert reached(NOTHING) == 0.5
    assert reached(EVERYTHING) == 5.0


def goals(**changed: object) -> Standing:
    """Everything, but both measures changed so."""
    return replace(EVERYTHING, goals=tuple(replace(goal, **changed) for goal in EVERYTHING.goals))


def test_each_step_fails_by_its_own_evidence() -> None:
    process, outcome = EVERYTHING.goals
    assert reached(replace(EVERYTHING, charter_approved=False)) == 0.5
    assert reached(replace(EVERYTHING, missing_roles=("Lead",))) == 0.5
    assert reached(replace(EVERYTHING, goals=())) == 1.0
    assert reached(replace(EVERYTHING, first_meeting=None)) == 1.0
    assert reached(goals(has_baseline=False)) == 1.5
    assert reached(replace(EVERYTHING, studied=0)) == 2.0
    assert reached(replace(EVERYTHING, adopted=0, sustained=0)) == 2.5
    assert reached(goals(way=0.1, improved=False, held_months=0)) == 2.5
    assert reached(replace(EVERYTHING, goals=(replace(process, improved=False), outcome))) == 3.0
    still = replace(outcome, improved=False, way=0.19)
    assert reached(replace(EVERYTHING, goals=(process, still))) == 3.0
    assert reached(replace(EVERYTHING, goals=(process,))) == 3.0
    assert reached(goals(way=0.4)) == 3.5
    assert reached(goals(held_months=5)) == 4.0
    assert reached(replace(EVERYTHING, sustained=1)) == 4.5


@pytest.mark.parametrize("moved", [{"improved": True, "way": None}, {"improved": False, "way": 0.2}])
def test_an_outcome_moves_by_its_chart_or_by_a_fifth_of_the_way(moved: dict[str, object]) -> None:
    assert _found((replace(GOAL, kind="outcome", **moved),), "outcome-movement")
    assert not _found((replace(GOAL, kind="process", **moved),), "outcome-movement")


def test_the_way_is_told_measure_by_measure_with_the_level_it_goes_by() -> None:
    told = (
        replace(GOAL, title="CO at booking", way=0.5, level="median of the last 6 months"),
        replace(GOAL, title="Referred", way=None, level=""),
        replace(GOAL, title="Quit", way=-0.104, level="mean of the 14 months of its phase"),
    )
    found = evidence(replace(EVERYTHING, goals=told))
    fifth = next(one for one in found if one.id == "fifth-of-the-way")
    assert fifth.words == "1 of 3 measures came at least a fifth of the way to their target"
    assert fifth.details == (
        "CO at booking: 50% of the way by the median of the last 6 months",
        "Referred: cannot be said, fewer than 3 months of figures in the phase of its chart that goes on now",
        "Quit: -10% of the way by the mean of the 14 months of its phase",
    )


@pytest.mark.parametrize(
    ("score", "found", "said"),
    [
        (4.5, 3.0, "evidence found up to 3.0"),
        (3.5, 3.0, "evidence found up to 3.0"),
        (3.0, 3.0, ""),
        (2.5, 3.0, ""),
        (4.5, None, ""),
        (0.5, 0.0, "evidence found up to 0.0"),
    ],
)
def test_a_score_half_a_step_or_more_above_its_evidence_is_told(score, found, said) -> None:
    assert above_evidence(score, found) == said


def test_shares_of_the_measures_and_months_count_from_their_limit() -> None:
    bare = replace(GOAL, has_baseline=False, has_target=False, way=0.1, improved=False, held_months=0)
    half = {name: (replace(bare, **{name: True}), bare) for name in ("has_baseline", "has_target")}
    assert not _found(half["has_baseline"], "baselines"), "one of two measures is not all of them"
    assert not _found(half["has_target"], "targets"), "half of them is not most of them"
    assert _found((replace(bare, way=1.0), bare), "half-of-the-goals")
    assert _found((replace(bare, way=0.2),), "fifth-of-the-way")
    assert _found((replace(bare, held_months=6),), "signal-held")


def _found(goals: tuple[Goal, ...], name: str) -> bool:
    return next(one.found for one in evidence(replace(EVERYTHING, goals=goals)) if one.id == name)


def test_a_target_that_cannot_be_judged_is_not_reached() -> None:
    assert reached(goals(way=None)) == 2.5


def test_what_is_missing_is_said_for_the_score_that_was_chosen() -> None:
    missing = missing_for(1.0, evidence(NOTHING))
    assert [one.id for one in missing] == ["charter-approved", "team-roles"]
    assert missing[1].words == "The team lacks: Lead"
