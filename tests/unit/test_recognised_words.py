"""Words by which somebody could be recognised: worked examples of every rule, and of what is none."""

from datetime import date

import pytest

from clearway.common.nhs_numbers import is_nhs_number
from clearway.web.people.looking import Field, RecognisedError, check, possible, refused, seen_in
from clearway.web.people.recognised import Looker, rules

STAFF = [
    "Imogen Leadwell",
    "May Hope",
    "Will Grant",
    "Sarah O'Neil-Smith (midwife)",
    "Dr Zoë Khan",
    "Co Li",
    "Derby Mills",
    "Ward Manager",
    "Infant feeding lead",
]
TODAY = date(2026, 11, 22)
LOOKER = Looker(STAFF, things=["Derby Hospitals NHS Trust"], today=TODAY)


def found(text: str) -> list[tuple[str, str]]:
    return [(each.rule.id, each.word) for each in LOOKER.look(text)]


@pytest.mark.parametrize(
    ("text", "rule", "word"),
    [
        ("ask imogen\nLEADWELL about it", "full-name", "imogen LEADWELL"),
        ("Sarah O’Neil-Smith tried it", "full-name", "Sarah O’Neil-Smith"),
        ("Imogen tried it", "name-alone", "Imogen"),
        ("as O’NEIL found", "name-alone", "O’NEIL"),
        ("as Smith found", "name-alone", "Smith"),
        ("we asked Zoe", "name-alone", "Zoe"),
        ("we asked Will about it", "name-alone", "Will"),
        ("Will said so", "name-alone", "Will"),
        ("Hope’s idea", "name-alone", "Hope"),
        ("then May came", "name-alone", "May"),
        ("we asked Li", "name-alone", "Li"),
        ("with Dr Foster", "title", "Dr Foster"),
        ("Dr O’Hara’s card", "title", "Dr O’Hara"),
        ("Mrs Patel Singh came", "title", "Mrs Patel Singh"),
        ("the midwife Jones", "title", "midwife Jones"),
        ("Sister Mary-Lou was there", "title", "Sister Mary-Lou"),
        ("J.S. did it", "initials", "J.S."),
        ("by A. B. C. and others", "initials", "A. B. C."),
        ("where Aisha said no", "speaker", "Aisha"),
        ("write to jo.b@trust.example", "e-mail", "jo.b@trust.example"),
        ("on 0121 496 0000 please", "phone", "0121 496 0000"),
        ("on +44 (0)121 496 0000", "phone", "+44 (0)121 496 0000"),
        ("bleep 1234", "phone", "bleep 1234"),
        ("of 943 476 5919", "nhs-number", "943 476 5919"),
        ("of 9434765919,", "nhs-number", "9434765919"),
        ("Hospital number: K123456", "hospital-number", "Hospital number: K123456"),
        ("MRN 1234567", "hospital-number", "MRN 1234567"),
        ("a woman came on 3 March 2025", "date-of-a-woman", "3 March 2025"),
        ("born 03/03/2025", "date-of-a-woman", "03/03/2025"),
        ("on 2001-02-03 somebody", "date-of-birth", "2001-02-03"),
        ("12th of April 1998", "date-of-birth", "12th of April 1998"),
        ("3.4.95", "date-of-birth", "3.4.95"),
        ("near B15 2TG", "postcode", "B15 2TG"),
    ],
)
def test_what_is_found(text: str, rule: str, word: str) -> None:
    assert found(text) == [(rule, word)]


