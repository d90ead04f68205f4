"""The examples that people learn from show what their sentences say, and nothing else."""

import numpy as np
import pytest

from clearway.spc import PointState, Rule
from clearway.spc.pictures import RuleExample, rule_examples
from clearway.spc.profiles import PROFILES
from clearway.spc.rules import two_of_three
from clearway.spc.signals import signals_of

EXAMPLES = {example.name: example for example in rule_examples()}
RULES = [example for example in EXAMPLES.values() if example.rule]


def fired(example: RuleExample) -> set[Rule]:
    return {rule for point in example.chart.points for rule in point.rules}


@pytest.mark.parametrize("example", RULES, ids=lambda example: example.name)
def test_the_picture_of_a_rule_shows_that_rule_once_and_no_other(example: RuleExample) -> None:
    assert fired(example) == {example.rule}
    assert len(signals_of(example.chart)) == 1


@pytest.mark.parametrize(
    ("name", "word", "length"),
    [
        ("shift", "Seven", PROFILES["mdc"].shift_length),
        ("trend", "Seven", PROFILES["mdc"].trend_length),
        ("alternating", "Fourteen", 14),
        ("near-centre", "Fifteen", 15),
        ("away-from-centre", "Eight", 8),
    ],
)
def test_the_number_in_the_sentence_is_the_length_of_the_rule(name: str, word: str, length: int) -> None:
    assert EXAMPLES[name].sentence.startswith(word)
    numbers = {"Seven": 7, "Eight": 8, "Fourteen": 14, "Fifteen": 15}
    assert numbers[word] == length
    assert len([point for point in EXAMPLES[name].chart.points if point.rules]) >= length


def test_the_examples_of_states_are_in_those_states() -> None:
    summaries = {name: example.chart.summary for name, example in EXAMPLES.items()}
    assert summaries["too-few-points"].variation == "too_few_points"
    assert f"fewer than {PROFILES['mdc'].minimum_points} points" in EXAMPLES["too-few-points"].sentence
    assert summaries["no-variation"].variation == "no_variation"
    assert summaries["common-cause"].variation == "common_cause"
    found = [summaries[name].assurance for name in ("target-met", "target-missed", "target-by-chance")]
    assert found == ["pass", "fail", "hit_or_miss"]
    assert len(EXAMPLES["new-limits"].chart.phases) == 2
    states = [point.state for point in EXAMPLES["left-out"].chart.points]
    assert states.count(PointState.EXCLUDED) == 1
    both = [point for point in EXAMPLES["improvement-wins"].chart.points if len(point.rules) == 2]
    assert both
    assert all(point.type == "improvement" and point.value > point.centre for point in both)


def test_a_signal_without_direction_is_not_drawn_as_common_cause() -> None:
    rows = EXAMPLES["near-centre"].spec()["datasets"]["points"]
    assert {row["kind"] for row in rows} == {"Common cause", "Signal without a direction"}


@pytest.mark.parametrize("width", [340, 720])
def test_an_example_is_ready_to_be_put_on_a_page(width: int) -> None:
    example = EXAMPLES["shift"]
    svg = example.svg(width)
    assert svg.startswith("<svg")
    assert f"<title>{example.title}</title><desc>{example.sentence}" in svg
    assert example.spec(width)["width"] == width
    assert len({one.name for one in rule_examples()}) == len(rule_examples())


@pytest.mark.parametrize(("group", "flagged"), [((0, 0, 0, 0, 0), [2, 3]), ((0, 0, 0, 1, 1), [])])
def test_two_of_three_do_not_count_across_the_start_of_a_phase(
    group: tuple[int, ...], flagged: list[int]
) -> None:
    side = np.array([1, 1, 1, 1, 1], dtype=np.int8)
    beyond = np.array([0, 0, 1, 1, 0], dtype=np.int8)
    usable = np.ones(5, dtype=np.bool_)
    found = two_of_three(
        side,
        beyond,
        usable,
        np.array(group),
        beyond_limit=np.zeros(5, dtype=np.int8),
        variant="third_anywhere",
    )
    assert np.flatnonzero(found.fired).tolist() == flagged
