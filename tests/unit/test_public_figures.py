"""Figures that everybody may see: what rounding and too small a denominator do, by worked examples."""

import re
from datetime import date
from fractions import Fraction

import pytest
import segno
from hypothesis import assume, given
from hypothesis import strategies as st

from clearway.measures.definitions import definitions
from clearway.measures.rounding import rounded, unrounded
from clearway.web.boards.panels import Line
from clearway.web.boards.poster import MOST_SAID, QUIET, code_svg, poster_data
from clearway.web.boards.protection import (
    LEAST,
    TOO_FEW,
    WIDEST,
    WITHOUT_COUNTS,
    left_out,
    protected,
    rates,
    told,
)
from clearway.web.boards.public import PublicBoard, PublicPanel
from clearway.web.boards.secrets import LETTERS, digest, new_nonce, secret_of
from clearway.web.publications.models import OWN, RETURN, SourceFile, Value

RATE = definitions()["smoke-booking"]
COUNT = definitions()["staff-trained-subject"]
COUNTS = st.integers(min_value=0, max_value=4000)


def a_row(numerator: float | None, denominator: float | None, layout: str = RETURN, **other: object) -> Value:
    value = None if numerator is None else numerator / denominator if denominator else numerator
    fields = {
        "period": "2026-04", "period_start": date(2026, 4, 1), "state": "value", "value": value,
        "source": SourceFile(layout=layout), **other,
    }  # fmt: skip
    return Value(numerator=numerator, denominator=denominator, **fields)


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown", "words"),
    [
        (0, 100, (0, 100), "0%"),
        (1, 100, (5, 100), "about 4%"),
        (7, 98, (5, 100), "about 4%"),
        (8, 102, (10, 100), "about 10%"),
        (75, 80, (75, 80), "about 94%"),
        (96, 104, (95, 105), "about 91%"),
        (98, 102, (100, 100), "more than 96%"),
        (100, 100, (100, 100), "more than 96%"),
        (2, 901, (5, 900), "less than 1%"),
        (996, 1000, (995, 1000), "more than 99%"),
        (48, 52, None, "no figure"),
        (50, 50, None, "no figure"),
        (0, 60, None, "no figure"),
        (60, 77, None, "no figure"),
    ],
)
def test_own_counts_are_rounded_and_the_rate_says_how_sure_it_is(
    numerator: int, denominator: int, shown: tuple[float, float] | None, words: str
) -> None:
    row = protected(RATE, a_row(numerator, denominator))
    assert told(RATE, row) == words
    if shown is None:
        assert (row.numerator, row.denominator, row.value, row.note) == (None, None, None, TOO_FEW)
        assert left_out([row]) == 1
    else:
        assert (row.numerator, row.denominator) == shown
        assert left_out([row]) == 0


@given(part=COUNTS, rest=COUNTS)
def test_no_true_small_count_is_ever_shown(part: int, rest: int) -> None:
    row = protected(RATE, a_row(part, part + rest or 1))
    if row.value is None:
        assert rounded(part + rest or 1) < LEAST
    else:
        assert row.numerator % 5 == 0
        assert row.denominator % 5 == 0
        assert (row.numerator == 0) == (part == 0)
        assert 0 <= row.value <= 1


@given(part=COUNTS, rest=COUNTS)
def test_what_is_told_of_a_rate_is_never_false(part: int, rest: int) -> None:
    true = Fraction(part, part + rest or 1)
    row = protected(RATE, a_row(part, part + rest or 1))
    if row.value is None:
        return
    allowed = rates(int(row.numerator), int(row.denominator))
    assert allowed.lowest <= true <= allowed.highest
    assert allowed.width < WIDEST
    assert abs(row.value - true) < WIDEST / 2
    kind, _, number = told(RATE, row).removesuffix("%").rpartition(" ")
    said = Fraction(int(number), 100)
    assert {
        "": true == said == 0,
        "about": abs(true - said) < Fraction(11, 200),  # half of the range, and half of a whole per cent
        "more than": true > said,
        "less than": 0 < true < said,
    }[kind]


@given(part=COUNTS, rest=COUNTS, less=st.integers(-9, 9), more=st.integers(-9, 9))
def test_counts_that_round_alike_cannot_be_told_apart(part: int, rest: int, less: int, more: int) -> None:
    counts = (part, part + rest or 1)
    others = (part + less, counts[1] + more)
    assume(0 <= others[0] <= others[1] and others[1])
    assume([rounded(one) for one in counts] == [rounded(one) for one in others])
    left, right = (protected(RATE, a_row(*each)) for each in (counts, others))
    assert told(RATE, left) == told(RATE, right)
    assert (left.value, left.numerator, left.denominator, left.note) == (
        right.value,
        right.numerator,
        right.denominator,
        right.note,
    )


@given(count=COUNTS)
def test_a_shown_count_stands_for_all_counts_that_round_to_it(count: int) -> None:
    few, many = unrounded(rounded(count))
    assert few <= count <= many
    assert {rounded(each) for each in range(few, many + 1)} == {rounded(count)}
    assert rounded(many + 1) != rounded(count)
    assert few == 0 or rounded(few - 1) != rounded(count)


