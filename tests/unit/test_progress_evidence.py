"""What stands beside a progress score: what was found, what is missing, and up to where it supports one."""

from dataclasses import replace

from clearway.web.cycles.progress import Goal, Standing, evidence, ladder, missing_for, supported

NOTHING = Standing(
    charter_approved=False, missing_roles=("Lead",), goals=(), studied=0, adopted=0, sustained=0
)
GOAL = Goal(kind="process", has_baseline=True, has_target=True, way=1.0, improved=True, held_months=8)
EVERYTHING = Standing(
    charter_approved=True, missing_roles=(), goals=(GOAL,), studied=3, adopted=2, sustained=2
)


def reached(standing: Standing) -> float:
    return supported(evidence(standing))


def test_the_scale_goes_from_a_half_to_five_in_halves() -> None:
    assert [rung.score for rung in ladder().steps] == [half / 2 for half in range(1, 11)]
    assert (ladder().id, ladder().version) == ("ihi-assessment", 1)


def test_a_named_project_supports_a_half_and_all_of_it_five() -> None:
    assert reached(NOTHING) == 0.5
    assert reached(EVERYTHING) == 5.0


def test_each_step_fails_by_its_own_evidence() -> None:
    goal = replace(GOAL, way=0.1, improved=False, held_months=0)
    assert reached(replace(EVERYTHING, charter_approved=False)) == 0.5
    assert reached(replace(EVERYTHING, missing_roles=("Lead",))) == 0.5
    assert reached(replace(EVERYTHING, goals=())) == 1.0
    assert reached(replace(EVERYTHING, goals=(replace(GOAL, has_baseline=False),))) == 1.5
    assert reached(replace(EVERYTHING, studied=0)) == 2.0
    assert reached(replace(EVERYTHING, adopted=0, sustained=0)) == 2.5
    assert reached(replace(EVERYTHING, goals=(goal,))) == 2.5
    assert reached(replace(EVERYTHING, goals=(replace(GOAL, improved=False),))) == 3.0
    assert reached(replace(EVERYTHING, goals=(replace(GOAL, way=0.4),))) == 3.5
    assert reached(replace(EVERYTHING, goals=(replace(GOAL, held_months=5),))) == 4.0
    assert reached(replace(EVERYTHING, sustained=1)) == 4.5


def test_shares_of_the_measures_and_months_count_from_their_limit() -> None:
    bare = replace(GOAL, has_baseline=False, has_target=False, way=0.1, improved=False, held_months=0)
    goals = {name: (replace(bare, **{name: True}), bare) for name in ("has_baseline", "has_target")}
    assert not _found(goals["has_baseline"], "baselines"), "one of two measures is not all of them"
    assert not _found(goals["has_target"], "targets"), "half of them is not most of them"
    assert _found((replace(bare, way=1.0), bare), "half-of-the-goals")
    assert _found((replace(bare, way=0.2),), "fifth-of-the-way")
    assert _found((replace(bare, held_months=6),), "signal-held")


def _found(goals: tuple[Goal, ...], name: str) -> bool:
    return next(one.found for one in evidence(replace(EVERYTHING, goals=goals)) if one.id == name)


def test_a_target_that_cannot_be_judged_is_not_reached() -> None:
    assert reached(replace(EVERYTHING, goals=(replace(GOAL, way=None),))) == 2.5


def test_what_is_missing_is_said_for_the_score_that_was_chosen() -> None:
    missing = missing_for(1.0, evidence(NOTHING))
    assert [one.id for one in missing] == ["charter-approved", "team-roles"]
    assert missing[1].words == "The team lacks: Lead"