@pytest.mark.parametrize(
    "text",
    [
        "In May we tested CO with a PDSA in Birmingham, as Saving Babies Lives asks. May 2025 was better.",
        "From April to June the April figures rose; since 1 May more women will hope.",
        "Will it be used? Hope is not a plan. Mark each card with a cross. Grace comes later.",
        "WILL it work? MAY BE. CO, CO2 4ppm, LI.",
        "Ward 4 and the ward manager; the Ward Manager said so; infant feeding lead",
        "At Derby Hospitals NHS Trust",
        "Midwife Led Unit, Consultant Midwife, Sister Hospital, the midwife CO monitor, Nurse Specialist",
        "U.K., N.H.S., e.g. this, i.e. that, vitamin K. Women said it",
        "the Trust said, when Women asked, in July Monday said nothing",
        "0.5 ppm, 4,000-5,999 births, 1 of 10, £1,200,000, 2025/26, 2025-04, ratio 1:10, 10-12 weeks",
        "943 476 5918 is no NHS number and 123 456 7890 neither",
        "unit number 4, hospital numbers 1200, patient number 12",
        "Each patient seen on 2 March 2025. Every woman booked after 1 March 2025. "
        "A woman came. On 3/4/2025 we met.",
        "a patient safety meeting on 3 March 2025; Baby Friendly since 4 March 2025",
        "decided on 1 April 2025 and 2026-01-02",
        "SBL3, R1H, RJ1 12, PO1",
        "",
    ],
)
def test_what_is_none(text: str) -> None:
    assert found(text) == []


def test_nobody_who_is_not_known_is_found_by_name_alone() -> None:
    assert Looker(today=TODAY).look("Imogen met May and Will; ask Imogen Leadwell") == ()


def test_on_a_wall_everything_goes_but_what_only_sounds_like_a_name() -> None:
    text = "Imogen rang 0121 496 0000 on 3 March 1998; then Aisha said: ask Dr Foster, J.S. at B15 2TG"
    assert LOOKER.hide(text) == (
        "a member of staff rang (number taken out) on (date taken out); then Aisha said: "
        "ask a member of staff, a member of staff at (postcode taken out)"
    )


def test_the_words_around_are_told_but_not_the_whole_text() -> None:
    text = f"{'before ' * 20}ask Imogen now {'behind ' * 20}"
    around = LOOKER.look(text)[0].around
    assert around.startswith("… before")
    assert "ask Imogen now" in around
    assert len(around) < 100


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("943 476 5919", True),
        ("943-476-5919", True),
        ("4010232137", True),
        ("943 476 5918", False),
        ("943476591", False),
        ("1111111111", False),
        ("", False),
    ],
)
def test_the_last_digit_of_an_nhs_number_checks_the_others(number: str, valid: bool) -> None:
    assert is_nhs_number(number) is valid


def test_what_names_a_woman_or_somebody_in_full_is_refused_and_all_else_is_looked_at() -> None:
    named = {rule.id for rule in rules().rules if rule.refused}
    assert named == {"full-name", "nhs-number", "hospital-number", "date-of-a-woman"}
    seen = seen_in([Field("a", "Title", "Imogen, 943 476 5919")], LOOKER)
    assert [each.found.word for each in refused(seen)] == ["943 476 5919"]
    assert [each.found.word for each in possible(seen)] == ["Imogen"]
    with pytest.raises(RecognisedError, match=r"Title: “943 476 5919” is an NHS number\. Take it out"):
        check(seen, ["Imogen"])


def test_words_that_were_looked_at_pass_and_others_are_looked_at_again() -> None:
    seen = seen_in([Field("a", "Title", "Imogen"), Field("b", "Words", "Imogen and Zoe and Zoe")], LOOKER)
    told = [f"{each.field.name} {each.found.word}" for each in seen]
    assert told == ["a Imogen", "b Imogen", "b Zoe"]
    check(seen, ["Imogen", "Zoe"])
    with pytest.raises(RecognisedError, match="Words: “Zoe”") as error:
        check(seen, ["Imogen"])
    assert error.value.refused == ()


def test_a_contact_may_be_named_and_reached_but_is_no_place_for_a_womans_number() -> None:
    texts = ("Imogen Leadwell", "0121 496 0000, jo@trust.example", "943 476 5919")
    seen = [seen_in([Field("c", "Contact", text, contact=True)], LOOKER) for text in texts]
    assert [len(each) for each in seen] == [0, 0, 1]
