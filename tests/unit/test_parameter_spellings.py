"""What fills the blank in a measure's name is free text, read in one way."""

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.parameters import in_address, reading, same, spelling, tidy
from clearway.measures.blanks import filled

SUBJECT = "staff-trained-subject"


@pytest.mark.parametrize(
    "other",
    ["co monitoring ", "CO  MONITORING", "\u00a0Co\tmonitoring", "CO\u200b monitoring", "ＣＯ monitoring"],
    ids=["a space after it", "capitals", "a space that does not break", "a sign of no width", "wide letters"],
)
def test_capitals_spaces_and_signs_that_nobody_sees_make_no_other_subject(other: str) -> None:
    assert same(other, "CO monitoring")


@pytest.mark.parametrize("other", ["CO-monitoring", "CO monitors", "monitoring CO", "C O monitoring", ""])
def test_other_words_are_another_subject(other: str) -> None:
    assert not same(other, "CO monitoring")


@pytest.mark.parametrize("none", ["", "  ", "-", " - ", "\u200b"])
def test_a_blank_or_a_dash_names_none(none: str) -> None:
    assert reading(none) == ""
    assert in_address(none) == "-"


def test_a_text_is_kept_as_it_is_typed_and_shown_as_it_is_known() -> None:
    assert tidy("  SBAR  on\twards ") == "SBAR on wards"
    assert spelling("sbar ON wards", ["CTG", "SBAR on wards"]) == "SBAR on wards"
    assert spelling(" New  one ", ["CTG"]) == "New one"


@pytest.mark.parametrize(
    ("measure", "text", "needed", "said"),
    [
        ("smoke-booking", "SBAR", False, "no blank"),
        (SUBJECT, " - ", True, "The subject is missing"),
        (SUBJECT, "x" * 65, False, "too long"),
        (SUBJECT, "SB\x00AR", False, "nobody can read"),
        (SUBJECT, "SB\u202eAR", False, "nobody can read"),
    ],
)
def test_what_is_no_text_for_the_blank_is_refused(measure: str, text: str, needed: bool, said: str) -> None:
    with pytest.raises(ClearwayError, match=said):
        filled(measure, text, needed=needed)


def test_a_measure_without_a_blank_needs_nothing_and_64_characters_fit() -> None:
    assert filled("smoke-booking", "", needed=True) == ""
    assert filled(SUBJECT, "x" * 64) == "x" * 64