def test_from_the_smallest_number_of_people_on_every_rate_is_near_enough_and_not_before() -> None:
    def all_near(people: int) -> bool:
        return all(rates(part, people).width < WIDEST for part in range(0, people + 1, 5))

    assert not all_near(LEAST - 5)
    assert all(all_near(people) for people in range(LEAST, 1000, 5))


def test_things_that_are_no_people_are_counted_as_they_are() -> None:
    share, number = definitions()["projects-women-involved"], definitions()["listening-events"]
    row = protected(share, a_row(3, 4, note="Jo"))
    assert (told(share, row), row.note, left_out([row])) == ("75.0%", "", 0)
    assert told(number, protected(number, a_row(2, None))) == "2"


def test_a_published_figure_stays_what_it_is() -> None:
    row = a_row(3, 17, layout="msds-csv")
    assert protected(RATE, row) is row


@pytest.mark.parametrize("layout", [RETURN, OWN])
def test_what_is_computed_from_records_is_protected_like_what_is_typed(layout: str) -> None:
    assert protected(RATE, a_row(3, 103, layout)).value == pytest.approx((1 / 107 + 7 / 103) / 2)


def test_a_count_of_people_is_rounded_too() -> None:
    rows = [protected(COUNT, a_row(n, None)) for n in (0, 2, 11)]
    assert [row.value for row in rows] == [0, 5, 10]
    assert [told(COUNT, row) for row in rows] == ["0", "1 to 7", "about 10"]


def test_a_rate_without_its_counts_is_left_out() -> None:
    row = protected(RATE, a_row(None, None, value=0.31))
    assert (row.value, row.note) == (None, WITHOUT_COUNTS)


def test_the_reason_that_somebody_typed_for_a_missing_figure_is_not_shown() -> None:
    row = a_row(None, None, state="not_collected", note="Jo was ill")
    assert protected(RATE, row).note == ""
    assert row.note == "Jo was ill"


def test_a_secret_follows_from_nonce_and_key_alone_and_reads_aloud(settings: object) -> None:
    settings.SECRET_KEY = "one"  # noqa: S105 - of a test
    nonce = new_nonce()
    secret = secret_of(nonce)
    assert secret == secret_of(nonce) != secret_of(new_nonce())
    assert len(secret.replace("-", "")) == 16
    assert set(secret) <= {*LETTERS, "-"}
    assert not set(LETTERS) & set("lo01")
    assert digest(secret.upper().replace("-", "")) == digest(secret)
    settings.SECRET_KEY = "another"  # noqa: S105 - of a test
    assert secret_of(nonce) != secret


def a_board(**panels: PublicPanel) -> PublicBoard:
    return PublicBoard("CO for all", "A trust", tuple(panels.values()))


def test_the_code_on_a_poster_is_that_of_its_address_with_white_around_it() -> None:
    address = "https://clearway.example.org/shared/abcd-efgh-jkmn-pqrs/"
    data, pictures = poster_data(a_board(), None, address, date(2027, 2, 28), "a4")
    other = segno.make_qr(address, error="Q")
    side = len(other.matrix)
    again = _matrix_of(pictures["code.svg"], side + 2 * QUIET)
    inner = [row[QUIET:-QUIET] for row in again[QUIET:-QUIET]]
    assert inner == [[bool(cell) for cell in row] for row in other.matrix]
    assert not any(any(row) for row in again[:QUIET] + again[-QUIET:])
    assert data["code_mm"] * side / (side + 2 * QUIET) >= 25
    assert (data["address"], data["until"]) == (address, "28 February 2027")
    assert pictures["code.svg"] == code_svg(address)


def _matrix_of(svg: str, side: int) -> list[list[bool]]:
    """The dark modules of segno's path, read back: moves "m dx dy" and strokes "h n", one row a line."""
    path = re.search(r'class="qrline"[^>]* d="([^"]+)"|d="(M[^"]+)"[^>]*class="qrline"', svg)
    steps = re.findall(r"([MmhH])\s*(-?[\d.]+)(?:[ ,](-?[\d.]+))?", (path[1] or path[2]))
    found = [[False] * side for _ in range(side)]
    x = y = 0.0
    for kind, first, second in steps:
        if kind == "M":
            x, y = float(first), float(second)
        elif kind == "m":
            x, y = x + float(first), y + float(second)
        else:
            for column in range(int(x), int(x) + int(first)):
                found[int(y)][column] = True
            x += float(first)
    return found


def test_a_poster_tells_the_aim_of_each_project_and_few_things_that_were_said() -> None:
    said = tuple(Line(f"said {n}", then=f"did {n}") for n in range(9))
    board = a_board(
        aim=PublicPanel("aim", "Our aim", False, lines=(Line("Tests", details=("90% by May",)),)),
        heard=PublicPanel("heard", "You said, we did", False, lines=said),
    )
    data, pictures = poster_data(board, None, "https://x/", date(2027, 1, 1), "a3")
    assert data["aim"] == ["Tests: 90% by May"]
    assert len(data["heard"]) == MOST_SAID
    assert data["chart"] is None
    assert set(pictures) == {"code.svg"}
