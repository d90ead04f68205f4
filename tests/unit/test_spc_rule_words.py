"""Every rule has words for a person."""

from clearway.spc.pictures import words
from clearway.spc.words import Rule


def test_every_rule_can_be_told() -> None:
    assert set(words._RULES) == set(Rule)
