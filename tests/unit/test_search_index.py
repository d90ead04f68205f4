"""The search index: what fits, in which order, and what is offered when nothing does."""

import pytest

from clearway.web.search.contents import abbreviations, index
from clearway.web.search.index import SHIPPED, Entry, Index, Kind
from clearway.web.search.words import asked_words, begins, excerpt, fold, marked


def _entry(
    title: str, *, kind: Kind = Kind.IDEA, codes: tuple[str, ...] = (), text: str = "", also: str = ""
) -> Entry:
    return Entry(kind, codes, title, "", text, "idea", (), also=also)


def _titles(found: Index, text: str) -> list[str]:
    return [entry.title for group in found.search(text).groups for entry in group.entries]


SMALL = Index(
    [
        _entry("Train midwives to use a monitor"),
        _entry("Monitor", codes=("co-monitor",)),
        _entry("Give feedback", text="A midwife hears what came of each referral."),
        _entry("Café for families", kind=Kind.DRIVER),
        _entry("Nottingham University Hospitals", kind=Kind.ORGANISATION, codes=("RX1",)),
        _entry("King's Mill Hospital", kind=Kind.ORGANISATION, codes=("RK5BC",)),
        _entry("CO reading", also="carbon monoxide"),
    ]
)


@pytest.mark.parametrize(
    "text", ["monitor train", "train monitor", "MONITOR Train", "train, monitor!", "mon trai"]
)
def test_words_fit_in_any_order_and_case_and_by_their_beginnings(text: str) -> None:
    assert _titles(SMALL, text) == ["Train midwives to use a monitor"]


def test_every_word_has_to_fit() -> None:
    assert _titles(SMALL, "train referral") == []


def test_an_exact_code_comes_before_everything_else() -> None:
    assert _titles(SMALL, "co-monitor")[0] == "Monitor"
    assert SMALL.search("rx1").groups[0].kind is Kind.ORGANISATION


def test_a_whole_title_comes_before_a_word_of_a_title() -> None:
    assert _titles(SMALL, "monitor") == ["Monitor", "Train midwives to use a monitor"]


def test_a_title_comes_before_a_text() -> None:
    assert _titles(SMALL, "midwi") == ["Train midwives to use a monitor", "Give feedback"]


def test_the_kind_with_the_best_fit_comes_first() -> None:
    mixed = Index([_entry("Quit dates", kind=Kind.DRIVER), _entry("x", kind=Kind.MEASURE, codes=("quit",))])
    assert [group.kind for group in mixed.search("quit").groups] == [Kind.MEASURE, Kind.DRIVER]


@pytest.mark.parametrize(
    ("text", "title"), [("cafe", "Café for families"), ("kings", "King's Mill Hospital")]
)
def test_accents_and_apostrophes_do_not_matter(text: str, title: str) -> None:
    assert _titles(SMALL, text) == [title]


def test_a_short_form_is_found_by_what_it_stands_for() -> None:
    assert _titles(SMALL, "carbon monoxide") == ["CO reading"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "…"])
def test_no_words_find_nothing(text: str) -> None:
    results = SMALL.search(text)
    assert (results.total, results.instead) == (0, "")


def test_common_words_count_only_alone() -> None:
    assert asked_words("the training of midwives") == ("training", "midwives")
    assert asked_words("of the") == ("of", "the")


def test_a_misspelling_offers_words_that_find_something() -> None:
    results = SMALL.search("midwivs monitr")
    assert results.total == 0
    assert SMALL.search(results.instead).total > 0


def test_nothing_is_offered_for_a_word_that_is_like_no_other() -> None:
    assert SMALL.search("zzzz").instead == ""


@pytest.mark.parametrize("text", ["Café für CO", "Straße", "ﬁne King’s", ""])
def test_marking_changes_no_letter(text: str) -> None:
    assert "".join(piece for piece, _ in marked(text, ("c", "king", "strasse"))) == text


def test_only_words_that_begin_as_asked_are_marked() -> None:
    pieces = marked("Referral: refer her, do not defer", ("refer",))
    assert [piece for piece, is_asked in pieces if is_asked] == ["Referral", "refer"]


def test_an_excerpt_holds_the_word_asked_for_and_keeps_to_its_length() -> None:
    text = " ".join(f"word{n}" for n in range(100)) + " target " + " ".join(f"more{n}" for n in range(100))
    cut = excerpt(text, ("target",), 120)
    assert "target" in cut
    assert len(cut) <= 120 + len("…  …")
    assert excerpt("short text", ("x",), 120) == "short text"


def test_folding_twice_is_folding_once() -> None:
    for text in ("Ährenstraße", "İstanbul", "King’s"):
        assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("R1H", Kind.ORGANISATION, "Barts Health NHS Trust"),
        ("E40000003", Kind.ORGANISATION, "London"),
        ("smoke-booking", Kind.MEASURE, "Proportion of women who smoke at booking"),
        ("weston area health", Kind.ORGANISATION, "Weston Area Health NHS Trust"),
    ],
)
def test_what_ships_is_found_first_by_its_code_or_name(text: str, kind: Kind, title: str) -> None:
    group = index().search(text).groups[0]
    assert (group.kind, group.entries[0].title) == (kind, title)


def test_every_kind_of_thing_that_ships_is_in_the_index() -> None:
    found = {group.kind for text in ("smo", "pre", "eng") for group in index().search(text).groups}
    assert found == SHIPPED


def test_carbon_monoxide_finds_the_ideas_that_say_co() -> None:
    ideas = next(group for group in index().search("carbon monoxide").groups if group.kind is Kind.IDEA)
    assert any("carbon" not in f"{idea.title} {idea.text}".lower() for idea in ideas.entries)


def test_short_forms_are_written_as_the_index_compares_them() -> None:
    for short, long in abbreviations().items():
        assert fold(short) == short
        assert fold(long) == long


@pytest.mark.parametrize(
    ("asked", "word", "fits"),
    [
        ("co", "co", True),
        ("co", "community", False),
        ("com", "community", True),
        ("rj", "rj7", True),
        ("r1", "r1h", True),
        ("co", "disco", False),
    ],
)
def test_a_word_of_two_letters_is_a_word_or_begins_a_code(asked: str, word: str, fits: bool) -> None:
    assert begins(asked, word) is fits
