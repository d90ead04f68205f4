"""The screens that a display shows one after another: nothing is torn that need not be, nothing runs over."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.web.boards import screens
from clearway.web.boards.panels import Content, Line, Panel, Shown
from clearway.web.boards.screens import MOST_SCREENS, SECONDS, SIZES, screens_of, seconds_until_asked
from clearway.web.design.pictures import Picture, Table

STYLE = Path(screens.__file__).parents[1] / "design" / "static" / "design" / "wall.css"
PICTURE = Picture("x", "Smoking", "10%", {}, {}, Table((), ()))
SHORT = st.text("abc de", min_size=1, max_size=400)
LINES = st.builds(Line, SHORT, details=st.lists(SHORT, max_size=5).map(tuple), then=SHORT)


def a_panel(name: str, *texts: str, words: str = "", pictures: int = 0) -> Shown:
    content = Content(words, tuple(Line(text) for text in texts), (PICTURE,) * pictures)
    return Shown(Panel(name, name.title(), "", lambda place: None, wide=bool(pictures)), content)


def ids(columns: Sequence[Sequence[screens.Block]]) -> list[list[str]]:
    return [[block.panel.id for block in column] for column in columns]


def test_panels_follow_in_their_order_and_charts_stand_on_screens_of_their_own() -> None:
    found = screens_of([a_panel("aim", "x"), a_panel("charts", pictures=3), a_panel("testing", "y")])
    assert [len(one.pictures) for one in found] == [0, 2, 1, 0]
    assert [ids(one.columns) for one in found if one.columns] == [[["aim"]], [["testing"]]]


def test_a_panel_without_anything_takes_no_room() -> None:
    empty = Shown(Panel("huddle", "Huddle", "None.", lambda place: None), None)
    assert screens_of([empty]) == ()


def test_short_panels_stand_side_by_side_in_large_type() -> None:
    (only,) = screens_of([a_panel("vision", words="Fewer"), a_panel("aim", words="Half as many")])
    assert ids(only.columns) == [["vision"], ["aim"]]
    assert only.size == 1


def test_a_panel_that_fits_into_a_column_is_not_torn() -> None:
    (only,) = screens_of([a_panel("testing", "one"), a_panel("decided", *["A title of a test"] * 6)])
    assert ids(only.columns) == [["testing"], ["decided"]]
    assert not any(block.continued for column in only.columns for block in column)


def test_one_that_does_not_fit_goes_on_in_the_next_column_which_says_so() -> None:
    found = screens_of([a_panel("decided", *["A title that is fairly long " * 4] * 9)])
    blocks = [block for one in found for column in one.columns for block in column]
    assert [block.continued for block in blocks] == [False] + [True] * (len(blocks) - 1)
    assert sum(len(block.lines) for block in blocks) == 9


@given(st.lists(st.lists(LINES, min_size=1, max_size=6), min_size=1, max_size=6))
def test_every_line_is_shown_once_and_no_column_is_fuller_than_a_screen(panels: list[list[Line]]) -> None:
    given_ones = [
        Shown(Panel(str(number), "x", "", lambda place: None), Content(lines=tuple(lines)))
        for number, lines in enumerate(panels)
    ]
    found = screens_of(given_ones)
    if len(found) < MOST_SCREENS:
        shown = sum(len(block.lines) for one in found for column in one.columns for block in column)
        assert shown == sum(map(len, panels))
    for one in found:
        assert len(one.columns) in (1, 2)
        broad = 2 / len(one.columns)
        for column in one.columns:
            assert screens._tall(column, SIZES[one.size - 1], broad) <= screens.ROOM


def test_what_is_too_long_for_who_passes_by_is_cut_between_words() -> None:
    (only,) = screens_of([a_panel("aim", words="word " * 900)])
    words = only.columns[0][0].words
    assert words.endswith("word …")
    assert len(words) <= screens.LONGEST["words"]
    (only,) = screens_of([a_panel("aim", words="w" * 900)])
    assert only.columns[0][0].words == "w" * (screens.LONGEST["words"] - 1) + "…"


@pytest.mark.parametrize(("count", "seconds"), [(0, 60), (1, 60), (2, 80), (3, 60), (5, 100), (12, 240)])
def test_the_board_is_asked_for_anew_when_all_of_it_was_seen(count: int, seconds: int) -> None:
    assert seconds_until_asked(count) == seconds


def test_the_style_sheet_shows_each_of_as_many_screens_as_there_may_be_for_as_long() -> None:
    style = STYLE.read_text(encoding="utf-8")
    lasts = dict(
        re.findall(r"\.of-(\d+) > \.screen \{ animation-name: one-of-\1; animation-duration: (\d+)s", style)
    )
    waits = dict(re.findall(r"\.screen:nth-child\((\d+)\) \{ animation-delay: (\d+)s", style))
    ends = dict(re.findall(r"@keyframes one-of-(\d+) .* ([\d.]+)% \{ visibility: hidden", style))
    for count in range(2, MOST_SCREENS + 1):
        assert int(lasts[str(count)]) == count * SECONDS
        assert int(waits[str(count)]) == (count - 1) * SECONDS
        assert float(ends[str(count)]) == pytest.approx(100 / count, abs=0.001)
    sizes = re.findall(r"\.size-(\d) \{ font-size: ([\d.]+)rem", style)
    assert [float(size) for _, size in sizes] == [size for size in SIZES if size > 1]
