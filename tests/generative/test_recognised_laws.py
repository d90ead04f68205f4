"""Laws of the look at words before they leave a trust."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clearway.web.boards.places import hiding
from clearway.web.people.recognised import Looker

TODAY = date(2026, 11, 22)
STAFF = ["Imogen Leadwell", "May Hope", "Will Grant", "Zoë O'Neil-Smith"]
LOOKER = Looker(STAFF, today=TODAY)
plain = st.characters(exclude_categories=["Lu", "Lt", "Nd", "Nl", "No", "Cs"], exclude_characters="@")
signs = ["Dr", "in", "may", "2025", "J.S.", "943 476 5919", "a", ". ", "CO"]
words = st.sampled_from([*" ".join(STAFF).split(), *signs])
texts = st.lists(st.one_of(words, st.text(max_size=8)), max_size=12).map(" ".join)


@given(st.text(plain))
def test_without_capitals_and_digits_nothing_but_a_known_full_name_is_found(text: str) -> None:
    assert {each.rule.id for each in LOOKER.look(text)} <= {"full-name"}
    assert Looker(today=TODAY).look(text) == ()


@given(texts)
def test_hiding_changes_no_text_in_which_nothing_is_found(text: str) -> None:
    if not LOOKER.look(text):
        assert LOOKER.hide(text) == text


@given(texts)
def test_without_known_names_nothing_is_hidden_as_one(text: str) -> None:
    assert hiding([])(text) == text
    assert "name-alone" not in {each.rule.id for each in Looker(today=TODAY).look(text)}


@given(texts)
def test_places_are_those_of_the_text_and_do_not_overlap(text: str) -> None:
    found = LOOKER.look(text)
    for each in found:
        assert " ".join(text[each.start : each.end].split()) == each.word
    ends = [0, *(each.end for each in found)]
    assert all(end <= each.start for end, each in zip(ends, found, strict=False))


@given(texts)
def test_a_hidden_text_names_nobody_who_is_known(text: str) -> None:
    left = {each.rule.id for each in LOOKER.look(LOOKER.hide(text)) if each.rule.instead}
    assert not left & {"full-name", "e-mail", "nhs-number"}
