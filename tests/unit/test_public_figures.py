"""Figures that everybody may see: what rounding and too small a denominator do, by worked examples."""

import re
from datetime import date

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from clearway.measures.definitions import definitions
from clearway.web.boards.panels import Line
from clearway.web.boards.poster import MOST_SAID, QUIET, code_svg, poster_data
from clearway.web.boards.protection import LEAST, TOO_FEW, WITHOUT_COUNTS, left_out, protected
from clearway.web.boards.public import PublicBoard, PublicPanel
from clearway.web.boards.secrets import LETTERS, digest, new_nonce, secret_of
from clearway.web.publications.models import OWN, RETURN, SourceFile, Value

RATE = definitions()["smoke-booking"]
COUNT = definitions()["listening-events"]
COUNTS = st.integers(min_value=0, max_value=4000)


def a_row(numerator: float | None, denominator: float | None, layout: str = RETURN, **other: object) -> Value:
    value = None if numerator is None else numerator / denominator if denominator else numerator
    fields = {
        "period": "2026-04", "period_start": date(2026, 4, 1), "state": "value", "value": value,
        "source": SourceFile(layout=layout), **other,
    }  # fmt: skip
    return Value(numerator=numerator, denominator=denominator, **fields)


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (0, 100, (0, 100, 0.0)),
        (1, 100, (5, 100, 0.05)),
        (7, 98, (5, 100, 0.05)),
        (8, 102, (10, 100, 0.1)),
        (13, 398, (15, 400, 0.0375)),
        (20, 20, (20, 20, 1.0)),
        (1, LEAST - 1, None),
        (0, 3, None),
    ],
)
def test_own_counts_are_rounded_and_the_rate_follows_from_them(
    numerator: int, denominator: int, shown: tuple[float, float, float] | None
) -> None:
    row = protected(RATE, a_row(numerator, denominator))
    if shown is None:
        assert (row.numerator, row.denominator, row.value, row.note) == (None, None, None, TOO_FEW)
        assert left_out([row]) == 1
    else:
        assert (row.numerator, row.denominator, row.value) == shown
        assert left_out([row]) == 0


@given(numerator=COUNTS, more=COUNTS)
def test_no_true_small_count_is_ever_shown(numerator: int, more: int) -> None:
    row = protected(RATE, a_row(numerator, numerator + more or 1))
    if row.value is None:
        assert numerator + more < LEAST
    else:
        assert row.numerator % 5 == 0
        assert row.denominator % 5 == 0
        assert (row.numerator == 0) == (numerator == 0)
        assert 0 <= row.value <= 1


def test_a_published_figure_stays_what_it_is() -> None:
    row = a_row(3, 17, layout="msds-csv")
    assert protected(RATE, row) is row


@pytest.mark.parametrize("layout", [RETURN, OWN])
def test_what_is_computed_from_records_is_protected_like_what_is_typed(layout: str) -> None:
    assert protected(RATE, a_row(3, 103, layout)).value == 5 / 105


def test_a_count_of_things_is_rounded_too() -> None:
    assert [protected(COUNT, a_row(n, None)).value for n in (0, 2, 11)] == [0, 5, 10]


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
    data, pictures = poster_data(a_board(), address, date(2027, 2, 28), "a4")
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
        aim=PublicPanel("aim", "Our aim", False, lines=(Line("Tests", details=("90 % by May",)),)),
        heard=PublicPanel("heard", "You said, we did", False, lines=said),
    )
    data, pictures = poster_data(board, "https://x/", date(2027, 1, 1), "a3")
    assert data["aim"] == ["Tests: 90 % by May"]
    assert len(data["heard"]) == MOST_SAID
    assert data["chart"] is None
    assert set(pictures) == {"code.svg"}
